"""A web page as it came in: read, kept with its article, or the reason why not."""

import logging
import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from newscli.core import fuller
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import Source, WebArticle
from newscli.core.options import Options
from newscli.core.ports import Answer, Request
from newscli.core.urls import is_same_server, shown_url, with_user_of, without_user
from newscli.storage import db, pages
from newscli.storage.pages import Wanted
from newscli.storage.reads import SAVED

if TYPE_CHECKING:
    import re

_LOG = logging.getLogger(__name__)
_LARGE_BYTES = 2_000_000


def request(wanted: Wanted, source: Source) -> Request:
    """A page's request, with the source's settings as far as they are meant for that server."""
    url = without_user(wanted.url)
    if is_same_server(url, source.url):
        url, options = with_user_of(source.url, url), source.options
    else:
        options = _for_others(source.options)
    # The user saved that page, and gave its address; else it is the feed that names it.
    given = url if source.url == SAVED else source.url
    return Request(url, options=options, key=wanted.article_id, given=given)


def _for_others(options: Options) -> Options:
    """How to ask servers other than the source's own: the same way round, but without what the
    user gave for that one. As after a redirect; see net/exchange.py."""
    return options._replace(headers=(), cookie_file=None, insecure=False)


def read(answer: Answer) -> WebArticle | str:
    """The article on a page, or why there is none."""
    media_type = (answer.content_type or "html").partition(";")[0].strip().lower()
    if "html" not in media_type:
        return f"no web page ({media_type})"
    try:
        found = _read(answer)
    except FeedError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001
        # Whatever a page does to a parser, the others go on.
        _LOG.exception("%s: cannot be read", shown_url(answer.url))
        return f"cannot be read ({type(error).__name__})"
    return found if found is not None and found.text else fuller.NO_STORY


def _read(answer: Answer) -> WebArticle | None:
    """A small page is read here; a large one where it can be ended. Raises FeedError."""
    if len(answer.body) > _LARGE_BYTES:
        from newscli.commands import _reading

        return _reading.page_apart(answer)
    from newscli.pages.webpage import read_web_page

    return read_web_page(answer.body, content_type=answer.content_type, url=answer.url)


def keep(
    connection: sqlite3.Connection, wanted: Wanted, answer: Answer | HttpError, *, now: int
) -> str | None:
    """Keeps what came of asking for an article's page; the problem, None where it went well."""
    found = read(answer) if isinstance(answer, Answer) else str(answer)
    with db.transaction(connection):
        return _kept(connection, wanted, answer, found, now=now)


def keep_failures(
    connection: sqlite3.Connection, failed: Sequence[tuple[Wanted, HttpError]], *, now: int
) -> list[tuple[Wanted, str]]:
    """Keeps in one go why pages could not be had; those of articles that are still there."""
    if not failed:
        return []
    with db.transaction(connection):
        kept = [
            (wanted, _kept(connection, wanted, error, str(error), now=now))
            for wanted, error in failed
        ]
    return [(wanted, problem) for wanted, problem in kept if problem is not None]


def _kept(
    connection: sqlite3.Connection,
    wanted: Wanted,
    answer: Answer | HttpError,
    found: WebArticle | str,
    *,
    now: int,
) -> str | None:
    if pages.wanted_one(connection, wanted.article_id) is None:
        return None  # removed by another newscli meanwhile
    if isinstance(found, WebArticle):
        found = learnt(connection, wanted, found, now=now)
        pages.save(
            connection, wanted.article_id, found, asked=wanted.url, read_on=read_on(), now=now
        )
        return None
    status, wait_s = (200, None) if isinstance(answer, Answer) else (answer.status, answer.wait_s)
    due_at = fuller.due_at(tries=wanted.tries + 1, status=status, wait_s=wait_s, now=now)
    pages.save_problem(connection, wanted, found, due_at=due_at, now=now)
    return found


@cache
def read_on() -> "re.Pattern[str]":
    """Matches the end of a line that leads to the whole article."""
    from newscli.pages import words

    return words.ending("read_on")


def learnt(
    connection: sqlite3.Connection, wanted: Wanted, article: WebArticle, *, now: int
) -> WebArticle:
    """The article without what its source repeats on its pages, which is learnt from it.

    What has now come often enough also goes from the pages that had it first.
    """
    from newscli.pages import repeats
    from newscli.storage import repeats as held

    here = repeats.digests(article.blocks)
    before = repeats.digests(held.blocks_of(connection, wanted.article_id))
    seen = held.learn(connection, wanted.source_id, here - before, now=now)
    seen = {**held.seen(connection, wanted.source_id, here), **seen}
    new = {digest for digest in here - before if seen[digest] == repeats.LEAST_SEEN}
    if new:
        _relabel(connection, wanted.source_id, new)
    return repeats.without(article, {d for d in seen if seen[d] >= repeats.LEAST_SEEN})


def _relabel(connection: sqlite3.Connection, source_id: int, repeated: set[bytes]) -> None:
    from newscli.pages import repeats
    from newscli.pages.blocks import text_of, word_count
    from newscli.storage import repeats as held

    for page in held.newest(connection, source_id):
        blocks = repeats.without_blocks(page.blocks, repeated)
        if blocks != page.blocks:
            text = text_of(blocks)
            held.replace(connection, page.article_id, blocks, text=text, words=word_count(text))
