"""Rules: what is done with new articles that a query finds."""

import sqlite3
from collections.abc import Collection, Sequence

from newscli.core.errors import NotFoundError
from newscli.core.query_nodes import Node
from newscli.core.rules import Rule
from newscli.storage import db
from newscli.storage.filters import compiled

HIDDEN = "hidden"
"""The tag of what a rule hid: it is read, and in no list unless is:hidden asks for it."""


_SELECT = "SELECT id, place, query, actions, hits, hit_at FROM rule"


def rules(connection: sqlite3.Connection) -> list[Rule]:
    """All of them, in the order in which they are run."""
    return list(map(Rule._make, connection.execute(f"{_SELECT} ORDER BY place, id")))


def rule(connection: sqlite3.Connection, number: int) -> Rule:
    """One of them. Raises NotFoundError."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise NotFoundError(f"no rule {number}", hint="newscli rules list")
    return Rule._make(row)


def add(connection: sqlite3.Connection, query: str, actions: str) -> int:
    """Makes a rule, the last in order; its id."""
    with db.transaction(connection):
        done = connection.execute(
            "INSERT INTO rule (place, query, actions) "
            "SELECT coalesce(max(place), 0) + 1, ?, ? FROM rule",
            (query, actions),
        )
    return int(done.lastrowid or 0)


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Forgets a rule. Raises NotFoundError."""
    rule(connection, number)
    with db.transaction(connection):
        connection.execute("DELETE FROM rule WHERE id = ?", (number,))


def move(connection: sqlite3.Connection, number: int, place: int) -> None:
    """Puts a rule at a place in the order, from 1. Raises NotFoundError."""
    rule(connection, number)
    with db.transaction(connection):
        order = [one.id for one in rules(connection) if one.id != number]
        order.insert(min(max(place, 1), len(order) + 1) - 1, number)
        connection.executemany(
            "UPDATE rule SET place = ? WHERE id = ?",
            [(at, one) for at, one in enumerate(order, 1)],
        )


def found(
    connection: sqlite3.Connection, query: Node, *, among: Collection[int] | None
) -> list[int]:
    """The articles that a query finds, oldest first; all, or those among some."""
    where, values = compiled(query)
    numbers: list[int] = []
    parts = [None] if among is None else _parts(sorted(among))
    for part in parts:
        inside = f"article.id IN ({','.join('?' * len(part))}) AND " if part is not None else ""
        rows = connection.execute(
            f"SELECT article.id FROM article WHERE {inside}{where} ORDER BY article.id",
            [*(part or ()), *values],
        )
        numbers += [row[0] for row in rows]
    return numbers


def _parts(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[begin : begin + 500] for begin in range(0, len(numbers), 500)]


def hit(connection: sqlite3.Connection, number: int, articles: int, *, now: int) -> None:
    """Counts what a rule found, within the caller's transaction."""
    connection.execute(
        "UPDATE rule SET hits = hits + ?, hit_at = ? WHERE id = ?", (articles, now, number)
    )


def act(
    connection: sqlite3.Connection,
    ids: Collection[int],
    *,
    read: bool = False,
    star: bool = False,
    tags: Collection[str] = (),
    now: int,
) -> None:
    """Marks and tags articles, within the caller's transaction; what is so already stays."""
    rows = [(now, number) for number in ids]
    if read:
        connection.executemany(
            "UPDATE article SET read_at = ? WHERE id = ? AND read_at IS NULL", rows
        )
    if star:
        connection.executemany(
            "UPDATE article SET starred_at = ? WHERE id = ? AND starred_at IS NULL", rows
        )
    connection.executemany(
        "INSERT INTO article_tag (article_id, tag, tagged_at) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET tagged_at = coalesce(tagged_at, excluded.tagged_at)",
        [(number, tag, now) for number in ids for tag in tags],
    )


def newest_id(connection: sqlite3.Connection) -> int:
    """The highest id that an article has, or had."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'article'").fetchone()
    return int(row[0]) if row else 0


def since_id(connection: sqlite3.Connection, number: int) -> list[int]:
    """The articles with a higher id."""
    rows = connection.execute("SELECT id FROM article WHERE id > ? ORDER BY id", (number,))
    return [row[0] for row in rows]


def hidden(connection: sqlite3.Connection, ids: Collection[int]) -> set[int]:
    """Those of some articles that a rule hid."""
    rows = connection.execute(
        "SELECT article_id FROM article_tag WHERE tag = ? "
        "AND article_id IN (SELECT value FROM json_each(?))",
        (HIDDEN, str(list(ids))),
    )
    return {row[0] for row in rows}
