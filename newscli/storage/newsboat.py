"""What was read elsewhere: newsboat's cache.db, opened to read only."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from newscli.core.errors import DatabaseError
from newscli.core.urls import canonical_url

MAGIC = b"SQLite format 3\0"


class State(NamedTuple):
    """One article as another reader knows it; `guid` and `feed_url` are "" where it does not."""

    guid: str
    url: str
    feed_url: str
    is_read: bool
    is_starred: bool


def states(file: Path) -> list[State]:
    """The articles that newsboat's cache calls read, or flagged. Raises DatabaseError.

    The file is another program's: nothing is written to it, and nothing in it can make SQLite do
    more than read rows.
    """
    try:
        with closing(_opened(file)) as connection:
            rows = connection.execute(
                "SELECT CAST(guid AS TEXT), CAST(url AS TEXT), CAST(feedurl AS TEXT), unread = 0, "
                "coalesce(flags, '') <> '' FROM rss_item WHERE unread = 0 OR flags <> ''"
            )
            return [
                State(guid or "", url or "", feed_url or "", bool(is_read), bool(is_flagged))
                for guid, url, feed_url, is_read, is_flagged in rows
            ]
    except sqlite3.Error as error:
        raise DatabaseError(f"{file}: not newsboat's cache.db: {error}") from None


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def held(connection: sqlite3.Connection, found: Sequence[State]) -> list[tuple[State, list[int]]]:
    """The states with the ids of the articles that they are of: by address, else by feed and guid.

    Several, where several sources bring one address; none, where we do not hold it.
    """
    return [(state, list(_ids(connection, state))) for state in found]


def _ids(connection: sqlite3.Connection, state: State) -> Iterator[int]:
    key = canonical_url(state.url)
    rows = connection.execute(
        "SELECT id FROM article WHERE canonical_url = ?1 "
        "UNION SELECT article_id FROM page_url WHERE url = ?1 "
        "UNION SELECT article.id FROM article JOIN source ON source.id = source_id "
        "WHERE guid = ?2 AND (source.url = ?3 OR source.id IN "
        "(SELECT source_id FROM source_url WHERE url = ?3))",
        (key, state.guid, state.feed_url),
    )
    return (row[0] for row in rows)
