"""`newscli fetch`: ask the sources for news."""

import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from newscli.commands import _articles, _output
from newscli.core.errors import AllFailedError, LockedError, StrictError
from newscli.invocation import complain, current
from newscli.storage import db, sources

if TYPE_CHECKING:
    from newscli.core.models import Source
    from newscli.core.report import Report


def command(
    source: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Only these: id, title or part of it, URL.",
            autocompletion=_articles.complete_sources,
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also those that we leave alone after failures.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=64, help="Sources asked at a time.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=1, max=600, help="Seconds for one source.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 3 when any source failed.")
    ] = False,
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for another fetch to end.")
    ] = 0,
) -> None:
    """Ask the sources for news, and keep what is new.

    Example: newscli fetch --strict --wait 60
    """
    run = current()
    connection = run.reader()
    _articles.require_sources(connection)
    ids = [sources.find(connection, word) for word in source] if source else None
    lock = run.settings.paths.database
    with db.fetch_lock(lock.with_name(f"{lock.name}.fetch-lock"), wait_s=wait) as is_ours:
        if not is_ours:
            raise LockedError("another fetch is running", hint="newscli fetch --wait 60")
        chosen = sources.to_fetch(connection, ids)
        reports, seconds = _fetch(
            connection, chosen, jobs=jobs, timeout_s=timeout, is_forced=force or ids is not None
        )
    _show(reports, seconds=seconds)
    if force or ids:
        _say_waiting(reports)
    _judge(reports, is_strict=strict)


def _fetch(
    connection: sqlite3.Connection,
    chosen: "Sequence[Source]",
    *,
    jobs: int | None,
    timeout_s: float | None,
    is_forced: bool,
) -> "tuple[list[Report], float]":
    from newscli.commands import _fetching, _world

    run = current()
    jobs = jobs or run.settings.fetch_jobs
    begun = time.monotonic()
    with ExitStack() as stack:
        proxy = stack.enter_context(_world.serve(connection)) if run.is_demo else None
        net = stack.enter_context(
            _fetching.open_net(
                run.settings, now=run.now, jobs=jobs, timeout_s=timeout_s, proxy=proxy
            )
        )
        watcher: _fetching.Watcher = _fetching.Nobody()
        if sys.stderr.isatty() and not run.quiet:
            from newscli.render.fetch import Progress

            watcher = stack.enter_context(Progress(total=len(chosen), now=run.now))
        reports = _fetching.fetch(
            connection, net, chosen, jobs=jobs, now=run.now, is_forced=is_forced, watcher=watcher
        )
    return reports, time.monotonic() - begun


def _show(reports: "Sequence[Report]", *, seconds: float) -> None:
    """Every outcome on stdout for a program; failures and one summary line on stderr."""
    run = current()
    if run.form or run.fields or (run.is_machine and not run.quiet):
        from newscli.render import records

        _output.write(map(records.report, reports), columns=records.REPORT_COLUMNS)
        sys.stdout.flush()
    if sys.stderr.isatty() and not run.quiet:
        from newscli.render import fetch as screen

        screen.outcome(reports, seconds=seconds, now=run.now)
        return
    from newscli.render import fetch_text

    for report in reports:
        if report.is_failure:
            complain(f"newscli: {fetch_text.failure_text(report, now=run.now)}")
    run.say(fetch_text.summary_text(reports, seconds=seconds))


def _say_waiting(reports: "Sequence[Report]") -> None:
    """Why a source that was meant was not asked: its server said when."""
    from newscli.render.fetch_text import failure_text

    run = current()
    for report in reports:
        if report.outcome == "waiting":
            run.say(f"not asked, as its server wants: {failure_text(report, now=run.now)}")


def _judge(reports: "Sequence[Report]", *, is_strict: bool) -> None:
    """Raises AllFailedError or StrictError where the outcome asks for it."""
    from newscli.core.fetch import is_offline

    asked = [report for report in reports if report.outcome != "waiting"]
    failed = [report for report in asked if report.is_failure]
    if is_offline(reports):
        raise AllFailedError("no source could be reached: is this machine online?")
    if failed and len(failed) == len(asked):
        whole = "the one source asked" if len(asked) == 1 else f"all {len(asked)} sources asked"
        raise AllFailedError(f"{whole} failed", hint="newscli sources list")
    if failed and is_strict:
        raise StrictError(f"{len(failed)} of {len(asked)} sources failed (--strict)")
