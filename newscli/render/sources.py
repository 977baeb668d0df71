"""The sources, and how each is doing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from newscli.core import advice, schedule
from newscli.core.folders import split_folder
from newscli.core.models import Headline, Source, Visit
from newscli.core.urls import shown_url
from newscli.render.blocks import fold
from newscli.render.cells import bare, clip, drawable, wrap
from newscli.render.headlines import add, headlines, hints, spread
from newscli.render.times import age, date_time, until

_LEVELS = "▁▂▃▄▅▆"
_DAYS = 14
_DAY_S = 86_400
_PROBLEM_LINES = 3
MARKS = {
    "needs you": ("✗", "problem"),
    "fails": ("!", "special"),
    "rests": ("◌", "faint"),
    "well": ("✓", "fine"),
}
"""A glyph and its style for each state of core/advice.py, the worst first."""
_VISIT_STYLES = {"▪": "fine", "·": "faint", "×": "problem"}


def sources(
    rows: Sequence[Source], *, activity: Mapping[int, Sequence[int]], width: int, now: int
) -> Iterator[Text]:
    """One line a source, by folder: how it is, what is unread, its last two weeks, its problem."""
    yield _summary(rows, width, now)
    yield Text()
    shape = _columns(rows, width=width, now=now)
    yield Text(_head(shape), "faint")
    folder = ""
    for row in rows:
        if row.folder != folder:
            folder = row.folder
            yield Text()
            yield Text(clip(drawable(" / ".join(split_folder(folder))), width), "bold")
        yield from _row(row, shape, activity.get(row.id, ()), width=width, now=now)
    yield Text()
    example = rows[0].id if rows else 1
    yield hints(["newscli sources doctor", f"newscli sources show {example}"], width)


class _Columns(NamedTuple):
    """How many cells each part of a row has; 0 leaves it out."""

    id: int
    name: int
    chart: int
    last: int
    next: int


def _columns(rows: Sequence[Source], *, width: int, now: int) -> _Columns:
    longest = max((cell_len(drawable(bare(row.title))) for row in rows), default=10)
    last = max((cell_len(_last(row, now=now)) for row in rows), default=0)
    widest = 30 if width >= 100 else 17 if width >= 76 else 16
    return _Columns(
        id=max((len(str(row.id)) for row in rows), default=1) if width >= 76 else 0,
        name=max(min(longest, widest), len("source")),
        chart=_DAYS + 2 if width >= 70 else 0,
        last=max(last, len("last")) + 2,
        next=6 if width >= 76 else 0,
    )


def _head(shape: _Columns) -> str:
    head = "  " + (f"{'id':>{shape.id}}  " if shape.id else "")
    head += f"{'source':<{shape.name}} unread  "
    head += f"{'posts a day':<{shape.chart}}" if shape.chart else ""
    head += f"{'last':<{shape.last}}"
    return f"{head}{'next' if shape.next else '':<{shape.next}}problem"


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
    return MARKS[advice.state(row, advice.advise(row, (), now=now))]


def _row(
    row: Source, shape: _Columns, counts: Sequence[int], *, width: int, now: int
) -> Iterator[Text]:
    """A source's line; more where its problem needs them."""
    glyph, style = mark(row, now=now)
    line = Text()
    line.append(glyph, style)
    line.append(" ")
    if shape.id:
        line.append(f"{row.id:>{shape.id}}  ", "id")
    add(line, clip(drawable(bare(row.title)), shape.name), shape.name, "publisher")
    line.append(f" {row.unread or '·':>6}  ", "bold" if row.unread else "faint")
    if shape.chart:
        line.append(sparkline(counts), "publisher")
        line.append("  ")
    line.append(f"{_last(row, now=now):<{shape.last}}", "faint")
    words = problem(row, now=now)
    if shape.next:
        line.append(f"{_soon(row, now=now):<{shape.next}}", "faint")
    else:
        words = _with_next(words, row, now=now)
    indent, room = line.cell_len, width - line.cell_len
    first, *more = wrap(words, room)
    line.append(first, style)
    yield line
    for rest in more[: _PROBLEM_LINES - 1]:
        yield Text.assemble(" " * indent, (rest, style))


def _last(row: Source, *, now: int) -> str:
    return age(row.asked_at, now) if row.asked_at is not None else "·"


