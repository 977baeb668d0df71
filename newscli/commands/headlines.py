"""`newscli headlines`: the newest articles."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Literal

import typer

from newscli.commands import _articles, _output, _query
from newscli.core.models import Headline
from newscli.core.typed import typed
from newscli.invocation import current
from newscli.storage import reads, stories

SETTINGS = _query.SETTINGS


def command(
    query: _query.Words = None,
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="Only unread ones.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred ones.")] = False,
    edited: Annotated[
        bool, typer.Option("--edited", help="Only those whose words were changed: see diff.")
    ] = False,
    since: _articles.SinceOption = None,
    until: _articles.UntilOption = None,
    group: Annotated[
        Literal["story"] | None,
        typer.Option("--group", help="One row a story: its newest article.", show_default=False),
    ] = None,
    all_copies: Annotated[
        bool,
        typer.Option("--all-copies", help="Show copies of other articles as rows of their own."),
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="At most so many.", show_default="50")
    ] = None,
    compact: Annotated[
        bool, typer.Option("--compact", help="One line each on a terminal, long titles cut.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="All of them, however many.")] = False,
    explain: _query.Explain = False,
) -> None:
    """List articles, newest first.

    Example: newscli headlines --unread --since 24h
    """
    run = current()
    connection = run.reader()
    _articles.require_articles(connection)
    chosen = _articles.chosen(
        connection,
        source=source,
        tag=tag,
        unread=unread,
        starred=starred,
        edited=edited,
        since=since,
        until=until,
    )
    text = _query.words_of(query)
    node = _query.optional(connection, text or None)
    if explain and node is not None:
        _query.explain(connection, node)
        return
    chosen = chosen._replace(query=node, is_shown=not _query.asks_for_hidden(node, tag))
    most = _articles.limit_of(limit, is_all=all_)
    # Programs get every article, with the copy_of of each.
    folded = not (all_copies or run.is_machine)
    if group:
        rows = _one_a_story(connection, chosen, most, folded=folded)
    else:
        rows = reads.headlines(connection, chosen, limit=most, folded=folded)
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.headline, rows), columns=records.HEADLINE_COLUMNS)
        return
    from newscli.render import headlines as screen
    from newscli.render.screen import console, page

    terminal = console()
    shown = list(rows)
    sizes = stories.sizes(connection, [row.story_id or row.id for row in shown])
    lines = screen.headlines(
        shown, width=terminal.width, now=run.now, sizes=sizes, is_compact=compact
    )
    page(terminal, lines)
    total = reads.count(connection, chosen)
    if most is not None and len(shown) == most and total > most:
        run.say(f"{len(shown)} of {total}; --all shows all")
    elif shown and total > len(shown):
        what = "in stories; newscli story ID" if group else "copies; --all-copies"
        run.say(f"{total - len(shown)} more {what} shows them")
    elif not shown:
        also_read = f": {typed('newscli headlines')} shows read ones too"
        run.say("nothing here" + (also_read if unread else ""))


def _one_a_story(
    connection: sqlite3.Connection, chosen: reads.Filter, most: int | None, *, folded: bool
) -> Iterator[Headline]:
    """The newest article of each story, once all that are shown have theirs."""
    from newscli.commands import _settling

    while True:
        rows = reads.headlines(connection, chosen, limit=None, folded=folded)
        shown = list(islice(stories.one_each(rows), most))
        if not _settling.around(connection, shown):
            return iter(shown)
