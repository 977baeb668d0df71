"""`newscli sources`: what you follow."""

import sqlite3
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from newscli.commands import (
    _articles,
    _output,
    _sources_add,
    _sources_doctor,
    _sources_edit,
    _sources_lists,
)
from newscli.core.models import Source
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
_Sources = Annotated[list[str], _SOURCE_ARGUMENT]


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
    """Show one source: address, counts, last visits, next time and why, newest articles.

    Example: newscli sources show Lobsters
    """
    run = current()
    connection = run.reader()
    row = sources.source(connection, sources.find(connection, source))
    from newscli.commands import _full_text

    texts = _full_text.standing(connection, row)
    if run.is_machine:
        from newscli.render import records

        record = {**records.source(row, now=run.now), "full_text": texts._asdict()}
        _output.write_one(record, columns=records.SOURCE_COLUMNS)
        return
    from newscli.render import sources as screen
    from newscli.render.screen import console

    terminal = console()
    newest = list(reads.headlines(connection, reads.Filter(source_ids=(row.id,)), limit=5))
    visits = sources.visits(connection, row.id)
    lines = screen.source(row, newest, visits, texts=texts.words, width=terminal.width, now=run.now)
    for line in lines:
        terminal.print(line)


@app.command()
def remove(
    source: _Sources,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """End sources, and delete their articles. Asks first on a terminal.

    A source is named in full here: a part of a title is not enough.

    Example: newscli sources remove "Local Council"
    """
    connection = current().editor()
    ids = [sources.find_exactly(connection, word) for word in source]
    rows = [sources.source(connection, number) for number in dict.fromkeys(ids)]
    for row in rows:
        if not yes and row.articles and sys.stdin.isatty() and sys.stderr.isatty():
            starred = sources.starred_count(connection, row.id)
            what = f"{one_line(row.title)} and its {_articles.counted(row.articles)}"
            what += f" ({starred} starred)" if starred else ""
            typer.confirm(f"Remove {what}?", abort=True, err=True)
        sources.remove(connection, row.id)
    _report(rows, "removed")


@app.command()
def rename(source: _Source, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Give a source a name of your own; an empty name goes back to the feed's.

    Example: newscli sources rename 3 "The Council"
    """
    connection = current().editor()
    row = _find(connection, source)
    sources.rename(connection, row.id, one_line(name) or None)
    _report([sources.source(connection, row.id)], "renamed")


@app.command()
def enable(source: _Sources) -> None:
    """Fetch sources again, from the next fetch on.

    Example: newscli sources enable "Local Council"
    """
    connection = current().editor()
    rows = [_find(connection, word) for word in source]
    for row in rows:
        sources.enable(connection, row.id)
    _report(rows, "enabled")


@app.command()
def disable(source: _Sources) -> None:
    """Stop fetching sources; their articles stay.

    Example: newscli sources disable "Local Council"
    """
    connection = current().editor()
    rows = [_find(connection, word) for word in source]
    for row in rows:
        sources.disable(connection, row.id, now=current().now)
    _report(rows, "disabled")


@app.command()
def move(source: _Source, folder: Annotated[str, typer.Argument(metavar="FOLDER")]) -> None:
    """Put a source into a folder; an empty one is the top.

    Example: newscli sources move Lobsters Tech/Links
    """
    connection = current().editor()
    row = _find(connection, source)
    sources.move(connection, row.id, one_line(folder).strip("/"))
    _report([row], "moved")


@app.command()
def tag(
    source: _Source,
    tags: Annotated[list[str], typer.Argument(metavar="TAG...", help="Tags to put on.")],
    off: Annotated[bool, typer.Option("--off", help="Take them off.")] = False,
) -> None:
    """Put tags on a source, or take them off: all its articles count as tagged.

    Example: newscli sources tag Lobsters daily links
    """
    connection = current().editor()
    row = _find(connection, source)
    names = _articles.split_tags(",".join(tags))
    if off:
        sources.untag(connection, row.id, names)
    else:
        sources.tag(connection, row.id, names)
    _report([row], "tagged")


def _find(connection: sqlite3.Connection, word: str) -> Source:
    return sources.source(connection, sources.find(connection, word))


def _report(rows: Sequence[Source], change: str) -> None:
    """Says what was done; as records where they were asked for."""
    run = current()
    records = [{"id": row.id, "title": row.title, "change": change} for row in rows]
    if run.form or run.fields:
        _output.write(records, columns=("id", "change", "title"))
    for row in rows:
        run.say(f"{change} {one_line(row.title)}")


app.command("add")(_sources_add.command)
app.command("doctor")(_sources_doctor.command)
app.command("edit")(_sources_edit.command)
app.command("import")(_sources_lists.import_)
app.command("export")(_sources_lists.export)
