"""`newscli tag`: the user's own words for articles."""

from typing import Annotated

import typer

from newscli.commands import _articles, _output
from newscli.core.typed import typed
from newscli.invocation import current
from newscli.storage import marks

app = typer.Typer(
    rich_markup_mode=None,
    help="Put tags on articles, take them off, list them.\n\n"
    "Without a command: list them.\n\n"
    "Example: newscli tag add later 412 && newscli headlines --tag later",
)
_Tag = Annotated[
    str,
    typer.Argument(
        metavar="TAG",
        help="One tag, or several parted by commas.",
        autocompletion=_articles.complete_tags,
    ),
]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """List the tags when no command is given."""
    if ctx.invoked_subcommand is None:
        list_()


@app.command()
def add(tag: _Tag, ids: _articles.Ids) -> None:
    """Put a tag on articles.

    Example: newscli tag add later 412 415-420
    """
    run = current()
    connection = run.editor()
    numbers = _articles.resolve(connection, ids)
    added = marks.add_tags(connection, numbers, _articles.split_tags(tag), now=run.now)
    _report("added", tag, added)


@app.command()
def remove(tag: _Tag, ids: _articles.Ids) -> None:
    """Take a tag off articles.

    Example: newscli tag remove later 412
    """
    connection = current().editor()
    numbers = _articles.resolve(connection, ids)
    _report("removed", tag, marks.remove_tags(connection, numbers, _articles.split_tags(tag)))


@app.command("list")
def list_() -> None:
    """List your tags, with how many articles and sources have each.

    Example: newscli tag list
    """
    rows = marks.tags(current().reader())
    if not current().is_machine:
        from newscli.render import settings as screen
        from newscli.render.screen import console

        terminal = console()
        for line in screen.tags(rows, width=terminal.width):
            terminal.print(line)
        if not rows:
            current().say("no tags yet: " + typed("newscli tag add later 412"))
        return
    _output.write((row._asdict() for row in rows), columns=marks.TagCount._fields)


def _report(verb: str, tag: str, number: int) -> None:
    run = current()
    if run.form or run.fields:
        record = {"tag": tag, "verb": verb, "changed": number}
        _output.write_one(record, columns=tuple(record))
    run.say(f"{verb} {tag}: {_articles.counted(number)}")
