"""`newscli headlines`: the newest articles."""

from typing import Annotated

import typer

from newscli.commands import _articles, _output
from newscli.invocation import current
from newscli.storage import reads


def command(
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="Only unread ones.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred ones.")] = False,
    edited: Annotated[
        bool, typer.Option("--edited", help="Only those whose words were changed: see diff.")
    ] = False,
    since: _articles.SinceOption = None,
    until: _articles.UntilOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="At most so many.", show_default="50")
    ] = None,
    compact: Annotated[
        bool, typer.Option("--compact", help="One line each on a terminal, long titles cut.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="All of them, however many.")] = False,
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
    rows = reads.headlines(connection, chosen, limit=_articles.limit_of(limit, is_all=all_))
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.headline, rows), columns=records.HEADLINE_COLUMNS)
        return
    from newscli.render import headlines as screen
    from newscli.render.screen import console, page

    terminal = console()
    shown = list(rows)
    page(terminal, screen.headlines(shown, width=terminal.width, now=run.now, is_compact=compact))
    total = reads.count(connection, chosen)
    if total > len(shown):
        run.say(f"{len(shown)} of {total}; --all shows all")
    elif not shown:
        run.say("nothing here" + (": newscli headlines shows read ones too" if unread else ""))
