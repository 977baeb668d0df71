"""`newscli watch`: fetch again and again, and list what is new."""

import sqlite3
import subprocess
import sys
import time
from itertools import count
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _query
from newscli.core.errors import EXIT_ALL_FAILED, EXIT_LOCKED, UsageError
from newscli.core.models import Headline
from newscli.invocation import current
from newscli.storage import reads, rules


def command(
    query: _query.Words = None,
    every: Annotated[
        str, typer.Option("--every", help="How often sources that are due are asked: 10m, 1h.")
    ] = "10m",
    times: Annotated[
        int | None,
        typer.Option("--times", min=1, help="End after so many times.", show_default="never"),
    ] = None,
) -> None:
    """Fetch what is due again and again, and list the new articles that a query finds.

    Ctrl-C ends it. Rules are run, too.

    Example: newscli watch is:unread tag:energy --every 15m
    """
    from newscli.core.edits import interval_s

    run = current()
    try:
        pause_s = interval_s(every) or 0
    except UsageError:
        raise UsageError(f'--every is "{every}", must be 5m to 31d: 10m, 1h, 900') from None
    if run.form == "json" and times is None:
        raise UsageError("one JSON document has an end: say --times", hint="newscli watch --jsonl")
    connection = run.editor()
    _articles.require_sources(connection)
    text = _query.words_of(query)
    _query.optional(connection, text or None)
    last = rules.newest_id(connection)
    if times is None:
        run.say(f"fetching every {every}; Ctrl-C ends it")
    held: list[Headline] = []
    for turn in count(1):
        _fetch()
        held += _new(connection, text, after_id=last)
        last = rules.newest_id(connection)
        if run.form != "json" or turn == times:
            _show(held)
            held = []
        if turn == times:
            return
        time.sleep(pause_s)


def _new(connection: sqlite3.Connection, text: str, *, after_id: int) -> list[Headline]:
    """What a query finds among articles with higher ids, oldest first; ages count back from now."""
    node = _query.asked(connection, text, now=int(time.time())) if text else None
    new = rules.since_id(connection, after_id)
    found = rules.found(connection, node, among=new) if node and new else new
    rows = reads.headlines_of(connection, found)
    hidden = set() if _query.asks_for_hidden(node) else rules.hidden(connection, found)
    return [rows[number] for number in found if number in rows and number not in hidden]


def _fetch() -> None:
    """A fetch of its own: as cron's, it says only what changed."""
    run = current()
    given = {"--profile": run.profile, "--db": run.database, "--config": run.config}
    options = [word for name, value in given.items() if value for word in (name, str(value))]
    words = [sys.executable, "-m", "newscli", *options, "fetch", "--cron"]
    # This very program, with options of the user's alone.
    done = subprocess.run(words, check=False)  # noqa: S603
    if done.returncode not in (0, EXIT_ALL_FAILED, EXIT_LOCKED):
        raise typer.Exit(done.returncode)


def _show(rows: list[Headline]) -> None:
    run = current()
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.headline, rows), columns=records.HEADLINE_COLUMNS)
        sys.stdout.flush()
        return
    from newscli.render import headlines as screen
    from newscli.render.screen import console

    terminal = console()
    for line in screen.headlines(rows, width=terminal.width, now=int(time.time())):
        terminal.print(line)


SETTINGS = _query.SETTINGS
