"""What a fetch says, in plain lines."""

from collections.abc import Sequence

from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.render.times import until


def failure_text(report: Report, *, now: int) -> str:
    """One failure: who, why, and what happens next."""
    return f"{one_line(report.source)}: {report.problem}; {next_text(report, now=now)}"


def next_text(report: Report, *, now: int) -> str:
    """What happens next with a source that failed."""
    if report.outcome == "gone":
        return "not asked again"
    if report.next_at is None:
        return "asked again at the next fetch"
    return f"asked again {until(report.next_at, now)}"


def summary_text(reports: Sequence[Report], *, seconds: float) -> str:
    """The last line: 37 new in 11 of 48 sources · 35 unchanged · 2 failed · 4.1 s · 1.3 MB."""
    return " · ".join(summary_parts(reports, seconds=seconds))


def summary_parts(reports: Sequence[Report], *, seconds: float) -> list[str]:
    """The parts of the last line; what counts nothing is left out, but for the new."""
    new = sum(report.new for report in reports)
    with_news = sum(1 for report in reports if report.new)
    among = f"{with_news} of {len(reports)} sources" if new else f"{len(reports)} sources"
    parts = [f"{new} new in {among}"]
    counts = {
        "edited": sum(report.changed for report in reports),
        "unchanged": sum(1 for report in reports if report.outcome == "unchanged"),
        "failed": sum(1 for report in reports if report.is_failure),
        "not due": sum(1 for report in reports if report.outcome == "waiting"),
    }
    parts += [f"{number} {what}" for what, number in counts.items() if number]
    return [*parts, f"{seconds:.1f} s", size(sum(report.size_bytes for report in reports))]


def size(size_bytes: int) -> str:
    """So many bytes: 999 B, 12 kB, 1.3 MB."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes // 1000} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
