"""A walk through a page's elements, in order, that gathers blocks."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from newscli.core.models import Block
from newscli.core.text import clean_text
from newscli.pages.inline import Run, link_url
from newscli.pages.media import embed_block, image_block, inline_words, is_caption, is_tracker
from newscli.pages.tables import table_block

_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_BLANK_LINE = re.compile(r"\n[ \t\r]*+\n")
_MAX_MARKER = 999_999
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav "
    "ol p section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CAPTION_TAGS = frozenset(("figcaption", "p", "em", "i", "small", "div", "span", "dd"))


class _Frame(NamedTuple):
    """An element that says what its text is."""

    element: Any
    kind: str
    level: int = 0


class _List(NamedTuple):
    element: Any
    numbers: list[int] | None


class Page:
    """The blocks of one page while it is walked through."""

    def __init__(
        self, base_url: str | None, *, has_images: bool, parts_at_blank_lines: bool
    ) -> None:
        self.blocks: list[Block] = []
        self._base_url = base_url
        self._has_images = has_images
        self._parts_at_blank_lines = parts_at_blank_lines
        self._run = Run()
        self._frames = [_Frame(None, "paragraph")]
        self._lists: list[_List] = []
        self._urls: list[str | None] = [None]
        self._marker = ""
        self._images: list[Block] = []

    def walk(self, root: Any) -> list[Block]:
        """All blocks below an element; does not recurse, so depth costs nothing."""
        walker = etree.iterwalk(root, events=("start", "end"))
        add = self._add_parted if self._parts_at_blank_lines else self._run.add
        urls = self._urls
        for event, element in walker:
            if event == "start":
                if self._skips(element):
                    walker.skip_subtree()
                elif text := element.text:
                    add(text, urls[-1])
            else:
                self._end(element)
                if tail := element.tail:
                    add(tail, urls[-1])
        self._flush()
        return self.blocks

    def _add_parted(self, text: str, url: str | None) -> None:
        first, *more = _BLANK_LINE.split(text)
        self._run.add(first or " ", url)
        for part in more:
            self._run.end_line()
            self._run.end_line()
            self._run.add(part or " ", url)

    def _skips(self, element: Any) -> bool:
        """Begins an element; True when all of it has been taken here."""
        tag = element.tag
        handle = _WHOLE.get(tag)
        if handle is not None:
            return handle(self, element)
        if tag == "a":
            self._urls.append(link_url(element.get("href"), self._base_url))
        elif tag == "br":
            self._run.end_line()
        elif tag in _BLOCKS:
            self._flush()
            self._begin_block(element, tag)
        if self._has_images and tag in _CAPTION_TAGS and is_caption(element):
            self._flush()
            self._frames.append(_Frame(element, "caption"))
        return False

    def _begin_block(self, element: Any, tag: str) -> None:
        if tag == "li":
            self._begin_item(element)
        elif tag in ("ul", "ol"):
            self._lists.append(_List(element, [_start(element)] if tag == "ol" else None))
        elif tag in _HEADINGS:
            self._frames.append(_Frame(element, "heading", _HEADINGS[tag]))
        elif tag == "blockquote":
            self._frames.append(_Frame(element, "quote"))
        elif tag == "caption":
            self._frames.append(_Frame(element, "caption"))
        elif tag in ("dt", "dd"):
            self._frames.append(_Frame(element, "list", len(self._lists) + (tag == "dd")))
        elif tag == "address":
            self._frames.append(_Frame(element, "address"))

    def _begin_item(self, element: Any) -> None:
        numbers = self._lists[-1].numbers if self._lists else None
        self._marker = "•"
        if numbers is not None:
            self._marker = f"{numbers[0]}."
            numbers[0] = min(numbers[0] + 1, _MAX_MARKER)
        self._frames.append(_Frame(element, "list", max(len(self._lists) - 1, 0)))

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag == "a":
            self._urls.pop()
        elif tag in _BLOCKS:
            self._flush()
            if tag == "li":
                self._marker = ""
            elif tag in ("ul", "ol"):
                self._lists.pop()
        if self._frames[-1].element is element:
            self._flush()
            self._frames.pop()
            if self._frames[-1].element is element:  # two frames: a <dd> that is a caption
                self._frames.pop()

    def _flush(self) -> None:
        if self._run:
            frame = self._frames[-1]
            is_address = frame.kind == "address"
            kind = "paragraph" if is_address else frame.kind
            is_one = kind in ("heading", "caption", "list")
            for text, spans in self._run.take(keeps_lines=is_address, is_one=is_one):
                self._add(kind, text, frame.level, spans)
        if self._images:
            self.blocks += self._images
            self._images = []

    def _add(self, kind: str, text: str, level: int, spans: Any) -> None:
        if not text:
            return
        marker = ""
        if kind == "list":
            marker, self._marker = self._marker, ""
        elif kind == "heading":
            text = text.replace("\n", " ")
        self.blocks.append(Block(kind, text, level, marker, spans))

    def image(self, element: Any) -> bool:
        """Takes a picture; one within a line stands after it, so that the line stays whole."""
        words = inline_words(element)
        if words is not None and not is_tracker(element):
            self._run.add(words, self._urls[-1])
            return True
        block = image_block(element, self._base_url)
        if block is not None:
            (self._images if self._run else self.blocks).append(block)
        return True

    def embed(self, element: Any) -> bool:
        """Takes a video, a sound, a frame."""
        block = embed_block(element, self._base_url)
        if block is not None:
            self._flush()
            self.blocks.append(block)
        return bool(element.tag != "embed")  # which lxml does not know to be empty

    def code(self, element: Any) -> bool:
        """Takes preformatted text as it stands."""
        self._flush()
        for line_break in list(element.iter("br")):
            line_break.text = "\n"
        text = clean_text("".join(element.itertext())).strip("\n").rstrip()
        if text.strip():
            self.blocks.append(Block("code", text))
        return True

    def table(self, element: Any) -> bool:
        """Takes a table of facts, but not a layout."""
        block = table_block(element, self._base_url)
        self._flush()
        if block is None:
            return False
        caption = element.find("caption")
        if caption is not None:
            self._run.add("".join(caption.itertext()), None)
            for text, spans in self._run.take(is_one=True):
                self._add("caption", text, 0, spans)
        self.blocks.append(block)
        return True


def _start(element: Any) -> int:
    digits = (element.get("start") or "").strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 6
    return int(digits) if is_number else 1


_WHOLE: dict[str, Callable[[Page, Any], bool]] = {
    "img": Page.image,
    "iframe": Page.embed,
    "video": Page.embed,
    "audio": Page.embed,
    "embed": Page.embed,
    "pre": Page.code,
    "table": Page.table,
}
