"""`newscli read`: one article, or several, whole."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from newscli.commands import _articles, _output, _pages
from newscli.core.errors import NotFoundError, UsageError
from newscli.core.models import Article, Related
from newscli.core.text import printable
from newscli.invocation import current
from newscli.storage import marks, reads

if TYPE_CHECKING:
    from newscli.render.screen import Line, Terminal

_RELATED = 5
_NEXT = "next"


def _complete(incomplete: str) -> list[tuple[str, str]]:
    following = [("next", "the next unread one")] if "next".startswith(incomplete) else []
    return [*_articles.complete_ids(incomplete), *following]


def command(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]",
            help="Ids (412), ranges (40-45), URLs, next (the next unread), or - for ids on stdin.",
            autocompletion=_complete,
            show_default=False,
        ),
    ] = None,
    unread: Annotated[
        bool,
        typer.Option("--unread", "-u", help="All unread ones, newest first: with single keys."),
    ] = False,
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    peek: Annotated[bool, typer.Option("--peek", help="Leave it unread.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Show every line as it came, boilerplate too.")
    ] = False,
    images: Annotated[
        bool | None,
        typer.Option("--images/--no-images", help="Fetch its pictures and draw them."),
    ] = None,
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
    hold is fetched, and kept as an article. --unread goes through the unread ones with single
    keys; ? lists them. Elsewhere than on a terminal it prints the newest, as many as a list has.

    Example: newscli read next
    """
    run = current()
    words = ids or []
    text_from = _text_from(feed=feed, page=page)
    if rev and (text_from or full):
        raise UsageError("--rev says which text: leave out --feed, --page and --full")
    connection = run.writer() if any(map(_is_address, words)) else run.reader()
    chosen = _articles.chosen(connection, source=source, tag=tag, unread=True)
    is_sitting = unread and not (markdown or full) and _is_at_a_terminal()
    numbers = _numbers(connection, words, chosen, is_unread=unread, is_sitting=is_sitting)
    look = _Look(raw=raw, width=width, images=images, text_from=text_from, rev=rev)
    if full:
        from newscli.commands import _saving

        _saving.fetch_page(connection, numbers)
    if is_sitting and numbers:
        _sit(connection, numbers, look, is_peek=peek)
        return
    _pages.make(connection, numbers)
    articles = [_article(connection, number, look) for number in numbers]
    if run.form or run.fields:
        _write_records(articles, is_single=not unread and _is_single(words))
    elif markdown:
        from newscli.render.plain import markdown as as_markdown

        sys.stdout.write(printable("\n".join(as_markdown(article) for article in articles)))
    elif run.is_machine:
        _write_plain(connection, articles, look)
    else:
        _draw(connection, articles, look)
    if not peek:
        sys.stdout.flush()
        for number in numbers:
            marks.read(connection, number, now=run.now)


class _Look(NamedTuple):
    """How articles are shown."""

    raw: bool
    width: int | None
    images: bool | None
    text_from: str | None
    rev: int | None


def _is_at_a_terminal() -> bool:
    return not current().is_machine and sys.stdin.isatty() and sys.stdout.isatty()


def _is_single(words: list[str]) -> bool:
    return _articles.is_single(words) or words == [_NEXT]


def _text_from(*, feed: bool, page: bool) -> str | None:
    """Whose text is wanted; None for the better one. Raises UsageError where both are."""
    if feed and page:
        raise UsageError("--feed and --page say different things")
    return "feed" if feed else "page" if page else None


def _article(connection: sqlite3.Connection, number: int, look: _Look) -> Article:
    if look.rev is None:
        return reads.article(connection, number, text_from=look.text_from)
    from newscli.commands import _revisions

    return _revisions.article(connection, number, look.rev)


def _is_address(word: str) -> bool:
    return word.startswith(("http://", "https://"))


def _numbers(
    connection: sqlite3.Connection,
    words: list[str],
    chosen: reads.Filter,
    *,
    is_unread: bool,
    is_sitting: bool,
) -> list[int]:
    """The ids that the arguments name; pages of the web that we do not hold are saved first.

    `chosen` are the unread articles that "next" and --unread are taken from. Raises UsageError
    where nothing is named.
    """
    if is_unread:
        if words:
            raise UsageError("--unread says which articles: leave out the ids")
        return _unread(connection, chosen, is_sitting=is_sitting)
    if not words:
        raise UsageError("which article? Give an id, next or --unread", hint="newscli headlines")
    named = _articles.named(words)
    for place, word in enumerate(named):
        if _is_address(word) and reads.find(connection, word) is None:
            from newscli.commands import _saving

            named[place] = str(_saving.require(connection, word))
    if _NEXT not in named:
        return _articles.resolve(connection, named)
    newest = reads.headlines(connection, chosen, limit=named.count(_NEXT))
    following = iter([row.id for row in newest])
    try:
        named = [str(next(following)) if word == _NEXT else word for word in named]
    except StopIteration:
        raise NotFoundError("nothing more is unread", hint="newscli fetch") from None
    return _articles.resolve(connection, named)


