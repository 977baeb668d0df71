"""What is wrong with a database: its pages, its references, its tables, its full-text index."""

import sqlite3
from contextlib import closing
from pathlib import Path

from newscli.core.errors import DatabaseError
from newscli.core.text import one_line
from newscli.storage import db, migrations, read_only

INDEX = "full-text index"
BLOCKS = "text blocks"
MENDABLE = (INDEX, BLOCKS)
"""What problems begin with that `repair` mends in place: it can be made again from the articles."""
_MOST_LINES = 100
SPOILT = "blocks <> '' AND NOT json_valid(blocks)"
_INDEX_CHECK = "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"


def problems(connection: sqlite3.Connection) -> list[str]:
    """What is wrong, a line each; empty when all is well.

    The index is compared with the articles' words, which takes a writer; a ReadOnly connection
    leaves that out.
    """
    try:
        # What cannot be read is no reason to say more of what points to it.
        return [*_pages(connection), *missing(connection)] or [
            *_references(connection),
            *_blocks(connection),
            *_index(connection),
        ]
    except db.UNREADABLE as error:
        if isinstance(error, UnicodeDecodeError) or _is_damage(error):
            return [one_line(str(error))]
        raise


def is_sound(connection: sqlite3.Connection) -> bool:
    """True when SQLite can read every page, whatever the schema."""
    return not _pages(connection)


def _pages(connection: sqlite3.Connection) -> list[str]:
    """SQLite's own check: each page, each row against its indexes and its table's rules."""
    rows = connection.execute(f"PRAGMA integrity_check({_MOST_LINES})").fetchall()
    # SQLite puts several into one row, under a heading: "*** in database main ***".
    lines = [line for (text,) in rows for line in str(text).splitlines()]
    return [
        f"{INDEX}: {line}" if "FTS5" in line else line
        for line in lines
        if line != "ok" and not line.startswith("***")
    ]


def missing(connection: sqlite3.Connection) -> list[str]:
    """The tables, indexes and triggers of this schema that are not there."""
    here = _names(connection)
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in migrations.schema():
            fresh.execute(statement)
        wanted = _names(fresh)
    return [
        f"{INDEX if is_of_index(name) else kind}: {name} is missing"
        for name, kind in wanted.items()
        if name not in here
    ]


def is_of_index(name: str) -> bool:
    """True for a table or trigger of the full-text index, which the articles can make again."""
    return name.startswith(("article_fts", "article_terms", "article_grams"))


def _names(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, type FROM sqlite_master"))


def _references(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2'
    )
    return [f"{count} rows of {table} point to a missing {parent}" for table, parent, count in rows]


def _blocks(connection: sqlite3.Connection) -> list[str]:
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE {SPOILT}").fetchone()[0]
        for table in ("body", "page", "revision")
    }
    return [f"{BLOCKS}: {n} of {table} are spoilt" for table, n in counts.items() if n]


def _index(connection: sqlite3.Connection) -> list[str]:
    if isinstance(connection, db.ReadOnly):
        return []
    try:
        connection.execute(_INDEX_CHECK)
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            return [f"{INDEX}: does not hold what the articles say ({error})"]
        raise
    return []


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """True for a fault of the file; one of the disk, or a lock, says nothing about the file."""
    name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR"))


def damage(file: Path) -> DatabaseError | None:
    """The error that a damaged file is; None where it is sound, or nobody can tell."""
    try:
        with closing(read_only.connect(file)) as connection:
            found = problems(connection)
    except (DatabaseError, *db.UNREADABLE):
        return None
    return DatabaseError(f"{file}: {found[0]}", hint="newscli db repair") if found else None
