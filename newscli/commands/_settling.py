"""Articles that a large fetch left for later, compared with the others before a verb shows them."""

import sqlite3
import sys
from collections.abc import Iterable, Sequence

from newscli.core.models import Headline
from newscli.invocation import current
from newscli.storage import db, reads, waiting

NEAR_S = 14 * 86_400
"""So far apart in time, at most, stand the articles of nearly all stories."""

_NEWEST = 500  # of one fetch: a quarter of a second
_MANY = 1000


def newest(connection: sqlite3.Connection, *, after_id: int, now: int) -> None:
    """Compares the newest of the articles that a fetch brought or changed."""
    ids = waiting.newest(connection, after_id=after_id, edited_at=now, limit=_NEWEST)
    if ids:
        waiting.settle(connection, ids)


def between(connection: sqlite3.Connection, since: int | None, until: int | None = None) -> bool:
    """Compares what waits in a part of time and close to it; True where anything did."""
    first = None if since is None else since - NEAR_S
    last = None if until is None else until + NEAR_S
    return _settle(connection, waiting.between(connection, first, last))


def around(connection: sqlite3.Connection, rows: Iterable[Headline]) -> bool:
    """Compares what waits among articles and close to them in time; True where anything did."""
    times = [row.sort_at for row in rows]
    return bool(times) and between(connection, min(times), max(times) + 1)


def around_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> bool:
    """The same for articles by their ids."""
    return around(connection, reads.headlines_of(connection, ids).values())


def some(connection: sqlite3.Connection, ids: Sequence[int]) -> bool:
    """Compares those of the articles that wait; True where any did."""
    return _settle(connection, waiting.among(connection, ids))


def _settle(connection: sqlite3.Connection, ids: Sequence[int]) -> bool:
    if not ids:
        return False
    run = current()
    if isinstance(connection, db.ReadOnly):
        run.say(f"{len(ids):,} articles are not compared with others: nothing can be written")
        return False
    if len(ids) >= _MANY:
        run.say(f"comparing {len(ids):,} articles of earlier fetches, once")
        sys.stderr.flush()
    waiting.settle(connection, ids)
    return True
