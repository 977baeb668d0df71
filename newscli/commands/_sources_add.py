"""`newscli sources add`: follow feeds, sites and files."""

import sqlite3
import sys
from typing import Annotated

import typer

from newscli.commands import _articles, _output
from newscli.core.errors import (
    AllFailedError,
    FeedError,
    HttpError,
    NewscliError,
    PrivateError,
    UsageError,
)  # fmt: skip
from newscli.core.options import Options
from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.invocation import complain, current
from newscli.storage import sources


def command(
    urls: Annotated[
        list[str],
        typer.Argument(
            metavar="URL...", help="Feeds, sites or files; - for a list on stdin, one a line."
        ),
    ],
    title: Annotated[
        str | None, typer.Option("--title", help="Your own name for it.", show_default=False)
    ] = None,
    folder: Annotated[
        str, typer.Option("--folder", help="A folder for them: News/World.", show_default=False)
    ] = "",
    tag: Annotated[
        list[str] | None, typer.Option("--tag", "-t", help="A tag for them. May be repeated.")
    ] = None,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Let them lead into private networks."),
    ] = False,
) -> None:
    """Follow feeds; a site's feed is found by itself. Each is fetched once.

    Example: newscli sources add https://example.org --folder News --tag daily
    """
    run = current()
    words = [line for word in urls for line in (_lines() if word == "-" else [word])]
    if not words:
        raise UsageError("no address was given")
    if title and len(words) > 1:
        raise UsageError(f"--title names one source, and {len(words)} addresses were given")
    connection = run.writer()
    failed = _add_all(
        connection,
        words,
        title=one_line(title) if title else None,
        folder=one_line(folder).strip("/"),
        tags=tuple(_articles.split_tags(",".join(tag))) if tag else (),
        chosen=Options(allow_private=allow_private),
    )
    if failed and len(failed) == len(words):
        if len(failed) == 1:
            raise AllFailedError(f"{words[0]}: {failed[0]}", hint=failed[0].hint)
        raise AllFailedError(f"none of the {len(words)} addresses could be added")


def _add_all(
    connection: sqlite3.Connection,
    words: list[str],
    *,
    title: str | None,
    folder: str,
    tags: tuple[str, ...],
    chosen: Options,
) -> list[NewscliError]:
    """Adds each and shows it; what failed, which is said as it happens when there are several."""
    from newscli.commands import _adding, _fetching

    run = current()
    failed: list[NewscliError] = []
    with _fetching.open_net(run.settings, now=run.now, jobs=4) as net:
        for word in words:
            try:
                report = _adding.add(
                    connection, net, word, title=title, folder=folder, tags=tags, options=chosen
                )
            except (HttpError, FeedError) as error:
                if isinstance(error, PrivateError):
                    error.hint = f"newscli sources add --allow-private {word}"
                failed.append(error)
                if len(words) > 1:
                    complain(f"newscli: {word}: {error}")
                continue
            if report is None:
                run.say(f"{word} is followed already")
            else:
                _show(connection, report)
    return failed


def _show(connection: sqlite3.Connection, report: Report) -> None:
    """The new source with its three newest headlines."""
    run = current()
    row = sources.source(connection, report.source_id)
    if run.is_machine:
        from newscli.render import records

        _output.write_one(records.source(row, now=run.now), columns=records.SOURCE_COLUMNS)
        return
    from newscli.render import sources as screen
    from newscli.render.screen import console
    from newscli.storage import reads

    terminal = console()
    newest = reads.headlines(connection, reads.Filter(source_ids=(row.id,)), limit=3)
    for line in screen.added(row, list(newest), width=terminal.width, now=run.now):
        terminal.print(line)


def _lines() -> list[str]:
    lines = (line.strip() for line in sys.stdin)
    return [line for line in lines if line and not line.startswith("#")]
