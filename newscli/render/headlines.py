"""Lists of articles, by day, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from newscli.core.models import Headline
from newscli.core.typed import typed
from newscli.core.urls import shown_url
from newscli.render.cells import balance, clip, drawable, isolate, pad
from newscli.render.times import age, day_label, minutes_to_read

_AGE = 10
_NO_SIZES: Mapping[int, int] = MappingProxyType({})
_MARKS = 3


class Columns(NamedTuple):
    """How many cells each part of a row has; 0 leaves it out."""

    id: int
    title: int
    source: int
    story: int
    minutes: int
    age: int


def columns(
    rows: Sequence[Headline], *, width: int, now: int, sizes: Mapping[int, int] = _NO_SIZES
) -> Columns:
    """The columns for these rows: ids and ages as wide as they are, the title what is left."""
    ids = max((len(str(row.id)) for row in rows), default=1)
    ages = max((cell_len(age(row.sort_at, now)) for row in rows), default=3)
    source = 0 if width < 60 else 14 if width < 100 else 16 if width < 140 else 18
    minutes = 7 if width >= 130 else 0
    story = max((len(f"  ≡ {size}") for size in sizes.values()), default=0) if width >= 96 else 0
    used = _MARKS + ids + 2 + (source + 2 if source else 0) + story + minutes + ages + 2
    return Columns(ids, max(width - used, 10), source, story, minutes, ages)


def headlines(
    rows: Sequence[Headline],
    *,
    width: int,
    now: int,
    sizes: Mapping[int, int] = _NO_SIZES,
    is_compact: bool = False,
) -> Iterator[Text]:
    """A block of lines for each day, a blank one between: marks, id, title, who, age.

    `sizes` are those of stories, by their ids. A long title has two lines; one, with an ellipsis,
    where the list `is_compact`.
    """
    shape = columns(rows, width=width, now=now, sizes=sizes)
    today = ""
    for row in rows:
        name, date = day_label(row.sort_at, now)
        if name != today:
            if today:
                yield Text()
            today = name
            yield Text.assemble((name, "bold"), "  ", (date, "faint"))
        size = sizes.get(row.story_id or row.id, 0)
        yield from headline(row, shape, now=now, size=size, is_compact=is_compact)


def headline(
    row: Headline, shape: Columns, *, now: int, size: int = 0, is_compact: bool = False
) -> Iterator[Text]:
    """One article in one line, or in two where its title is long; `size` is its story's."""
    style = "unread" if row.read_at is None else ""
    shown = drawable(row.title)
    title, *more = [clip(shown, shape.title)] if is_compact else balance(shown, shape.title)
    line = Text()
    line.append("●" if row.read_at is None else " ", "id")
    line.append("★" if row.starred_at is not None else " ", "special")
    line.append(" ")
    line.append(str(row.id).rjust(shape.id), "id")
    line.append("  ")
    add(line, title, shape.title, style)
    if shape.source:
        line.append("  ")
        add(
            line,
            clip(drawable(row.publisher or shown_url(row.source)), shape.source),
            shape.source,
            "publisher",
        )
    if shape.story:
        line.append((f"≡ {size}" if size else "").rjust(shape.story), "special")
    if shape.minutes:
        line.append(f"{minutes_to_read(row.words)} min".rjust(shape.minutes), "faint")
    line.append("  " + age(row.sort_at, now).rjust(shape.age), "faint")
    yield line
    for rest in more:
        second = Text(" " * (_MARKS + shape.id + 2))
        second.append(isolate(rest), style)
        yield second


def add(line: Text, text: str, width: int, style: str) -> None:
    """Appends a field: isolated where it runs from right to left, then padded to its width."""
    line.append(isolate(text), style)
    line.append(pad("", width - cell_len(text)))


def front_page(
    rows: Sequence[Headline],
    *,
    unread: int,
    sources: int,
    sources_unread: int,
    fetched_at: int | None,
    width: int,
    now: int,
    views: Sequence[tuple[str, int | None]] = (),
    sizes: Mapping[int, int] = _NO_SIZES,
) -> Iterator[Text]:
    """What is unread, the newest of it, and what to type next.

    `views` are the user's with their unread articles, None where they were not counted.
    """
    left = Text.assemble(
        ("newscli", "bold"), "  ", ("●", "id"), " ", (str(unread), "bold"), " unread  ",
        (f"in {sources_unread} of {sources} sources", "faint"),
    )  # fmt: skip
    when = "never fetched" if fetched_at is None else f"fetched {age(fetched_at, now)} ago"
    when = when.replace("now ago", "just now")
    yield spread(left, Text(when, "faint"), width)
    if views:
        from newscli.render import queries

        yield from queries.strip(views, width=width)
    yield Text()
    yield from headlines(rows, width=width, now=now, sizes=sizes)
    yield Text()
    read = [f"newscli read {rows[0].id}"] if rows else []
    more = ["newscli headlines --all", "newscli search WORDS", "newscli fetch"]
    yield hints([*read, *more], width)


def hints(commands: Sequence[str], width: int) -> Text:
    """What to type next: as many commands as a line holds, each whole."""
    line = ""
    for command in map(typed, commands):
        longer = f"{line} · {command}" if line else command
        if cell_len(longer) > width:
            break
        line = longer
    return Text(line or clip(typed(commands[0]), width), "faint")


def spread(left: Text, right: Text, width: int) -> Text:
    """Two texts at the two ends of a line; the right one only where there is room for it."""
    gap = width - left.cell_len - right.cell_len
    return left if gap < 2 else Text.assemble(left, " " * gap, right)
