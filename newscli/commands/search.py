"""`newscli search`: articles by their words, best first."""

import shlex
import sqlite3
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from newscli.commands import _articles, _output, _query
from newscli.core.query import highlighted
from newscli.core.typed import typed
from newscli.invocation import current
from newscli.storage import reads, search

if TYPE_CHECKING:
    from newscli.core.query_nodes import Node

SETTINGS = _query.SETTINGS


def command(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help='Words, "phrases", source:, tag:, is:unread, age:<2d, OR, -, (), :VIEW.',
            autocompletion=_query.complete,
        ),
    ],
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="Only unread ones.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred ones.")] = False,
    since: _articles.SinceOption = None,
    until: _articles.UntilOption = None,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first, not best.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="At most so many.", show_default="50")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that match.")] = False,
    explain: _query.Explain = False,
) -> None:
    """Find articles by their words, best first. Exits 1 when nothing matches, as grep does.

    Example: newscli search '"undersea cable" sabot* -exercise' --since 7d
    """
    run = current()
    text = _query.words_of(query)
    connection = run.reader()
    parsed = _query.asked(connection, text)
    if explain:
        _query.explain(connection, parsed)
        return
    _articles.require_articles(connection)
    chosen = _articles.chosen(
        connection,
        source=source,
        tag=tag,
        unread=unread,
        starred=starred,
        since=since,
        until=until,
    )
    begun = time.perf_counter()
    found = search.run(
        connection,
        parsed,
        chosen,
        now=run.now,
        limit=_articles.limit_of(limit, is_all=all_),
        newest_first=newest,
    )
    took_ms = (time.perf_counter() - begun) * 1000
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.hit, found.hits), columns=records.HIT_COLUMNS)
    elif found.hits:
        _draw(found, text, took_ms, newest=newest)
    if found.is_more and found.hits and run.is_machine:
        run.say(f"the newest {found.total} that match were ranked; --all ranks all")
    if not found.hits:
        total = reads.count(connection, reads.Filter())
        run.say(f"newscli: nothing matches {text} in {total} articles")
        _propose(connection, parsed, text)
        sys.stdout.flush()
        raise typer.Exit(1)


def _propose(connection: sqlite3.Connection, query: "Node", text: str) -> None:
    """Says which query may have been meant: words of the store for those that it does not know."""
    from newscli.storage import vocabulary

    meant = text
    for words in highlighted(query):
        for word in words.split():
            known = vocabulary.nearest(connection, word)
            meant = meant.replace(word, known) if known else meant
    if meant != text:
        current().say("  did you mean: " + typed(f"newscli search {shlex.quote(meant)}"))


def _draw(found: search.Found, text: str, took_ms: float, *, newest: bool) -> None:
    from newscli.render import search as screen
    from newscli.render.screen import console, page

    terminal = console()
    lines = screen.results(
        found.hits,
        total=found.total,
        is_more=found.is_more,
        query=text,
        took_ms=took_ms,
        newest_first=newest,
        width=terminal.width,
        now=current().now,
    )
    page(terminal, lines)
