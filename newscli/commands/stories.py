"""`newscli stories`: what several sources tell about the same event."""

from itertools import islice
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _query, _settling
from newscli.invocation import current
from newscli.storage import reads
from newscli.storage import stories as storage

SETTINGS = _query.SETTINGS


def command(
    query: _query.Words = None,
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="With an unread article.")] = False,
    since: Annotated[
        str, typer.Option("--since", help="With an article not older than: 48h, 7d, yesterday.")
    ] = "48h",
    until: _articles.UntilOption = None,
    min_sources: Annotated[
        int, typer.Option("--min-sources", min=1, help="Told by at least so many sources.")
    ] = 2,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="At most so many.", show_default="50")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All of them, however many.")] = False,
) -> None:
    """List stories: events that several sources tell of, the newest first.

    Example: newscli stories energy --since 24h --min-sources 3
    """
    run = current()
    connection = run.reader()
    _articles.require_articles(connection)
    chosen = _articles.chosen(
        connection, source=source, tag=tag, unread=unread, since=since, until=until
    )
    text = _query.words_of(query)
    chosen = chosen._replace(query=_query.optional(connection, text or None))
    _settling.between(connection, chosen.since, chosen.until)
    where, values = reads.condition(chosen)
    names = storage.newest(connection, where, values, min_sources=min_sources)
    found = (
        storage.story(connection, name)
        for name in islice(names, _articles.limit_of(limit, is_all=all_))
    )
    if run.is_machine:
        from newscli.render import story_records as records

        _output.write(map(records.story, found), columns=records.STORY_COLUMNS)
        return
    from newscli.render import stories as screen
    from newscli.render.screen import console, page

    terminal = console()
    rows = list(found)
    page(terminal, screen.stories(rows, width=terminal.width, now=run.now))
    if not rows:
        run.say(f"no story of {min_sources} sources since {since}: try --since 14d")
