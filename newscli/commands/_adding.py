"""`newscli sources add`: from what a person types to a source that is followed."""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from newscli.commands import _fetching
from newscli.core.entry import Subscription
from newscli.core.errors import FeedError, HttpError, UsageError
from newscli.core.hosts import HostQueue
from newscli.core.options import Options
from newscli.core.ports import Answer, Net, Request
from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.core.urls import with_user_of
from newscli.feeds import discovery, kind
from newscli.invocation import complain, current
from newscli.storage import rules, sources


class Found(NamedTuple):
    """A feed, and the site that led to it (None when the feed itself was typed)."""

    url: str
    site_url: str | None


class HeldNet:
    """A Net that already has some answers: what was asked to find a feed is not asked again.

    `given` is the address that the user gave, `options` how to ask.
    """

    def __init__(self, net: Net, *, given: str, options: Options) -> None:
        self._net = net
        self.given = given
        self._options = options
        self._answers: dict[str, Answer] = {}

    def get(self, request: Request) -> Answer:
        """The answer held for the URL, given once, else a new one. Raises HttpError."""
        held = self._answers.pop(request.url, None)
        return held or self._net.get(request._replace(given=self.given))

    def get_all(self, requests: HostQueue) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """The feed's one request, answered by what is held; then what its articles' pages need."""
        if not self._answers:
            yield from self._net.get_all(requests)
        while self._answers and (request := requests.take(0.0)) is not None:
            try:
                yield request, self.get(request)
            except HttpError as error:
                yield request, error
        self._answers.clear()

    # Answers that are held are whole already.
    def get_all_packed(
        self, requests: HostQueue
    ) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """As `get_all`."""
        return self.get_all(requests)

    def look(self, url: str) -> Answer:
        """Asks, and holds the answer for the fetch that follows. Raises HttpError."""
        request = Request(url, options=self._options, given=self.given)
        self._answers[url] = answer = self._net.get(request)
        return answer


def address(word: str) -> str:
    """What was typed, as a URL: a path becomes file:, a bare host https.

    Raises UsageError for what is neither, and for a path where there is no file.
    """
    word = word.strip()
    if word.startswith(("http://", "https://")):
        return word
    if word.startswith("feed:"):
        rest = word.removeprefix("feed:")
        return f"https:{rest}" if rest.startswith("//") else address(rest)
    path = Path(word.removeprefix("file://").removeprefix("file:")).expanduser()
    if path.is_file():
        return path.absolute().as_uri()
    if word.startswith("file:") or ("/" in word and word.startswith((".", "/", "~"))):
        raise UsageError(f"{path}: there is no such file")
    if path.is_dir() and "/" in word:
        raise UsageError(f"{path} is a folder; give a feed's file, or newscli sources import LIST")
    host = word.partition("/")[0]
    is_host = "." in host or host.partition(":")[0] == "localhost"
    if "://" in word or not is_host or any(c.isspace() for c in word):
        raise UsageError(f'"{word}" is no address: give a site, a feed or a file')
    return f"https://{word}"


def add(
    connection: sqlite3.Connection,
    net: Net,
    word: str,
    *,
    title: str | None,
    folder: str,
    tags: tuple[str, ...],
    options: Options,
) -> Report | None:
    """Follows what a word names, and fetches it once; None when it is followed already.

    Raises HttpError, FeedError and UsageError; nothing is stored then.
    """
    now = current().now
    url = address(word)
    held = HeldNet(net, given=url, options=options)
    found = Found(url, None) if sources.has(connection, url) else _discover(held, word, url)
    subscription = Subscription(found.url, title, found.site_url, folder, tags)
    added = sources.add(connection, [subscription], now=now)
    if not added:
        return None
    sources.set_options(connection, added[0], options)
    chosen = sources.to_fetch(connection, added)
    newest = rules.newest_id(connection)
    (report,) = _fetching.fetch(connection, held, chosen, now=now, is_forced=True)
    if report.is_failure:
        sources.remove(connection, added[0])
        raise FeedError(report.problem or "no usable answer")
    from newscli.commands import _rules

    _rules.run_on_new(connection, newest)
    return report


def _discover(net: HeldNet, word: str, url: str) -> Found:
    """As `discover`; an address typed without a scheme is asked by http where https fails."""
    try:
        return discover(net, url)
    except HttpError as error:
        if error.status is not None or "://" in word or not url.startswith("https:"):
            raise
        return discover(net, f"http:{url.removeprefix('https:')}")


def discover(net: HeldNet, url: str) -> Found:
    """The feed at a URL, or of the page there. Raises HttpError, FeedError, UsageError."""
    net.given = url
    known = discovery.known_feed_url(url)
    if known:
        return Found(known, url)
    answer = net.look(url)
    if kind.looks_like_feed(answer.body):
        return Found(url, None)
    if not kind.looks_like_html(answer.body, answer.content_type):
        raise FeedError("neither a feed nor a web page")
    links = discovery.feed_links(answer.body, base_url=answer.url, content_type=answer.content_type)
    if links:
        return Found(with_user_of(url, _choose(url, links).url), answer.url)
    for candidate in discovery.usual_feed_urls(answer.url):
        if _is_feed(net, with_user_of(url, candidate)):
            return Found(with_user_of(url, candidate), answer.url)
    raise FeedError("this page names no feed, and there is none at the usual addresses")


def _is_feed(net: HeldNet, url: str) -> bool:
    try:
        answer = net.look(url)
    except HttpError:
        return False
    return kind.looks_like_feed(answer.body)


def _choose(site: str, links: Sequence[discovery.FeedLink]) -> discovery.FeedLink:
    """The one feed of a site that is not about comments, else the user's choice among them.

    Raises UsageError where nobody can be asked.
    """
    main = [link for link in links if not link.is_comments] or list(links)
    if len(main) == 1:
        return main[0]
    for place, link in enumerate(main, 1):
        complain(f"  {place}  {link.url}  {one_line(link.title or '')}")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{site} offers {len(main)} feeds; say which", hint=f"newscli sources add {main[0].url}"
        )
    import typer

    number: int = typer.prompt(f"Which of these {len(main)} feeds", type=int, default=1, err=True)
    if not 1 <= number <= len(main):
        raise UsageError(f"there is no feed {number}: 1 to {len(main)}")
    return main[number - 1]
