"""What a scheduler is told, as text: crontab(5), systemd.timer(5), launchd.plist(5)."""

import plistlib
import re
import shlex
from collections.abc import Mapping
from typing import NamedTuple

EVERY_S: Mapping[str, int] = {
    "5m": 300, "10m": 600, "15m": 900, "20m": 1200, "30m": 1800,
    "1h": 3600, "2h": 7200, "3h": 10_800, "4h": 14_400, "6h": 21_600, "8h": 28_800, "12h": 43_200,
    "1d": 86_400,
}  # fmt: skip
"""How often a fetch may be scheduled, in seconds: what divides an hour or a day, as cron needs."""

_WRITTEN = "written by newscli schedule; newscli schedule remove takes it away"
_CRON_MINUTE = 7  # of an hour: not with all the rest of the world
_DAY_HOUR = 6


class Job(NamedTuple):
    """A command to be run every so many seconds; `name` tells it from other jobs of ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    every_s: int


def crontab_line(job: Job) -> str:
    """The line of a crontab; a "%" would end the command there, so it is escaped."""
    minutes, hours = job.every_s // 60, job.every_s // 3600
    if minutes < 60:
        when = f"*/{minutes} * * * *"
    elif hours < 24:
        when = f"{_CRON_MINUTE} */{hours} * * *" if hours > 1 else f"{_CRON_MINUTE} * * * *"
    else:
        when = f"{_CRON_MINUTE} {_DAY_HOUR} * * *"
    words = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    command = " ".join([*words, shlex.join(job.command)])
    return f"{when}  {command}".replace("%", "\\%")


def crontab_with(crontab: str, job: Job) -> str:
    """A crontab in which the job has its line, at the end; the rest stays as it is."""
    kept = crontab_without(crontab, job.name)
    kept += "\n" if kept and not kept.endswith("\n") else ""
    return f"{kept}{_mark(job.name)}\n{crontab_line(job)}\n"


def crontab_without(crontab: str, name: str) -> str:
    """A crontab without that job's line."""
    return re.sub(rf"^{re.escape(_mark(name))}\n.*\n?", "", crontab, flags=re.MULTILINE)


def crontab_line_of(crontab: str, name: str) -> str | None:
    """That job's line in a crontab; None where it has none."""
    found = re.search(rf"^{re.escape(_mark(name))}\n(.*)", crontab, flags=re.MULTILINE)
    return found[1] if found else None


def _mark(name: str) -> str:
    return f"# {name}: {_WRITTEN}"


def systemd_service(job: Job) -> str:
    """The unit that a timer starts. That sources failed (3, 4) or another fetch ran (75) is no
    failure of the unit."""
    environment = "".join(
        f"Environment={_systemd_quoted(f'{name}={value}')}\n"
        for name, value in job.environment.items()
    )
    command = " ".join(_systemd_quoted(word).replace("$", "$$") for word in job.command)
    return f"""# {_WRITTEN}
[Unit]
Description=newscli asks its sources for news

[Service]
Type=oneshot
{environment}ExecStart={command}
SuccessExitStatus=3 4 75
"""


def systemd_timer(job: Job) -> str:
    """The timer: a minute after login, then every so often, also for the time slept through."""
    return f"""# {_WRITTEN}
[Unit]
Description=newscli asks its sources for news

[Timer]
OnActiveSec=1min
OnUnitActiveSec={job.every_s // 60}min
RandomizedDelaySec=30

[Install]
WantedBy=timers.target
"""


def _systemd_quoted(word: str) -> str:
    """A word as systemd.syntax(7) reads it; "%" would begin a specifier."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if re.fullmatch(r"[\w@/.:=,+-]+", escaped) else f'"{escaped}"'


def launchd_plist(job: Job) -> str:
    """The property list of an agent that runs at login and every so often."""
    facts: dict[str, object] = {
        "Label": job.name,
        "ProgramArguments": list(job.command),
        "RunAtLoad": True,
        "StartInterval": job.every_s,
    }
    if job.environment:
        facts["EnvironmentVariables"] = dict(job.environment)
    text = plistlib.dumps(facts).decode().replace("\t", "  ")
    return text.replace("<plist", f"<!-- {_WRITTEN} -->\n<plist", 1)
