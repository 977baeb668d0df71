"""What SQLite's errors mean to the user of a database; loaded once something went wrong."""

import sqlite3
from pathlib import Path

from newscli.core.errors import DatabaseError, DiskFullError, LockedError, NewscliError

_REPAIR = "newscli db repair"
# No room for the log's index is said so (a file that may not grow), and so are quotas.
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE")
_STRANGE_TABLES = ("no such table", "no such column", "no such module", "vtable constructor")


def explain(file: Path, error: sqlite3.DatabaseError) -> NewscliError:
    """The error for the user; the codes are those of sqlite.org/rescode.html."""
    match error.sqlite_errorname.split("_")[1]:
        case "BUSY" | "LOCKED":
            return LockedError(
                f"{file}: another program is writing to it; waited ten seconds; nothing was changed"
            )
        case "FULL" | "IOERR":
            return _disk(file, error)
        case "CANTOPEN":
            return DatabaseError(
                f"{file}: cannot be opened (is the folder there, and may we write to it?)"
            )
        case "READONLY" | "PERM" | "AUTH":
            return DatabaseError(f"{file}: may not be written to")
        case "CORRUPT":
            return DatabaseError(f"{file}: is damaged ({error})", hint=_REPAIR)
        case "NOTADB":
            return DatabaseError(
                f"{file}: is not a database, or its beginning is damaged", hint=_REPAIR
            )
        case _ if str(error).startswith(_STRANGE_TABLES):
            return DatabaseError(f"{file}: is not whole ({error})", hint=_REPAIR)
        case _:
            return DatabaseError(f"{file}: {error}", hint="newscli db check")


def _disk(file: Path, error: sqlite3.DatabaseError) -> DatabaseError:
    if error.sqlite_errorname in _FULL:
        return DiskFullError(f"{file}: the disk is full; nothing that was stored is lost")
    what = error.sqlite_errorname.removeprefix("SQLITE_")
    return DatabaseError(f"{file}: the disk cannot be read or written ({what})", hint=_REPAIR)
