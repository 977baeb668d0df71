"""Which of the articles found come first: bm25 over the candidates, and their age.

FTS5's own bm25 counts every article of each word before it scores the first: 30 ms for a word
that stands in all of a million. Here a word's rarity is read off how far the newest hundred
articles that have it reach back, and its frequency is counted in the candidates' own texts.
"""

import json
import math
import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.folding import fold
from newscli.storage.hits import Candidate

_TITLE, _SUMMARY, _TEXT = 8.0, 2.0, 1.0
_K1, _B = 1.2, 0.75  # as FTS5 has them (sqlite.org/fts5.html, 5.1.1)
_USUAL_CHARACTERS = 2000
_SAMPLE = 100
_HALF_LIFE_S = 30 * 86_400


class Wanted(NamedTuple):
    """What should be there, as `fold` leaves texts; `match` finds it in the index, if that can."""

    pattern: re.Pattern[str]
    match: str | None


class Scored(NamedTuple):
    """A candidate and what it is worth."""

    id: int
    score: float
    sort_at: int
    is_starred: bool
    is_unread: bool
    original: int


def rank(
    connection: sqlite3.Connection,
    candidates: Sequence[Candidate],
    wanted: Sequence[Wanted],
    *,
    now: int,
    newest_first: bool,
) -> list[Scored]:
    """The candidates, best first; of equals the starred, the unread and the newer first."""
    patterns = [
        (want.pattern, weight)
        for want, weight in zip(wanted, _weights(connection, wanted), strict=True)
    ]
    rows = connection.execute(
        "SELECT article.id, sort_at, starred_at IS NOT NULL, read_at IS NULL, "
        "coalesce(place.copy_of, article.id), title, summary, text FROM json_each(?) AS hit "
        "CROSS JOIN article ON article.id = hit.value "
        "LEFT JOIN place ON place.article_id = article.id",
        (json.dumps([candidate.id for candidate in candidates]),),
    )
    scored = []
    for number, sort_at, is_starred, is_unread, original, *texts in rows:
        score = 0.0 if newest_first else _relevance(patterns, texts) * _freshness(now - sort_at)
        scored.append(Scored(number, score, sort_at, bool(is_starred), bool(is_unread), original))
    scored.sort(key=_place_by_time if newest_first else _place)
    return scored


def _place(one: Scored) -> tuple[object, ...]:
    # In hundredths: a difference that nobody could explain is none.
    return (-round(one.score, 2), not one.is_starred, not one.is_unread, -one.sort_at, -one.id)


def _place_by_time(one: Scored) -> tuple[object, ...]:
    return (-one.sort_at, -one.id)


def _relevance(patterns: Sequence[tuple[re.Pattern[str], float]], texts: Sequence[str]) -> float:
    """bm25 of one article. Every word that the index found counts once at least."""
    title, summary, text = map(fold, texts)
    length = (len(title) + len(summary) + len(text)) / _USUAL_CHARACTERS
    total = 0.0
    for found, weight in patterns:
        count = found.findall
        often = (
            _TITLE * len(count(title)) + _SUMMARY * len(count(summary)) + _TEXT * len(count(text))
        )
        often = max(often, 1.0)
        total += weight * often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length))
    return total


def _weights(connection: sqlite3.Connection, wanted: Sequence[Wanted]) -> list[float]:
    """How much each of several words tells: the inverse of its frequency, as bm25 takes it."""
    if len(wanted) < 2:
        return [1.0] * len(wanted)
    (top,) = connection.execute("SELECT coalesce(max(id), 1) FROM article").fetchone()
    return [_weight(connection, want, top) for want in wanted]


def _weight(connection: sqlite3.Connection, want: Wanted, top: int) -> float:
    if want.match is None or want.match.endswith("*"):
        return 1.0
    rows = connection.execute(
        "SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY rowid DESC LIMIT ?",
        (want.match, _SAMPLE),
    ).fetchall()
    if not rows:
        return 1.0
    reach = top - rows[-1][0] + 1 if len(rows) == _SAMPLE else top
    share = min(len(rows) / reach, 1.0)
    # FTS5's idf, and as there never below a trace of it: a word that all have tells nothing.
    return max(math.log((1 - share + 0.5 / top) / (share + 0.5 / top)), 0.01)


def _freshness(age_s: int) -> float:
    """From 1 for today down to a half: among equals the newer, and never age alone."""
    return 0.5 + 0.5 * math.exp2(-max(age_s, 0) / _HALF_LIFE_S)


def folded(scored: Sequence[Scored]) -> list[Scored]:
    """Of an article and its copies only the one that is best; in the same order."""
    seen: set[int] = set()
    kept = []
    for one in scored:
        if one.original not in seen:
            seen.add(one.original)
            kept.append(one)
    return kept
