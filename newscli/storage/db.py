"""Opening the database: where it is, which version it has, and what stops us from using it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newscli.core.errors import DatabaseError, DiskFullError, NoSourcesError
from newscli.storage import files

APPLICATION_ID = 0x6E777363  # "nwsc"; `file news.db` shows it
VERSION = 6
PAGE_BYTES = 16_384
"""Of new files: larger pages cost a first fetch, marking and pruning up to a third less."""
_BUSY_TIMEOUT_S = 10
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading raises: Python's sqlite3 does not expect that SQLite quotes what is no text."""
Say = Callable[[str], None]
"""Takes a line for the user about what was done unasked."""


class ReadOnly(sqlite3.Connection):
    """A connection over which nothing is changed; what a run would keep is gone when it closes."""


def _say_nothing(line: str) -> None:
    """Where nobody listens."""


def connect(file: Path, *, say: Say = _say_nothing) -> sqlite3.Connection:
    """The database, created or migrated to this version, ready to read and write.

    Raises DatabaseError: not a database, another program's, newer than us, no permission;
    LockedError where another program writes for too long.
    """
    require_writable(file)
    _make_folder(file.parent)
    with explained(file):
        connection = open_file(file)
        try:
            if needs_migration(connection, file):
                from newscli.storage import migrations

                migrations.migrate(connection, file, say=say)
        except BaseException:
            connection.close()
            raise
        return connection


def connect_to_edit(file: Path, *, say: Say = _say_nothing) -> sqlite3.Connection:
    """The database for a verb that changes what is in it.

    Raises NoSourcesError where there is no database yet, DatabaseError as `connect` does.
    """
    if not is_there(file):
        raise no_sources()
    return connect(file, say=say)


def connect_to_read(file: Path, *, say: Say = _say_nothing) -> sqlite3.Connection:
    """The database for a verb that shows what is in it: a ReadOnly one where it cannot be written.

    Raises NoSourcesError where there is no database yet, DatabaseError as `connect` does.
    """
    why = "may not be written to"
    if not is_there(file):
        raise no_sources()
    if files.may_write(file):
        try:
            return connect(file, say=say)
        except DiskFullError:
            why = "the disk is full"
    from newscli.storage import read_only

    connection = read_only.connect(file)
    say(f"{file}: {why}; reading only, and nothing is marked as read")
    return connection


def require_writable(file: Path) -> None:
    """Raises DatabaseError where there is such a file, but it or its folder may only be read."""
    if is_there(file) and not files.may_write(file):
        raise DatabaseError(f"{file}: may not be written to (the file, or its folder)")


def _require_content(file: Path) -> None:
    """Raises DatabaseError for an empty file with a log: SQLite would throw the log away."""
    if not is_there(file) or file.stat().st_size:
        return
    log = log_file(file)
    if log.exists() and log.stat().st_size:
        raise DatabaseError(
            f"{file}: is empty, but {log.name} beside it is not; neither was touched"
        )


def is_there(file: Path) -> bool:
    """True when there is such a file. Raises DatabaseError where we may not even look."""
    try:
        return file.exists()
    except OSError as error:
        raise DatabaseError(f"{file}: {(error.strerror or str(error)).lower()}") from None


def no_sources() -> NoSourcesError:
    """The error of a newcomer, with the three ways to begin."""
    return NoSourcesError(
        "no sources yet: newscli sources add URL, newscli sources import FILE, or newscli demo"
    )


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turns what SQLite says about a file that it cannot use into an error for the user.

    What is no fault of the file, such as a wrong use of sqlite3, stays as it is.
    """
    try:
        yield
    except UNREADABLE as error:
        from newscli.storage import faults

        explanation = faults.explain(file, error)
        if explanation is None:
            raise
        raise explanation from None


def _make_folder(folder: Path) -> None:
    try:
        files.make_folder(folder)
    except OSError as error:
        raise DatabaseError(f"{folder}: cannot be made: {error.strerror}") from None


def _make_private(file: Path) -> None:
    try:
        files.make_private(file)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise DatabaseError(f"{file}: cannot be made: {why}") from None


def open_file(file: Path) -> sqlite3.Connection:
    """An open connection in autocommit mode: whoever writes says BEGIN IMMEDIATE.

    The file is made, for its user alone, where there is none; its schema is not looked at.
    """
    _require_content(file)
    _make_private(file)
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        cached_statements=256,
        check_same_thread=False,
    )
    add_functions(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    # WAL with NORMAL keeps the file whole through a power loss, and FULL also what was committed
    # last (sqlite.org/pragma.html#pragma_synchronous); macOS syncs to the disk only if it is told.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    return connection


def needs_migration(connection: sqlite3.Connection, file: Path) -> bool:
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


def add_functions(connection: sqlite3.Connection) -> None:
    """Makes the functions of storage/functions.py known; they are imported when one is called."""
    for name in ("holds", "same", "matches"):
        connection.create_function(name, 2, _function(name), deterministic=True)


def _function(name: str) -> Callable[[str, str], bool]:
    def call(one: str, other: str) -> bool:
        from newscli.storage.functions import FUNCTIONS

        return FUNCTIONS[name](one, other)

    return call


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
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def fetch_lock(file: Path, *, wait_s: float) -> Iterator[bool]:
    """Holds the one lock that a fetch needs, or yields False when another has it.

    An exclusive transaction on a file beside the database: the system's own file lock, the same
    on every platform, and gone with the process that held it, however that ends.
    """
    _make_folder(file.parent)
    _make_private(file)
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


def lock_file(file: Path) -> Path:
    """The file beside a database that its fetches lock."""
    return file.with_name(f"{file.name}.fetch-lock")


def log_file(file: Path) -> Path:
    """A database's write-ahead log, which lies beside the file that a link leads to."""
    real = file.resolve()
    return real.with_name(f"{real.name}-wal")


def vacuum(connection: sqlite3.Connection) -> None:
    """Merges the full-text index and gives unused pages back to the file system."""
    connection.execute("INSERT INTO article_fts (article_fts) VALUES ('optimize')")
    connection.execute("INSERT INTO article_grams (article_grams) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def size_bytes(file: Path) -> int:
    """The database's size on disk, its write-ahead log included."""
    return sum(part.stat().st_size for part in (file, log_file(file)) if part.exists())
