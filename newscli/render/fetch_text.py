"""What a fetch says, in plain lines."""

from collections.abc import Iterator, Mapping, Sequence

from newscli.core.fetch import is_offline
from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.render.times import until

_FEW = 3  # sources that are back are named; more are counted


def failure_text(report: Report, *, now: int) -> str:
    """One failure: who, why, and what happens next."""
    return f"{one_line(report.source)}: {report.problem}; {next_text(report, now=now)}"


def change_lines(
    problems: Mapping[int, str | None], reports: Sequence[Report], *, now: int
) -> Iterator[str]:
    """What began or ended with a fetch: a line for each source that fails and did not before, and
    for each that answers again; one for all where this machine is offline, or many are back.

    `problems` are those of the sources before the fetch, by source id; None where all was well.
    """
    asked = [report for report in reports if report.outcome not in ("waiting", "due")]
    begun = [row for row in asked if row.is_failure and problems.get(row.source_id) is None]
    if begun and is_offline(reports):
        yield "no source could be reached: is this machine online?"
    else:
        yield from (failure_text(report, now=now) for report in begun)
    back = [row for row in asked if not row.is_failure and problems.get(row.source_id)]
    if len(back) > _FEW:
        yield f"{len(back)} sources answer again"
    else:
        yield from (f"{one_line(report.source)}: answers again" for report in back)


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
    among = "1 source" if len(reports) == 1 else f"{len(reports)} sources"
    among = f"{with_news} of {among}" if new and len(reports) > 1 else among
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
