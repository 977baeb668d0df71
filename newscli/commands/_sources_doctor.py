"""`newscli sources doctor`, and what `newscli fetch --explain` shows of the same."""

import shlex
import sqlite3
from collections.abc import Sequence
from typing import Annotated

import typer

from newscli.commands import _articles, _output
from newscli.core import advice
from newscli.core.models import Source
from newscli.core.report import Report
from newscli.invocation import current
from newscli.storage import sources

_STATES = ("needs you", "fails", "rests", "well")


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
) -> None:
    """Say why each source was asked or not, how it has been doing, and what to do about it.

    Those that need you come first. Nothing is asked.

    Example: newscli sources doctor Lobsters
    """
    connection = current().reader()
    _articles.require_sources(connection)
    ids = [sources.find(connection, word) for word in source or ()]
    rows = sources.all_sources(connection)
    _show([_diagnosis(connection, row) for row in rows if row.id in ids or not ids])


def explain(
    connection: sqlite3.Connection, reports: Sequence[Report], *, is_forced: bool = False
) -> None:
    """Shows the same of each source of a fetch, asked or not; `is_forced` is for one to come."""
    known = {report.source_id: report for report in reports}
    _show(
        [
            _diagnosis(connection, row, known[row.id], is_forced=is_forced)
            for row in sources.all_sources(connection)
            if row.id in known
        ]
    )


def _diagnosis(
    connection: sqlite3.Connection,
    row: Source,
    report: Report | None = None,
    *,
    is_forced: bool = False,
) -> advice.Diagnosis:
    run = current()
    return advice.diagnose(
        row,
        sources.visits(connection, row.id),
        sources.former_urls(connection, row.id),
        now=run.now,
        newscli=_program(),
        report=report,
        is_forced=is_forced,
    )


def _program() -> str:
    """The program with the options that lead to this run's sources: a command is often copied."""
    run = current()
    options = {"--profile": run.profile, "--config": run.config, "--db": run.database}
    given = [f"{name} {shlex.quote(str(value))}" for name, value in options.items() if value]
    return " ".join(["newscli", *given])


def _show(rows: Sequence[advice.Diagnosis]) -> None:
    """Those that need the user first, else by folder and title."""
    run = current()
    rows = sorted(rows, key=lambda row: _STATES.index(advice.state(row.source, row.advice)))
    if run.is_machine:
        from newscli.render import records

        record = records.diagnosis if run.form else records.diagnosis_row
        _output.write(map(record, rows), columns=records.DIAGNOSIS_COLUMNS)
        return
    from newscli.render import doctor as screen
    from newscli.render.screen import console, page

    terminal = console()
    page(terminal, screen.doctor(rows, width=terminal.width, now=run.now))
