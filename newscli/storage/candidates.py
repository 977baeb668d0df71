"""The articles that a search ranks: newest first, and no more of them than the ranking can use.

A common word stands in most of a million articles; to rank them all takes a second. FTS5 gives the
articles of a word newest first without looking at the others, so the newest are taken until there
are enough, and it is said that there are more. What is found of a rare word is always all.
"""

import sqlite3
from itertools import islice
from typing import NamedTuple

from newscli.storage.hits import MOST_SCANNED, Candidate, Side, Source

_PROBED = 100
_MOST_PROBED = 600
_CHECKED_TIMES = 3


class Gathered(NamedTuple):
    """Candidates; `is_bounded` when there may be older ones that were not looked for."""

    found: list[Candidate]
    is_bounded: bool


def gather(
    connection: sqlite3.Connection, side: Side, *, enough: int | None, most: int
) -> Gathered:
    """The newest candidates of a side: `enough` of them if there are, and all where that is None.

    At most `most` come from the newest articles.
    """
    source = Source(connection, side)
    if side.checks and enough is not None:
        most = min(most, _CHECKED_TIMES * enough)
    if not source.table:
        return _read_lists(source, enough, most)
    if enough is None:
        return Gathered(list(source.among_all(None)), False)
    some = _from_the_newest(source, enough, most)
    return some._replace(found=source.with_recent(some.found)) if some.is_bounded else some


def _from_the_newest(source: Source, enough: int, most: int) -> Gathered:
    found: list[Candidate] = []
    scanned, last = 0, None
    for part in source.windows(enough, most):
        scanned += len(part.ids)
        last = part.ids[-1] if part.ids else last
        found += source.articles(part.ids)
        if part.is_last or len(found) >= part.ending:
            return Gathered(found[:most], not part.is_last or len(found) > most)
        if not source.is_open and scanned >= MOST_SCANNED:
            break
    else:
        last = 0
    return _by_filter(source, found, last, enough, most)


def _read_lists(source: Source, enough: int | None, most: int) -> Gathered:
    """Without anything to look up, articles are read from the newest on."""
    limit = None if enough is None else most
    found = list(source.newest(limit))
    return Gathered(found, limit is not None and len(found) >= limit)


def _by_filter(
    source: Source, found: list[Candidate], last: int | None, enough: int, most: int
) -> Gathered:
    """The filter lets few of the word's articles through: those that it lets through are asked."""
    chosen = source.chosen() if source.is_filtered else None
    if chosen is None or last is None:
        return _cut([*found, *islice(source.among_all(last), most + 1)], most)
    density = MOST_SCANNED / max(source.start - last, 1)
    rest = [number for number in chosen if number < last or number > source.start]
    if not rest:
        return Gathered(found, False)
    to_probe = min(len(rest), (enough - len(found)) / density)
    if source.is_merged or to_probe > _MOST_PROBED:
        return _cut([*found, *source.among(rest, most)], most)
    for begin in range(0, len(rest), _PROBED):
        found += source.probe(rest[begin : begin + _PROBED])
        if len(found) >= enough:
            return Gathered(found, begin + _PROBED < len(rest))
    return Gathered(found, False)


def _cut(found: list[Candidate], most: int) -> Gathered:
    return Gathered(found[:most], len(found) > most)
