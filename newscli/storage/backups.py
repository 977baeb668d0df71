"""Copies of the database: whole or not at all, for its user alone, also while a fetch writes."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newscli.core.errors import DatabaseError
from newscli.storage import db, files

_KEPT = 2


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy (SQLite's online backup) as a file of its own. Overwrites nothing.

    Raises DatabaseError when the target exists or cannot be written.
    """
    if db.is_there(target):
        raise DatabaseError(f"{target}: exists; a backup overwrites nothing")
    with part_of(target) as part:
        _copy(connection, part)
        part.replace(target)


def before_migration(connection: sqlite3.Connection, file: Path) -> Path | None:
    """Keeps an old database as it is beside the file, where two such copies stay; its name.

    None where another newscli was faster. Raises DatabaseError when it cannot be written: then
    nothing was changed yet.
    """
    version = db.version_of(connection)
    kept = file.with_name(f"{file.name}.schema-{version}")
    try:
        with part_of(kept) as part:
            if _copy(connection, part) != version:
                return None
            part.replace(kept)
    except DatabaseError as error:
        raise type(error)(
            f"{error} (a copy of {file} is made before its tables change; they did not)"
        ) from None
    _prune(file)
    return kept


def _copy(connection: sqlite3.Connection, part: Path) -> int:
    """Copies all pages in one go, which others' writes cannot make begin anew; its schema."""
    with closing(db.open_file(part)) as copy:
        connection.backup(copy)
        return db.version_of(copy)


def old_copies(file: Path) -> list[Path]:
    """The copies made before migrations, newest schema first."""
    found = {
        int(match[1]): path
        for path in file.parent.iterdir()
        if (match := re.fullmatch(rf"{re.escape(file.name)}\.schema-(\d+)", path.name))
    }
    return [found[version] for version in sorted(found, reverse=True)]


def _prune(file: Path) -> None:
    for path in old_copies(file)[_KEPT:]:
        path.unlink(missing_ok=True)


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """A name beside the target to write to; what is still there at the end is taken away.

    Raises DatabaseError that names the target.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        _remove(part)
        files.make_private(part)
        with db.explained(target):
            yield part
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise DatabaseError(f"{target}: cannot be written: {why}") from None
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for name in (part.name, f"{part.name}-wal", f"{part.name}-shm", f"{part.name}-journal"):
        part.with_name(name).unlink(missing_ok=True)
