"""Reading what can still be read of a damaged database, and saying what cannot.

The pages that SQLite cannot follow hide the rows below them and no others. A table is read in the
order of its key until SQLite gives up; what is left is read in halves, down to the single row.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from newscli.core.errors import DatabaseError
from newscli.core.text import clean_text
from newscli.storage import db

Row = tuple[Any, ...]
_MOST_FAILURES = 20_000
_HIGHEST = 1_000_000
_PAGE_BYTES = 4096
_MAGIC = b"SQLite format 3\0"


class Table(NamedTuple):
    """A table that both databases have: the columns to read, and the first column of its key."""

    name: str
    columns: tuple[str, ...]
    key: str
    is_numbered: bool


def open_damaged(file: Path, scratch: Path) -> sqlite3.Connection:
    """A connection to a damaged file that never writes to it; `scratch` is a name for a copy.

    Where the first hundred bytes are no database's, a copy with new ones is opened instead.
    Raises DatabaseError: a newer schema, no table that we know.
    """
    for path in (file, scratch):
        if path == scratch:
            _mend_header(file, scratch)
        connection = _open(path)
        try:
            known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'article'")
            is_ours = known.fetchone()[0] > 0
            version = db.version_of(connection)
        except sqlite3.DatabaseError:
            connection.close()
            continue
        if is_ours and version <= db.VERSION:
            return connection
        connection.close()
        if version > db.VERSION:
            raise DatabaseError(
                f"{file}: made by a newer newscli (schema {version}); it was not touched"
            )
    raise DatabaseError(f"{file}: nothing in it can be read; it was not touched")


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10, isolation_level=None
    )
    connection.text_factory = _text
    # A file that is shorter than it says, and a schema with a fault, are read all the same.
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _text(sent: bytes) -> str:
    """A flipped bit can make a control of a letter; what is stored has none."""
    return clean_text(sent.decode("utf-8", "replace"))


def _mend_header(file: Path, scratch: Path) -> None:
    """Copies the file, with a header as ours have it; sqlite.org/fileformat.html, section 1.3."""
    from shutil import copyfile

    copyfile(file, scratch)
    scratch.chmod(0o600)
    with scratch.open("r+b") as copy:
        header = bytearray(copy.read(100).ljust(100, b"\0"))
        pages = file.stat().st_size // _PAGE_BYTES
        header[:24] = _MAGIC + _PAGE_BYTES.to_bytes(2) + bytes([1, 1, 0, 64, 32, 32])
        header[28:32] = pages.to_bytes(4)
        header[32:40] = bytes(8)  # no free pages
        header[44:48] = (4).to_bytes(4)
        header[48:60] = bytes(8) + (1).to_bytes(4)  # UTF-8
        header[64:68] = bytes(4)
        header[72:92] = bytes(20)
        header[92:96] = header[24:28]
        copy.seek(0)
        copy.write(header)


def tables(source: sqlite3.Connection, target: sqlite3.Connection) -> list[Table]:
    """The tables of the target that the source has too, parents first."""
    found = []
    for (name,) in target.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'article^_fts%' ESCAPE '^' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ):
        facts = target.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,))
        mine = {column: (kind, place) for column, kind, place in facts}
        there = source.execute("SELECT name FROM pragma_table_info(?)", (name,))
        columns = tuple(column for (column,) in there if column in mine)
        key = next(column for column, (_, place) in mine.items() if place == 1)
        if key in columns:
            found.append(Table(name, columns, key, mine[key][0] == "INTEGER"))
    return found


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> list[str]:
    """Puts all that can be read into the empty target; what cannot be read, a line each."""
    lost: list[str] = []
    for table in tables(source, target):
        reader = _Reader(source, table, _highest(source, table))
        names, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
        insert = f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})"
        for row in reader.rows():
            try:
                target.execute(insert, row)
            except sqlite3.IntegrityError as error:
                lost.append(f"a row of {table.name}: {error}")
        lost += reader.lost()
    _copy_sequence(source, target)
    return lost


def _highest(source: sqlite3.Connection, table: Table) -> int:
    """A number that no key of the table exceeds, as far as can be told."""
    owner = {"source_id": "source", "article_id": "article"}.get(table.key, table.name)
    for query in (
        f"SELECT seq FROM sqlite_sequence WHERE name = '{owner}'",
        f"SELECT max({table.key}) FROM {table.name}",
    ):
        try:
            row = source.execute(query).fetchone()
        except sqlite3.DatabaseError:
            continue
        if row and isinstance(row[0], int) and row[0] > 0:
            return row[0]
    return _HIGHEST


def _copy_sequence(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """The highest ids that were ever given: none is used again."""
    try:
        held = source.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    except sqlite3.DatabaseError:
        return
    for name, number in held:
        if isinstance(number, int):
            target.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0 "
                "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
                (name,),
            )
            target.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, name)
            )


class _Reader:
    """Reads one table; a row may come twice."""

    def __init__(self, source: sqlite3.Connection, table: Table, highest: int) -> None:
        self._source = source
        self._table = table
        self._highest = highest
        self._failures = 0
        self._gaps: list[tuple[int, int]] = []
        self._is_cut = False

    def rows(self) -> Iterator[Row]:
        """The rows that can be read."""
        if self._table.is_numbered:
            yield from self._between(0, self._highest)
        else:
            yield from self._from_both_ends()

    def lost(self) -> Iterator[str]:
        """What could not be read, by the numbers of the rows; not each number had a row."""
        if self._is_cut:
            yield f"some rows of {self._table.name}"
        for first, last in _joined(self._gaps):
            span = str(first) if first == last else f"{first} to {last}"
            yield f"{self._table.name} {span}"

    def _between(self, low: int, high: int) -> Iterator[Row]:
        """The rows with a key above `low` and up to `high`."""
        todo = [(low, high)]
        while todo:
            low, high = todo.pop()
            reached = low
            try:
                for key, *row in self._select(low, high):
                    reached = key
                    yield tuple(row)
                continue
            except sqlite3.DatabaseError:
                self._failures += 1
            # The row that was reached may have others of its key after it.
            low = max(low, reached - 1)
            if high - low == 1 or self._failures > _MOST_FAILURES:
                self._gaps.append((low + 1, high))
            else:
                middle = (low + high) // 2
                todo += [(middle, high), (low, middle)]

    def _select(self, low: int, high: int) -> sqlite3.Cursor:
        table, key = self._table, self._table.key
        # By the table itself: an index may be what is damaged.
        return self._source.execute(
            f"SELECT {key}, {', '.join(table.columns)} FROM {table.name} NOT INDEXED "
            f"WHERE {key} > ? AND {key} <= ? ORDER BY {key}",
            (low, high),
        )

    def _from_both_ends(self) -> Iterator[Row]:
        table = self._table
        for order in ("ASC", "DESC"):
            try:
                yield from self._source.execute(
                    f"SELECT {', '.join(table.columns)} FROM {table.name} NOT INDEXED "
                    f"ORDER BY {table.key} {order}"
                )
                return
            except sqlite3.DatabaseError:
                self._is_cut = True


def _joined(gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Gaps in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(gaps):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def make_whole(target: sqlite3.Connection) -> list[str]:
    """Gives what was read the rows that it hangs on, and takes away what hangs on nothing."""
    lost = [
        f"the address of source {number}"
        for (number,) in target.execute(
            "SELECT DISTINCT source_id FROM article "
            "WHERE source_id NOT IN (SELECT id FROM source) ORDER BY 1"
        )
    ]
    target.execute(
        """
        INSERT INTO source (id, url, name, added_at, disabled_at, disabled_reason)
        SELECT DISTINCT source_id, 'newscli:lost-' || source_id, 'Lost source ' || source_id,
               min(seen_at), max(seen_at), 'its address could not be read'
        FROM article WHERE source_id NOT IN (SELECT id FROM source) GROUP BY source_id
        """
    )
    target.execute(
        "INSERT INTO body (article_id, blocks) SELECT id, '' FROM article "
        "WHERE id NOT IN (SELECT article_id FROM body)"
    )
    for (table,) in target.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        for facts in target.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            parent, mine, theirs = facts[2:5]
            target.execute(
                f"DELETE FROM {table} WHERE {mine} NOT IN (SELECT {theirs} FROM {parent})"
            )
    return lost


def count(connection: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    with closing(connection.execute(f"SELECT count(*) FROM {table}")) as cursor:
        return int(cursor.fetchone()[0])
