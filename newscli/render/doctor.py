"""Why each source was asked or not, and what to do about it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from newscli.core import advice as advice_
from newscli.core import schedule
from newscli.core.advice import Diagnosis
from newscli.core.models import Source
from newscli.core.report import Report
from newscli.core.urls import shown_url
from newscli.render.cells import bare, clip, drawable, isolate, wrap
from newscli.render.headlines import add, spread
from newscli.render.sources import MARKS, history, next_words
from newscli.render.times import age, until

_LABEL = 10
_MANY = 10
_BRIEF_VISITS = 10
_PART = re.compile(r"(?:'[^']*'|\S)+")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMED = {"needs you": ("needs you", "need you"), "fails": ("fails", "fail")}
_NAMED |= {"rests": ("rests", "rest"), "well": ("is well", "are well")}
_SHORT_REASONS = {
    "retry-after": "its server said so (Retry-After)",
    "back-off": "it failed; longer each time",
    "max-age": "its server's Cache-Control or Expires",
    "ttl": "the feed's ttl or updatePeriod",
    "skip": "the feed's skipHours or skipDays",
    "interval": "your own interval for it",
    "rhythm": "no news likely before, by its rhythm",
}
"""schedule.REASONS for a column that is too narrow for them."""


def doctor(rows: Sequence[Diagnosis], *, width: int, now: int) -> Iterator[Text]:
    """A few lines a source: its last visit, the next, why, and what to do.

    Of many sources, those that are well take a line each.
    """
    if len(rows) > 1:
        yield _summary(rows, width)
    is_brief = len(rows) > _MANY
    well = [row for row in rows if is_brief and row.advice.code == "healthy"]
    for number, row in enumerate(row for row in rows if row not in well):
        if number or len(rows) > 1:
            yield Text()
        yield from _diagnosis(row, width=width, now=now)
    if well:
        yield Text()
        yield from _brief(well, width=width, now=now)


def _brief(rows: Sequence[Diagnosis], *, width: int, now: int) -> Iterator[Text]:
    """A line for each source that is well: its last visits, what came of the last, the next."""
    glyph, style = MARKS["well"]
    ids = max(len(str(row.source.id)) for row in rows)
    name = 30 if width >= 100 else min(22, max(width - ids - 18, 8))
    for row in rows:
        line = Text.assemble((glyph, style), " ", (f"{row.source.id:>{ids}}  ", "id"))
        add(line, clip(drawable(bare(shown_url(row.source.title))), name), name, "publisher")
        if width >= 70:
            symbols = row.history[-_BRIEF_VISITS:]
            line.append("  ")
            line.append_text(history(row.visits[-_BRIEF_VISITS:], width=len(symbols)))
            line.append(" " * (_BRIEF_VISITS - len(symbols)))
        soon = until(row.wait.until, now) if row.wait else "at the next fetch"
        last = f"{_outcome(row)}, {_when(row.source.asked_at or now, now)}; " if width >= 70 else ""
        facts = f"  {last}next {soon}"
        line.append(clip(facts, max(width - line.cell_len, 0)), "faint")
        yield line


def _summary(rows: Sequence[Diagnosis], width: int) -> Text:
    states = Counter(advice_.state(row.source, row.advice) for row in rows)
    line = Text.assemble((str(len(rows)), "bold"), " sources")
    for name, (glyph, style) in MARKS.items():
        if number := states[name]:
            line.append("  ")
            line.append(f"{glyph} {number} {_NAMED[name][number > 1]}", style)
    return line if line.cell_len <= width else Text(clip(line.plain, width))


def _diagnosis(row: Diagnosis, *, width: int, now: int) -> Iterator[Text]:
    source, advice = row.source, row.advice
    state = advice_.state(source, advice)
    yield _head(row, state, width)
    for name, text in _facts(row, now=now):
        yield from _field(name, text, width=width)
    if row.visits:
        yield _labelled("visits", history(row.visits, width=width - _LABEL))
    for url, until_at in row.former_urls:
        when = f", until {_when(until_at, now)}"
        address = clip(drawable(shown_url(url)), max(width - _LABEL - len(when), 8))
        yield _labelled("was at", Text(address + when, "faint"))
    if advice.code == "healthy":
        return
    style = "problem" if state == "needs you" else "bold"
    yield from _field("advice", advice.words, width=width, style=style)
    if advice.command:
        yield from _command(advice.command, width=width)


def _head(row: Diagnosis, state: str, width: int) -> Text:
    glyph, style = MARKS[state]
    number = str(row.source.id)
    title = clip(drawable(bare(shown_url(row.source.title))), width - len(number) - 4)
    line = Text.assemble((glyph, style), " ", (number, "id"), "  ", (isolate(title), "publisher"))
    is_healthy = row.advice.code == "healthy"
    return spread(line, Text("nothing to do", "faint"), width) if is_healthy else line


def _facts(row: Diagnosis, *, now: int) -> Iterator[tuple[str, str]]:
    """What is known of the last time and of the next, each with its label."""
    if row.outcome == "waiting":
        yield "asked", "not in this fetch"
    yield "last", _last(row, now=now)
    if said := _said(row.source, now=now):
        yield "server", said
    if row.note:
        yield "next", f"at the next fetch: {row.note}"
    elif row.outcome == "due":
        yield "next", "now: it would be asked"
    else:
        yield "next", next_words(row.source, row.wait, now=now)


def _last(row: Diagnosis, *, now: int) -> str:
    """What came of the last visit, and for how long it has been so."""
    source = row.source
    if source.asked_at is None:
        return "never asked"
    words = f"{_when(source.asked_at, now)}: {_outcome(row)}"
    if row.status and not (source.problem or "").startswith("HTTP"):
        words += f", HTTP {row.status}"
    if source.failures > 1:
        words += f", {source.failures} times in a row"
    if source.failures and source.answered_at is not None:
        words += f"; last answered {_when(source.answered_at, now)}"
    return words


def _outcome(row: Diagnosis) -> str:
    if row.source.problem is not None:
        return row.source.problem
    if not row.visits:
        return "it answered"
    visit = row.visits[-1]
    if visit.outcome != "new":
        return visit.problem or visit.outcome
    parts = [f"{visit.new} new"] if visit.new or not visit.changed else []
    parts += [f"{visit.changed} edited"] if visit.changed else []
    return ", ".join(parts)


def _said(source: Source, *, now: int) -> str:
    """What the server and the feed said of when to ask."""
    parts: list[str] = []
    if source.wait_until is not None:
        is_over = source.wait_until <= now
        parts.append(f"Retry-After {'over' if is_over else until(source.wait_until, now)}")
    if source.next_why == "max-age" and source.next_at and source.asked_at:
        parts.append(f"max-age {_span(source.next_at - source.asked_at)}")
    if source.every_s:
        parts.append(f"ttl {_span(source.every_s)}")
    parts += _skipped(source)
    return " · ".join(parts)


def _skipped(source: Source) -> list[str]:
    parts = [f"skipHours {source.skip_hours.replace(',', ' ')} UTC"] if source.skip_hours else []
    if source.skip_days:
        days = [_DAY_NAMES[int(day) % 7] for day in source.skip_days.split(",")]
        parts.append(f"skipDays {' '.join(days)}")
    return parts


def _when(at: int, now: int) -> str:
    """A time in a sentence: just now, 18m ago, 13 Jun."""
    text = age(at, now)
    if text == "now":
        return "just now"
    return f"{text} ago" if text[-1:] in "mhd" and text[:1].isdigit() else text


def _span(seconds: int) -> str:
    return until(seconds, 0).removeprefix("in ")


def _field(name: str, text: str, *, width: int, style: str = "") -> Iterator[Text]:
    """A label and its text, on as many lines as it needs."""
    for number, line in enumerate(wrap(drawable(text), max(width - _LABEL, 10))):
        yield _labelled("" if number else name, Text(isolate(line), style))


def _labelled(name: str, text: Text) -> Text:
    return Text.assemble((f"  {name:<{_LABEL - 2}}", "faint"), text)


def _command(command: str, *, width: int) -> Iterator[Text]:
    """A command that can be copied; where it is long, on lines that a shell joins again."""
    lines = [""]
    for part in _PART.findall(drawable(command)):
        longer = f"{lines[-1]} {part}".lstrip()
        if lines[-1] and cell_len(longer) > width - _LABEL - 2:
            lines.append(part)
        else:
            lines[-1] = longer
    for number, line in enumerate(lines, 1):
        yield _labelled("", Text(line + (" \\" if number < len(lines) else ""), "link"))


def plan(reports: Sequence[Report], *, width: int, now: int) -> Iterator[Text]:
    """Who would be asked and who not, and why: those that are due, then the others by time."""
    rows = sorted(reports, key=lambda report: report.next_at or 0)
    names = [drawable(bare(shown_url(report.source))) for report in rows]
    times = [until(report.next_at, now) if report.next_at else "due" for report in rows]
    ids = max((len(str(report.source_id)) for report in rows), default=1)
    name_width = min(max(map(cell_len, names), default=10), 18 if width < 100 else 30)
    time_width = max(map(len, times), default=3)
    reasons = schedule.REASONS if width >= 100 else _SHORT_REASONS
    for report, name, time in zip(rows, names, times, strict=True):
        line = Text()
        line.append(f"{time:<{time_width}}  ", "fine" if time == "due" else "")
        line.append(f"{report.source_id:>{ids}}  ", "id")
        add(line, clip(name, name_width), name_width, "publisher")
        why = reasons.get(report.why or "", "") if report.next_at else ""
        line.append(clip(f"  {why}", width - line.cell_len) if why else "", "faint")
        yield line
