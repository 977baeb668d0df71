"""The schedulers of this machine: what each would be told, and telling it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from newscli.core import timers
from newscli.core.errors import UsageError
from newscli.core.timers import Job


class Plan(NamedTuple):
    """What would be done: files to write, whole, by path; then commands to run.

    A crontab is no file of ours: its key is "crontab", and `crontab -` takes it.
    """

    files: Mapping[str, str]
    commands: Sequence[tuple[str, ...]]


class Cron:
    """The user's crontab."""

    name = "cron"

    def is_here(self) -> bool:
        """True where crontabs can be written."""
        return shutil.which("crontab") is not None

    def plan(self, job: Job) -> Plan:
        """The crontab with the job in it."""
        return Plan({"crontab": timers.crontab_with(_crontab(), job)}, [])

    def removal(self, name: str) -> Plan:
        """The crontab without the job."""
        return Plan({"crontab": timers.crontab_without(_crontab(), name)}, [])

    def shown(self, job: Job) -> dict[str, str]:
        """What is new, by where it goes."""
        return {"a line in your crontab": timers.crontab_line(job) + "\n"}

    def found(self, name: str) -> str | None:
        """Where the job is; None where it is not."""
        line = timers.crontab_line_of(_crontab(), name) if self.is_here() else None
        return f"crontab: {line}" if line else None


class Systemd:
    """Timers of the user's own systemd."""

    name = "systemd"

    def is_here(self) -> bool:
        """True where systemd runs for the user."""
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        has_own = bool(runtime) and Path(runtime, "systemd").is_dir()
        return has_own and shutil.which("systemctl") is not None

    def plan(self, job: Job) -> Plan:
        """Two units; then the timer is enabled."""
        return Plan(
            self.shown(job),
            [
                ("systemctl", "--user", "daemon-reload"),
                ("systemctl", "--user", "enable", "--now", f"{job.name}.timer"),
            ],
        )

    def removal(self, name: str) -> Plan:
        """The timer is disabled; then its units go."""
        files = {str(self._unit(name, kind)): "" for kind in ("service", "timer")}
        return Plan(files, [("systemctl", "--user", "disable", "--now", f"{name}.timer")])

    def shown(self, job: Job) -> dict[str, str]:
        """The units, by where they go."""
        return {
            str(self._unit(job.name, "service")): timers.systemd_service(job),
            str(self._unit(job.name, "timer")): timers.systemd_timer(job),
        }

    def found(self, name: str) -> str | None:
        """Where the timer is; None where it is not."""
        unit = self._unit(name, "timer")
        return str(unit) if unit.exists() else None

    def _unit(self, name: str, kind: str) -> Path:
        configured = os.environ.get("XDG_CONFIG_HOME")
        folder = Path(configured) if configured else Path.home() / ".config"
        return folder / "systemd" / "user" / f"{name}.{kind}"


class Launchd:
    """Agents of macOS."""

    name = "launchd"

    def is_here(self) -> bool:
        """True on macOS."""
        return sys.platform == "darwin"

    def plan(self, job: Job) -> Plan:
        """One property list, then loaded."""
        (file,) = files = self.shown(job)
        return Plan(files, [("launchctl", "load", "-w", file)])

    def removal(self, name: str) -> Plan:
        """Unloaded; then its file goes."""
        file = str(self._file(name))
        return Plan({file: ""}, [("launchctl", "unload", "-w", file)])

    def shown(self, job: Job) -> dict[str, str]:
        """The property list, by where it goes."""
        return {str(self._file(job.name)): timers.launchd_plist(job)}

    def found(self, name: str) -> str | None:
        """Where the property list is; None where it is not."""
        file = self._file(name)
        return str(file) if file.exists() else None

    def _file(self, name: str) -> Path:
        return Path.home() / "Library" / "LaunchAgents" / f"{name}.plist"


Scheduler = Cron | Systemd | Launchd
ALL: tuple[Scheduler, ...] = (Launchd(), Systemd(), Cron())


def best() -> Scheduler:
    """The one that suits this machine. Raises UsageError where we know of none."""
    for scheduler in ALL:
        if scheduler.is_here():
            return scheduler
    raise UsageError(
        "no scheduler was found here: no crontab, no systemd of your own, no launchd",
        hint="newscli help cron",
    )


def carry_out(plan: Plan) -> None:
    """Writes the files and runs the commands; an empty text deletes a file, after the commands.

    Raises UsageError, with what the command said, when one fails.
    """
    for name, text in plan.files.items():
        if name == "crontab":
            _run(("crontab", "-"), text)
        elif text:
            _write(Path(name), text)
    for command in plan.commands:
        _run(command, "")
    for name, text in plan.files.items():
        if not text and name != "crontab":
            Path(name).unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{file}: {(error.strerror or str(error)).lower()}") from None


def _run(command: tuple[str, ...], text: str) -> None:
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True)  # noqa: S603
    except OSError as error:
        raise UsageError(f"{command[0]}: {(error.strerror or str(error)).lower()}") from None
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())
        raise UsageError(f"{' '.join(command)}: {said or f'exit {done.returncode}'}")


def _crontab() -> str:
    """The user's crontab; "" where there is none yet."""
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True)  # noqa: S607
    return done.stdout if done.returncode == 0 else ""
