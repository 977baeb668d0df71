"""Views: queries with names."""

import sqlite3
from typing import NamedTuple

from newscli.core.errors import NotFoundError, UsageError
from newscli.storage import db


class View(NamedTuple):
    """A query that `:name` stands for."""

    name: str
    query: str
    made_at: int


def views(connection: sqlite3.Connection) -> list[View]:
    """All of them, by name."""
    rows = connection.execute("SELECT name, query, made_at FROM view ORDER BY name")
    return list(map(View._make, rows))


def save(connection: sqlite3.Connection, name: str, query: str, *, now: int) -> None:
    """Gives a query a name; one that has it already gets the new query."""
    with db.transaction(connection):
        connection.execute(
            "INSERT INTO view (name, query, made_at) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET query = excluded.query, made_at = excluded.made_at",
            (name, query, now),
        )


def rename(connection: sqlite3.Connection, name: str, to: str) -> None:
    """Gives a view another name. Raises NotFoundError, or UsageError where that one is taken."""
    with db.transaction(connection):
        if connection.execute("SELECT 1 FROM view WHERE name = ?", (to,)).fetchone():
            raise UsageError(f'a view is called "{to}" already', hint=f"newscli views remove {to}")
        _one(connection.execute("UPDATE view SET name = ? WHERE name = ?", (to, name)), name)


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Forgets a view. Raises NotFoundError."""
    with db.transaction(connection):
        _one(connection.execute("DELETE FROM view WHERE name = ?", (name,)), name)


def _one(done: sqlite3.Cursor, name: str) -> None:
    if not done.rowcount:
        raise NotFoundError(f'no view is called "{name}"', hint="newscli views list")
