"""Views: queries with names."""

import sqlite3
import time
from collections.abc import Iterator, Mapping

from newscli.core.errors import NotFoundError, UsageError
from newscli.core.query_nodes import Node
from newscli.core.views import View
from newscli.storage import db, rules
from newscli.storage.reads import Filter, condition

_LISTS = {"v": "views list", "r": "rules list"}
_STEPS = 1000  # of SQLite's machine, between two looks at the clock


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
    """Gives a view another name, where other views and rules use it, too.

    Raises NotFoundError, or UsageError where that name is taken.
    """
    from newscli.core.query_tokens import with_view

    with db.transaction(connection):
        if connection.execute("SELECT 1 FROM view WHERE name = ?", (to,)).fetchone():
            raise UsageError(f'a view is called "{to}" already', hint=f"newscli views remove {to}")
        _one(connection.execute("UPDATE view SET name = ? WHERE name = ?", (to, name)), name)
        for view in views(connection):
            connection.execute(
                "UPDATE view SET query = ? WHERE name = ?",
                (with_view(view.query, name, to), view.name),
            )
        for rule in rules.rules(connection):
            connection.execute(
                "UPDATE rule SET query = ? WHERE id = ?",
                (with_view(rule.query, name, to), rule.id),
            )


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Forgets a view. Raises NotFoundError, or UsageError where others use it."""
    with db.transaction(connection):
        if users := list(_users(connection, name)):
            raise UsageError(
                f"view :{name} is used by {', '.join(users)}", hint=f"newscli {_LISTS[users[0][0]]}"
            )
        _one(connection.execute("DELETE FROM view WHERE name = ?", (name,)), name)


def _users(connection: sqlite3.Connection, name: str) -> Iterator[str]:
    from newscli.core.query_tokens import views_in

    for view in views(connection):
        if view.name != name and name in views_in(view.query):
            yield f"view :{view.name}"
    for rule in rules.rules(connection):
        if name in views_in(rule.query):
            yield f"rule {rule.id}"


def _one(done: sqlite3.Cursor, name: str) -> None:
    if not done.rowcount:
        raise NotFoundError(f'no view is called "{name}"', hint="newscli views list")


def unread(
    connection: sqlite3.Connection, queries: Mapping[str, Node], *, most: int, within_s: float
) -> dict[str, int]:
    """How many unread articles views have, up to `most`; those that were counted in the time.

    Each has its share of the time that is left, so that a slow one leaves some to the others.
    """
    end = time.monotonic() + within_s
    found: dict[str, int] = {}
    for place, (name, query) in enumerate(queries.items()):
        share = (end - time.monotonic()) / (len(queries) - place)
        count = _count(connection, query, most=most, until=time.monotonic() + share)
        if count is not None:
            found[name] = count
    return found


def _count(connection: sqlite3.Connection, query: Node, *, most: int, until: float) -> int | None:
    """How many unread articles a query has; None where that is not known in time."""
    where, values = condition(Filter(is_unread=True, query=query))
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        (number,) = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM article WHERE {where} LIMIT ?)", [*values, most]
        ).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return None
    finally:
        connection.set_progress_handler(None, 0)
    return int(number)
