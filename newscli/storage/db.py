"""Opening the database: where it is, which version it has, and what stops us from using it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newscli.core.errors import DatabaseError, NoSourcesError

APPLICATION_ID = 0x6E777363  # "nwsc"; `file news.db` shows it
VERSION = 4
_BUSY_TIMEOUT_S = 10


def connect(file: Path) -> sqlite3.Connection:
    """The database, created or migrated to this version, ready to read and write.

    Raises DatabaseError: not a database, another program's, newer than us, no permission.
    """
    _make_folder(file.parent)
    with explained(file):
        connection = _open(file, "rwc")
        if _needs_migration(connection, file):
            from newscli.storage import migrations

            migrations.migrate(connection)
        return connection


def connect_to_read(file: Path) -> sqlite3.Connection:
    """The database for a verb that needs articles.

    Raises NoSourcesError where there is no database yet, DatabaseError as `connect` does.
    """
    if not file.exists():
        raise no_sources()
    return connect(file)


def no_sources() -> NoSourcesError:
    """The error of a newcomer, with the three ways to begin."""
    return NoSourcesError(
        "no sources yet: newscli sources add URL, newscli sources import FILE, or newscli demo"
    )


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turns what SQLite says about a file that it cannot use into a DatabaseError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise DatabaseError(f"{file}: {_meaning(error)}") from None
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"{file}: {error}") from None


def _meaning(error: sqlite3.OperationalError) -> str:
    match error.sqlite_errorname:
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return "another program is writing to it; waited ten seconds"
        case "SQLITE_FULL":
            return "the disk is full; nothing that was stored is lost"
        case "SQLITE_CANTOPEN":
            return "cannot be opened (is the folder there, and may we write to it?)"
        case "SQLITE_READONLY" | "SQLITE_READONLY_DIRECTORY" | "SQLITE_READONLY_DBMOVED":
            return "may not be written to"
        case _:
            return str(error)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"{folder}: cannot be made: {error.strerror}") from None


def _open(file: Path, mode: str) -> sqlite3.Connection:
    """An open connection in autocommit mode: whoever writes says BEGIN IMMEDIATE."""
    is_new = not file.exists()
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        cached_statements=256,
        check_same_thread=False,
    )
    if is_new and file.exists():
        os.chmod(file, 0o600)  # noqa: PTH101
    connection.execute("PRAGMA foreign_keys = ON")
    # WAL with NORMAL keeps the file whole through a power loss (sqlite.org/pragma.html).
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _needs_migration(connection: sqlite3.Connection, file: Path) -> bool:
    """True when the schema is older than ours. Raises DatabaseError when it is not ours to use."""
    version = version_of(connection)
    if version > VERSION:
        raise DatabaseError(
            f"{file}: made by a newer newscli (schema {version}, this one knows {VERSION}); "
            "upgrade newscli; the file was not touched"
        )
    if version > 0:
        return version < VERSION
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise DatabaseError(f"{file}: not a newscli database; it was not touched")
    return True


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for a file that is not (yet) a newscli database."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return 0
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing; takes the write lock at once, so that it never fails half-way for a lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def fetch_lock(file: Path, *, wait_s: float) -> Iterator[bool]:
    """Holds the one lock that a fetch needs, or yields False when another has it.

    An exclusive transaction on a file beside the database: the system's own file lock, the same
    on every platform, and gone with the process that held it, however that ends.
    """
    _make_folder(file.parent)
    with explained(file):
        connection = sqlite3.connect(file, timeout=wait_s, isolation_level=None)
        is_ours = _lock(connection)
    with closing(connection):
        yield is_ours


def _lock(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_BUSY":
            return False
        raise
    return True


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy, also while a fetch writes (SQLite's online backup). Overwrites nothing.

    Raises DatabaseError when the target exists or cannot be written.
    """
    if target.exists():
        raise DatabaseError(f"{target}: exists; a backup overwrites nothing")
    with explained(target), closing(_open(target, "rwc")) as copy:
        connection.backup(copy)


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the file, a line each; empty when all is well."""
    problems = [
        str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
    ]
    problems += [
        f"a row of {table} points to a missing {parent}"
        for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]
    try:
        connection.execute(
            "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
        )
    except sqlite3.DatabaseError as error:
        problems.append(f"full-text index: {error}")
    return problems


def vacuum(connection: sqlite3.Connection) -> None:
    """Merges the full-text index and gives unused pages back to the file system."""
    connection.execute("INSERT INTO article_fts (article_fts) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def size_bytes(file: Path) -> int:
    """The database's size on disk, its write-ahead log included."""
    parts = (file, file.with_name(file.name + "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
