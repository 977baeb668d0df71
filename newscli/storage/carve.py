"""Rows read page by page from a database's bytes, where SQLite finds no way to them.

A damaged page of a tree hides all pages below it, and a damaged schema hides everything. The rows
lie in the leaves all the same, and most tables can be told by the kinds of their values. Pages that
are no longer in use, and may hold rows as they once were, are left out as far as they are listed.
sqlite.org/fileformat.html, sections 1.5, 1.6, 2.1 and 2.3.
"""

import sqlite3
import struct
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from newscli.core.text import clean_text
from newscli.storage.raw_pages import Pages, pages_of

Value = int | float | str | bytes | None
Gaps = Mapping[str, Container[int]]
"""By table, the keys whose rows are wanted."""
_ROW_LEAF, _KEY_LEAF, _KEY_INNER = 13, 10, 2
_LONGEST = 64_000_000
# Other tables' rows are too like entries of an index to be told apart.
_TOLD = {
    "source", "article", "body", "page", "source_tag", "source_option", "article_tag", "revision",
    "link", "enclosure",
}  # fmt: skip
_KINDS: Mapping[str, tuple[type, ...]] = {
    "INTEGER": (int,), "REAL": (int, float), "TEXT": (str,), "BLOB": (bytes,),
}  # fmt: skip
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)


class Column(NamedTuple):
    """A column as the schema has it."""

    name: str
    kinds: tuple[type, ...]
    is_required: bool


class Shape(NamedTuple):
    """What a table's rows look like; `has_rowid`: the first column is the row's own number."""

    table: str
    columns: tuple[Column, ...]
    has_rowid: bool


def copy(file: Path, target: sqlite3.Connection, gaps: Gaps | None) -> None:
    """Puts rows into the target that are not there yet; only those of the gaps, if given."""
    shapes = list(_shapes(target))
    for has_rowid, rowid, values in _records(file):
        shape = next((one for one in shapes if _fits(one, has_rowid, values)), None)
        if shape is None:
            continue
        row = (rowid, *values[1:]) if has_rowid else tuple(values)
        if gaps is not None and row[0] not in gaps.get(shape.table, ()):
            continue
        names = ", ".join(column.name for column in shape.columns[: len(row)])
        marks = ", ".join("?" * len(row))
        try:
            target.execute(f"INSERT OR IGNORE INTO {shape.table} ({names}) VALUES ({marks})", row)
        except sqlite3.IntegrityError:
            continue  # looked like a row of this table, and is none


def _shapes(target: sqlite3.Connection) -> Iterator[Shape]:
    tables = target.execute("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'")
    for table, is_without_rowid in tables.fetchall():
        if table in _TOLD:
            facts = target.execute(
                'SELECT name, type, "notnull" OR pk FROM pragma_table_info(?)', (table,)
            )
            columns = tuple(Column(name, _KINDS[kind], bool(must)) for name, kind, must in facts)
            yield Shape(table, columns, not is_without_rowid)


def _fits(shape: Shape, has_rowid: bool, values: Sequence[Value]) -> bool:
    """True where the values can be a row of the table. Rows older than a column end before it."""
    if shape.has_rowid != has_rowid or not values:
        return False
    missing = shape.columns[len(values) :]
    is_long_enough = not missing or (has_rowid and len(values) > 4)
    if len(values) > len(shape.columns) or not is_long_enough:
        return False
    if has_rowid and values[0] is not None:
        return False  # a row's own number stands outside its values
    pairs = list(zip(shape.columns, values, strict=False))[1 if has_rowid else 0 :]
    return all(_may_be(column, value) for column, value in pairs) and _is_likely(shape, values)


def _may_be(column: Column, value: Value) -> bool:
    return not column.is_required if value is None else isinstance(value, column.kinds)


def _is_likely(shape: Shape, values: Sequence[Value]) -> bool:
    """Told from the entries of indexes that look the same: (source, guid, id), (id, URL)."""
    match shape.table, values:
        case "article_tag", (_, str(), int(at)):
            return at > 100_000_000
        case "source_tag", (_, str(tag)):
            return "://" not in tag
        case _:
            return True


