"""New articles of a fetch, stored a batch at a time, and indexed together."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
    """Writes new articles, whose ids follow each other; their stories are found later."""
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


def insert_parts(connection: sqlite3.Connection, numbered: Sequence[tuple[int, Draft]]) -> None:
    """Writes the files and the categories of articles."""
    files = [row for number, draft in numbered for row in enclosure_values(number, draft)]
    _insert_rows(connection, "INSERT OR IGNORE INTO enclosure", ENCLOSURE_COLUMNS, files)
    tags = [row for number, draft in numbered for row in tag_values(number, draft)]
    _insert_rows(connection, "INSERT OR IGNORE INTO article_tag", TAG_COLUMNS, tags)


def _insert_articles(connection: sqlite3.Connection, new: Sequence[New]) -> None:
    """Inserts articles, and then their words into the full-text index by one statement.

    A tenth faster than by the trigger, which has each article's words indexed before the next one
    is inserted, so that both are in the processor's cache by turns. Rows that fire one by one cost
    twice as much: FTS5 writes out what it has gathered at the end of each such statement.
    """
    columns = ("id", "source_id", "seen_at", "sort_at", *COLUMNS)
    marks = ["CAST(? AS TEXT)" if name == "text" else "?" for name in columns]
    rows = [
        (number, source, now, sort_at(draft.published_at, seen_at=now), *article_values(draft))
        for number, source, now, draft in new
    ]
    with _triggers_set_aside(connection):
        connection.executemany(
            f"INSERT INTO article ({','.join(columns)}) VALUES ({','.join(marks)})", rows
        )
    connection.execute(
        "INSERT INTO article_fts (rowid, title, summary, text) "
        "SELECT id, title, summary, text FROM article WHERE id BETWEEN ? AND ?",
        (new[0][0], new[-1][0]),
    )
    grams.index(connection, [(number, draft.grams) for number, *_, draft in new])


@contextmanager
def _triggers_set_aside(connection: sqlite3.Connection) -> Iterator[None]:
    """Without what indexes an article when it is inserted, within the caller's transaction.

    Nobody else ever sees them gone: SQLite undoes that, too, where the transaction fails.
    """
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema "
        "WHERE name IN ('article_fts_insert', 'grams_due_insert')"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.execute(statement)


def _insert_rows(
    connection: sqlite3.Connection, statement: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    connection.executemany(
        f"{statement} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})", rows
    )
