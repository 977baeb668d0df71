"""A fetch as it happens, on a terminal's stderr."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from urllib.parse import urlsplit

from rich.console import RenderableType
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from newscli.core.fetch import is_offline
from newscli.core.report import Report
from newscli.render.blocks import fold
from newscli.render.cells import bare, clip, drawable
from newscli.render.fetch_text import next_text, summary_parts
from newscli.render.headlines import add, hints
from newscli.render.screen import console

_NAME = 20
_UNITS = (" s", " B", "kB", "MB")


class _Bar(Bar):
    """The bar, and below it the hosts that are being asked."""

    hosts: Callable[[], str] = str

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar's table, then a dim line of its own."""
        yield self.make_tasks_table(self.tasks)
        yield Text(self.hosts(), "faint", no_wrap=True, overflow="crop")


class Progress:
    """A bar, a line for each source with news, and the hosts in flight."""

    def __init__(self, *, total: int, now: int) -> None:
        self._console = console(stderr=True)
        self._now = now
        self._lock = threading.Lock()
        self._asked: dict[str, str] = {}
        self._counts = Counter[str]()
        self._bar = _Bar(
            TextColumn("Fetching"),
            BarColumn(
                bar_width=max(min(24, self._console.width - 52), 4),
                complete_style="fine",
                finished_style="fine",
            ),
            TextColumn("{task.completed}/{task.total}", style="bold"),
            TextColumn("{task.fields[new]} new", style="fine"),
            TextColumn("{task.fields[failed]} failed", style="problem"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._bar.hosts = self.hosts
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

    def drawn(self) -> RenderableType:
        """The bar as it stands now."""
        return self._bar.get_renderable()

    def hosts(self) -> str:
        """The hosts that are being asked, as much of them as a line holds."""
        with self._lock:
            hosts = Counter(self._asked.values())
        names = (f"{host} ({n})" if n > 1 else host for host, n in hosts.items())
        return clip(drawable(f"… {', '.join(names)}" if hosts else ""), self._console.width)

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
    for line in summary(reports, seconds=seconds, width=terminal.width):
        terminal.print(line)


def summary(reports: Sequence[Report], *, seconds: float, width: int) -> Iterator[Text]:
    """What a fetch came to in one sentence, and what to type next."""
    line = Text()
    for number, part in enumerate(summary_parts(reports, seconds=seconds)):
        line.append(" · " if number else "", "faint")
        line.append(part, _part_style(number, part))
    yield from fold(line, width)
    asked_for = {
        "newscli": any(report.new for report in reports),
        "newscli sources doctor": any(report.is_failure for report in reports),
    }
    if commands := [command for command, is_needed in asked_for.items() if is_needed]:
        yield hints(commands, width)


def _part_style(number: int, part: str) -> str:
    if number == 0:
        return "" if part.startswith("0 ") else "fine"
    return "problem" if part.endswith("failed") else "faint" if part[-2:] in _UNITS else ""


def report_line(report: Report, *, width: int, now: int) -> Text:
    """One source's outcome in a line: its newest title, or its problem and what happens next."""
    line = Text()
    line.append("✗ " if report.is_failure else "✓ ", "problem" if report.is_failure else "fine")
    name = clip(drawable(bare(report.source)), _NAME)
    add(line, name, _NAME, "" if report.is_failure else "publisher")
    if report.is_failure:
        line.append("  " + clip(drawable(report.problem or ""), max(width - 26, 8)), "problem")
        next_ = next_text(report, now=now).removeprefix("asked ")
        line.append(clip(f"  {next_}", max(width - line.cell_len, 0)), "faint")
    else:
        line.append(f"{'+' + str(report.new):>6}  ", "fine")
        title = drawable(report.newest[0]) if report.newest else ""
        line.append(clip(title, max(width - line.cell_len, 0)))
    return line
