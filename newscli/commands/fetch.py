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
from newscli.storage import db, rules, sources

if TYPE_CHECKING:
    from newscli.core.models import Source
    from newscli.core.ports import Watcher
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
        bool, typer.Option("--force", help="All but those whose server told us to wait.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say who would be asked, and who not, and why.")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Say of each source why it was asked or not, as doctor does."
        ),
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=256, help="Sources asked at a time.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=1, max=600, help="Seconds for one source.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 3 when any source failed.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also fetch the page of each new article.")
    ] = False,
    cron: Annotated[
        bool,
        typer.Option(
            "--cron", help="As -q, and a line only when a source begins to fail or answers again."
        ),
    ] = False,
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for another fetch to end.")
    ] = 0,
) -> None:
    """Ask the sources that are due for news, and keep what is new.

    A source is due by its own rhythm and by what its server and its feed say. Sources that are
    named are asked in any case, unless their server told us to wait. Where a feed has only the
    beginnings of its articles, the pages of new ones are fetched as well, at most fifty.

    Example: newscli fetch --strict --wait 60
    """
    run = current()
    run.quiet = run.quiet or cron
    connection = run.reader() if dry_run else run.editor()
    _articles.require_sources(connection)
    ids = [sources.find(connection, word) for word in source] if source else None
    is_forced = force or ids is not None
    if dry_run:
        plan = _plan(sources.to_fetch(connection, ids), is_forced=is_forced)
        if explain:
            from newscli.commands import _sources_doctor

            _sources_doctor.explain(connection, plan, is_forced=is_forced)
        else:
            _show_plan(plan)
        asked = sum(1 for report in plan if report.outcome == "due")
        run.say(f"{asked} of {len(plan)} sources would be asked")
        return
    lock = db.lock_file(run.settings.paths.database)
    with db.fetch_lock(lock, wait_s=wait) as is_ours:
        if not is_ours:
            error = LockedError("another fetch is running", hint="newscli fetch --wait 60")
            raise typer.Exit(error.exit_code) if cron else error
        chosen = sources.to_fetch(connection, ids)
        newest = rules.newest_id(connection)
        reports, seconds = _fetch(
            connection,
            chosen,
            jobs=jobs,
            timeout_s=timeout,
            is_forced=is_forced,
            is_full=full,
        )
        _afterwards(connection, newest)
    if not explain:
        _show(reports)
    if cron:
        _end_as_cron_wants(chosen, reports, is_strict=strict)
        return
    _say_outcome(reports, seconds=seconds)
    if is_forced:
        _say_waiting(reports)
    elif reports and all(report.outcome == "waiting" for report in reports):
        _say_none_due(reports)
    if explain and (run.form or run.fields or not run.quiet):
        from newscli.commands import _sources_doctor

        _sources_doctor.explain(connection, reports)
    _judge(reports, is_strict=strict)


def _afterwards(connection: sqlite3.Connection, newest: int) -> None:
    """Runs the rules on articles with higher ids, and lets go of old ones."""
    if rules.newest_id(connection) > newest:
        from newscli.commands import _rules

        _rules.run_on_new(connection, newest)
    settings = current().settings
    if settings.keep_days or settings.keep_articles:
        from newscli.commands import _db_prune

        _db_prune.after_fetch(connection)


def _fetch(
    connection: sqlite3.Connection,
    chosen: "Sequence[Source]",
    *,
    jobs: int | None,
    timeout_s: float | None,
    is_forced: bool,
    is_full: bool,
) -> "tuple[list[Report], float]":
    from newscli.commands import _fetching

    run = current()
    begun = time.monotonic()
    with ExitStack() as stack:
        # Its processes start while this one loads what asks servers.
        reader = _fetching.open_reader(chosen)
        stack.callback(reader.close)
        net = stack.enter_context(_fetching.connected(connection, jobs=jobs, timeout_s=timeout_s))
        watcher: Watcher = _fetching.Nobody()
        if sys.stderr.isatty() and not run.quiet:
            from newscli.render.fetch import Progress

            watcher = stack.enter_context(Progress(total=len(chosen), now=run.now))
        reports = _fetching.fetch(
            connection,
            net,
            chosen,
            now=run.now,
            is_forced=is_forced,
            is_full=is_full,
            watcher=watcher,
            reader=reader,
        )
    return reports, time.monotonic() - begun


