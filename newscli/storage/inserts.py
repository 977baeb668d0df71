"""New articles of a fetch, stored a batch at a time: by few statements of many rows."""

import sqlite3
from collections.abc import Sequence

from newscli.core.draft import Draft
from newscli.core.normalise import sort_at
from newscli.storage import grams
from newscli.storage.rows import (
    BODY_COLUMNS,
    COLUMNS,
    ENCLOSURE_COLUMNS,
    TAG_COLUMNS,
    Row,
    article_values,
    body_values,
    enclosure_values,
    tag_values,
)

New = tuple[int, int, int, Draft]
"""A new article: its id, its source's, when we first saw it, and its draft."""


def insert(connection: sqlite3.Connection, new: Sequence[New]) -> None:
    """Writes new articles, by growing ids, whose stories are found later."""
    # In kB; a usual batch fits. Where one does not, SQLite writes pages to its log before the end,
    # and then reads the log again, for its checksums.
    connection.execute("PRAGMA cache_size = -16000")
    _insert_articles(connection, new)
    bodies = [body_values(number, draft) for number, *_, draft in new]
    _insert_rows(connection, "INSERT INTO body", BODY_COLUMNS, bodies)
    insert_parts(connection, [(number, draft) for number, *_, draft in new])
    connection.executemany(
        "INSERT INTO place (article_id, story_id, seen_at, is_due) VALUES (?, ?, ?, 1)",
        [(number, number, now) for number, _, now, _ in new],
    )
    found = [(number, draft.grams) for number, *_, draft in new if draft.grams is not None]
    grams.index(connection, found)


def insert_parts(connection: sqlite3.Connection, numbered: Sequence[tuple[int, Draft]]) -> None:
    """Writes the files and the categories of articles."""
    files = [row for number, draft in numbered for row in enclosure_values(number, draft)]
    _insert_rows(connection, "INSERT OR IGNORE INTO enclosure", ENCLOSURE_COLUMNS, files)
    tags = [row for number, draft in numbered for row in tag_values(number, draft)]
    _insert_rows(connection, "INSERT OR IGNORE INTO article_tag", TAG_COLUMNS, tags)


def _insert_articles(connection: sqlite3.Connection, new: Sequence[New]) -> None:
    """Inserts articles by one statement.

    FTS5 writes out what it has gathered at the end of each that fires its trigger: one by one
    they cost twice as much.
    """
    columns = ",".join(("id", "source_id", "seen_at", "sort_at", *COLUMNS))
    marks = ",".join(["?"] * 4 + ["CAST(? AS TEXT)" if c == "text" else "?" for c in COLUMNS])
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS incoming ({columns})")
    connection.executemany(
        f"INSERT INTO temp.incoming VALUES ({marks})",
        [
            (number, source, now, sort_at(d.published_at, seen_at=now), *article_values(d))
            for number, source, now, d in new
        ],
    )
    connection.execute(
        f"INSERT INTO article ({columns}) SELECT * FROM temp.incoming ORDER BY rowid"
    )
    connection.execute("DELETE FROM temp.incoming")


def _insert_rows(
    connection: sqlite3.Connection, statement: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    connection.executemany(
        f"{statement} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})", rows
    )
