"""`newscli search`: articles by their words, best first."""

import re
import shlex
import sqlite3
import sys
import time
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from newscli.commands import _articles, _output
from newscli.core import query as query_
from newscli.invocation import current
from newscli.storage import reads, search

_KEPT = "\x00"


class QueryCommand(TyperCommand):
    """A command whose words may begin with one dash: `search nato -russia` excludes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Hides such words from the parser of options; `command` uncovers them."""
        own = {option for param in self.params for option in param.opts}
        hidden = [_KEPT + word if _is_exclusion(word, own) else word for word in args]
        return super().parse_args(ctx, hidden)


def _is_exclusion(word: str, options: set[str]) -> bool:
    """True for -word, false for an option of ours (-n, -n5) and for --words."""
    is_dashed = len(word) > 1 and word[0] == "-" and word[1] != "-"
    return is_dashed and word not in options and not re.fullmatch(r"-n\d+", word)


SETTINGS = {"cls": QueryCommand}


def words_of(query: list[str]) -> str:
    """The query that the arguments of a QueryCommand are."""
    return " ".join(word.removeprefix(_KEPT) for word in query)


def command(
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY...", help='Words, "phrases", -exclusion, prefix*, OR.'),
    ],
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    unread: Annotated[bool, typer.Option("--unread", "-u", help="Only unread ones.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred ones.")] = False,
    since: _articles.SinceOption = None,
    until: _articles.UntilOption = None,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first, not best.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="At most so many.", show_default="50")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that match.")] = False,
) -> None:
    """Find articles by their words, best first. Exits 1 when nothing matches, as grep does.

    Example: newscli search '"undersea cable" sabot* -exercise' --since 7d
    """
    run = current()
    text = words_of(query)
    parsed = query_.parse(text)
    connection = run.reader()
    _articles.require_articles(connection)
    chosen = _articles.chosen(
        connection,
        source=source,
        tag=tag,
        unread=unread,
        starred=starred,
        since=since,
        until=until,
    )
    begun = time.perf_counter()
    found = search.run(
        connection,
        parsed,
        chosen,
        now=run.now,
        limit=_articles.limit_of(limit, is_all=all_),
        newest_first=newest,
    )
    took_ms = (time.perf_counter() - begun) * 1000
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.hit, found.hits), columns=records.HIT_COLUMNS)
    elif found.hits:
        _draw(found, text, took_ms, newest=newest)
    if found.is_more and found.hits and run.is_machine:
        run.say(f"the newest {found.total} that match were ranked; --all ranks all")
    if not found.hits:
        total = reads.count(connection, reads.Filter())
        run.say(f"newscli: nothing matches {text} in {total} articles")
        meant = _meant(connection, text)
        if meant != text:
            run.say(f"  did you mean: newscli search {shlex.quote(meant)}")
        sys.stdout.flush()
        raise typer.Exit(1)


def _meant(connection: sqlite3.Connection, text: str) -> str:
    """The query with words of the store in the place of those that it does not know."""
    from newscli.storage import vocabulary

    return re.sub(r"\w+", lambda word: vocabulary.nearest(connection, word[0]) or word[0], text)


def _draw(found: search.Found, text: str, took_ms: float, *, newest: bool) -> None:
    from newscli.render import search as screen
    from newscli.render.screen import console, page

    terminal = console()
    lines = screen.results(
        found.hits,
        total=found.total,
        is_more=found.is_more,
        query=text,
        took_ms=took_ms,
        newest_first=newest,
        width=terminal.width,
        now=current().now,
    )
    page(terminal, lines)
