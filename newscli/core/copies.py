"""Which articles are one article again: republished under another address, title or publisher."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

SHINGLED_CHARS = 20_000
"""So much of a text is compared."""
LEAST_ALIKE = 0.35
"""Articles that are less alike (core/likeness.py) are not compared word by word."""

_RUN = 4
_LEAST_WORDS = 25
_LEAST_OF_SHORTER, _LEAST_OF_LONGER = 0.6, 0.4
_LEAST_OF_SHORT = 0.9
_LEAST_OF_SERIES = 0.95
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")

Shingles = frozenset[int]
"""The runs of four words in a text, as hashes that hold within one process."""


class Copy(NamedTuple):
    """One of several articles that are the same: who it is from, and since when it is there.

    `named` is the publisher that it says it is from, `source` who brought it, both folded to
    lower case; `at` is its place in time, `key` what it is ordered by among equals.
    """

    source: str
    named: str | None
    at: int
    key: bytes


def shingles(text: str) -> Shingles:
    """The runs of four words in a text; of four characters in scripts without spaces (w-shingling:
    Broder, "On the resemblance and containment of documents", 1997)."""
    text = text.lower()
    words = _WORD.findall(text)
    if _UNSPACED.search(text[:200]):
        words = [character for word in words for character in word]
    ends = range(_RUN, len(words) + 1)
    return frozenset(hash(tuple(words[end - _RUN : end])) for end in ends)


def share(one: Shingles, other: Shingles, *, is_series: bool = False) -> float | None:
    """How much of the shorter text the longer has too, 0 to 1; None where they are no copies.

    A copy may have been cut, retouched and given another header and footer: the texts have most of
    the shorter one in common, and a good part of the longer. Few words must be nearly the same, and
    so must what one source published under two titles (`is_series`): this year's list, next year's.
    """
    short, long = sorted((len(one), len(other)))
    if short < _RUN:
        return None
    of_shorter, of_longer = _LEAST_OF_SHORTER, _LEAST_OF_LONGER
    if is_series:
        of_shorter = of_longer = _LEAST_OF_SERIES
    elif short < _LEAST_WORDS:
        of_shorter = _LEAST_OF_SHORT
    common = len(one & other)
    return common / short if common >= max(of_shorter * short, of_longer * long) else None


def original(copies: Mapping[int, Copy]) -> int:
    """Which of several copies was there first: the one by whom others name, else the earliest.

    One that names another publisher goes last among those of the same time.
    """
    named = {copy.named for copy in copies.values() if copy.named}

    def order(number: int) -> tuple[bool, int, bool, bytes]:
        copy = copies[number]
        is_named = copy.source in named and copy.named in (None, copy.source)
        return not is_named, copy.at, copy.named is not None, copy.key

    return min(sorted(copies), key=order)


def groups(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The pairs of copies as groups: a copy of a copy is a copy."""
    group_of: dict[int, list[int]] = {}
    for one, other in pairs:
        ours, theirs = group_of.get(one, [one]), group_of.get(other, [other])
        if ours is not theirs:
            ours = sorted({*ours, *theirs})
            group_of.update(dict.fromkeys(ours, ours))
    return sorted({id(found): found for found in group_of.values()}.values())
