"""`newscli schedule`: fetching by itself, by whatever this machine has for that."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newscli.commands import _output, _schedulers
from newscli.core.errors import UsageError
from newscli.core.timers import EVERY_S, Job
from newscli.core.typed import typed
from newscli.invocation import complain, current

app = typer.Typer(
    rich_markup_mode=None,
    help="Fetch by itself, every so often. Without a command: say whether it does.\n\n"
    "Example: newscli schedule install --every 30m",
)


class Using(StrEnum):
    """Who starts the fetch."""

    auto = "auto"
    cron = "cron"
    systemd = "systemd"
    launchd = "launchd"


_Using = Annotated[Using, typer.Option("--using", help="Who starts it; auto: what is here.")]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """Say whether a fetch is scheduled when no command is given."""
    if ctx.invoked_subcommand is None:
        status()


@app.command()
def install(
    every: Annotated[
        str,
        typer.Option(
            "--every",
            metavar="TIME",
            help=f"How often: {', '.join(EVERY_S)}.",
            autocompletion=lambda: list(EVERY_S),
        ),
    ] = "15m",
    using: _Using = Using.auto,
    yes: _Yes = False,
) -> None:
    """Have the sources asked by a timer of systemd, cron or launchd. Shows the text, then asks.

    Each source is still asked only when it is due; see newscli help cron.

    Example: newscli schedule install --every 30m
    """
    if every not in EVERY_S:
        raise UsageError(f'--every is "{every}", must be one of {", ".join(EVERY_S)}')
    scheduler = _scheduler(using)
    job = Job(_name(), _command(), _environment(), EVERY_S[every])
    for where, text in scheduler.shown(job).items():
        complain(f"{where}:\n\n{text}")
    plan = scheduler.plan(job)
    for command in plan.commands:
        complain(f"then: {' '.join(command)}")
    _confirm("Install this?", is_agreed=yes)
    _schedulers.carry_out(plan)
    _report("installed", scheduler)


@app.command()
def remove(yes: _Yes = False) -> None:
    """Take away what install has put there. Asks first.

    Example: newscli schedule remove
    """
    found = [(one, where) for one in _schedulers.ALL if (where := one.found(_name()))]
    if not found:
        current().say("no fetch is scheduled")
    for scheduler, where in found:
        complain(where)
        _confirm("Remove this?", is_agreed=yes)
        _schedulers.carry_out(scheduler.removal(_name()))
    _report("removed", *(scheduler for scheduler, _ in found))


@app.command()
def status() -> None:
    """Say whether a fetch is scheduled, and by what. Exits 1 when none is.

    Example: newscli schedule status
    """
    rows = [
        {"using": one.name, "where": where}
        for one in _schedulers.ALL
        if (where := one.found(_name()))
    ]
    _output.write(rows, columns=("using", "where"))
    if not rows:
        current().say("no fetch is scheduled; " + typed("newscli schedule install"))
        sys.stdout.flush()
        raise typer.Exit(1)


def _scheduler(using: Using) -> _schedulers.Scheduler:
    if using == Using.auto:
        return _schedulers.best()
    return next(one for one in _schedulers.ALL if one.name == using)


def _name() -> str:
    """What the job is called: a profile has its own."""
    profile = current().profile
    return f"newscli-{profile}" if profile else "newscli"


def _command() -> tuple[str, ...]:
    """This newscli by its whole path, with the options that say which database is meant."""
    run = current()
    started = Path(sys.argv[0])
    program = (
        (str(started.absolute()),)
        if started.name == "newscli" and os.access(started, os.X_OK)
        else (sys.executable, "-m", "newscli")
    )
    given = {"--profile": run.profile, "--db": run.database, "--config": run.config}
    options: list[str] = []
    for name, value in given.items():
        if value:
            options += [name, str(value.absolute() if isinstance(value, Path) else value)]
    return (*program, *options, "fetch", "--cron", "--wait", "60")


def _environment() -> dict[str, str]:
    """What the job must know to find the same files."""
    home = os.environ.get("NEWSCLI_HOME")
    return {"NEWSCLI_HOME": str(Path(home).expanduser().absolute())} if home else {}


def _confirm(question: str, *, is_agreed: bool) -> None:
    """Asks on a terminal. Raises UsageError where nobody can be asked and --yes is not given."""
    if is_agreed:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("nothing was changed: here nobody can be asked", hint="add --yes")
    typer.confirm(question, abort=True, err=True)


def _report(change: str, *schedulers: _schedulers.Scheduler) -> None:
    run = current()
    if run.form or run.fields:
        rows = [{"using": one.name, "change": change} for one in schedulers]
        _output.write(rows, columns=("using", "change"))
    for one in schedulers:
        run.say(f"{change}: {one.name}")
