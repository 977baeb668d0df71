"""What SQLite's errors mean to the user of a database; loaded once something went wrong."""

import re
import sqlite3
from pathlib import Path

from newscli.core.errors import DatabaseError, DiskFullError, LockedError, NewscliError
from newscli.core.text import one_line

_FUNCTION = "user-defined function raised exception"
_REPAIR = "newscli db repair"
# A log's index that cannot be made, and a file that may not grow (a quota), are called so.
_FULL = re.compile(r"SQLITE_(FULL|IOERR_(WRITE|TRUNCATE|SHM\w+))")
# Said by Python, or by a code that is newer than it.
_UNTYPED = ("Could not decode", "cannot store")
_STRANGE_TABLES = ("no such table", "no such column", "no such module", "vtable constructor")


def explain(file: Path, error: sqlite3.DatabaseError | UnicodeDecodeError) -> NewscliError | None:
    """The error for the user; None where not the file is at fault but our use of sqlite3.

    The codes are those of sqlite.org/rescode.html. Python itself says it when it cannot decode a
    text, or what SQLite says of one.
    """
    name = getattr(error, "sqlite_errorname", "")
    what = one_line(str(error))
    match name.split("_")[1:2]:
        case ["ERROR"] if _FUNCTION in what:
            return _of_function()
        case ["BUSY" | "LOCKED"]:
            return LockedError(
                f"{file}: another program is writing to it; waited ten seconds; nothing was changed"
            )
        case ["FULL" | "IOERR"]:
            return _disk(file, name)
        case ["CANTOPEN"]:
            return DatabaseError(
                f"{file}: cannot be opened (is the folder there, and may we write to it?)"
            )
        case ["READONLY" | "PERM" | "AUTH"]:
            return DatabaseError(f"{file}: may not be written to")
        case ["NOTADB"]:
            return DatabaseError(
                f"{file}: is not a database, or its beginning is damaged", hint=_REPAIR
            )
        case ["CORRUPT"]:
            return DatabaseError(f"{file}: is damaged ({what})", hint=_REPAIR)
        case [_]:
            return _other(file, what)
        case _ if isinstance(error, UnicodeDecodeError) or what.startswith(_UNTYPED):
            return DatabaseError(
                f"{file}: is damaged (what should be text or a number is none)", hint=_REPAIR
            )
        case _:
            return None


def _other(file: Path, what: str) -> DatabaseError:
    if what.startswith(_STRANGE_TABLES):
        return DatabaseError(f"{file}: is not whole ({what})", hint=_REPAIR)
    return DatabaseError(f"{file}: {what}", hint="newscli db check")


def _of_function() -> NewscliError | None:
    from newscli.storage.functions import problems

    return problems.pop() if problems else None


def _disk(file: Path, name: str) -> DatabaseError:
    if _FULL.fullmatch(name):
        return DiskFullError(f"{file}: the disk is full; nothing that was stored is lost")
    what = name.removeprefix("SQLITE_")
    return DatabaseError(f"{file}: the disk cannot be read or written ({what})", hint=_REPAIR)
