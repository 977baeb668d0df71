"""A page's HTML as blocks of text, and what of it is the story."""

import re
import zlib
from collections.abc import Iterable
from itertools import pairwise

from lxml import etree

from newscli.core.models import BODY_KINDS, Block
from newscli.core.text import clean_text
from newscli.pages.inline import Run
from newscli.pages.markup import bounded, parse, plain_text
from newscli.pages.walk import Page

_TAG = re.compile(r"<[a-zA-Z/!?]")
_ADLER_BASE = 65521
_SPACES_AS_ONES = bytes(byte == ord(" ") for byte in range(256))
_BREAKING_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li|ul|ol|table|blockquote|pre|section|hr)\b", re.I)
_UNREAD_TAG = re.compile(
    r"<(?:script|style|svg|template|head|title|noscript|object|button|select|textarea|annotation)\b",
    re.I,
)
_UNREAD = (
    "script",
    "style",
    "svg",
    "template",
    "head",
    "title",
    "noscript",
    "button",
    "select",
    "textarea",
    "annotation",
    "annotation-xml",
)
_COUNTED_KINDS = BODY_KINDS - {"caption", "image"}

# Scripts that do not part words: a Chinese or Japanese word has two characters on average,
# a Thai, Lao, Khmer or Burmese one four to five.
# Compiled when needed: many texts have none of them, and it takes longer than to read ten articles.
_HAN = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_THAI = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"


def blocks_of(html: str, *, base_url: str | None) -> tuple[Block, ...]:
    """The blocks of a feed's HTML, or plain text, in reading order; none is empty.

    Links are made absolute with `base_url`. An item of a list that has several paragraphs gives a
    block for each, the later ones without a marker. At most two million characters are read; what
    is nested some 2,000 deep comes back as paragraphs.
    """
    html = bounded(html)
    if not _TAG.search(html):
        return _paragraphs(html)
    root = parse(html)
    if root is None:
        return _paragraphs(html)
    if _UNREAD_TAG.search(html):
        etree.strip_elements(root, *_UNREAD, with_tail=False)
    page = Page(
        base_url,
        has_images="<img" in html or "<IMG" in html,
        parts_at_blank_lines="\n" in html and not _BREAKING_TAG.search(html),
    )
    return tuple(page.walk(root))


def _paragraphs(html: str) -> tuple[Block, ...]:
    return paragraphs(plain_text(html))


def paragraphs(text: str) -> tuple[Block, ...]:
    """The paragraphs of a text that is no HTML; blank lines part them."""
    # Most summaries are one line; where all is printable, there is no white space but the space.
    if text.isprintable() and "  " not in text and clean_text(text) == text:
        line = text.strip()
        return (Block("paragraph", line),) if line else ()
    run = Run()
    for line in text.splitlines():
        run.add(line or " ", None)
        run.end_line()
    return tuple(Block("paragraph", text, spans=spans) for text, spans in run.take() if text)


def text_of(blocks: Iterable[Block]) -> str:
    """The story as text: what is searched and counted.

    Blocks are parted by a blank line, the items of a list by a line break. What pictures show and
    what is said of them is left out, and so are blocks that are not the story.
    """
    parts: list[str] = []
    previous = ""
    for block in blocks:
        if block.kind not in _COUNTED_KINDS:
            continue
        if parts:
            parts.append("\n" if block.kind == previous == "list" else "\n\n")
        parts.append(block.text)
        previous = block.kind
    return "".join(parts)


def word_count(text: str, data: bytes | None = None, *, is_spaced: bool = False) -> int:
    """How many words a reader reads, so that 230 a minute is about right in any script.

    `data` is the text in UTF-8, where there is that, and `is_spaced` says that no word is in a
    script without spaces, where that is known.
    """
    data = text.encode("utf-8", "replace") if data is None else data
    # Such scripts take three bytes a character: a cheap look spares most texts the search.
    if is_spaced or len(data) < 1.2 * len(text) or not re.search(f"{_HAN}|{_THAI}", text):
        return _spaced_words(text, data)
    han, thai = len(re.findall(_HAN, text)), len(re.findall(_THAI, text))
    words = len(re.sub(_THAI, " ", re.sub(_HAN, " ", text)).split())
    return words + (han + 1) // 2 + (thai + 3) // 4


def _spaced_words(text: str, data: bytes) -> int:
    """The words of a text whose white space is single spaces and blank or simple lines.

    Counting spaces takes a tenth of the time of parting the words. A dash by itself is none.
    """
    if not text:
        return 0
    lines = data.split(b"\n")  # finds one byte faster than `count` does
    breaks = len(lines) - 1 - lines.count(b"")
    dashes = sum(_alone(text, dash) for dash in "–—" if dash in text)
    return _spaces(data) + breaks + 1 - dashes


def _alone(text: str, dash: str) -> int:
    """How often a dash stands between spaces; they are few, and looked for in a third of the time
    that `count` takes for all three characters.
    """
    parts = text.split(dash)
    return sum(before[-1:] == " " == after[:1] for before, after in pairwise(parts))


def _spaces(data: bytes) -> int:
    """The spaces in bytes, in a third of the time of `count`, which many of them slow down."""
    if len(data) >= _ADLER_BASE:
        return data.count(b" ")
    # The lower half of Adler-32 is one more than the sum of all bytes (RFC 1950, section 8.2).
    return (zlib.adler32(data.translate(_SPACES_AS_ONES)) & 0xFFFF) - 1
