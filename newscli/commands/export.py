"""`newscli export`: articles as JSON Lines, Markdown or CSV."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from newscli.commands import _articles, _files, _pages, _query
from newscli.core.errors import UsageError
from newscli.core.models import Article
from newscli.invocation import current
from newscli.render import machine, records
from newscli.render.machine import Record
from newscli.storage import reads


class Format(StrEnum):
    """How articles are written."""

    jsonl = "jsonl"
    markdown = "markdown"
    csv = "csv"


_CSV_COLUMNS = (
    "id", "title", "url", "publisher", "source", "author", "published_at", "seen_at", "read_at",
    "starred_at", "tags", "words", "summary", "text",
)  # fmt: skip


def command(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]",
            help="Ids, ranges, URLs, or - for ids on stdin; none: all that the options say.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How articles are written.", show_default="jsonl"),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to stdout.")
    ] = "-",
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="Only unread ones.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred ones.")] = False,
    since: _articles.SinceOption = None,
    until: _articles.UntilOption = None,
    query: _query.Option = None,
) -> None:
    """Write articles out, whole and with their links. What is read stays as it is.

    Example: newscli export --starred --format markdown -o starred.md
    """
    connection = current().reader()
    chosen = _articles.chosen(
        connection,
        source=source,
        tag=tag,
        unread=unread,
        starred=starred,
        since=since,
        until=until,
    )._replace(query=_query.optional(connection, query))
    numbers = (
        _articles.resolve(connection, ids)
        if ids
        else [row.id for row in reads.headlines(connection, chosen, limit=None)]
    )
    _files.write_all(output, _pieces(_articles_of(connection, numbers), _form(format)))


def _form(format: Format | None) -> str:
    """How articles are written. Raises UsageError for options that say different things."""
    run = current()
    if format and run.form and run.form != format.value:
        raise UsageError(f"--format {format.value} and --{run.form} say different things")
    if run.fields and format == Format.markdown:
        raise UsageError("--fields does not go with Markdown")
    return run.form or (format.value if format else "jsonl")


def _articles_of(connection: sqlite3.Connection, numbers: list[int]) -> Iterator[Article]:
    for number in numbers:
        _pages.make(connection, [number])
        yield reads.article(connection, number)


def _pieces(articles: Iterator[Article], form: str) -> Iterator[str]:
    """The output piece by piece, so that a million articles need no more memory than one."""
    from newscli.render.plain import markdown

    match form:
        case "markdown":
            yield from _between(map(markdown, articles), "\n---\n\n")
        case "csv":
            columns = current().fields or _CSV_COLUMNS
            yield _csv_line(columns)
            for record in _records(articles):
                yield _csv_line([_cell(record[column]) for column in columns])
        case "json":
            yield "["
            yield from _between(map(_json, _records(articles)), ",")
            yield "]\n"
        case _:
            for record in _records(articles):
                yield f"{_json(record)}\n"


def _records(articles: Iterator[Article]) -> Iterator[Record]:
    """The articles as records, with the fields that --fields chooses."""
    return iter(machine.chosen(map(records.article, articles), current().fields))


def _json(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _between(pieces: Iterator[str], separator: str) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        if number:
            yield separator
        yield piece


def _cell(value: object) -> object:
    return ", ".join(value) if isinstance(value, list) else value


def _csv_line(cells: object) -> str:
    """One record of RFC 4180, but for its line end: a pipe expects a bare line feed."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)  # type: ignore[arg-type]
    return line.getvalue()
