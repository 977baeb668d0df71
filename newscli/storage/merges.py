"""When FTS5 merges the segments of its index: later, where a fetch brings many articles.

Each statement that stores articles adds a segment, and every search looks into all of them. FTS5
merges eight while they are written (`automerge` in schema.sql), which is a tenth of what storing
takes. sqlite.org/fts5.html, section 6, "Special INSERT Commands".
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_AUTOMERGE = 8  # as in schema.sql
_MANY_ARTICLES = 200
# More segments make searches slow: with 52 of them the words nearest to a misspelt one take 40 ms
# instead of 10, others a third of a millisecond more.
_MOST_SEGMENTS = 64
_PAGES_AT_ONCE = 500  # of 4 kB, in some 10 ms


@contextmanager
def around(connection: sqlite3.Connection, *, articles: int) -> Iterator[None]:
    """Around the storing of so many new articles, within its transaction.

    Where they are many, merging waits, up to a number of segments; where they are few, what has
    waited goes on, a little at a time.
    """
    if articles < _MANY_ARTICLES:
        yield
        _command(connection, "merge", _PAGES_AT_ONCE)
        return
    # It stays: else the next segment, however small, would have all merged at once.
    _command(connection, "crisismerge", _MOST_SEGMENTS)
    _command(connection, "automerge", 0)
    yield
    _command(connection, "automerge", _AUTOMERGE)


def _command(connection: sqlite3.Connection, name: str, value: int) -> None:
    connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES (?, ?)", (name, value))
