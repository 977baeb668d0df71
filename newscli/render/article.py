"""One article to read: its head, the story in a comfortable measure, what belongs to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from rich.text import Text

from newscli.core.footnotes import footnotes
from newscli.core.models import BODY_KINDS, Article, Related
from newscli.core.urls import shown_url
from newscli.render.blocks import block_lines, fold, linked
from newscli.render.cells import clip, drawable, isolate, wrap
from newscli.render.headlines import hints
from newscli.render.times import age, date_time, minutes_to_read

if TYPE_CHECKING:
    from newscli.render.pictures import Drawn, Painted

_TOGETHER = frozenset({("list", "list"), ("image", "caption"), ("image", "image")})
_SIDE_FROM = 116
_CENTRED_FROM = 96
_SIDE_WIDTH = 38
_NO_BREAK = "\xa0"
NONE: "Mapping[str, Drawn]" = MappingProxyType({})


def article(
    row: Article,
    related: Sequence[Related],
    *,
    width: int,
    measure: int,
    now: int,
    raw: bool = False,
    is_beside: bool = True,
    pictures: "Mapping[str, Drawn]" = NONE,
) -> "Iterator[Text | Painted]":
    """The article in lines no wider than the terminal.

    From 116 columns what is related stands beside the text, else below it and always so without
    `is_beside`; from 96 columns the text is in the middle. `raw` shows every block as it came.
    `pictures` are drawn ones by their addresses; they stand above their alternative texts.
    """
    measure = max(min(measure, width - 4), 10)
    also = [found for found in related if found.kind == "related"]
    related = [found for found in related if found.kind != "related"]
    indent = (width - measure) // 2 if width >= _CENTRED_FROM else min(1, width - measure)
    main = _main(row, also, measure=measure, raw=raw, pictures=pictures)
    is_wide = is_beside and not pictures and width >= max(_SIDE_FROM, measure + _SIDE_WIDTH + 6)
    if side := list(_side(related, now=now)) if is_wide else []:
        yield from _beside(cast(Iterator[Text], main), side, measure)
    else:
        below = _below(related, measure=measure, now=now) if related else ()
        for line in chain(main, below):
            if isinstance(line, Text):
                yield Text.assemble(" " * indent, line) if line else line
            else:
                yield line.indented(indent)
    yield Text()
    indent = 1 if side else indent
    yield Text.assemble(" " * indent, hints(_next(row), width - indent))


def _main(
    row: Article,
    also: Sequence[Related],
    *,
    measure: int,
    raw: bool,
    pictures: "Mapping[str, Drawn]",
) -> "Iterator[Text | Painted]":
    yield from _head(row, measure)
    numbers = {url: number for number, url in enumerate(footnotes(row.blocks), 1)}
    shown = [block for block in row.blocks if raw or block.kind in BODY_KINDS]
    before = ""
    for block in shown:
        if (before, block.kind) not in _TOGETHER:
            yield Text()
        before = block.kind
        for span in block.spans if block.kind == "image" else ():
            yield from pictures[span.url].lines if span.url in pictures else ()
        yield from block_lines(block, numbers, measure)
    if not shown and row.summary:
        yield Text()
        yield from fold(Text(drawable(row.summary)), measure)
    if not shown and not row.summary:
        yield Text()
        yield Text("The feed has no text for this article.", "faint")
    for found in also:
        yield Text()
        yield from _see_also(found, measure)
    yield from _tail(row, numbers, measure, raw=raw)


def _head(row: Article, measure: int) -> Iterator[Text]:
    headline = row.headline
    for line in wrap(drawable(headline.title), measure):
        yield Text(isolate(line), "title")
    by = Text()
    if headline.publisher:
        by.append(isolate(drawable(headline.publisher)), "publisher")
        by.append(" via ", "faint")
    by.append(
        isolate(drawable(shown_url(headline.source))),
        "faint" if headline.publisher else "publisher",
    )
    facts = [drawable(headline.author)] if headline.author else []
    facts += [date_time(headline.sort_at), f"{minutes_to_read(headline.words)} min"]
    if row.revision:
        facts += [f"revision {row.revision}, before an edit"]
    elif row.edited_at:
        facts += [f"edited {date_time(row.edited_at)}, newscli diff {headline.id}"]
    for fact in facts:
        by.append(" · ", "faint")
        by.append(isolate(fact.replace(" ", _NO_BREAK)), "faint")
    for text in fold(by, measure):
        text.plain = text.plain.replace(_NO_BREAK, " ")  # who copies a date wants common spaces
        if text.plain.endswith(" ·"):
            text.right_crop(2)
        yield text
    if headline.url:
        url = drawable(headline.url)
        yield linked(clip(drawable(url), measure), "link", url)
    yield Text("─" * measure, "faint")


def _tail(row: Article, numbers: dict[str, int], measure: int, *, raw: bool) -> Iterator[Text]:
    """The source line, files, tags, and the links by number."""
    yield Text()
    yield Text("─" * measure, "faint")
    yield from _source_line(row, measure, raw=raw)
    for enclosure in row.enclosures:
        kind = drawable(enclosure.media_type or "file")
        size = f", {enclosure.length_bytes / 1e6:.1f} MB" if enclosure.length_bytes else ""
        yield Text(clip(f"Enclosure  {kind}{size}", measure), "faint")
        url = drawable(enclosure.url)
        yield linked(clip(drawable(url), measure), "link", url)
    if row.tags:
        yield from fold(Text(f"Tags  {drawable(', '.join(row.tags))}", "faint"), measure)
    for url, number in numbers.items():
        shown = clip(drawable(url), measure - len(f"[{number}] "))
        line = Text.assemble((f"[{number}] ", "faint"))
        line.append_text(linked(shown, "link", url))
        yield line


def _see_also(found: Related, measure: int) -> Iterator[Text]:
    """A link that the article offers, with the id of the article where we hold it."""
    line = Text()
    if found.id is not None:
        line.append(f"{found.id}  ", "id")
    line.append_text(linked(drawable(found.title), "link", found.url or ""))
    lead = "→ See also "
    return fold(line, measure, first=Text(lead, "faint"), rest=" " * len(lead))


def _source_line(row: Article, measure: int, *, raw: bool) -> Iterator[Text]:
    line = Text.assemble(("Source  ", "faint"))
    who = row.headline.publisher or shown_url(row.headline.source)
    line.append(isolate(drawable(who)), "publisher")
    hidden = sum(1 for block in row.blocks if block.kind not in BODY_KINDS)
    if hidden and not raw:
        lines = "line" if hidden == 1 else "lines"
        line.append(f"   {hidden} boilerplate {lines} hidden, --raw shows them", "faint")
    yield from fold(line, measure)


def _below(related: Sequence[Related], *, measure: int, now: int) -> Iterator[Text]:
    yield Text()
    yield Text("Related", "bold")
    for row in related:
        yield from related_lines(row, measure=measure, now=now)


def related_lines(row: Related, *, measure: int, now: int) -> Iterator[Text]:
    """What is related in two lines: id and title; who, when and why."""
    name = str(row.id) if row.id is not None else "→"
    indent = max(6, len(name) + 3)
    title = wrap(drawable(row.title), max(measure - indent, 8))
    for number, text in enumerate(title):
        line = Text()
        line.append(name.rjust(indent - 2) + "  " if number == 0 else " " * indent, "id")
        line.append_text(linked(isolate(text), "", row.url if row.id is None and row.url else ""))
        yield line
    facts = Text()
    if row.source:
        facts.append(isolate(drawable(shown_url(row.source))), "publisher")
        facts.append(
            f" · {age(row.sort_at, now)} · " if row.sort_at is not None else " · ", "faint"
        )
    facts.append(drawable(row.reason), "faint")
    yield from fold(facts, measure, first=" " * indent, rest=" " * indent)


def _side(related: Sequence[Related], *, now: int) -> Iterator[Text]:
    if not related:
        return
    yield Text("Related", "bold")
    for row in related:
        yield from related_lines(row, measure=_SIDE_WIDTH, now=now)
        yield Text()


def _beside(main: Iterable[Text], side: Iterable[Text], measure: int) -> Iterator[Text]:
    for left, right in zip_longest(main, side):
        line = Text.assemble(" ", left if left is not None else "")
        if right is not None:
            line.append(" " * (measure + 3 - line.cell_len))
            line.append("│ ", "faint")
            line.append_text(right)
        yield line


def _next(row: Article) -> list[str]:
    """What to type next."""
    number = row.headline.id
    words = ("read next", f"open {number}", f"mark star {number}", f"related {number}")
    return [f"newscli {one}" for one in words]
