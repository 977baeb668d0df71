"""Articles brought in by name, not by a fetch: pages of the web, and the page of one article."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from newscli.commands import _articles, _fetching, _web
from newscli.core.errors import FeedError, HttpError, NewscliError, UsageError
from newscli.core.hosts import HostQueue
from newscli.core.models import Attribution, WebArticle
from newscli.core.ports import Answer, Net, Request
from newscli.core.text import one_line
from newscli.core.urls import canonical_url, shown_url, without_user
from newscli.invocation import current
from newscli.storage import db, pages, reads, saved, sources
from newscli.storage.pages import Wanted
from newscli.storage.writes import FetchStore

_TITLE_CHARS = 500
_STAND_IN_CHARS = 80


class Saved(NamedTuple):
    """What became of one address: the article's id, or why there is none."""

    url: str
    article_id: int | None
    is_new: bool = False
    error: NewscliError | None = None


def addresses(words: list[str]) -> list[str]:
    """The http(s) addresses that arguments name, those on stdin where one is "-".

    Raises UsageError for what is no web address.
    """
    named = _articles.named(words)
    for url in named:
        if canonical_url(url) is None:
            raise UsageError(f'"{url}" is no web address: it begins with http:// or https://')
    return list({canonical_url(url): url for url in named}.values())


def require(connection: sqlite3.Connection, url: str) -> int:
    """The id of the article at an address, which is saved where we do not hold it.

    Raises HttpError, FeedError or NewscliError where there is none to be had.
    """
    (found,) = save(connection, [url])
    if found.error is not None or found.article_id is None:
        raise found.error or NewscliError(f"{url}: not saved")
    return found.article_id


def save(connection: sqlite3.Connection, urls: Sequence[str]) -> list[Saved]:
    """Saves the pages at the addresses, in order; what we hold is not asked for again.

    What has come in is kept when the user interrupts.
    """
    current().logger()
    held = {url: reads.find(connection, url) for url in urls}
    done = {url: Saved(url, number) for url, number in held.items() if number is not None}
    missing = [url for url in urls if url not in done]
    if missing:
        with _fetching.connected(connection) as net:
            for found in _saved(connection, net, missing):
                done[found.url] = found
    return [done[url] for url in urls]


def _saved(connection: sqlite3.Connection, net: Net, urls: Sequence[str]) -> Iterator[Saved]:
    run = current()
    store = FetchStore(connection)
    requests = [Request(url, key=place) for place, url in enumerate(urls)]
    queue = HostQueue(requests, _fetching.limits(run.settings), pauses=store.pauses())
    for result in net.get_all(queue):
        if result is not None:
            request, answer = result
            yield _save_one(connection, urls[request.key], answer)
    if lessons := queue.lessons():
        with store.batch():
            store.save_pauses(lessons, now=run.now)
    for request in queue.left:
        url = urls[request.key]
        yield Saved(url, None, error=HttpError(f"{url}: its server asked for long pauses"))


def _save_one(connection: sqlite3.Connection, url: str, answer: Answer | HttpError) -> Saved:
    """Keeps a page as an article, or with the one that we hold of where it led."""
    if isinstance(answer, HttpError):
        return Saved(url, None, error=_named(url, answer))
    from newscli.feeds import kind

    if kind.looks_like_feed(answer.body):
        return Saved(url, None, error=_is_feed(url))
    found = _web.read(answer)
    if isinstance(found, str):
        return Saved(url, None, error=NewscliError(f"{url}: {found}"))
    now = current().now
    with db.transaction(connection):
        held = _held(connection, found)
        if held is None:
            number = saved.add(
                connection,
                found,
                title=_title(found),
                publisher=_publisher(found),
                addresses=(url, _own_address(found)),
                now=now,
            )
            return Saved(url, number, is_new=True)
        pages.save(connection, held, found, asked=url, read_on=_web.read_on(), now=now)
    return Saved(url, held)


def _held(connection: sqlite3.Connection, page: WebArticle) -> int | None:
    """The article that we hold of a page, under where it was found or the name it has itself."""
    found = reads.find(connection, page.url)
    own = _own_address(page)
    return reads.find(connection, own) if found is None and own else found


def _own_address(page: WebArticle) -> str | None:
    """The address that a page gives as its own, on its site; a home page is no article's."""
    own = page.metadata.canonical_url
    if own is None:
        return None
    here, there = urlsplit(page.url), urlsplit(own)
    is_same = (there.hostname or "").removeprefix("www.") == (here.hostname or "").removeprefix(
        "www."
    )
    return own if is_same and there.path not in ("", "/") else None


def _named(url: str, error: HttpError) -> HttpError:
    return HttpError(f"{shown_url(url)}: {error}", status=error.status)


def _is_feed(url: str) -> FeedError:
    return FeedError(
        f"{shown_url(url)}: this is a feed, not an article",
        hint=f"newscli sources add {shown_url(url)}",
    )


def _title(page: WebArticle) -> str:
    """The page's own title, else its first heading or words, else its address."""
    told = one_line(page.metadata.title or "")[:_TITLE_CHARS]
    if told:
        return told
    headings = (block.text for block in page.blocks if block.kind == "heading")
    first = one_line(next(headings, page.text.partition("\n")[0]))
    if len(first) > _STAND_IN_CHARS:
        first = first[:_STAND_IN_CHARS].rpartition(" ")[0] + "…"
    return first or page.url


def _publisher(page: WebArticle) -> Attribution:
    """Who serves the page: no source of ours has a name for it."""
    if name := one_line(page.metadata.site_name or ""):
        return Attribution(name, "page:site-name", name)
    host = urlsplit(page.url).hostname or page.url
    return Attribution(host.removeprefix("www."), "page:host", host)


def fetch_page(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Asks for the pages of articles now, unless they are held and their entries did not change.

    What is held and what fails is said in a line each.
    """
    run = current()
    run.logger()
    wanted = [one for number in numbers if (one := _wanted(connection, number))]
    if not wanted:
        return
    by_id = {one.article_id: one for one in wanted}
    rows = {one.source_id: sources.source(connection, one.source_id) for one in wanted}
    queue = HostQueue(
        [_web.request(one, rows[one.source_id]) for one in wanted],
        _fetching.limits(run.settings),
        pauses=FetchStore(connection).pauses(),
    )
    with _fetching.connected(connection) as net:
        for result in net.get_all(queue):
            if result is not None:
                request, answer = result
                problem = _web.keep(connection, by_id[request.key], answer, now=run.now)
                if problem:
                    run.say(f"newscli: {without_user(request.url)}: {problem}")
    for request in queue.left:
        run.say(f"newscli: {without_user(request.url)}: its server asked for long pauses")


def _wanted(connection: sqlite3.Connection, number: int) -> Wanted | None:
    """The article whose page is to be asked for; None, and said, where it need not or cannot be."""
    from newscli.render.times import date_time

    run = current()
    wanted = pages.wanted_one(connection, number)
    if wanted is None:
        run.say(f"article {number} has no page: its entry gives no address")
        return None
    asked = pages.asked(connection, number, now=run.now)
    if asked and asked.is_held and not asked.is_due:
        run.say(f"the page of article {number} is held since {date_time(asked.asked_at)}")
        return None
    return wanted
