"""Making a damaged database usable again; what was there is kept aside, never overwritten."""

import sqlite3
from bisect import bisect_right
from collections.abc import Container, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from newscli.core.errors import DatabaseError
from newscli.core.text import one_line
from newscli.storage import (
    backups,
    carve,
    check,
    damaged,
    db,
    grams,
    migrations,
    raw_pages,
    salvage,
)

_TEXT = "json_array(json_array('paragraph', {}, 0, '', json_array()))"
_BLOCKS_AGAIN = (
    # Made from the publisher's markup when the article is next read.
    f"UPDATE body SET blocks = '' WHERE {check.SPOILT}",
    f"UPDATE revision SET blocks = {_TEXT.format('text')} WHERE {check.SPOILT}",
    "UPDATE page SET blocks = (SELECT "
    + _TEXT.format("iif(page.is_shown, article.text, page.other_text)")
    + f" FROM article WHERE article.id = page.article_id) WHERE {check.SPOILT}",
)
_NOTHING = "{}: nothing in it can be read; it was not touched"


class Repaired(NamedTuple):
    """What was done: `how` is nothing, mended (in place) or rebuilt.

    `kept` is where the damaged file now is, `lost` what could not be read of it, a line each.
    """

    how: str
    articles: int
    sources: int
    problems: tuple[str, ...] = ()
    kept: Path | None = None
    lost: tuple[str, ...] = ()


def repair(file: Path, *, say: db.Say) -> Repaired:
    """Repairs a database that nobody else writes to meanwhile.

    The full-text index and the text blocks are made again from the articles; with any other fault,
    what can be read goes into a new file, which then takes the old one's place. Raises
    DatabaseError where nothing can be read, the schema is newer than ours, or there is no room:
    all is as it was then.
    """
    file = file.resolve()
    problems = _problems(file, say=say)
    if all(problem.startswith(check.MENDABLE) for problem in problems):
        try:
            with closing(db.open_file(file)) as connection:
                if problems:
                    _mend(connection)
                if not check.problems(connection):
                    how = "mended" if problems else "nothing"
                    return Repaired(how, *_counts(connection), tuple(problems))
        except db.UNREADABLE as error:
            problems.append(one_line(str(error)))
    return _rebuild(file, tuple(problems))


def _problems(file: Path, *, say: db.Say) -> list[str]:
    """What is wrong, also with a file that cannot even be opened. Raises DatabaseError: newer."""
    try:
        with closing(db.open_file(file)) as connection:
            version = db.version_of(connection)
            if version == db.VERSION:
                return check.problems(connection)
            if version > db.VERSION:
                db.needs_migration(connection, file)
            if version and check.is_sound(connection):
                migrations.migrate(connection, file, say=say)
                return check.problems(connection)
            return [f"schema {version}"]
    except db.UNREADABLE as error:
        return [one_line(str(error))]


def _mend(connection: sqlite3.Connection) -> None:
    """Makes spoilt blocks again, what is missing of the full-text index, and all its words."""
    with db.transaction(connection):
        for statement in _BLOCKS_AGAIN:
            connection.execute(statement)
        here = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for index in ("article_fts", "article_grams"):
            for name in sorted(here) if index not in here else ():
                if name.startswith(f"{index}_") and _is_table(connection, name):
                    connection.execute(f"DROP TABLE {name}")
        for statement in migrations.schema():
            words = statement.split()
            name = _name(words)
            if check.is_of_index(name) and (words[0] == "INSERT" or name not in here):
                connection.execute(statement)
        connection.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
        grams.index_again(connection)


