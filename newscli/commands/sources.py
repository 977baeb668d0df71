"""`newscli sources`: what you follow."""

import sys
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _sources_add, _sources_lists
from newscli.core.text import one_line
from newscli.invocation import current
from newscli.storage import reads, sources

app = typer.Typer(
    rich_markup_mode=None,
    help="The feeds that you follow. Without a command: list them.\n\n"
    "Example: newscli sources add https://example.org",
)
_SOURCE_ARGUMENT = typer.Argument(
    metavar="SOURCE",
    help="Its id, its title or a part of it, or its URL.",
    autocompletion=_articles.complete_sources,
    show_default=False,
)
_Source = Annotated[str, _SOURCE_ARGUMENT]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """List the sources when no command is given."""
    if ctx.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    failing: Annotated[bool, typer.Option("--failing", help="Only those with a problem.")] = False,
) -> None:
    """List the sources: how each is doing, what is unread, when it is asked again.

    Example: newscli sources list --failing
    """
    run = current()
    connection = run.reader()
    _articles.require_sources(connection)
    rows = sources.all_sources(connection)
    if failing:
        rows = [row for row in rows if row.problem or row.disabled_at]
    if run.is_machine:
        from newscli.render import records

        _output.write(
            (records.source(row, now=run.now) for row in rows), columns=records.SOURCE_COLUMNS
        )
        return
    from newscli.render import sources as screen
    from newscli.render.screen import console, page

    terminal = console()
    activity = sources.activity(connection, now=run.now)
    page(terminal, screen.sources(rows, activity=activity, width=terminal.width, now=run.now))


@app.command()
def show(source: _Source) -> None:
    """Show one source: address, counts, last outcome, next time, newest articles.

    Example: newscli sources show Lobsters
    """
    run = current()
    connection = run.reader()
    row = sources.source(connection, sources.find(connection, source))
    if run.is_machine:
        from newscli.render import records

        _output.write_one(records.source(row, now=run.now), columns=records.SOURCE_COLUMNS)
        return
    from newscli.render import sources as screen
    from newscli.render.screen import console

    terminal = console()
    newest = list(reads.headlines(connection, reads.Filter(source_ids=(row.id,)), limit=5))
    for line in screen.source(row, newest, width=terminal.width, now=run.now):
        terminal.print(line)


@app.command()
def remove(
    source: Annotated[list[str], _SOURCE_ARGUMENT],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """End sources, and delete their articles. Asks first on a terminal.

    Example: newscli sources remove "Local Council"
    """
    run = current()
    connection = run.reader()
    for row in [sources.source(connection, sources.find(connection, word)) for word in source]:
        starred = sources.starred_count(connection, row.id)
        what = f"{row.title} and its {_articles.counted(row.articles)}"
        what += f" ({starred} starred)" if starred else ""
        if not yes and row.articles and sys.stdin.isatty() and sys.stderr.isatty():
            typer.confirm(f"Remove {one_line(what)}?", abort=True, err=True)
        sources.remove(connection, row.id)
        run.say(f"removed {one_line(what)}")


@app.command()
def rename(source: _Source, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Give a source a name of your own; an empty name goes back to the feed's.

    Example: newscli sources rename 3 "The Council"
    """
    connection = current().reader()
    source_id = sources.find(connection, source)
    sources.rename(connection, source_id, one_line(name) or None)
    current().say(f"source {source_id} is {sources.source(connection, source_id).title}")


@app.command()
def enable(source: Annotated[list[str], _SOURCE_ARGUMENT]) -> None:
    """Fetch sources again, from the next fetch on.

    Example: newscli sources enable "Local Council"
    """
    connection = current().reader()
    for source_id in [sources.find(connection, word) for word in source]:
        sources.enable(connection, source_id)
        current().say(f"enabled {sources.source(connection, source_id).title}")


@app.command()
def disable(source: Annotated[list[str], _SOURCE_ARGUMENT]) -> None:
    """Stop fetching sources; their articles stay.

    Example: newscli sources disable "Local Council"
    """
    connection = current().reader()
    for source_id in [sources.find(connection, word) for word in source]:
        sources.disable(connection, source_id, now=current().now)
        current().say(f"disabled {sources.source(connection, source_id).title}")


@app.command()
def move(source: _Source, folder: Annotated[str, typer.Argument(metavar="FOLDER")]) -> None:
    """Put a source into a folder; an empty one is the top.

    Example: newscli sources move Lobsters Tech/Links
    """
    connection = current().reader()
    source_id = sources.find(connection, source)
    sources.move(connection, source_id, one_line(folder).strip("/"))
    current().say(f"{sources.source(connection, source_id).title} is in {folder or 'no folder'}")


@app.command()
def tag(
    source: _Source,
    tags: Annotated[list[str], typer.Argument(metavar="TAG...", help="To put on.")],
    off: Annotated[bool, typer.Option("--off", help="Take them off.")] = False,
) -> None:
    """Put tags on a source, or take them off: all its articles count as tagged.

    Example: newscli sources tag Lobsters daily links
    """
    connection = current().reader()
    source_id = sources.find(connection, source)
    names = _articles.split_tags(",".join(tags))
    (sources.untag if off else sources.tag)(connection, source_id, names)
    row = sources.source(connection, source_id)
    current().say(f"{row.title}: {', '.join(row.tags) or 'no tags'}")


app.command("add")(_sources_add.command)
app.command("import")(_sources_lists.import_)
app.command("export")(_sources_lists.export)
