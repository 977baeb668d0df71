"""The pages of new articles, asked for where a source's feed does not have all of their text."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newscli.commands import _web
from newscli.core import fuller
from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits, server_name
from newscli.core.models import Source
from newscli.core.ports import Answer, Net, Watcher
from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.core.urls import shown_url
from newscli.invocation import current
from newscli.storage import pages
from newscli.storage.pages import Wanted
from newscli.storage.writes import FetchStore

_LOG = logging.getLogger(__name__)
_MOST_PAGES = 50
_MOST_CANDIDATES = 2000
_SILENCES = 1


def fetch(
    connection: sqlite3.Connection,
    net: Net,
    chosen: Sequence[Source],
    reports: Sequence[Report],
    *,
    limits: Limits,
    after_id: int,
    now: int,
    is_full: bool = False,
    watcher: Watcher,
) -> None:
    """Keeps the pages of the articles that a fetch has brought or changed, beside the feed's text.

    Articles with an id above `after_id` are new, at most fifty pages are asked for; `is_full`: of
    every source. What fails leaves its article as it is, and is said in one line.
    """
    answered = {report.source_id for report in reports if report.outcome in ("new", "unchanged")}
    modes = {row.id: "on" if is_full else mode(row) for row in chosen if row.id in answered}
    sources = {row.id: row for row in chosen if modes.get(row.id, "off") != "off"}
    if not sources:
        return
    found = pages.wanted(
        connection, list(sources), after_id=after_id, now=now, limit=_MOST_CANDIDATES
    )
    wanted = _chosen(connection, found, sources, modes)
    if not wanted:
        return
    failed = _Run(connection, sources, wanted).ask(net, limits, now=now, watcher=watcher)
    if failed:
        noun = "page" if len(wanted) == 1 else "pages"
        (why, times), *others = failed.most_common()
        said = f"{times} times {one_line(why)}" if others else one_line(why)
        total = f"{failed.total()} of {len(wanted)} {noun}"
        current().say(f"{total} could not be fetched: {said}")


def mode(source: Source) -> str:
    """Whether the pages of a source's articles are asked for: on, off or auto.

    What is a file on this machine, and nobody's server, is left alone unless the user says so.
    """
    if source.options.full_text:
        return source.options.full_text
    usual = current().settings.fetch_full_text
    return "off" if usual == "auto" and source.url.startswith("file:") else usual


class Standing(NamedTuple):
    """Whether a source's feed has whole articles, and whether their pages are asked for.

    `mode` is on, off or auto; `feed` full, truncated or unknown, and `why` what shows it.
    """

    mode: str
    feed: str
    why: str
    fetched: bool

    @property
    def words(self) -> str:
        """All of it in one line."""
        verb = "are fetched" if self.fetched else "are not fetched"
        own = "" if self.mode == "auto" else f" (full text is {self.mode})"
        return f"{self.feed}: {self.why}; pages {verb}{own}"


def standing(connection: sqlite3.Connection, source: Source) -> Standing:
    """How it stands with the full text of a source's articles."""
    chosen = mode(source)
    found = fuller.verdict(pages.entries(connection, source.id), _web.read_on())
    is_fetched = chosen == "on" or (chosen == "auto" and found.text == "truncated")
    return Standing(chosen, found.text, found.why, is_fetched)


def _chosen(
    connection: sqlite3.Connection,
    found: Sequence[Wanted],
    sources: Mapping[int, Source],
    modes: Mapping[int, str],
) -> list[Wanted]:
    """Those that may be asked for in this fetch, by what is known of each source."""
    left: dict[int, int] = {}
    kept: list[Wanted] = []
    taken: Counter[int] = Counter()
    for one in found:
        if len(kept) == _MOST_PAGES:
            break
        number = one.source_id
        if number not in left:
            left[number] = _pages_of(connection, sources[number], is_auto=modes[number] == "auto")
        if taken[number] < left[number]:
            taken[number] += 1
            kept.append(one)
    return kept


def _pages_of(connection: sqlite3.Connection, source: Source, *, is_auto: bool) -> int:
    """How many pages of a source are asked for."""
    entries = pages.entries(connection, source.id) if is_auto else []
    if is_auto and fuller.verdict(entries, _web.read_on()).text != "truncated":
        return 0
    is_first = source.answered_at is None
    return fuller.pages_a_run(entries, is_first=is_first, is_auto=is_auto)


class _Run:
    """The pages of one fetch; each is kept as it comes in, also when the user interrupts.

    Why others could not be had is kept at the end, in one go: no page is lost with that.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: Mapping[int, Source],
        wanted: Sequence[Wanted],
    ) -> None:
        self._connection = connection
        self._wanted = {one.article_id: one for one in wanted}
        self._requests = [_web.request(one, sources[one.source_id]) for one in wanted]
        self._failed: Counter[str] = Counter()

    def ask(self, net: Net, limits: Limits, *, now: int, watcher: Watcher) -> Counter[str]:
        """Asks for all pages and keeps them; why how many could not be had."""
        store = FetchStore(self._connection)
        limits = limits._replace(silences=_SILENCES)
        queue = HostQueue(self._requests, limits, pauses=store.pauses(), started=watcher.started)
        silence: dict[str, HttpError] = {}
        failed: list[tuple[Wanted, HttpError]] = []
        for result in net.get_all(queue):
            if result is not None:
                request, answer = result
                watcher.answered(request.url)
                if isinstance(answer, HttpError):
                    silence[server_name(request.url)] = answer
                    failed.append((self._wanted[request.key], answer))
                else:
                    self._take(self._wanted[request.key], answer, now=now)
        # What kept a server from answering for another page.
        failed += [(self._wanted[one.key], silence[server_name(one.url)]) for one in queue.silent]
        for wanted, problem in _web.keep_failures(self._connection, failed, now=now):
            self._fail(wanted.url, problem)
        if lessons := queue.lessons():
            with store.batch():
                store.save_pauses(lessons, now=now)
        for request in queue.left:
            self._fail(request.url, "its server asked for long pauses")
        return self._failed

    def _take(self, wanted: Wanted, answer: Answer, *, now: int) -> None:
        problem = _web.keep(self._connection, wanted, answer, now=now)
        if problem == fuller.NO_STORY:
            _LOG.info("%s: %s", shown_url(wanted.url), problem)
        elif problem is not None:
            self._fail(wanted.url, problem)

    def _fail(self, url: str, problem: str) -> None:
        self._failed[problem] += 1
        _LOG.warning("%s: %s", shown_url(url), problem)