def _records(file: Path) -> Iterator[tuple[bool, int, list[Value]]]:
    """Every record of the file: whether it has a rowid, that, and its values."""
    with file.open("rb") as stream:
        pages = pages_of(stream)
        unused = _unused(pages)
        number = 0
        while page := pages.page(number := number + 1):
            start = 100 if number == 1 else 0
            if number in unused or len(page) < pages.size:
                continue
            if page[start] in (_ROW_LEAF, _KEY_LEAF, _KEY_INNER):
                for place in _cells(page, start):
                    try:
                        yield _cell(pages, page, place, page[start])
                    except (IndexError, ValueError, struct.error):
                        continue  # this cell is what is damaged


def _unused(pages: Pages) -> set[int]:
    """The numbers of the pages on the list of free ones, as far as it can be followed."""
    found: set[int] = set()
    trunk = int.from_bytes(pages.page(1)[32:36])
    while trunk and trunk not in found and len(page := pages.page(trunk)) == pages.size:
        found.add(trunk)
        count = min(int.from_bytes(page[4:8]), pages.size // 4 - 2)
        found |= {leaf for (leaf,) in struct.iter_unpack(">I", page[8 : 8 + 4 * count])}
        trunk = int.from_bytes(page[:4])
    return found


def _cells(page: bytes, start: int) -> list[int]:
    """Where the cells of a page begin."""
    count = int.from_bytes(page[start + 3 : start + 5])
    first = start + (12 if page[start] == _KEY_INNER else 8)
    pointers = page[first : first + 2 * min(count, len(page) // 4)]
    return [place for (place,) in struct.iter_unpack(">H", pointers) if place < len(page)]


def _cell(pages: Pages, page: bytes, place: int, kind: int) -> tuple[bool, int, list[Value]]:
    if kind == _KEY_INNER:
        place += 4
    length, place = _varint(page, place)
    rowid = 0
    if kind == _ROW_LEAF:
        rowid, place = _varint(page, place)
    if not 0 < length < _LONGEST:
        raise ValueError("no length")
    here = _local(length, pages.size, is_row=kind == _ROW_LEAF)
    payload = page[place : place + here]
    if here < length:
        payload += _overflow(pages, page[place + here : place + here + 4], length - here)
    return kind == _ROW_LEAF, rowid, _values(payload)


def _local(length: int, size: int, *, is_row: bool) -> int:
    """How many bytes of a payload stand in the page itself."""
    least = (size - 12) * 32 // 255 - 23
    most = size - 35 if is_row else (size - 12) * 64 // 255 - 23
    if length <= most:
        return length
    fitting = least + (length - least) % (size - 4)
    return fitting if fitting <= most else least


def _overflow(pages: Pages, pointer: bytes, length: int) -> bytes:
    """The rest of a payload. Raises ValueError where the chain breaks."""
    found = bytearray()
    while len(found) < length:
        number = int.from_bytes(pointer)
        page = pages.page(number) if number else b""
        if len(page) < pages.size:
            raise ValueError("the chain breaks")
        found += page[4:]
        pointer = page[:4]
    return bytes(found[:length])


def _values(payload: bytes) -> list[Value]:
    """A record's values. Raises ValueError where it is none."""
    end, place = _varint(payload, 0)
    at = end
    values: list[Value] = []
    while place < end:
        kind, place = _varint(payload, place)
        value, at = _value(payload, at, kind)
        values.append(value)
    if place != end or at != len(payload):
        raise ValueError("no record")
    return values


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None if kind == 0 else kind - 8), at
    if kind < 7:
        size = _INTEGER_BYTES[kind]
        return int.from_bytes(payload[at : at + size], signed=True), at + size
    if kind == 7:
        return float(struct.unpack_from(">d", payload, at)[0]), at + 8
    if kind < 12:
        raise ValueError("no such kind")
    size = (kind - 12) // 2
    sent = payload[at : at + size]
    if kind % 2 == 0:
        return sent, at + size
    if b"\0" in sent:
        raise ValueError("a text that is not whole")  # no zero is ever stored in one
    return clean_text(sent.decode("utf-8", "replace")), at + size


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    number = 0
    for _ in range(8):
        byte = data[place]
        place += 1
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place
    return number << 8 | data[place], place + 1
