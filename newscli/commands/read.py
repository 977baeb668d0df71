"""`newscli read`: one article, or several, whole."""

import os
import sqlite3
import sys
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _pages
from newscli.core.errors import UsageError
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
    feed: Annotated[bool, typer.Option("--feed", help="Show the text that the feed has.")] = False,
    page: Annotated[
        bool, typer.Option("--page", help="Show the text of the article's own page.")
    ] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="First fetch the article's page, unless it is held."),
    ] = False,
    rev: Annotated[
        int | None,
        typer.Option("--rev", min=1, help="Show revision N, its words before an edit (see diff)."),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option("--width", min=20, max=500, help="Columns of text.", show_default="74"),
    ] = None,
) -> None:
    """Show articles in full, and mark them as read.

    Of the feed's text and the page's the better one is shown. A page of the web that we do not
    hold is fetched, and kept as an article.

    Example: newscli read 412
    """
    run = current()
    text_from = _text_from(feed=feed, page=page)
    if rev and (text_from or full):
        raise UsageError("--rev says which text: leave out --feed, --page and --full")
    connection = run.writer() if any(map(_is_address, ids)) else run.reader()
    numbers = _numbers(connection, ids)
    if full:
        from newscli.commands import _saving

        _saving.fetch_page(connection, numbers)
    _pages.make(connection, numbers)
    articles = [_article(connection, number, text_from=text_from, rev=rev) for number in numbers]
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


def _text_from(*, feed: bool, page: bool) -> str | None:
    """Whose text is wanted; None for the better one. Raises UsageError where both are."""
    if feed and page:
        raise UsageError("--feed and --page say different things")
    return "feed" if feed else "page" if page else None


def _article(
    connection: sqlite3.Connection, number: int, *, text_from: str | None, rev: int | None
) -> Article:
    if rev is None:
        return reads.article(connection, number, text_from=text_from)
    from newscli.commands import _revisions

    return _revisions.article(connection, number, rev)


def _is_address(word: str) -> bool:
    return word.startswith(("http://", "https://"))


def _numbers(connection: sqlite3.Connection, words: list[str]) -> list[int]:
    """The ids that the arguments name; pages of the web that we do not hold are saved first."""
    named = _articles.named(words)
    for place, word in enumerate(named):
        if _is_address(word) and reads.find(connection, word) is None:
            from newscli.commands import _saving

            named[place] = str(_saving.require(connection, word))
    return _articles.resolve(connection, named)


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
    # A terminal without cursor, such as a screen reader's, gets one column.
    is_beside = run.settings.read_related == "auto" and os.environ.get("TERM") != "dumb"
    for article in articles:
        lines = screen.article(
            article,
            _related(connection, article),
            width=terminal.width,
            measure=width or run.settings.read_width,
            now=run.now,
            raw=raw,
            is_beside=is_beside,
        )
        page(terminal, lines)


def _related(connection: sqlite3.Connection, article: Article) -> list[Related]:
    if current().settings.read_related == "off":
        return []
    from newscli.core.related import rank
    from newscli.storage import related

    number = article.headline.id
    offered = [row for row in related.offered(connection, number) if row.kind != "reference"]
    return rank(offered, related.similar(connection, number, limit=_RELATED), limit=2 * _RELATED)
