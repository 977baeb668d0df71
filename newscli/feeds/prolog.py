"""What is told about an XML document without parsing it: whether it would harm a parser."""

import re

from newscli.core.errors import FeedError
from newscli.core.sizes import Sizes

# What may stand before the first element but for a document type: XML 1.0, section 2.8.
_SKIPPED = re.compile(rb"(?:[\s\0]++|<\?.*?\?>|<!--.*?-->)*+", re.S)
_DOCTYPE = re.compile(rb"<!DOCTYPE\b(?:[^>\[\"']++|\"[^\"]*+\"|'[^']*+')*+\[", re.I)
_ENTITY = re.compile(rb"<!\s*+ENTITY\b", re.I)
_ENTRY = re.compile(rb"<(?:[\w.-]++:)?(?:item|entry)[\s/>]")
_TAG = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*?(/?)>", re.S
)


def declares_entities(body: bytes) -> bool:
    """True when a document brings XML entities of its own: what they grow to, nobody knows."""
    if b"\0" in body[:256]:
        body = body.replace(b"\0", b"")  # UTF-16 and UTF-32; a BOM is no white space
    start = body.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    found = _SKIPPED.match(start)
    begins = found.end() if found else 0
    # A comment in front of it may be long, and what is within it may be anything.
    if not _DOCTYPE.match(start, begins):
        return False
    return bool(_ENTITY.search(start, begins))


def too_many(most: int) -> FeedError:
    """The error for a feed with more entries than it may have."""
    return FeedError(f"has more than {most:,} entries (limits.entries)")


def check(body: bytes, sizes: Sizes) -> None:
    """Raises FeedError where a document has more entries than a feed may have."""
    most = sizes.entries
    if len(body) < 6 * most or body.count(b"item") + body.count(b"entry") <= most:
        return
    number = sum(1 for _ in _ENTRY.finditer(body))
    if number > most:
        raise FeedError(f"has {number:,} entries, more than {most:,} (limits.entries)")


def check_slowly(body: bytes, sizes: Sizes) -> None:
    """Raises FeedError where a document is too much for the slow parser: too large, or too deep."""
    if len(body) > sizes.slow_bytes:
        megabytes = sizes.slow_bytes // 1_000_000
        raise FeedError(f"too large for the slow parser, which it needs ({megabytes} MB at most)")
    if body.count(b"<") > sizes.depth and _depth(body, sizes.depth) > sizes.depth:
        raise FeedError(f"nested deeper than {sizes.depth} elements (limits.depth)")


def _depth(body: bytes, most: int) -> int:
    """How many elements are within each other; counted no further than beyond `most`.

    An element that is never closed counts until the one around it is: ill-formed feeds hold HTML.
    """
    path: list[bytes] = []
    deepest = 0
    for tag in _TAG.finditer(body):
        slash, name, empty = tag.groups()
        if not name or empty:
            continue
        if not slash:
            path.append(name)
            deepest = max(deepest, len(path))
            if deepest > most:
                return deepest
        elif name in path:
            while path.pop() != name:
                pass
    return deepest
