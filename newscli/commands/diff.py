"""`newscli diff`: what an edit changed."""

import sqlite3
import sys
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _pages, _revisions
from newscli.core.errors import NotFoundError
from newscli.core.models import Article
from newscli.core.text import printable
from newscli.invocation import current
from newscli.storage import reads, revisions


def command(
    ids: _articles.Ids,
    rev: Annotated[
        int | None,
        typer.Option("--rev", min=1, help="Compare this revision.", show_default="the last"),
    ] = None,
) -> None:
    """Show what a publisher changed in an article, word by word. In a pipe it is a unified diff.

    An earlier text is compared with the present one.

    Example: newscli diff 412
    """
    run = current()
    connection = run.reader()
    numbers = _articles.resolve(connection, ids)
    _pages.make(connection, numbers)
    pairs = [_versions(connection, number, rev) for number in numbers]
    if run.form or run.fields:
        from newscli.render import diff as form

        records = [form.record(*pair) for pair in pairs]
        if _articles.is_single(ids):
            _output.write_one(records[0], columns=form.COLUMNS)
        else:
            _output.write(records, columns=form.COLUMNS)
    elif run.is_machine:
        from newscli.render.diff import unified

        lines = (f"{line}\n" for pair in pairs for line in unified(*pair))
        sys.stdout.writelines(map(printable, lines))
    else:
        from newscli.render import diff as screen
        from newscli.render.screen import console, page

        terminal = console()
        for pair in pairs:
            page(terminal, screen.diff(*pair, terminal=terminal, measure=run.settings.read_width))


def _versions(
    connection: sqlite3.Connection, article_id: int, number: int | None
) -> tuple[Article, Article]:
    """A revision and the present text of the same origin. Raises NotFoundError without either."""
    held = revisions.count(connection, article_id)
    before = revisions.get(connection, article_id, number or max(held, 1))
    try:
        after = reads.article(connection, article_id, text_from=before.origin)
    except NotFoundError:
        after = reads.article(connection, article_id)
    return _revisions.article(connection, article_id, before.number), after
