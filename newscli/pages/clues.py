"""A cheap look at every line of every article: which of them may be boilerplate?"""

import re
from collections.abc import Sequence
from functools import cache

from newscli.pages import words

MAX_CHARS = 500
"""No line that is longer is boilerplate."""
_KINDS = (
    "source",
    "republished",
    "related",
    "follow",
    "share",
    "previous",
    "next",
    "read_on",
    "feed_footer",
)
_SIGNS = re.compile(r"[\W_]*")
_ELLIPSIS_CHARS = 12
_HEAD_CHARS, _SHORT_CHARS = 6, 3  # none that begins in ASCII is shorter than the latter
_MOST_KEPT = 10_000
_ELLIPSIS = re.compile(r"\W*(?:\[\W*(?:…|\.\.\.)\W*\]|…|\.\.\.)\W*\Z")


def places(lines: Sequence[str], text: bytes) -> list[int]:
    """The places of lines that may be boilerplate; `text` holds them all, in UTF-8.

    Every line of every article is asked.
    """
    may_be = _promises().__getitem__
    found = [
        place
        for place, line in enumerate(lines)
        if line and may_be(line[:_HEAD_CHARS]) and has_clue(line)
    ]
    if not text.isascii() and any(part in text for part in _ends()):
        found += [place for place, line in enumerate(lines) if line and has_clue(line)]
    return sorted(set(found))


def has_clue(text: str) -> bool:
    """True for a line that may be boilerplate, by how it begins or by what stands in it."""
    if not text or len(text) > MAX_CHARS:
        return False
    start = 0
    if not text[0].isalpha():
        signs = _SIGNS.match(text)
        start = signs.end() if signs else 0
    starts = _starts().get(text[start : start + 2].lower())
    if starts is not None:
        head = text[start : start + words.START_CHARS].lower()
        if head.replace("’", "'").replace("\n", " ").startswith(starts):
            return True
    if start and len(text) < _ELLIPSIS_CHARS:
        return is_ellipsis(text)
    return not text.isascii() and _ends_so(text)


@cache
def _starts() -> dict[str, tuple[str, ...]]:
    return words.starts(*_KINDS)


class _Promises(dict[str, bool]):
    """Whether a line that begins so may begin with a phrase that `_starts` has."""

    def __init__(self) -> None:
        super().__init__()
        phrases = {start for starts in _starts().values() for start in starts}
        short = {phrase[:_SHORT_CHARS] for phrase in phrases if len(phrase) < _HEAD_CHARS}
        self._heads = frozenset(phrase[:_HEAD_CHARS] for phrase in phrases)
        self._short_heads = frozenset(short)

    def __missing__(self, begin: str) -> bool:
        head = begin.lower()
        may_be = (
            head in self._heads
            or head[:_SHORT_CHARS] in self._short_heads
            or not head.isascii()
            or not head[0].isalnum()
        )
        if len(self) < _MOST_KEPT:
            self[begin] = may_be
        return may_be


@cache
def _promises() -> _Promises:
    return _Promises()


@cache
def _ends() -> tuple[bytes, ...]:
    """The phrases that `_ends_so` looks for."""
    return tuple(part.encode() for part in words.inner("feed_footer"))


def _ends_so(text: str) -> bool:
    """True for a phrase that stands behind the title, not before it."""
    return any(part in text for part in words.inner("feed_footer"))


def is_ellipsis(text: str) -> bool:
    """True for a line that is nothing but an ellipsis."""
    return len(text) < _ELLIPSIS_CHARS and _ELLIPSIS.match(text) is not None
