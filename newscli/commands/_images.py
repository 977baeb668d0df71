"""The pictures of an article, fetched when they are asked for, and not kept."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from newscli.core.errors import UsageError
from newscli.core.hosts import HostQueue
from newscli.core.models import Article
from newscli.core.options import Options
from newscli.core.ports import Answer, Request
from newscli.invocation import current
from newscli.storage import sources
from newscli.storage.reads import SAVED
from newscli.storage.writes import FetchStore

if TYPE_CHECKING:
    from newscli.render.pictures import Drawn
    from newscli.render.screen import Terminal

_MOST = 20
_HINT = "pip install 'newscli[images]'"


def wanted(is_asked: bool | None) -> str | None:
    """How this terminal draws pictures; None where they are not wanted, or cannot be drawn.

    `is_asked` is --images or --no-images, None without. Raises UsageError where they were asked
    for and Pillow is missing; where only config.toml wants them, that is said.
    """
    run = current()
    setting = run.settings.read_images
    if is_asked is False or (setting == "off" and not is_asked):
        return None
    from newscli.render import pictures

    how = pictures.of_this_terminal("auto" if setting == "off" else setting)
    if how is not None and not pictures.is_here():
        if is_asked:
            raise UsageError("--images needs Pillow, which is not installed", hint=_HINT)
        run.say(f"newscli: read.images needs Pillow: {_HINT}")
        return None
    return how


def drawn(
    connection: sqlite3.Connection,
    article: Article,
    how: str,
    *,
    measure: int,
    terminal: "Terminal",
) -> "Mapping[str, Drawn]":
    """The article's pictures, drawn, by address; those that can be had and read."""
    from newscli.render import pictures

    fetched = _fetch(connection, article)
    width = min(measure, terminal.width - 4)
    found = {
        url: pictures.draw(data, how=how, width=width, console=terminal)
        for url, data in fetched.items()
    }
    return {url: picture for url, picture in found.items() if picture is not None}


def _fetch(connection: sqlite3.Connection, article: Article) -> Mapping[str, bytes]:
    """The article's pictures by address, at most twenty; what fails is counted on stderr."""
    urls = list(dict.fromkeys(_urls(article)))[:_MOST]
    if not urls:
        return {}
    from newscli.commands import _fetching

    run = current()
    run.logger()
    source = sources.source(connection, article.headline.source_id)
    options = Options(allow_private=source.options.allow_private)
    # It is the article that names them, and its server alone that the user meant.
    given = article.headline.url if source.url == SAVED else source.url
    requests = [
        Request(url, options=options, key=place, given=given) for place, url in enumerate(urls)
    ]
    pauses = FetchStore(connection).pauses()
    queue = HostQueue(requests, _fetching.limits(run.settings), pauses=pauses)
    found: dict[str, bytes] = {}
    with _fetching.connected(connection) as net:
        for result in net.get_all(queue):
            if result is not None and isinstance(result[1], Answer):
                found[urls[result[0].key]] = result[1].body
    if len(found) < len(urls):
        noun = "picture" if len(urls) == 1 else "pictures"
        run.say(f"{len(urls) - len(found)} of {len(urls)} {noun} could not be fetched")
    return found


def _urls(article: Article) -> Iterator[str]:
    """Where the pictures are; only the web is asked, whatever an article says."""
    for block in article.blocks:
        if block.kind == "image":
            for span in block.spans:
                if span.url.startswith(("http://", "https://")):
                    yield span.url