def _show(reports: "Sequence[Report]") -> None:
    """Every outcome on stdout, for a program."""
    run = current()
    if run.form or run.fields or (run.is_machine and not run.quiet):
        from newscli.render import records

        _output.write(map(records.report, reports), columns=records.REPORT_COLUMNS)
        sys.stdout.flush()


def _say_outcome(reports: "Sequence[Report]", *, seconds: float) -> None:
    """The failures and one summary line on stderr."""
    run = current()
    if sys.stderr.isatty() and not run.quiet:
        from newscli.render import fetch as screen

        screen.outcome(reports, seconds=seconds, now=run.now)
        return
    from newscli.core.fetch import is_offline
    from newscli.render import fetch_text

    for report in () if is_offline(reports) else reports:
        if report.is_failure:
            complain(f"newscli: {fetch_text.failure_text(report, now=run.now)}")
    run.say(fetch_text.summary_text(reports, seconds=seconds))


def _end_as_cron_wants(
    chosen: "Sequence[Source]", reports: "Sequence[Report]", *, is_strict: bool
) -> None:
    """Says what changed, and leaves with the exit code alone of what was said before."""
    from newscli.render import fetch_text

    problems = {row.id: row.problem for row in chosen}
    for line in fetch_text.change_lines(problems, reports, now=current().now):
        complain(f"newscli: {line}")
    try:
        _judge(reports, is_strict=is_strict)
    except (AllFailedError, StrictError) as error:
        raise typer.Exit(error.exit_code) from None


def _plan(chosen: "Sequence[Source]", *, is_forced: bool) -> "list[Report]":
    """Who would be asked, and who not."""
    from newscli.core import fetch, schedule

    now = current().now
    waits = [(row, schedule.waits(row, now=now, is_forced=is_forced)) for row in chosen]
    return [fetch.waiting(row, wait) if wait else fetch.due(row) for row, wait in waits]


def _show_plan(plan: "Sequence[Report]") -> None:
    run = current()
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.report, plan), columns=records.REPORT_COLUMNS)
        return
    from newscli.render import doctor as screen
    from newscli.render.screen import console, page

    terminal = console()
    page(terminal, screen.plan(plan, width=terminal.width, now=run.now))


def _say_waiting(reports: "Sequence[Report]") -> None:
    """Why a source that was meant was not asked: its server said when."""
    from newscli.render.fetch_text import failure_text

    run = current()
    for report in reports:
        if report.outcome == "waiting":
            run.say(f"not asked, as its server wants: {failure_text(report, now=run.now)}")


def _say_none_due(reports: "Sequence[Report]") -> None:
    from newscli.render.times import until

    run = current()
    first = min((report.next_at for report in reports if report.next_at), default=run.now)
    run.say(f"no source is due; the next one {until(first, run.now)}; --force asks all the same")


def _judge(reports: "Sequence[Report]", *, is_strict: bool) -> None:
    """Raises AllFailedError or StrictError where the outcome asks for it."""
    from newscli.core.fetch import is_offline

    asked = [report for report in reports if report.outcome != "waiting"]
    failed = [report for report in asked if report.is_failure]
    if is_offline(reports):
        raise AllFailedError("no source could be reached: is this machine online?")
    if failed and len(failed) == len(asked):
        whole = "the one source asked" if len(asked) == 1 else f"all {len(asked)} sources asked"
        raise AllFailedError(f"{whole} failed", hint="newscli sources doctor")
    if failed and is_strict:
        raise StrictError(f"{len(failed)} of {len(asked)} sources failed (--strict)")
