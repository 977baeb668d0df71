"""Which articles tell of one event: grouped by likeness, and the same however they arrived.

Average link, best pair first: two groups become one where the likeness between their articles is
0.15 in the mean. So an article joins for being like a story as a whole, not like one of its
articles (single link), which would make chains. Measured by benchmarks/stories.py.
"""

import heapq
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newscli.core.likeness import Weights, cosine

FLOOR = 0.10
"""Pairs that are less alike count as not alike at all."""
TOGETHER = 0.15
"""The mean likeness from which groups are one story."""

_LONG_S = 2 * 365 * 86_400
_LONG_AFTER = 0.5
_FEW = 3
_AGREE = 0.5


class Member(NamedTuple):
    """An article to be grouped: what it is ordered by among equals, and its title's weights."""

    key: bytes
    title: Weights


def by_time(gap_s: int) -> float:
    """What likeness counts for between articles whose publishers dated them so far apart.

    Half from two years on: archives have the same matters, and not the same events. Less than that
    says little: labelled news of one event is dated up to twenty months apart, mostly by mistake.
    """
    return _LONG_AFTER if abs(gap_s) > _LONG_S else 1.0


Likeness = Mapping[tuple[int, int], float]
"""By pairs of articles, the lower id first; pairs below FLOOR are left out."""


def group(members: Mapping[int, Member], alike: Likeness) -> list[list[int]]:
    """The stories of these articles, each a list of ids in ascending order.

    Two groups of three articles and more stay apart where their headlines do not agree: where the
    titles of the one are less than half as like those of the other as each are among themselves.
    """
    places = sorted(members, key=lambda number: (members[number].key, number))
    place_of = {number: place for place, number in enumerate(places)}
    groups = _Groups([members[number].title for number in places])
    for (one, other), score in alike.items():
        groups.add(place_of[one], place_of[other], score)
    return sorted(sorted(places[place] for place in found) for found in groups.merged())


class _Groups:
    """Groups of places, merged best pair first; a group goes by its lowest place."""

    def __init__(self, titles: Sequence[Weights]) -> None:
        self._titles = titles
        self._sizes = [1] * len(titles)
        self._places = {place: [place] for place in range(len(titles))}
        self._sums: dict[int, dict[int, float]] = {place: {} for place in range(len(titles))}
        self._heap: list[tuple[float, int, int, int]] = []

    def add(self, one: int, other: int, score: float) -> None:
        self._sums[one][other] = self._sums[other][one] = score

    def merged(self) -> list[list[int]]:
        for one, row in self._sums.items():
            for other, score in row.items():
                if one < other:
                    self._push(one, other, score)
        while self._heap:
            _, one, other, size = heapq.heappop(self._heap)
            if self._is_there(one, other, size) and self._agree(one, other):
                self._merge(one, other)
        return list(self._places.values())

    def _push(self, one: int, other: int, total: float) -> None:
        size = self._sizes[one] * self._sizes[other]
        if total >= TOGETHER * size:
            # Rounded: sums of the same numbers in another order differ in the last bits.
            heapq.heappush(self._heap, (-round(total / size, 9), one, other, size))

    def _is_there(self, one: int, other: int, size: int) -> bool:
        """True where neither group has changed since the pair was weighed."""
        return self._sizes[one] * self._sizes[other] == size and other in self._sums[one]

    def _merge(self, one: int, other: int) -> None:
        self._places[one] += self._places.pop(other)
        self._sizes[one] += self._sizes[other]
        self._sizes[other] = 0
        ours = self._sums[one]
        del ours[other]
        for third, score in self._sums.pop(other).items():
            if third != one:
                theirs = self._sums[third]
                del theirs[other]
                ours[third] = theirs[one] = ours.get(third, 0.0) + score
        for third, total in ours.items():
            self._push(min(one, third), max(one, third), total)

    def _agree(self, one: int, other: int) -> bool:
        """True where the headlines of two groups are about the same, or there are too few."""
        ours, theirs = ([self._titles[p] for p in sorted(self._places[g])] for g in (one, other))
        if min(len(ours), len(theirs)) < _FEW:
            return True
        between = _mean([cosine(a, b) for a in ours for b in theirs])
        return between >= _AGREE * min(_within(ours), _within(theirs))


def _within(titles: Sequence[Weights]) -> float:
    return _mean([cosine(a, b) for number, a in enumerate(titles) for b in titles[number + 1 :]])


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
