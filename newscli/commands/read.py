"""`newscli read`: one article, or several, whole."""

import sqlite3
import sys
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _pages
from newscli.core.models import Article, Related
from newscli.invocation import current
from newscli.storage import marks, reads

_RELATED = 5


def command(
    ids: _articles.Ids,
    peek: Annotated[bool, typer.Option("--peek", help="Leave it unread.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Show every line as it came, boilerplate too.")
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    width: Annotated[
        int | None,
        typer.Option("--width", min=20, max=500, help="Columns of text.", show_default="74"),
    ] = None,
) -> None:
    """Show articles in full, and mark them as read.

    Example: newscli read 412
    """
    run = current()
    connection = run.reader()
    numbers = _articles.resolve(connection, ids)
    _pages.make(connection, numbers)
    articles = [reads.article(connection, number) for number in numbers]
    if run.form or run.fields:
        _write_records(articles, is_single=_articles.is_single(ids))
    elif markdown:
        from newscli.render.plain import markdown as as_markdown

        sys.stdout.write("\n".join(as_markdown(article) for article in articles))
    elif run.is_machine:
        _write_plain(connection, articles, width=width, raw=raw)
    else:
        _draw(connection, articles, width=width, raw=raw)
    if not peek:
        sys.stdout.flush()
        for number in numbers:
            marks.read(connection, number, now=run.now)


def _write_records(articles: list[Article], *, is_single: bool) -> None:
    from newscli.render import records

    if is_single:
        _output.write_one(records.article(articles[0]), columns=records.ARTICLE_COLUMNS)
    else:
        _output.write(map(records.article, articles), columns=records.ARTICLE_COLUMNS)


def _write_plain(
    connection: sqlite3.Connection, articles: list[Article], *, width: int | None, raw: bool
) -> None:
    from newscli.render.plain import plain

    texts = (
        plain(article, _related(connection, article), width=width, raw=raw) for article in articles
    )
    sys.stdout.write("\n\n".join(texts))


def _draw(
    connection: sqlite3.Connection, articles: list[Article], *, width: int | None, raw: bool
) -> None:
    from newscli.render import article as screen
    from newscli.render.screen import console, page

    terminal = console()
    run = current()
    for article in articles:
        lines = screen.article(
            article,
            _related(connection, article),
            width=terminal.width,
            measure=width or run.settings.read_width,
            now=run.now,
            raw=raw,
        )
        page(terminal, lines)


def _related(connection: sqlite3.Connection, article: Article) -> list[Related]:
    from newscli.core.related import rank
    from newscli.storage import related

    number = article.headline.id
    offered = [row for row in related.offered(connection, number) if row.kind != "reference"]
    return rank(offered, related.similar(connection, number, limit=_RELATED), limit=2 * _RELATED)
