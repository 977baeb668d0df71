"""`newscli views`: queries with names."""

import sqlite3
import unicodedata
from typing import Annotated

import typer

from newscli.commands import _output, _query
from newscli.core.errors import QueryError, UsageError
from newscli.core.typed import typed
from newscli.core.views import Counted, View, is_view_name
from newscli.invocation import current
from newscli.storage import reads, views

app = typer.Typer(
    rich_markup_mode=None,
    help="Queries with names: `newscli headlines :NAME` lists one.\n\n"
    "Example: newscli views save energy 'tag:energy OR title:grid'",
)
COLUMNS = ("name", "query", "articles", "unread")


def _complete(incomplete: str) -> list[tuple[str, str]]:
    rows = views.views(current().onlooker())
    return [(row.name, row.query) for row in rows if row.name.startswith(incomplete)]


_View = Annotated[str, typer.Argument(metavar="NAME", autocompletion=_complete)]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """List the views when no command is given."""
    if ctx.invoked_subcommand is None:
        list_()


@app.command(cls=_query.QueryCommand)
def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, . and -.")],
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Which articles, as in search.")],
) -> None:
    """Give a query a name; a view that has it already gets the new query.

    Example: newscli views save long 'is:unread has:audio age:<7d'
    """
    run = current()
    connection = run.writer()
    name, query = _named(_query.words_of([name])), _query.words_of([query])
    # With itself among the views, so that one that comes back to itself is found.
    _query.parsed(connection, query, views={name: query})
    views.save(connection, name, query, now=run.now)
    if run.form or run.fields:
        _output.write_one({"name": name, "query": query}, columns=("name", "query"))
    run.say(f"newscli headlines :{name}")


@app.command(name="list")
def list_() -> None:
    """List views with how many articles they have, and how many are unread.

    Example: newscli views list
    """
    run = current()
    connection = run.reader()
    rows = [_record(connection, row) for row in views.views(connection)]
    if run.is_machine:
        _output.write((row._asdict() for row in rows), columns=COLUMNS)
    else:
        from newscli.render import queries as screen
        from newscli.render.screen import console, page

        terminal = console()
        page(terminal, screen.views(rows, width=terminal.width))
    if not rows:
        run.say("no views: " + typed("newscli views save energy 'tag:energy OR title:grid'"))


def _record(connection: sqlite3.Connection, row: View) -> Counted:
    """A view and what it has; a view that cannot be understood is said in a line."""
    try:
        chosen = reads.Filter(query=_query.asked(connection, row.query))
    except QueryError as error:
        from newscli.invocation import complain

        complain(f"newscli: view :{row.name}: {error}")
        return Counted(row.name, row.query, None, None)
    articles = reads.count(connection, chosen)
    unread = reads.count(connection, chosen._replace(is_unread=True))
    return Counted(row.name, row.query, articles, unread)


@app.command()
def rename(name: _View, to: Annotated[str, typer.Argument(metavar="NEW_NAME")]) -> None:
    """Give a view another name, also in the views and rules that use it.

    Example: newscli views rename energy power
    """
    to = _named(to)
    views.rename(current().editor(), _bare(name), to)
    current().say(f"newscli headlines :{to}")


@app.command()
def remove(name: _View) -> None:
    """Forget a view; its articles stay. One that other views or rules use stays, too.

    Example: newscli views remove energy
    """
    name = _bare(name)
    views.remove(current().editor(), name)
    current().say(f"view :{name} is gone")


def _bare(name: str) -> str:
    return unicodedata.normalize("NFC", name.removeprefix(":"))


def _named(name: str) -> str:
    name = _bare(name)
    if not is_view_name(name):
        raise UsageError(f'"{name}" is no name of a view: letters, digits, . and -, at most 40')
    return name
