"""The sources, and how each is doing."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from newscli.core.folders import split_folder
from newscli.core.models import Headline, Source
from newscli.render.cells import bare, clip, drawable
from newscli.render.headlines import add, headlines, spread
from newscli.render.times import age, date_time, until

_LEVELS = "▁▂▃▄▅▆"
_DAYS = 14
_QUIET_AFTER_S = 120 * 86_400


def sources(
    rows: Sequence[Source], *, activity: Mapping[int, Sequence[int]], width: int, now: int
) -> Iterator[Text]:
    """One line a source, by folder: how it is, what is unread, its last two weeks, its problem."""
    yield _summary(rows, width, now)
    yield Text()
    longest = max((cell_len(drawable(bare(row.title))) for row in rows), default=10)
    name = min(longest, 30 if width >= 100 else 22 if width >= 76 else 16)
    with_chart = width >= 70
    head = f"  {'source':<{name}} unread  " + (f"{'posts a day':<{_DAYS}}  " if with_chart else "")
    yield Text(f"{head}last  problem", "faint")
    folder = ""
    for row in rows:
        if row.folder != folder:
            folder = row.folder
            yield Text()
            yield Text(clip(drawable(" / ".join(split_folder(folder))), width), "bold")
        chart = sparkline(activity.get(row.id, ())) if with_chart else None
        yield _row(row, name, chart, width=width, now=now)


def _summary(rows: Sequence[Source], width: int, now: int) -> Text:
    marks = [mark(row, now=now) for row in rows]
    line = Text.assemble((str(len(rows)), "bold"), " sources")
    for glyph, style in (("✓", "fine"), ("◌", "faint"), ("!", "special"), ("✗", "problem")):
        number = sum(1 for shown, _ in marks if shown == glyph)
        if number:
            line.append("  ")
            line.append(f"{glyph} {number}", style)
    line.append(f"  {sum(row.unread for row in rows)} unread", "faint")
    return spread(line, Text("14 days →" if width >= 70 else "", "faint"), width)


def mark(row: Source, *, now: int) -> tuple[str, str]:
    """A source's state as a glyph with its style: ✓ well, ◌ quiet or new, ! waits, ✗ needs you."""
    if row.disabled_at is not None:
        return ("✗", "problem") if row.disabled_reason != "by you" else ("◌", "faint")
    if row.problem is not None:
        return ("✗", "problem") if row.failures > 2 else ("!", "special")
    if row.newest_at is None or now - row.newest_at > _QUIET_AFTER_S:
        return "◌", "faint"
    return "✓", "fine"


def _row(row: Source, name: int, chart: str | None, *, width: int, now: int) -> Text:
    glyph, style = mark(row, now=now)
    line = Text()
    line.append(glyph, style)
    line.append(" ")
    add(line, clip(drawable(bare(row.title)), name), name, "publisher")
    line.append(f" {row.unread or '·':>6}  ", "bold" if row.unread else "faint")
    if chart is not None:
        line.append(chart, "publisher")
        line.append("  ")
    last = age(row.asked_at, now) if row.asked_at is not None else "·"
    line.append(f"{last:<6}", "faint")
    line.append(clip(problem(row, now=now), width - line.cell_len), style)
    return line


def problem(row: Source, *, now: int) -> str:
    """What is wrong with a source and what happens next; "" when nothing is."""
    if row.disabled_at is not None:
        return f"disabled: {drawable(row.disabled_reason or '')}"
    if row.problem is not None:
        at = max(row.wait_until or 0, row.back_off_until or 0)
        return drawable(row.problem) + (f"; asked again {until(at, now)}" if at > now else "")
    if row.asked_at is None:
        return "never asked"
    if row.newest_at is not None and now - row.newest_at > _QUIET_AFTER_S:
        return f"no post for {(now - row.newest_at) // 86_400} days"
    return ""


def sparkline(counts: Sequence[int]) -> str:
    """Counts as six levels of bars on their own scale, a dot for none; as long as two weeks."""
    counts = counts or [0] * _DAYS
    most = max(counts)
    return "".join(_LEVELS[(n * 6 - 1) // most] if n else "·" for n in counts)


def source(row: Source, newest: Sequence[Headline], *, width: int, now: int) -> Iterator[Text]:
    """One source with all that is known of it, and its newest articles."""
    glyph, style = mark(row, now=now)
    yield Text.assemble((glyph, style), " ", (clip(drawable(row.title), width - 2), "title"))
    facts = {
        "id": str(row.id),
        "feed": drawable(row.url),
        "site": drawable(row.site_url or ""),
        "folder": drawable(" / ".join(split_folder(row.folder))),
        "tags": drawable(", ".join(row.tags)),
        "articles": f"{row.articles}, {row.unread} unread",
        "followed": date_time(row.added_at),
        "last asked": date_time(row.asked_at) if row.asked_at is not None else "never",
        "answered": date_time(row.answered_at) if row.answered_at is not None else "never",
        "problem": problem(row, now=now),
    }
    for name, value in facts.items():
        if value:
            line = Text(f"  {name:<11}", "faint")
            line.append(clip(value, width - 13), style if name == "problem" else "")
            yield line
    if newest:
        yield Text()
        yield from headlines(newest, width=width, now=now)


def added(row: Source, newest: Sequence[Headline], *, width: int, now: int) -> Iterator[Text]:
    """A source that was just added, with its newest articles."""
    articles = "1 article" if row.articles == 1 else f"{row.articles} articles"
    line = Text.assemble(("✓ ", "fine"), "following ")
    line.append(clip(drawable(row.title), max(width - 30, 10)), "publisher")
    line.append(f"  {articles}", "faint")
    yield line
    yield from headlines(newest, width=width, now=now)
