"""Articles made ready to be read, when that is needed for the first time."""

import sqlite3
from collections.abc import Sequence

from newscli.core.models import Body
from newscli.storage import bodies

_NEWEST = 200  # more than a person reads of one fetch; each costs a millisecond


def make(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Makes the blocks and links of those articles that have none yet."""
    _make(connection, bodies.unmade(connection, ids))


def make_newest(connection: sqlite3.Connection, *, after_id: int) -> None:
    """Makes those of the newest articles that a fetch has brought, which will be read first."""
    _make(connection, bodies.newest_unmade(connection, after_id=after_id, limit=_NEWEST))


def _make(connection: sqlite3.Connection, found: Sequence[Body]) -> None:
    if found:
        from newscli.pages.articles import page_of

        bodies.save(connection, [(body.article_id, page_of(body)) for body in found])