def _is_table(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table'"
    return connection.execute(query, (name,)).fetchone() is not None


def _name(words: list[str]) -> str:
    """What a statement of the schema makes, or inserts into: CREATE VIRTUAL TABLE name ..."""
    while words[0].startswith("--"):
        words = words[1:]
    place = next(n for n, word in enumerate(words) if word in ("TABLE", "INDEX", "TRIGGER", "INTO"))
    return words[place + 1]


def _rebuild(file: Path, problems: tuple[str, ...]) -> Repaired:
    """Puts what can be read into a new file, and that in the place of the old one."""
    with backups.part_of(file) as part, backups.part_of(part) as scratch:
        with closing(db.open_file(part)) as target:
            target.execute(f"PRAGMA page_size = {db.PAGE_BYTES}")
            target.execute("PRAGMA journal_mode = WAL")
            target.execute("PRAGMA foreign_keys = OFF")
            lost = _fill(file, scratch, target)
            target.execute("PRAGMA foreign_keys = ON")
            migrations.bring_up_to_date(target)
            with db.transaction(target):
                grams.index_due(target)
            counts = _counts(target)
        if counts == (0, 0):
            raise damaged.UnreadableError(_NOTHING.format(file))
        kept = _set_aside(file)
        part.replace(file)
    return Repaired("rebuilt", *counts, problems, kept, tuple(lost))


def _fill(file: Path, scratch: Path, target: sqlite3.Connection) -> list[str]:
    """Reads by SQLite all that it can, and the rest page by page; what is lost, a line each."""
    try:
        source = damaged.open_damaged(file, scratch)
    except damaged.UnreadableError:
        _require_ours(file)
        with db.transaction(target):
            _make_tables(target)
            carve.copy(file, target, None)
            return ["the schema, and what only it told apart", *_finish(target, db.VERSION)]
    with closing(source), db.transaction(target):
        version = db.version_of(source) or db.VERSION
        if version == db.VERSION:
            _make_tables(target)
        else:
            _make_old_tables(source, target)
        gaps, others = salvage.copy(source, target)
        log = db.log_file(file)
        # Rows of pages that a log replaces are not what they were: only what is missing is taken.
        # Else all: a key that was spoilt can end SQLite's reading without an error.
        is_merged = not log.exists() or not log.stat().st_size
        wanted = {table: _Ranges(ranges) for table, ranges in gaps.items()}
        carve.copy(file, target, None if is_merged else wanted)
        lost = [*salvage.still_missing(target, gaps), *others]
        return lost + _finish(target, version)


def _finish(target: sqlite3.Connection, version: int) -> list[str]:
    target.execute(f"PRAGMA application_id = {db.APPLICATION_ID}")
    target.execute(f"PRAGMA user_version = {version}")
    for statement in _BLOCKS_AGAIN:
        target.execute(statement)
    return salvage.make_whole(target)


def _require_ours(file: Path) -> None:
    """Raises DatabaseError for another program's database, and for that of a newer newscli."""
    with file.open("rb") as content:
        header = content.read(72)
    version, mark = int.from_bytes(header[60:64]), int.from_bytes(header[68:72])
    if mark == db.APPLICATION_ID and version > db.VERSION:
        raise DatabaseError(f"{file}: made by a newer newscli; it was not touched")
    if mark != db.APPLICATION_ID and header.startswith(raw_pages.MAGIC):
        raise damaged.UnreadableError(_NOTHING.format(file))


class _Ranges(Container[int]):
    """The numbers of several ranges."""

    def __init__(self, ranges: Sequence[range]) -> None:
        self._ranges = sorted(ranges, key=lambda one: one.start)
        self._starts = [one.start for one in self._ranges]

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        place = bisect_right(self._starts, number)
        return place > 0 and number in self._ranges[place - 1]


def _make_tables(target: sqlite3.Connection) -> None:
    for statement in migrations.schema():
        target.execute(statement)


def _make_old_tables(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """The tables of an older schema, as the damaged file describes them."""
    rows = source.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for name, sql in rows:
        if not name.startswith(("article_fts_", "article_grams_")) or sql.startswith(
            "CREATE TRIGGER"
        ):
            target.execute(sql)


def _set_aside(file: Path) -> Path:
    """Gives the damaged file, and its log, a name of their own; what that is."""
    number = 1
    while (kept := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    log = db.log_file(file)
    try:
        # The database's own name is never without a file: it would be taken for a new one.
        kept.hardlink_to(file)
    except OSError:
        from shutil import copyfile  # a file system without links

        copyfile(file, kept)
        kept.chmod(0o600)
    if log.exists():
        log.replace(kept.with_name(f"{kept.name}-wal"))
    log.with_name(f"{log.name[:-4]}-shm").unlink(missing_ok=True)
    return kept


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    return salvage.count(connection, "article"), salvage.count(connection, "source")