def _unread(connection: sqlite3.Connection, chosen: reads.Filter, *, is_sitting: bool) -> list[int]:
    """The unread articles, newest first: all of them, or where they are printed what a list has."""
    _articles.require_articles(connection)
    run = current()
    numbers = list(reads.ids(connection, chosen))
    most = len(numbers) if is_sitting else run.settings.headlines_limit
    if not numbers:
        run.say("nothing is unread")
    elif len(numbers) > most:
        run.say(f"{most} of {len(numbers)}; the others next time")
    return numbers[:most]


def _write_records(articles: list[Article], *, is_single: bool) -> None:
    from newscli.render import records

    if is_single:
        _output.write_one(records.article(articles[0]), columns=records.ARTICLE_COLUMNS)
    else:
        _output.write(map(records.article, articles), columns=records.ARTICLE_COLUMNS)


def _write_plain(connection: sqlite3.Connection, articles: list[Article], look: _Look) -> None:
    from newscli.render.plain import plain

    texts = (
        plain(article, _related(connection, article), width=look.width, raw=look.raw)
        for article in articles
    )
    sys.stdout.write(printable("\n\n".join(texts)))


def _draw(connection: sqlite3.Connection, articles: list[Article], look: _Look) -> None:
    from newscli.commands import _images
    from newscli.render.screen import console, page

    terminal = console()
    how = _images.wanted(look.images)
    for article in articles:
        lines = _lines(connection, article, look, terminal, how)
        page(terminal, lines, is_paged=how in (None, "blocks"))


def _lines(
    connection: sqlite3.Connection,
    article: Article,
    look: _Look,
    terminal: "Terminal",
    how: str | None,
) -> "Iterator[Line]":
    """An article's screen; `how` its pictures are drawn, None for not at all."""
    from newscli.render import article as screen

    run = current()
    settings = run.settings
    measure = look.width or settings.read_width
    pictures = screen.NONE
    if how is not None:
        from newscli.commands import _images

        pictures = _images.drawn(connection, article, how, measure=measure, terminal=terminal)
    return screen.article(
        article,
        _related(connection, article),
        width=terminal.width,
        measure=measure,
        now=run.now,
        raw=look.raw,
        # A terminal without a cursor, such as a screen reader's, gets one column.
        is_beside=settings.read_related == "auto" and os.environ.get("TERM") != "dumb",
        pictures=pictures,
    )


def _sit(connection: sqlite3.Connection, numbers: list[int], look: _Look, *, is_peek: bool) -> None:
    """Goes through articles with single keys."""
    from newscli.commands import _images
    from newscli.commands._sitting import Sitting
    from newscli.render import related as related_screen
    from newscli.render.keys import key
    from newscli.render.pane import Pane
    from newscli.render.screen import console

    terminal = console()
    # What scrolls line by line can have no picture of several lines but one of letters.
    how = "blocks" if _images.wanted(look.images) else None

    def article(number: int) -> "Iterator[Line]":
        _pages.make(connection, [number])
        return _lines(connection, _article(connection, number, look), look, terminal, how)

    def related(number: int) -> "Iterator[Line]":
        rows = _related(connection, _article(connection, number, look))
        return related_screen.related(rows, width=terminal.width, now=current().now)

    with Pane(terminal) as pane:
        Sitting(
            connection, numbers, pane=pane, article=article, related=related, is_peek=is_peek
        ).go(lambda: key(lambda: pane.is_stale))


def _related(connection: sqlite3.Connection, article: Article) -> list[Related]:
    if current().settings.read_related == "off":
        return []
    from newscli.core.related import rank
    from newscli.storage import related

    number = article.headline.id
    offered = [row for row in related.offered(connection, number) if row.kind != "reference"]
    return rank(offered, related.similar(connection, number, limit=_RELATED), limit=2 * _RELATED)
