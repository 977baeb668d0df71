"""`newscli rules`: what is done with new articles."""

from typing import Annotated

import typer

from newscli.commands import _articles, _output, _query
from newscli.core import rules as rules_
from newscli.core.typed import typed
from newscli.invocation import current
from newscli.render.times import iso
from newscli.storage import reads, rules

app = typer.Typer(
    rich_markup_mode=None,
    help="What is done with new articles that a query finds: tags, marks, commands.\n\n"
    "Example: newscli rules add 'source:lobsters rust' --do tag:rust,star",
)
COLUMNS = ("id", "place", "query", "actions", "hits", "hit_at")


def _complete(incomplete: str) -> list[tuple[str, str]]:
    rows = rules.rules(current().onlooker())
    return [(str(row.id), row.query) for row in rows if str(row.id).startswith(incomplete)]


_Id = Annotated[
    int,
    typer.Argument(metavar="RULE", help="Its number, as in rules list.", autocompletion=_complete),
]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """List the rules when no command is given."""
    if ctx.invoked_subcommand is None:
        list_()


@app.command(cls=_query.QueryCommand)
def add(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Which articles, as in search.")],
    do: Annotated[str, typer.Option("--do", metavar="ACTIONS", help=rules_.KNOWN)],
) -> None:
    """Add a rule; it is run on articles that a fetch brings from now on.

    Example: newscli rules add 'title:sponsored' --do hide
    """
    run = current()
    connection = run.writer()
    rules_.parse(do)
    query = _query.words_of([query])
    _query.parsed(connection, query)
    number = rules.add(connection, query, do)
    if run.form or run.fields:
        _output.write_one(_record(rules.rule(connection, number)), columns=COLUMNS)
    run.say(f"rule {number}; try it: newscli rules test {number}")


@app.command(name="list")
def list_() -> None:
    """List rules in the order in which they are run, with how many articles they found.

    Example: newscli rules list
    """
    run = current()
    rows = rules.rules(run.reader())
    if run.is_machine:
        _output.write((_record(row) for row in rows), columns=COLUMNS)
    else:
        from newscli.render import queries as screen
        from newscli.render.screen import console, page

        terminal = console()
        page(terminal, screen.rules(rows, width=terminal.width, now=run.now))
    if not rows:
        run.say("no rules: " + typed("newscli rules add 'title:sponsored' --do hide"))


@app.command()
def test(
    rule: _Id,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 50,
) -> None:
    """List held articles that a rule finds, the newest first; nothing is done with them.

    Example: newscli rules test 2
    """
    run = current()
    connection = run.reader()
    one = rules.rule(connection, rule)
    chosen = reads.Filter(query=_query.asked(connection, one.query))
    rows = list(reads.headlines(connection, chosen, limit=limit))
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.headline, rows), columns=records.HEADLINE_COLUMNS)
    else:
        from newscli.render import headlines as screen
        from newscli.render.screen import console, page

        terminal = console()
        page(terminal, screen.headlines(rows, width=terminal.width, now=run.now))
    total = reads.count(connection, chosen)
    run.say(f"rule {rule} finds {_articles.counted(total)}: {one.actions}")


@app.command()
def apply(rule: _Id) -> None:
    """Run a rule on all articles that are held; commands are started for the newest fifty.

    Example: newscli rules apply 2
    """
    from newscli.commands import _rules

    run = current()
    connection = run.editor()
    found = _rules.Runner(connection).run(rules.rule(connection, rule), None)
    if run.form or run.fields:
        _output.write_one({"rule": rule, "articles": found}, columns=("rule", "articles"))
    run.say(f"rule {rule}: {_articles.counted(found)}")


@app.command()
def move(rule: _Id, to: Annotated[int, typer.Argument(metavar="PLACE", min=1)]) -> None:
    """Put a rule at another place in the order, from 1.

    Example: newscli rules move 3 1
    """
    connection = current().editor()
    rules.move(connection, rule, to)
    current().say(f"rule {rule} is run as number {rules.rule(connection, rule).place}")


@app.command()
def remove(rule: _Id) -> None:
    """Forget a rule; what it has done stays.

    Example: newscli rules remove 2
    """
    rules.remove(current().editor(), rule)
    current().say(f"rule {rule} is gone")


def _record(row: rules_.Rule) -> dict[str, object]:
    return {**row._asdict(), "hit_at": iso(row.hit_at)}
