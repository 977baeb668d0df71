"""A cheap look at every line of every article: which of them may be boilerplate?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise

from newscli.core.pcre import Find
from newscli.pages import words
from newscli.pages.quick_clues import finder

MAX_CHARS = 500
"""No line that is longer is boilerplate."""
ELLIPSIS = "ellipsis"
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
    """The places of lines that may be boilerplate.

    `text` is all lines in UTF-8, with a NUL between them; its white space need not be folded.
    Every line of every article is asked.
    """
    found = [place for place in _likely(lines, text) if has_clue(lines[place])]
    if not text.isascii() and any(part in text for part in _ends()):
        found += [place for place, line in enumerate(lines) if line and has_clue(line)]
    return sorted(set(found))


def _likely(lines: Sequence[str], text: bytes) -> Iterable[int]:
    """The places of lines that may have a clue, but for one that stands behind a title."""
    text = b"\0" + text
    begins = _finder()(text)
    if begins is not None:
        return accumulate(text.count(b"\0", *span) for span in pairwise((0, *begins)))
    may_be = _promises().__getitem__
    return [place for place, line in enumerate(lines) if line and may_be(line[:_HEAD_CHARS])]


def has_clue(text: str) -> bool:
    """True for a line that may be boilerplate, by how it begins or by what stands in it."""
    return any(_kinds(text))


def kinds(text: str) -> frozenset[str]:
    """What a line may be: phrases of which kinds it may begin with, or be; ELLIPSIS for that."""
    return frozenset(_kinds(text))


def _kinds(text: str) -> Iterator[str]:
    if not text or len(text) > MAX_CHARS:
        return
    start = 0
    if not text[0].isalpha():
        signs = _SIGNS.match(text)
        start = signs.end() if signs else 0
    # Folding may halve it.
    head = words.folded(text[start : start + 2 * words.START_CHARS]).replace("\n", " ")
    for kind, starts in _starts().get(head[:2], {}).items():
        if head.startswith(starts):
            yield kind
    if start and len(text) < _ELLIPSIS_CHARS and is_ellipsis(text):
        yield ELLIPSIS
    if not text.isascii() and _ends_so(text):
        yield "feed_footer"


@cache
def _starts() -> dict[str, dict[str, tuple[str, ...]]]:
    """The phrases' starts, by their first two characters and their kinds."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind in _KINDS:
        for start in words.starts(kind):
            of_kinds = found.setdefault(start[:2], {})
            of_kinds[kind] = (*of_kinds.get(kind, ()), start)
    return found


@cache
def _all_starts() -> frozenset[str]:
    return frozenset(start for kind in _KINDS for start in words.starts(kind))


@cache
def _finder() -> Find:
    return finder(_all_starts())


class _Promises(dict[str, bool]):
    """Whether a line that begins so may begin with a phrase that `_starts` has."""

    def __init__(self) -> None:
        super().__init__()
        phrases = _all_starts()
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
