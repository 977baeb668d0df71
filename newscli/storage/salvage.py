"""Reading what can still be read of a damaged database, and saying what cannot.

The pages that SQLite cannot follow hide the rows below them and no others. A table is read in the
order of its key until SQLite gives up; what is left is read in halves, down to the single row.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from newscli.storage import db

Row = tuple[Any, ...]
_MOST_FAILURES = 20_000
_HIGHEST = 1_000_000


class Lost(NamedTuple):
    """What could not be read: the numbers of rows by table, and all else a line each."""

    gaps: dict[str, list[range]]
    others: list[str]


class Table(NamedTuple):
    """A table that both databases have: the columns to read, and the first column of its key."""

    name: str
    columns: tuple[str, ...]
    key: str
    is_numbered: bool


def tables(source: sqlite3.Connection, target: sqlite3.Connection) -> list[Table]:
    """The tables of the target that the source has too, parents first."""
    found = []
    for (name,) in target.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'article^_fts%' ESCAPE '^' "
        "AND name NOT LIKE 'article^_grams%' ESCAPE '^' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ):
        facts = target.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,))
        mine = {column: (kind, place) for column, kind, place in facts}
        there = source.execute("SELECT name FROM pragma_table_info(?)", (name,))
        columns = tuple(column for (column,) in there if column in mine)
        key = next(column for column, (_, place) in mine.items() if place == 1)
        if key in columns:
            is_numbered = key == "id" or key.endswith("_id")
            found.append(Table(name, columns, key, is_numbered))
    return found


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> Lost:
    """Puts all that can be read into the empty target; what could not be read."""
    lost = Lost({}, [])
    for table in tables(source, target):
        reader = _Reader(source, table, _highest(source, table))
        names, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
        insert = f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})"
        for row in reader.rows():
            try:
                target.execute(insert, row)
            except sqlite3.IntegrityError as error:
                lost.others.append(f"a row of {table.name}: {error}")
        if reader.gaps:
            lost.gaps[table.name] = reader.gaps
        if reader.is_cut:
            lost.others.append(f"some rows of {table.name}")
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
        except db.UNREADABLE:
            continue
        if row and isinstance(row[0], int) and row[0] > 0:
            return row[0]
    return _HIGHEST


def _copy_sequence(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """The highest ids that were ever given: none is used again."""
    try:
        held = source.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    except db.UNREADABLE:
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
        self.gaps: list[range] = []
        self.is_cut = False

    def rows(self) -> Iterator[Row]:
        """The rows that can be read."""
        if self._table.is_numbered:
            yield from self._between(0, self._highest)
        else:
            yield from self._from_both_ends()

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
            except db.UNREADABLE:
                self._failures += 1
            # The row that was reached may have others of its key after it.
            low = max(low, reached - 1)
            if high - low == 1 or self._failures > _MOST_FAILURES:
                self.gaps.append(range(low + 1, high + 1))
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
            except db.UNREADABLE:
                self.is_cut = True


def still_missing(target: sqlite3.Connection, gaps: Mapping[str, Sequence[range]]) -> Iterator[str]:
    """The gaps that are left, by the numbers of the rows; not each number had a row."""
    for table, ranges in {"article": [], **gaps}.items():
        key = next(row[1] for row in target.execute(f"PRAGMA table_info({table})") if row[5] == 1)
        found: list[tuple[int, int]] = []
        if table == "article":
            # A spoilt key can end the reading without an error: a body without its article tells.
            ranges = [*ranges, *_without_article(target)]
        for gap in sorted(ranges, key=lambda gap: gap.start):
            rows = target.execute(
                f"SELECT DISTINCT {key} FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY 1",
                (gap.start, gap.stop - 1),
            )
            found += _without(gap, (number for (number,) in rows))
        for first, last in _joined(found):
            yield f"{table} {first}" if first == last else f"{table} {first} to {last}"


def _without_article(target: sqlite3.Connection) -> list[range]:
    rows = target.execute(
        "SELECT article_id FROM body WHERE article_id NOT IN (SELECT id FROM article)"
    )
    return [range(number, number + 1) for (number,) in rows]


def _without(gap: range, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The parts of a gap between the numbers, which are in order."""
    first = gap.start
    for number in [*numbers, gap.stop]:
        if number > first:
            yield first, number - 1
        first = number + 1


def _joined(gaps: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Gaps in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in gaps:
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
    references = target.execute(
        'SELECT child.name, list."table", list."from", list."to", list.on_delete '
        "FROM sqlite_master AS child JOIN pragma_foreign_key_list(child.name) AS list "
        "WHERE child.type = 'table'"
    ).fetchall()
    for table, parent, mine, theirs, then in references:
        what = f"UPDATE {table} SET {mine} = NULL" if then == "SET NULL" else f"DELETE FROM {table}"
        target.execute(f"{what} WHERE {mine} NOT IN (SELECT {theirs} FROM {parent})")
    if target.execute("SELECT 1 FROM sqlite_master WHERE name = 'place'").fetchone():
        _place(target)
    return lost


def _place(target: sqlite3.Connection) -> None:
    """A place for every article, and a name for every story: the lowest id that it now has."""
    target.execute(
        "INSERT INTO place (article_id, story_id, seen_at, is_due) "
        "SELECT id, id, seen_at, 1 FROM article "
        "WHERE id NOT IN (SELECT article_id FROM place)"
    )
    target.execute(
        "UPDATE place SET story_id = first.id FROM "
        "(SELECT story_id, min(article_id) AS id FROM place GROUP BY story_id) AS first "
        "WHERE place.story_id = first.story_id AND first.id <> first.story_id"
    )


def count(connection: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    with closing(connection.execute(f"SELECT count(*) FROM {table}")) as cursor:
        return int(cursor.fetchone()[0])
