"""`newscli digest`: the news of a time, a story at a time, to read or to send elsewhere."""

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newscli.commands import _articles, _files, _output, _pages, _query, _settling
from newscli.commands._digest_marks import DigestMarks
from newscli.core import digest as digest_
from newscli.core.digest import Digest, Piece
from newscli.core.errors import UsageError
from newscli.core.models import Headline
from newscli.core.text import one_line
from newscli.invocation import current
from newscli.storage import bodies, reads
from newscli.storage import digest as stored
from newscli.storage.reads import Filter

SETTINGS = _query.SETTINGS
_LAST = "last"
_FIRST_TIME = "24h"


class By(StrEnum):
    """What the entries stand under."""

    story = "story"
    source = "source"
    tag = "tag"


class Format(StrEnum):
    """How a digest is written."""

    md = "md"
    html = "html"
    eml = "eml"
    epub = "epub"
    txt = "txt"


def command(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...", help="Only what a search finds; none: all.", show_default=False
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="TIME",
            help="Not older than: 24h, 7d, yesterday; last: what no digest of this had yet.",
            autocompletion=lambda: [_LAST, "24h", "7d", "yesterday"],
        ),
    ] = _FIRST_TIME,
    by: Annotated[By, typer.Option("--by", help="What the entries stand under.")] = By.story,
    format: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", help="How it is written.", show_default="as FILE ends, else md"
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to stdout.")
    ] = "-",
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="Only unread ones.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred ones.")] = False,
    title: Annotated[str, typer.Option("--title", help="What it is called.")] = "News",
    peek: Annotated[
        bool, typer.Option("--peek", help="Let the next --since last have all this again.")
    ] = False,
) -> None:
    """Write a digest: an entry a story, in the words of its articles, with their links.

    Where it was written whole, the next `--since last` with the same query and filters goes on
    behind it. Nothing is marked as read, and where there is nothing new nothing is written.

    Example: newscli digest --since last --by tag -o news.epub
    """
    run = current()
    form = _form(format, output)
    connection = run.reader()
    _articles.require_articles(connection)
    chosen = _articles.chosen(connection, source=source, tag=tag, unread=unread, starred=starred)
    words = _query.words_of(query or [])
    marks = DigestMarks(run.settings.paths.database)
    name = json.dumps([words, *chosen[:4]], ensure_ascii=False)
    up_to_id = bodies.highest_id(connection)
    after_id = marks.last(name) if since == _LAST else None
    if after_id is not None and after_id > up_to_id:
        after_id = None  # of a database that stood here before
    if after_id is None:
        since_at = _articles.chosen(connection, since=_FIRST_TIME if since == _LAST else since)
        chosen = chosen._replace(since=since_at.since)
    found = _selected(connection, words, chosen, after_id=after_id or 0, up_to_id=up_to_id)
    if _settling.around(connection, found):
        found = _selected(connection, words, chosen, after_id=after_id or 0, up_to_id=up_to_id)
    rows = [
        row
        for row in found
        # A copy of what the last digest had would repeat it.
        if row.copy_of is None or row.copy_of > (after_id or 0)
    ]
    if rows:
        pieces = list(_pieces(connection, rows, by))
        _write(digest_.compose(pieces, title=one_line(title) or "News"), form, output)
    else:
        run.say("nothing new" if after_id is not None else "nothing here")
        if run.form or run.fields:
            _output.write([], columns=())
    if not peek:
        sys.stdout.flush()  # what was not written whole is not noted
        marks.note(name, up_to_id)


def _selected(
    connection: sqlite3.Connection, words: str, chosen: Filter, *, after_id: int, up_to_id: int
) -> list[Headline]:
    """The articles that the filter and the words let through, in a range of ids."""
    if not words:
        return list(stored.headlines(connection, chosen, after_id=after_id, up_to_id=up_to_id))
    chosen = chosen._replace(query=_query.asked(connection, words))
    return list(stored.headlines(connection, chosen, after_id=after_id, up_to_id=up_to_id))


def _pieces(connection: sqlite3.Connection, rows: Sequence[Headline], by: By) -> Iterator[Piece]:
    ids = [row.id for row in rows]
    _pages.make(connection, ids)
    tags = stored.first_tags(connection, ids) if by == By.tag else {}
    for row in rows:
        section = {By.story: "", By.source: row.source, By.tag: tags.get(row.id, "")}[by]
        yield Piece(
            id=row.id,
            title=row.title,
            url=row.url,
            publisher=row.publisher,
            source=row.source,
            language=row.language,
            sort_at=row.sort_at,
            lead=digest_.lead(reads.article(connection, row.id)),
            section=section,
            story_id=row.story_id or row.id,
            copy_of=row.copy_of,
        )


def _form(format: Format | None, output: str) -> Format | None:
    """How it is written; None for a page on the terminal. Raises UsageError."""
    ending = Path(output).suffix.removeprefix(".").lower()
    if format is None and ending in list(Format):
        format = Format(ending)
    run = current()
    if (run.form or run.fields) and (format or output != "-"):
        raise UsageError("--json, --jsonl and --fields do not go with --format and --output")
    is_screen = output == "-" and sys.stdout.isatty()
    if format == Format.epub and is_screen:
        raise UsageError("an EPUB is no text for a terminal", hint="newscli digest -o news.epub")
    return format if format or is_screen else Format.md


def _write(digest: Digest, form: Format | None, output: str) -> None:
    run = current()
    if run.form or run.fields:
        from newscli.render import digest_json

        _output.write(digest_json.items(digest), columns=digest_json.COLUMNS)
    elif form is None:
        from newscli.render import digest as screen
        from newscli.render.screen import console, page

        terminal = console()
        page(terminal, screen.digest(digest, width=terminal.width, now=run.now))
    else:
        _files.write_bytes(output, _rendered(digest, form))


def _rendered(digest: Digest, form: Format) -> bytes:
    match form:
        case Format.epub:
            from newscli.render.digest_epub import epub

            return epub(digest)
        case Format.eml:
            from newscli.render.digest_mail import message

            return message(digest)
        case Format.html:
            from newscli.render.digest_html import html

            return html(digest).encode()
        case _:
            from newscli.render import digest_text

            as_text = digest_text.text if form == Format.txt else digest_text.markdown
            return as_text(digest).encode()
