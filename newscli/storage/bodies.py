"""What articles look like when they are read: made once, when first needed, and kept."""

import json
import sqlite3
from collections.abc import Sequence

from newscli.core.models import Body, Page
from newscli.core.urls import canonical_url
from newscli.storage import db
from newscli.storage.codec import encode_blocks

_BODY = """
    SELECT article.id, article.title,
           iif(coalesce(page.is_shown, 0), page.other_text, article.text), body.sent, body.html,
           coalesce(body.base_url, article.url, source.site_url, source.url)
    FROM body JOIN article ON article.id = body.article_id
    JOIN source ON source.id = article.source_id
    LEFT JOIN page ON page.article_id = article.id
"""


def unmade(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Body]:
    """Those of the articles whose blocks are not made yet."""
    rows = connection.execute(
        f"{_BODY} WHERE body.blocks = '' AND body.article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return [Body._make(row) for row in rows]


def newest_unmade(connection: sqlite3.Connection, *, after_id: int, limit: int) -> list[Body]:
    """The newest of the articles with an id above that one whose blocks are not made yet."""
    return unmade(connection, newest(connection, after_id=after_id, limit=limit))


def newest(connection: sqlite3.Connection, *, after_id: int, limit: int) -> list[int]:
    """The ids of the newest articles with an id above that one."""
    # Where few are new, the index by time would be walked to its end; where most are, their rows
    # are large and many.
    are_few = after_id > highest_id(connection) // 2
    index = "NOT INDEXED" if are_few else "INDEXED BY article_by_time"
    rows = connection.execute(
        f"SELECT id FROM article {index} WHERE id > ? ORDER BY sort_at DESC, id DESC LIMIT ?",
        (after_id, limit),
    )
    return [row[0] for row in rows]


def highest_id(connection: sqlite3.Connection) -> int:
    """The highest id that an article ever had; 0 where there was none."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'article'").fetchone()
    return int(row[0]) if row else 0


def save(connection: sqlite3.Connection, pages: Sequence[tuple[int, Page]]) -> None:
    """Keeps the blocks and links of articles, by id; those of a ReadOnly one until it closes."""
    if not pages:
        return
    if isinstance(connection, db.ReadOnly):
        from newscli.storage import read_only

        read_only.overlay(connection, [number for number, _ in pages])
        _save(connection, pages, bodies="made_body", links="made_link")
        return
    with db.transaction(connection):
        _save(connection, pages, bodies="body", links="link")


def _save(
    connection: sqlite3.Connection, pages: Sequence[tuple[int, Page]], *, bodies: str, links: str
) -> None:
    connection.executemany(
        f"UPDATE {bodies} SET html = ?, blocks = ? WHERE article_id = ?",
        [(page.html, encode_blocks(page.blocks), number) for number, page in pages],
    )
    connection.executemany(
        f"INSERT OR IGNORE INTO {links} "
        "(article_id, origin, position, kind, url, canonical_url, label) "
        "VALUES (?, 'feed', ?, ?, ?, ?, ?)",
        [
            (number, place, link.kind, link.url, canonical_url(link.url), link.label)
            for number, page in pages
            for place, link in enumerate(page.links)
        ],
    )
