"""The pages of new articles, asked for where a source's feed has only summaries."""

import logging
import sqlite3
from collections.abc import Mapping, Sequence

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.models import FullText, Source
from newscli.core.options import Options
from newscli.core.ports import Answer, Net, Request
from newscli.core.report import Report
from newscli.core.urls import is_same_server, shown_url, with_user_of, without_user
from newscli.invocation import current
from newscli.storage import pages
from newscli.storage.pages import Wanted
from newscli.storage.writes import FetchStore

_LOG = logging.getLogger(__name__)
_MOST_PAGES = 50
_BATCH = 10
_LEAST_GAIN = 1.2  # a page that says hardly more than the feed adds what is not the story


def fetch(
    connection: sqlite3.Connection,
    net: Net,
    chosen: Sequence[Source],
    reports: Sequence[Report],
    *,
    limits: Limits,
    after_id: int,
    now: int,
) -> None:
    """Puts the stories of their pages into the articles that a fetch has brought or changed.

    Articles with an id above `after_id` are new, at most fifty pages are asked for. What fails
    leaves its article as it is, and is said in one line.
    """
    with_news = {report.source_id for report in reports if report.new or report.changed}
    sources = {row.id: row for row in chosen if row.options.full_text and row.id in with_news}
    if not sources:
        return
    wanted = pages.wanted(
        connection, list(sources), after_id=after_id, edited_at=now, limit=_MOST_PAGES
    )
    failed = _Run(connection, sources, wanted).ask(net, limits, now=now) if wanted else 0
    if failed:
        noun = "page" if len(wanted) == 1 else "pages"
        current().say(f"{failed} of {len(wanted)} {noun} could not be fetched")


class _Run:
    """The pages of one fetch."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: Mapping[int, Source],
        wanted: Sequence[Wanted],
    ) -> None:
        self._connection = connection
        self._wanted = {one.article_id: one for one in wanted}
        self._requests = [_request(one, sources[one.source_id]) for one in wanted]
        self._found: list[FullText] = []
        self._failed = 0

    def ask(self, net: Net, limits: Limits, *, now: int) -> int:
        """Asks for all pages and keeps their stories; how many could not be fetched.

        What has come in is kept when the user interrupts.
        """
        store = FetchStore(self._connection)
        queue = HostQueue(self._requests, limits, pauses=store.pauses())
        try:
            for result in net.get_all(queue):
                if result is not None:
                    self._take(*result)
        finally:
            self._save()
        if lessons := queue.lessons():
            with store.batch():
                store.save_pauses(lessons, now=now)
        for request in queue.left:
            self._fail(request, "its server asked for long pauses")
        return self._failed

    def _take(self, request: Request, answer: Answer | HttpError) -> None:
        if isinstance(answer, HttpError):
            self._fail(request, str(answer))
            return
        wanted = self._wanted[request.key]
        story = _story(wanted, answer)
        if story is None or len(story.text) < _LEAST_GAIN * wanted.held_chars:
            _LOG.info("%s: no more text than in the feed", shown_url(request.url))
            return
        self._found.append(story)
        if len(self._found) >= _BATCH:
            self._save()

    def _fail(self, request: Request, problem: str) -> None:
        self._failed += 1
        _LOG.warning("%s: %s", shown_url(request.url), problem)

    def _save(self) -> None:
        found, self._found = self._found, []
        if found:
            pages.save(self._connection, found)


def _request(wanted: Wanted, source: Source) -> Request:
    """A page's request, with the source's settings as far as they are meant for that server."""
    url = without_user(wanted.url)
    if is_same_server(url, source.url):
        url, options = with_user_of(source.url, url), source.options
    else:
        options = _for_others(source.options)
    return Request(url, options=options, key=wanted.article_id)


def _for_others(options: Options) -> Options:
    """How to ask servers other than the source's own: the same way round, but without what the
    user gave for that one. As after a redirect; see net/exchange.py."""
    return options._replace(headers=(), cookie_file=None, insecure=False)


def _story(wanted: Wanted, answer: Answer) -> FullText | None:
    from newscli.pages.articles import full_text
    from newscli.pages.full import main_markup

    markup = main_markup(answer.body, content_type=answer.content_type)
    if markup is None:
        return None
    return full_text(wanted.article_id, markup, title=wanted.title, base_url=answer.url)
