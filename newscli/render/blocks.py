"""Blocks of an article as lines of a terminal."""

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from newscli.core.models import Block
from newscli.render.cells import ELLIPSIS, chop, clip, drawable, isolate, line_ranges, wrap

_LONGEST = 200_000
_ROWS = 1000
_LEAST_COLUMN = 4


def block_lines(block: Block, numbers: dict[str, int], measure: int) -> Iterator[Text]:
    """The lines of a block, none wider than the measure; `numbers` are its links' footnotes."""
    if len(block.text) > _LONGEST:
        block = block._replace(text=block.text[:_LONGEST] + " […]", spans=())
    text = _text(block, numbers)
    match block.kind:
        case "heading":
            text.stylize("heading")
            yield from _barred(text, measure, Text("▌ ", "link"))
        case "quote":
            yield from fold(
                text, measure, first=Text("│ ", "publisher"), rest=Text("│ ", "publisher")
            )
        case "list":
            indent = "  " * min(block.level, 6)
            marker = f"{indent}{drawable(block.marker)} "
            yield from fold(text, measure, first=Text(marker, "faint"), rest=" " * cell_len(marker))
        case "code":
            yield from _code(block, measure)
        case "table":
            yield from _table(block, measure)
        case "caption" | "image":
            text.stylize("caption")
            label = "Photo  " if block.kind == "image" else ""
            first = Text(f"  │ {label}", "faint")
            yield from fold(text, measure, first=first, rest=Text("  │ ", "faint"))
        case "paragraph":
            yield from fold(text, measure)
        case _:
            text.stylize("faint")
            yield from fold(text, measure)


def _barred(text: Text, measure: int, bar: Text) -> Iterator[Text]:
    return fold(text, measure, first=bar, rest=bar)


def _code(block: Block, measure: int) -> Iterator[Text]:
    """Code as it stands, every space kept; lines that are too long go on in the next."""
    for line in drawable(block.text).expandtabs(4).split("\n"):
        for part in chop(line, measure - 4):
            yield Text(f"    {part}", "fine")


def linked(text: str, style: str, url: str) -> Text:
    """Text in a role's style, to be followed where the address may be: http, https, mailto."""
    address = drawable(url)
    is_safe = address.startswith(("http://", "https://", "mailto:")) and address.isprintable()
    shown = Text(text, style)
    if is_safe and text:
        shown.stylize(Style(link=address))
    return shown


def _text(block: Block, numbers: dict[str, int]) -> Text:
    """The block's text with its links, and the number of each behind it."""
    text = Text()
    at = 0
    for span in sorted(block.spans):
        if span.start < at or span.end > len(block.text):
            continue
        text.append(drawable(block.text[at : span.start]))
        words = drawable(block.text[span.start : span.end])
        text.append_text(linked(words, "link", span.url))
        if span.url in numbers:
            text.append(f"[{numbers[span.url]}]", "faint")
        at = span.end
    text.append(drawable(block.text[at:]))
    return text


def fold(
    text: Text, measure: int, *, first: Text | str = "", rest: Text | str = ""
) -> Iterator[Text]:
    """The text in lines of the measure, its styles kept; each begins with `first`, then `rest`."""
    if "\t" in text.plain:
        text.plain = text.plain.replace("\t", " ")  # Rich would make it up to eight of them
    lead = cell_len(first if isinstance(first, str) else first.plain)
    width = max(measure - max(lead, cell_len(rest if isinstance(rest, str) else rest.plain)), 4)
    edges = [edge for line in line_ranges(text.plain, width) for edge in line]
    # One cut for all lines: cutting each out of the whole is quadratic (20 s for 200,000 letters).
    for number, piece in enumerate(list(text.divide(edges))[1::2]):
        line = piece.plain
        if "\u2068" not in line and isolate(line) != line:
            piece = Text.assemble("\u2068", piece, "\u2069")
        yield Text.assemble(first if number == 0 else rest, piece)


def _table(block: Block, measure: int) -> Iterator[Text]:
    """Columns as wide as their widest cell; in too wide a table the widest columns are narrowed,
    and their cells go on in the next line.

    What is beyond a thousand rows, or beyond the columns that the measure holds, is an ellipsis.
    """
    most = max(measure // (_LEAST_COLUMN + 2), 2)
    texts = drawable(block.text).split("\n", _ROWS)
    rows = [_cells(line, most) for line in texts[:_ROWS]]
    count = max(map(len, rows))
    rows = [[*row, *[""] * (count - len(row))] for row in rows]
    room = max(measure - 2 * (count - 1), count)
    widths = [min(max(cell_len(row[column]) for row in rows), room) for column in range(count)]
    while sum(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate(rows):
        style = "bold" if number == 0 and len(rows) > 1 else ""
        for line in _row(row, widths):
            yield Text(clip(line, measure), style)
    if len(texts) > _ROWS:
        yield Text(f"{ELLIPSIS} only {_ROWS} rows are shown", "faint")


def _row(row: list[str], widths: list[int]) -> Iterator[str]:
    """A row's lines: as many as its longest cell needs."""
    columns = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    for cells in zip_longest(*columns, fillvalue=""):
        line = "  ".join(
            isolate(cell) + " " * (width - cell_len(cell))
            for cell, width in zip(cells, widths, strict=True)
        )
        yield line.rstrip()


def _cells(line: str, most: int) -> list[str]:
    """The cells of a row, at most so many; an ellipsis for the rest."""
    cells = line.split("\t", most)
    return cells if len(cells) <= most else [*cells[: most - 1], ELLIPSIS]
