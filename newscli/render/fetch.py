"""A fetch as it happens, on a terminal's stderr."""

import threading
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from urllib.parse import urlsplit

from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from newscli.core.fetch import is_offline
from newscli.core.report import Report
from newscli.render.cells import bare, clip, drawable
from newscli.render.fetch_text import next_text, summary_parts
from newscli.render.headlines import add
from newscli.render.screen import console

_NAME = 20


class _Hosts(ProgressColumn):
    """The hosts that are being asked."""

    def __init__(self, progress: "Progress") -> None:
        super().__init__()
        self._progress = progress

    def render(self, task: Task) -> Text:
        return Text(self._progress.hosts(), "faint", no_wrap=True)


class Progress:
    """A bar, a line for each source with news, and the hosts in flight."""

    def __init__(self, *, total: int, now: int) -> None:
        self._console = console(stderr=True)
        self._now = now
        self._lock = threading.Lock()
        self._asked: dict[str, str] = {}
        self._counts = Counter[str]()
        self._bar = Bar(
            TextColumn("Fetching"),
            BarColumn(bar_width=24, complete_style="fine", finished_style="fine"),
            TextColumn("{task.completed}/{task.total}", style="bold"),
            TextColumn("{task.fields[new]} new", style="fine"),
            TextColumn("{task.fields[failed]} failed", style="problem"),
            TimeElapsedColumn(),
            _Hosts(self),
            console=self._console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total, new=0, failed=0)

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def hosts(self) -> str:
        """The hosts that are being asked, as much of them as a line holds."""
        with self._lock:
            hosts = Counter(self._asked.values())
        names = (f"{host} ({n})" if n > 1 else host for host, n in hosts.items())
        return clip(drawable(", ".join(names)), max(self._console.width - 72, 0))

    def started(self, url: str) -> None:
        """A source is being asked; called from any thread."""
        with self._lock:
            self._asked[url] = urlsplit(url).hostname or "this machine"

    def answered(self, url: str) -> None:
        """An article's page has come in, or will not."""
        with self._lock:
            self._asked.pop(url, None)

    def done(self, report: Report) -> None:
        """A source's outcome is known and stored."""
        with self._lock:
            self._asked.pop(report.url, None)
        self._counts["new"] += report.new
        self._counts["failed"] += report.is_failure
        self._bar.update(
            self._task, advance=1, new=self._counts["new"], failed=self._counts["failed"]
        )
        if report.new:
            self._bar.console.print(report_line(report, width=self._console.width, now=self._now))


def outcome(reports: Sequence[Report], *, seconds: float, now: int) -> None:
    """Prints what a fetch came to: a line for each failure, then the summary.

    A thousand failures of this machine's own network are not a line each.
    """
    terminal = console(stderr=True)
    for report in () if is_offline(reports) else reports:
        if report.is_failure:
            terminal.print(report_line(report, width=terminal.width, now=now))
    line = Text()
    for number, part in enumerate(summary_parts(reports, seconds=seconds)):
        line.append(" · " if number else "", "faint")
        line.append(part, "fine" if number == 0 else "problem" if "failed" in part else "")
    terminal.print(line)


def report_line(report: Report, *, width: int, now: int) -> Text:
    """One source's outcome in a line: its newest title, or its problem and what happens next."""
    line = Text()
    line.append("✗ " if report.is_failure else "✓ ", "problem" if report.is_failure else "fine")
    name = clip(drawable(bare(report.source)), _NAME)
    add(line, name, _NAME, "" if report.is_failure else "publisher")
    if report.is_failure:
        line.append("  " + clip(drawable(report.problem or ""), max(width - 26, 8)), "problem")
        line.append(clip(f"  {next_text(report, now=now)}", max(width - line.cell_len, 0)), "faint")
    else:
        line.append(f"{'+' + str(report.new):>6}  ", "fine")
        title = drawable(report.newest[0]) if report.newest else ""
        line.append(clip(title, max(width - line.cell_len, 0)))
    return line