def _soon(row: Source, *, now: int) -> str:
    """When a source is asked again, in at most five cells: due, 56m, 3h, 2d; · for never."""
    if row.disabled_at is not None:
        return "·"
    wait = schedule.waits(row, now=now)
    if wait is None:
        return "due"
    number, unit = until(wait.until, now).removeprefix("in ").split()
    return f"{number}{unit[0]}"


def problem(row: Source, *, now: int) -> str:
    """What is wrong with a source; "" when nothing is."""
    if row.disabled_at is not None:
        return f"disabled: {drawable(row.disabled_reason or '')}"
    if row.problem is not None:
        return drawable(row.problem)
    if row.asked_at is None:
        return "never asked"
    if row.newest_at is not None and now - row.newest_at > advice.QUIET_AFTER_S:
        days = (now - row.newest_at) // _DAY_S
        return f"no post for {f'{days // 365} years' if days >= 730 else f'{days} days'}"
    return ""


def _with_next(words: str, row: Source, *, now: int) -> str:
    """A problem's words, and when the source is asked again all the same."""
    at = max(row.wait_until or 0, row.back_off_until or 0)
    is_failing = row.problem is not None and row.disabled_at is None
    return f"{words}; again {until(at, now)}" if is_failing and at > now else words


def next_words(row: Source, wait: schedule.Wait | None, *, now: int) -> str:
    """When a source is asked again, and why then; `wait` is None when it is due."""
    if row.disabled_at is not None:
        reason = drawable(row.disabled_reason or "")
        return f"never: disabled {reason}" if reason == "by you" else f"never: {reason}"
    if wait is None:
        return "at the next fetch"
    why = schedule.REASONS.get(wait.why)
    return until(wait.until, now) + (f": {why}" if why else "")


def history(visits: Sequence[Visit], *, width: int) -> Text:
    """The last visits as a line of symbols, oldest first, and how many of each there were."""
    symbols = advice.history(visits)[-width:]
    line = Text()
    for symbol in symbols:
        line.append(symbol, _VISIT_STYLES[symbol])
    numbers = Counter(symbols)
    words = (("▪", "with news"), ("·", "unchanged"), ("×", "failed"))
    counts = " · ".join(f"{numbers[one]} {name}" for one, name in words if numbers[one])
    if cell_len(counts) + 2 <= width - len(symbols):
        line.append(f"  {counts}", "faint")
    return line


def sparkline(counts: Sequence[int]) -> str:
    """Counts as six levels of bars on their own scale, a dot for none; as long as two weeks."""
    counts = counts or [0] * _DAYS
    most = max(counts)
    return "".join(_LEVELS[(n * 6 - 1) // most] if n else "·" for n in counts)


def source(
    row: Source,
    newest: Sequence[Headline],
    visits: Sequence[Visit] = (),
    *,
    texts: str = "",
    width: int,
    now: int,
) -> Iterator[Text]:
    """One source with all that is known of it, its last visits and its newest articles.

    `texts` says whether its feed has whole articles, and whose text is shown.
    """
    glyph, style = mark(row, now=now)
    yield Text.assemble((glyph, style), " ", (clip(drawable(row.title), width - 2), "title"))
    facts = {
        "id": str(row.id),
        "feed": drawable(shown_url(row.url)),
        "site": drawable(shown_url(row.site_url or "")),
        "folder": drawable(" / ".join(split_folder(row.folder))),
        "tags": drawable(", ".join(row.tags)),
        "articles": f"{row.articles}, {row.unread} unread",
        "texts": texts,
        "followed": date_time(row.added_at),
        "last asked": date_time(row.asked_at) if row.asked_at is not None else "never",
        "answered": date_time(row.answered_at) if row.answered_at is not None else "never",
        "next": next_words(row, schedule.waits(row, now=now), now=now),
        "problem": problem(row, now=now) if row.asked_at is not None else "",
    }
    for name, value in facts.items():
        if value:
            label = Text.assemble((f"  {name:<11}", "faint"))
            text = Text(value, style if name == "problem" else "")
            yield from fold(text, width, first=label, rest=" " * 13)
    if visits:
        yield Text.assemble((f"  {'visits':<11}", "faint"), history(visits, width=width - 13))
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
