"""`newscli watch`: fetch again and again, and list what is new."""

import subprocess
import sys
import time
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _query
from newscli.core.errors import EXIT_ALL_FAILED, EXIT_LOCKED, UsageError
from newscli.core.models import Headline
from newscli.invocation import current
from newscli.storage import reads, rules

_SHORTEST_S = 60


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

    Ctrl-C ends it.

    Example: newscli watch is:unread tag:energy --every 15m
    """
    from newscli.core.edits import interval_s

    run = current()
    pause_s = interval_s(every)
    if pause_s is None or pause_s < _SHORTEST_S:
        raise UsageError(f"--every is {every}, must be at least 1m")
    connection = run.editor()
    _articles.require_sources(connection)
    text = _query.words_of(query)
    node = _query.optional(connection, text or None)
    last = rules.newest_id(connection)
    turn = 0
    while True:
        turn += 1
        _fetch()
        new = rules.since_id(connection, last)
        last = rules.newest_id(connection)
        found = rules.found(connection, node, among=new) if node else new
        _show([row for n in found for row in reads.headlines_of(connection, [n]).values()])
        if times is not None and turn >= times:
            return
        time.sleep(pause_s)


def _fetch() -> None:
    """A fetch of its own: as cron's, it says only what changed."""
    run = current()
    words = [sys.executable, "-m", "newscli"]
    options = {"--profile": run.profile, "--db": run.database, "--config": run.config}
    for name, value in options.items():
        words += [name, str(value)] if value else []
    done = subprocess.run([*words, "fetch", "--cron"], check=False)  # noqa: S603
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
