"""`newscli demo`: the main job on a bundled sample, offline."""

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from newscli import invocation
from newscli.commands import _output
from newscli.core.errors import DatabaseError, UsageError
from newscli.core.models import Headline
from newscli.core.report import Report
from newscli.storage import reads, sources

PROFILE = "demo"
_JOBS = 1  # one after the other, so that an article has the same id in every demo
_REPUBLISHED = "http://daily-relay.example/story/cable-sabotage/"


def command() -> None:
    """Look around: fetch a bundled sample of invented news into a profile of its own.

    The feeds come from a server on this machine, through the same path as any other; your own
    sources are not touched. Again: the sample begins anew.

    Example: newscli demo && newscli --profile demo search sabotage
    """
    run = invocation.current()
    if run.database:
        raise UsageError(
            "the demo has a profile of its own: --db and NEWSCLI_DB do not go with it",
            hint="newscli demo",
        )
    run.profile = PROFILE
    file = run.settings.paths.database
    _forget(file)
    connection = run.writer()
    reports = _fetch(connection, run)
    rows = list(reads.headlines(connection, reads.Filter(), limit=20))
    _show_headlines(rows, run)
    _say_failures(reports, run)
    _say_commands(reads.find(connection, _REPUBLISHED) or rows[0].id, run)


def _forget(file: Path) -> None:
    """Deletes the sample of an earlier demo, and nothing else."""
    for part in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", ".digests"))):
        try:
            part.unlink(missing_ok=True)
        except OSError as error:
            raise DatabaseError(f"{part}: cannot be deleted: {error.strerror}") from None


def _fetch(connection: sqlite3.Connection, run: invocation.Invocation) -> list[Report]:
    """Two fetches: between them, one outlet edits an article."""
    from newscli.commands import _fetching
    from newscli.demo import server, world

    sources.add(connection, world.subscriptions(), now=run.now)
    reports: list[Report] = []
    for edited in (False, True):
        with (
            server.serve(run.now, edited=edited) as proxy,
            _fetching.open_net(run.settings, now=run.now, jobs=_JOBS, proxy=proxy) as net,
        ):
            chosen = sources.to_fetch(connection, None)
            reports += _fetching.fetch(connection, net, chosen, now=run.now, is_forced=True)
    return reports


def _show_headlines(rows: Sequence[Headline], run: invocation.Invocation) -> None:
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.headline, rows), columns=records.HEADLINE_COLUMNS)
        sys.stdout.flush()
        return
    from newscli.render import headlines as screen
    from newscli.render.screen import console

    terminal = console()
    for line in screen.headlines(rows, width=terminal.width, now=run.now):
        terminal.print(line)


def _say_failures(reports: Sequence[Report], run: invocation.Invocation) -> None:
    """Two sources of the sample fail on purpose: so that one sees what that looks like."""
    from newscli.render import fetch_text

    run.say("")
    for report in reports:
        if report.is_failure:
            run.say(f"newscli: {fetch_text.failure_text(report, now=run.now)}")


def _say_commands(republished: int, run: invocation.Invocation) -> None:
    base = f"newscli --profile {PROFILE}"
    tries = (
        (f"{base} read {republished}", "clean, and who wrote it"),
        (f"{base} search sabotage", "best first"),
        (f"{base} related {republished}", "what belongs to it"),
        (f"{base} sources", "who answers, who does not"),
        (f"{base} headlines --unread --json", "for your scripts"),
    )
    width = max(len(line) for line, _ in tries)
    run.say("\nTry next:")
    for line, what in tries:
        run.say(f"  {line:<{width}}  {what}")
