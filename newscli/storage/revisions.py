"""The words of articles before they were edited."""

import sqlite3
from typing import NamedTuple

from newscli.core.errors import NotFoundError
from newscli.core.models import Block
from newscli.storage.codec import decode_blocks


class Revision(NamedTuple):
    """An article's words as they were from `seen_at` (Unix seconds) until an edit.

    `number` counts from 1, the oldest; `origin` is whose words they are, feed or page. Where
    nobody had read it before the edit it has no blocks, but what the feed `sent`, packed by zlib.
    """

    number: int
    seen_at: int
    title: str
    summary: str
    text: str
    html: str | None
    blocks: tuple[Block, ...]
    origin: str
    sent: bytes | None
    base_url: str | None


def get(connection: sqlite3.Connection, article_id: int, number: int) -> Revision:
    """One revision. Raises NotFoundError, also where the article was never edited."""
    row = connection.execute(
        "SELECT number, seen_at, title, summary, text, html, blocks, origin, sent, base_url "
        "FROM revision WHERE article_id = ? AND number = ?",
        (article_id, number),
    ).fetchone()
    if row is None:
        raise _no_such(article_id, number, count(connection, article_id))
    found = Revision._make(row)
    return found._replace(blocks=decode_blocks(row[6]))


def count(connection: sqlite3.Connection, article_id: int) -> int:
    """How many earlier texts of an article are held."""
    (number,) = connection.execute(
        "SELECT count(*) FROM revision WHERE article_id = ?", (article_id,)
    ).fetchone()
    return int(number)


def _no_such(article_id: int, number: int, held: int) -> NotFoundError:
    if not held:
        return NotFoundError(
            f"article {article_id} was not edited since it was first fetched",
            hint="newscli headlines --edited",
        )
    names = "revision 1" if held == 1 else f"revisions 1 to {held}"
    return NotFoundError(
        f"article {article_id} has {names}, but no revision {number}",
        hint=f"newscli read {article_id} --rev {held}",
    )
