"""Articles that wait to be compared with others: a fetch compares the newest that it brings, the
verbs that show stories the rest of what they show."""

import json
import sqlite3
from collections.abc import Collection, Sequence

from newscli.storage import db

_AT_ONCE = 500


def place(connection: sqlite3.Connection, ids: Collection[int], *, now: int) -> None:
    """Finds the stories and copies of a few articles, within the caller's transaction."""
    from newscli.storage.placing import Placer

    Placer(connection).place(ids, now=now)


def newest(
    connection: sqlite3.Connection, *, after_id: int, edited_at: int, limit: int
) -> list[int]:
    """Those that wait of the newest articles with higher ids, and of those edited at that time."""
    from newscli.storage import bodies

    edited = connection.execute(
        "SELECT id FROM article WHERE edited_at = ? AND id <= ? ORDER BY sort_at DESC LIMIT ?",
        (edited_at, after_id, limit),
    )
    new = bodies.newest(connection, after_id=after_id, limit=limit)
    return among(connection, [row[0] for row in edited] + new)


def between(connection: sqlite3.Connection, since: int | None, until: int | None) -> list[int]:
    """The waiting articles that stand in that part of time, the newest first."""
    rows = connection.execute(
        "SELECT article.id FROM place JOIN article ON article.id = place.article_id "
        "WHERE is_due = 1 AND (?1 IS NULL OR sort_at >= ?1) AND (?2 IS NULL OR sort_at < ?2) "
        "ORDER BY +sort_at DESC, article.id DESC",
        (since, until),
    )
    return [row[0] for row in rows]


def among(connection: sqlite3.Connection, ids: Sequence[int]) -> list[int]:
    """Those of the articles that wait."""
    rows = connection.execute(
        "SELECT article_id FROM place WHERE is_due = 1 "
        "AND article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id",
        (json.dumps(list(ids)),),
    )
    return [row[0] for row in rows]


def settle(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Compares waiting articles with one another and with those that are compared already.

    Some hundreds to a transaction; whoever interrupts leaves the rest waiting.
    """
    from newscli.storage.placing import Placer

    # Compared is what was seen within fourteen days: not only since today, but since these were.
    (now,) = connection.execute(
        "SELECT min(seen_at) FROM article WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    ).fetchone()
    placer = Placer(connection)
    for begin in range(0, len(ids), _AT_ONCE):
        with db.transaction(connection):
            placer.place(ids[begin : begin + _AT_ONCE], now=now)
