"""`newscli views`: queries with names."""

import re
import sqlite3
from typing import Annotated

import typer

from newscli.commands import _output, _query
from newscli.core.errors import UsageError
from newscli.core.query_tokens import tokens
from newscli.core.typed import typed
from newscli.invocation import current
from newscli.storage import reads, views

app = typer.Typer(
    rich_markup_mode=None,
    help="Queries with names: `newscli headlines :NAME` lists one.\n\n"
    "Without a command: list them.\n\n"
    "Example: newscli views save energy 'tag:energy OR title:grid'",
)
COLUMNS = ("name", "query", "articles", "unread")
_NAME = re.compile(r"[^\W_][\w.-]{0,39}")


def _complete(incomplete: str) -> list[str]:
    rows = views.views(current().reader())
    return [row.name for row in rows if row.name.startswith(incomplete)]


_View = Annotated[str, typer.Argument(metavar="NAME", autocompletion=_complete)]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """List the views when no command is given."""
    if ctx.invoked_subcommand is None:
        list_()


@app.command()
def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, . and -.")],
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Which articles, as in search.")],
) -> None:
    """Give a query a name; a view that has it already gets the new query.

    Example: newscli views save long 'is:unread has:audio age:<7d'
    """
    run = current()
    connection = run.writer()
    name = name.removeprefix(":")
    if not _NAME.fullmatch(name):
        raise UsageError(f'"{name}" is no name of a view: letters, digits, . and -')
    if any(token.kind == "view" and token.value == name for token in tokens(query)):
        raise UsageError(f"view :{name} stands for itself")
    _query.parsed(connection, query)
    views.save(connection, name, query, now=run.now)
    if run.form or run.fields:
        _output.write_one({"name": name, "query": query}, columns=("name", "query"))
    run.say(typed(f"newscli headlines :{name}"))


@app.command(name="list")
def list_() -> None:
    """List views with how many articles they have.

    Example: newscli views list
    """
    run = current()
    connection = run.writer()
    rows = [
        {"name": row.name, "query": row.query, **counts(connection, row.query)}
        for row in views.views(connection)
    ]
    if not rows:
        run.say("no views: " + typed("newscli views save energy 'tag:energy OR title:grid'"))
    if run.is_machine:
        _output.write(rows, columns=COLUMNS)
        return
    from newscli.render import settings as screen
    from newscli.render.screen import console, page

    terminal = console()
    page(terminal, screen.views(rows, width=terminal.width))


def counts(connection: sqlite3.Connection, query: str) -> dict[str, int]:
    """How many articles a view has, and how many of them are unread."""
    node = _query.parsed(connection, query)
    chosen = reads.Filter(query=node)
    return {
        "articles": reads.count(connection, chosen),
        "unread": reads.count(connection, chosen._replace(is_unread=True)),
    }


@app.command()
def rename(name: _View, to: Annotated[str, typer.Argument(metavar="NEW_NAME")]) -> None:
    """Give a view another name.

    Example: newscli views rename energy power
    """
    if not _NAME.fullmatch(to):
        raise UsageError(f'"{to}" is no name of a view: letters, digits, . and -')
    views.rename(current().writer(), name.removeprefix(":"), to)
    current().say(typed(f"newscli headlines :{to}"))


@app.command()
def remove(name: _View) -> None:
    """Forget a view; its articles stay.

    Example: newscli views remove energy
    """
    views.remove(current().writer(), name.removeprefix(":"))
    current().say(f"view :{name.removeprefix(':')} is gone")
