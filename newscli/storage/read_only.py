"""A database that cannot be written to, read all the same: a disc, a folder of another's, no room.

A log of writes that lies beside a database belongs to it, and reading it takes an index that
SQLite keeps in a file. So there are three ways, by what may be written (sqlite.org/wal.html,
section 8, and sqlite.org/uri.html).
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from newscli.core.errors import DatabaseError
from newscli.storage import db
from newscli.storage.db import ReadOnly


def connect(file: Path) -> ReadOnly:
    """The database as it is. Raises DatabaseError: an older schema, or a log beside it that
    cannot be read."""
    with db.explained(file):
        connection = _open(file)
        if db.needs_migration(connection, file):
            connection.close()
            raise DatabaseError(
                f"{file}: made by an older newscli, and may not be written to: it cannot be "
                "brought up to date"
            )
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


def _open(file: Path) -> ReadOnly:
    """The first way that works; else the first one's error, as SQLite puts it."""
    log = db.log_file(file)
    has_log = log.exists() and log.stat().st_size > 0
    # Whoever may write would make an index and a log first; without these nobody does so now.
    alone = "rw" if has_log else "ro&immutable=1"
    try:
        return _opened(file, "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
    try:
        return _opened(file, alone)
    except sqlite3.OperationalError:
        raise DatabaseError(
            f"{file}: may not be written to, and what {log.name} holds must be merged into it "
            "first: copy both to a folder of your own"
            if has_log
            else f"{file}: may not be read"
        ) from None


def _opened(file: Path, mode: str) -> ReadOnly:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=2,
        isolation_level=None,
        check_same_thread=False,
        factory=ReadOnly,
    )
    try:
        if mode == "rw":
            # A lone user's index is kept in memory: there is no room for a file.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        db.add_functions(connection)
    except BaseException:
        connection.close()
        raise
    return connection


_OVERLAY = """
CREATE TEMP TABLE made_body (article_id INTEGER PRIMARY KEY, html TEXT, blocks TEXT);
CREATE TEMP TABLE made_link (
  article_id INTEGER, origin TEXT, position INTEGER, kind TEXT, url TEXT, canonical_url TEXT,
  label TEXT, PRIMARY KEY (article_id, origin, position));
CREATE TEMP VIEW body AS
  SELECT held.article_id, coalesce(made.html, held.html) AS html,
         coalesce(made.blocks, held.blocks) AS blocks, base_url, sent
  FROM main.body AS held LEFT JOIN made_body AS made ON made.article_id = held.article_id;
CREATE TEMP VIEW link AS
  SELECT article_id, origin, position, kind, url, canonical_url, label FROM main.link
  UNION ALL
  SELECT article_id, origin, position, kind, url, canonical_url, label FROM made_link;
"""


def overlay(connection: ReadOnly, ids: Sequence[int]) -> None:
    """Tables in memory for bodies and links that are made in this run: made_body, made_link.

    Views of the names `body` and `link` lay them over those of the file, for every query; the
    articles get a row each in made_body.
    """
    if not connection.execute("SELECT 1 FROM sqlite_temp_master LIMIT 1").fetchone():
        connection.executescript(_OVERLAY)
    connection.executemany(
        "INSERT OR IGNORE INTO made_body (article_id) VALUES (?)", [(number,) for number in ids]
    )
