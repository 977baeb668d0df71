"""Results for programs: JSON, JSON Lines and tab-separated values. Needs no Rich."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from newscli.core.errors import UsageError
from newscli.core.text import printable

Record = Mapping[str, object]
"""One object as JSON shows it: field names to JSON values; times are ISO 8601 UTC."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write(
    records: Iterable[Record], *, output: str, fields: Sequence[str] | None, columns: Sequence[str]
) -> None:
    """Prints records as `output` says: json (an array), jsonl, or tsv (columns parted by tabs).

    `columns` are the fields of tab-separated output unless `fields` says others.
    Raises UsageError for a field that the records do not have.
    """
    match output:
        case "json":
            _line(json.dumps(list(chosen(records, fields)), ensure_ascii=False, indent=2))
        case "jsonl":
            for record in chosen(records, fields):
                _line(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        case _:
            for record in chosen(records, fields or columns):
                _line("\t".join(map(_cell, record.values())))


def write_one(
    record: Record, *, output: str, fields: Sequence[str] | None, columns: Sequence[str]
) -> None:
    """Prints one record: a JSON object, or a line as `write` does."""
    if output == "json":
        (whole,) = chosen([record], fields)
        _line(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        write([record], output=output, fields=fields, columns=columns)


def chosen(records: Iterable[Record], fields: Sequence[str] | None) -> Iterable[Record]:
    """The records with these fields in this order; whole without.

    Raises UsageError, naming the nearest, for a field that the first record does not have.
    """
    if fields is None:
        return records
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        return ()
    for field in fields:
        if field not in first:
            raise UsageError(f'no field "{field}"{_meant(field, first)}')
    return ({field: row[field] for field in fields} for row in chain((first,), rows))


def _meant(field: str, record: Record) -> str:
    from difflib import get_close_matches

    near = get_close_matches(field, record, 1)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(record)}"


def _cell(value: object) -> str:
    """A value as sfeed(5) writes it: tabs, line breaks and backslashes escaped, null empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value).translate(_ESCAPES)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return str(value)


def _line(line: str) -> None:
    sys.stdout.write(printable(f"{line}\n"))
