"""`newscli related`: what belongs with an article."""

from itertools import chain
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _pages, _settling
from newscli.core.related import rank
from newscli.invocation import current
from newscli.storage import related


def command(
    ids: _articles.Ids,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="At most so many for each article.")
    ] = 20,
) -> None:
    """List what belongs with an article: links that it offers, and similar articles.

    Example: newscli related 412
    """
    run = current()
    connection = run.reader()
    numbers = _articles.resolve(connection, ids)
    _pages.make(connection, numbers)
    near = {number: related.near(connection, number) for number in numbers}
    _settling.some(connection, list({*numbers, *chain(*near.values())}))
    found = {
        number: rank(
            related.offered(connection, number),
            related.similar(connection, number, limit=limit, near=near[number]),
            limit=limit,
        )
        for number in numbers
    }
    if run.is_machine:
        from newscli.render import records

        rows = (records.related(row, to=number) for number in numbers for row in found[number])
        _output.write(rows, columns=records.RELATED_COLUMNS)
        return
    from newscli.render import related as screen
    from newscli.render.screen import console, page

    terminal = console()
    for number in numbers:
        if not found[number]:
            run.say(f"nothing related to {number} yet")
        page(terminal, screen.related(found[number], width=terminal.width, now=run.now))
