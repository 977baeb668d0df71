"""Tables of facts, as lines of cells; tables that only lay a page out are left to the walk."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from newscli.core.models import Block, Span
from newscli.pages.inline import Run, Text, link_url

_BLOCK_CONTENT = (
    "table",
    "ul",
    "ol",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "figure",
    "iframe",
    "video",
    "dl",
    "hr",
)
_MAX_CELL_CHARS = 400
_MAX_COLSPAN = 50
_MAX_ROWS = 5_000


def table_block(table: Any, base_url: str | None) -> Block | None:
    """The table as text, a line a row and a tab between cells; None when it is a layout."""
    if next(table.iterdescendants(*_BLOCK_CONTENT), None) is not None:
        return None
    rows = [list(_cells(row)) for row in islice(table.iter("tr"), _MAX_ROWS + 1)]
    widths = [len(row) for row in rows if row]
    if len(rows) > _MAX_ROWS or sum(widths) < 2 or max(widths) < 2:
        return None
    texts = [[_cell(cell, base_url) for cell in row] for row in rows]
    if any(text is None for row in texts for text in row):
        return None
    return _joined(rows, [[text for text in row if text is not None] for row in texts])


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _cell(cell: Any, base_url: str | None) -> Text | None:
    """A cell's words on one line; None where it holds paragraphs, a picture alone, or an essay."""
    if len(cell.findall("p")) + len(cell.findall("div")) > 1:
        return None
    run = Run()
    _walk(cell, run, base_url)
    text, spans = next(iter(run.take(is_one=True)), ("", ()))
    has_picture = not text and next(cell.iter("img"), None) is not None
    return None if has_picture or len(text) > _MAX_CELL_CHARS or "\n" in text else (text, spans)


def _walk(cell: Any, run: Run, base_url: str | None) -> None:
    urls: list[str | None] = [None]
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            if element.tag == "a":
                urls.append(link_url(element.get("href"), base_url))
            if element.tag in ("br", "p", "div"):
                run.add(" ", None)
            if element.text:
                run.add(element.text, urls[-1])
        elif element is not cell:
            if element.tag == "a":
                urls.pop()
            if element.tail:
                run.add(element.tail, urls[-1])


def _joined(rows: list[list[Any]], texts: list[list[Text]]) -> Block | None:
    lines: list[str] = []
    spans: list[Span] = []
    shift = 0
    for cells, row in zip(rows, texts, strict=True):
        parts: list[str] = []
        at = shift
        for cell, (text, links) in zip(cells, row, strict=True):
            spans += [Span(at + start, at + end, url) for start, end, url in links]
            parts.append(text + "\t" * _more_columns(cell))
            at += len(parts[-1]) + 1
        line = "\t".join(parts).rstrip("\t")
        if line:
            lines.append(line)
            shift += len(line) + 1
    return Block("table", "\n".join(lines), spans=tuple(spans)) if lines else None


def _more_columns(cell: Any) -> int:
    """How many columns beyond its own a cell covers."""
    digits = (cell.get("colspan") or "").strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 3
    return min(int(digits), _MAX_COLSPAN) - 1 if is_number and int(digits) > 1 else 0
