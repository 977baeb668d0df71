"""An article as plain text and as Markdown. Needs no Rich: this is what a pipe gets."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from newscli.core.footnotes import footnotes
from newscli.core.models import BODY_KINDS, Article, Block, Related
from newscli.core.urls import shown_url
from newscli.render.times import iso, minutes_to_read

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
# Markers of lists; rules and the underlines of headings.
_LINE_START = re.compile(r"^(\s*\d*)([-+.)](?=\s|$)|[-=](?=[-= \t]*$))", re.MULTILINE)


def plain(
    article: Article, related: Sequence[Related], *, width: int | None = None, raw: bool = False
) -> str:
    """The article as text: head, body, its links by number, and what is related.

    Paragraphs are one line each unless a width is given. `raw` shows every block as it came,
    what is not the story among them.
    """
    head = [article.headline.title, byline(article)]
    head += [article.headline.url] if article.headline.url else []
    parts = ["\n".join(head), *_body(article, width=width, raw=raw), *_tail(article, related)]
    return "\n\n".join(part for part in parts if part) + "\n"


def byline(article: Article) -> str:
    """Who says it, when, and how long it takes: the parts joined by a dot in the middle."""
    row = article.headline
    source = shown_url(row.source)
    parts = [f"{row.publisher} via {source}" if row.publisher else source]
    parts += [row.author] if row.author else []
    parts += [iso(row.sort_at) or "", f"{minutes_to_read(row.words)} min"]
    if article.revision:
        parts += [f"revision {article.revision}, before an edit"]
    elif article.edited_at:
        parts += [f"edited {iso(article.edited_at)}"]
    return " · ".join(parts)


def _body(article: Article, *, width: int | None, raw: bool) -> Iterator[str]:
    """The blocks as text, the items of a list together."""
    numbers = {url: number for number, url in enumerate(footnotes(article.blocks), 1)}
    shown = [block for block in article.blocks if raw or block.kind in BODY_KINDS]
    if not shown and article.summary:
        yield _wrapped(article.summary, width)
    items: list[str] = []
    for block in shown:
        if block.kind == "list":
            indent = "  " * block.level
            text = _numbered(block, numbers)
            items.append(_wrapped(text, width, f"{indent}{block.marker} ", f"{indent}  "))
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield _block(block, numbers, width)
    yield "\n".join(items)


def _block(block: Block, numbers: dict[str, int], width: int | None) -> str:
    text = _numbered(block, numbers)
    match block.kind:
        case "code" | "table":
            return block.text
        case "quote":
            return _wrapped(text, width, "> ", "> ")
        case "caption" | "image":
            return _wrapped(f"[{text}]", width)
        case _:
            return _wrapped(text, width)


def _wrapped(text: str, width: int | None, first: str = "", rest: str = "") -> str:
    """A text with its line breaks, each line filled to the width where there is one."""
    lines = text.split("\n")
    if width is None:
        return "\n".join((first if n == 0 else rest) + line for n, line in enumerate(lines))
    filled = [
        textwrap.fill(
            line, width, initial_indent=first if n == 0 else rest, subsequent_indent=rest,
            break_long_words=False, break_on_hyphens=False,
        )
        for n, line in enumerate(lines)
    ]  # fmt: skip
    return "\n".join(filled)


def _numbered(block: Block, numbers: dict[str, int]) -> str:
    """The block's text with [n] behind each link."""
    text = block.text
    for span in sorted(block.spans, key=lambda span: -span.end):
        if span.url in numbers:
            text = f"{text[: span.end]}[{numbers[span.url]}]{text[span.end :]}"
    return text


def _tail(article: Article, related: Sequence[Related]) -> Iterator[str]:
    """What stands below the story: files, links by number, related articles."""
    yield "\n".join(
        f"Enclosure: {enclosure.url}"
        + (f" ({enclosure.media_type})" if enclosure.media_type else "")
        for enclosure in article.enclosures
    )
    links = footnotes(article.blocks)
    yield "\n".join(f"[{number}] {url}" for number, url in enumerate(links, 1))
    if related:
        yield "\n".join(["Related", *map(_related_line, related)])


def _related_line(row: Related) -> str:
    name = str(row.id) if row.id is not None else (row.url or "")
    by = f" ({shown_url(row.source)})" if row.source else ""
    return f"{name}  {row.title}{by}: {row.reason}"


def markdown(article: Article) -> str:
    """The article as CommonMark; what feeds wrote cannot become markup of its own."""
    head = [f"# {escape(article.headline.title)}", escape(byline(article))]
    head += [f"<{article.headline.url}>"] if article.headline.url else []
    blocks = [block for block in article.blocks if block.kind in BODY_KINDS]
    body: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        both_lists = before is not None and before.kind == block.kind == "list"
        body.append(("\n" if both_lists else "\n\n") + _markdown_block(block))
    if not blocks and article.summary:
        body.append(f"\n\n{escape(article.summary)}")
    return "\n\n".join(head) + "".join(body) + "\n"


def _markdown_block(block: Block) -> str:
    text = _linked(block)
    match block.kind:
        case "heading":
            return f"{'#' * min(block.level + 1, 6)} {' '.join(text.split())}"
        case "quote":
            return "> " + text.replace("\n", "\n> ")
        case "list":
            marker = block.marker if block.marker[:1].isdigit() else "-"
            return f"{'   ' * block.level}{marker} {text}"
        case "code":
            return _fenced(block.text)
        case "table":
            return _table(block.text)
        case "caption" | "image":
            return f"*{text}*"
        case _:
            return text.replace("\n", "\\\n")


def _linked(block: Block) -> str:
    """The block's text, escaped, its links as [text](url)."""
    pieces: list[str] = []
    at = 0
    for span in sorted(block.spans):
        if span.start >= at:
            before = escape(block.text[at : span.start])
            pieces.append(before[:-1] + "\\!" if before.endswith("!") else before)  # no image
            address = span.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
            pieces.append(f"[{escape(block.text[span.start : span.end])}]({address})")
            at = span.end
    return "".join([*pieces, escape(block.text[at:])])


def escape(text: str) -> str:
    """Text that CommonMark shows as it stands (spec.commonmark.org, 2.4)."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _table(text: str) -> str:
    rows = [[escape(cell) for cell in line.split("\t")] for line in text.split("\n")]
    columns = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (columns - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])
