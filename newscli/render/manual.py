"""A page of our own manual on the terminal: the Markdown that docs/ is written in, and no more.

Headings, paragraphs, lists of "*", tables, code by its indent or between fences; within a line
`code`, **words that stand out** and [links](address). No library, which would cost 88 ms.
"""

import re
from collections.abc import Iterator

from rich.text import Text

from newscli.core.models import Block
from newscli.render.blocks import block_lines, fold
from newscli.render.cells import drawable

_PIECE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)]+)\)")
_RULE = re.compile(r"\|[-|: ]+\|")
_MEASURE = 88
_CELL_BAR = re.compile(r"(?<!\\)\|")


def manual(text: str, *, width: int) -> Iterator[Text]:
    """The page in lines of a comfortable measure."""
    measure = max(min(_MEASURE, width - 2), 10)
    for number, part in enumerate(_parts(text)):
        if number:
            yield Text()
        for line in _part_lines(part, measure):
            yield Text.assemble(" ", line)


def _parts(text: str) -> Iterator[list[str]]:
    """The lines of each part of the page; a fence keeps its blank lines."""
    part: list[str] = []
    is_code = False
    for line in text.splitlines():
        is_fence = line.startswith("```")
        is_code ^= is_fence
        if line.strip() or is_code:
            part.append(line)
        elif part:
            yield part
            part = []
        if is_fence and not is_code:
            yield part
            part = []
    if part:
        yield part


def _part_lines(part: list[str], measure: int) -> Iterator[Text]:
    first = part[0]
    if first.startswith("#"):
        yield from _heading(first, measure)
        if part[1:]:
            yield from _part_lines(part[1:], measure)
    elif first.startswith("```"):
        yield from block_lines(Block("code", "\n".join(part[1:-1])), {}, measure)
    elif first.startswith("    "):
        yield from block_lines(Block("code", "\n".join(line[4:] for line in part)), {}, measure)
    elif first.startswith("|"):
        yield from _table(part, measure)
    else:
        for lead, words in _items(part):
            yield from fold(
                _inline(words), measure, first=Text(lead, "faint"), rest=" " * len(lead)
            )


def _heading(line: str, measure: int) -> Iterator[Text]:
    level, _, words = line.partition(" ")
    text = _inline(words)
    if len(level) == 1:
        text.stylize("title")
        yield from fold(text, measure)
    else:
        text.stylize("heading")
        bar = Text("▌ ", "link")
        yield from fold(text, measure, first=bar, rest=bar)


def _items(part: list[str]) -> Iterator[tuple[str, str]]:
    """The items of a list, or the one paragraph; each with what stands before it."""
    lead, words = "", ""
    for line in part:
        marker = re.match(r"(\s*)([*-]|\d+\.) ", line)
        if marker:
            if words:
                yield lead, words
            lead, words = f"{marker[1]}{marker[2].replace('*', '•')} ", line[marker.end() :]
        else:
            words = f"{words} {line.strip()}".strip()
    yield lead, words


def _table(part: list[str], measure: int) -> Iterator[Text]:
    rows = []
    for line in part:
        if not _RULE.fullmatch(line):
            cells = _CELL_BAR.split(line.strip().strip("|"))
            rows.append(
                "\t".join(_inline(cell.strip()).plain.replace("\\|", "|") for cell in cells)
            )
    yield from block_lines(Block("table", "\n".join(rows)), {}, measure)


def _inline(words: str) -> Text:
    """A line's words: code as what can be typed, strong ones bold, links by their words."""
    text = Text()
    at = 0
    for piece in _PIECE.finditer(words):
        text.append(drawable(words[at : piece.start()]))
        code, strong, link = piece[1], piece[2], piece[3]
        text.append(
            drawable(code or strong or link), "id" if code else "bold" if strong else "link"
        )
        at = piece.end()
    text.append(drawable(words[at:]))
    return text
