"""Which held articles are like one another, and how much: kept as each comes in.

Compared are articles that we first saw in the last fourteen days, whenever their publishers dated
them. What is compared does not grow with the store: the rarest terms of an article find those that
may be like it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from newscli.core import copies, likeness, story

WINDOW_S = 14 * 86_400
_MOST_OF_A_TERM = 100
_MOST_COMPARED = 40
_LEAST_PARTIAL = 0.04
_LEAST_SAME = 10
_MOST_SIGNATURES, _MOST_SHINGLED = 4000, 200
_T = TypeVar("_T")


class Held(NamedTuple):
    title: str
    text: str
    source_id: int
    canonical_url: str | None
    seen_at: int
    sort_at: int


class _Pair(NamedTuple):
    other: int
    score: float
    share: float | None


class Comparer:
    """Compares articles over one connection; what it has read of them is kept while it lives."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._signatures: dict[int, likeness.Signature] = {}
        self._shingled: dict[int, copies.Shingles] = {}

    def alike_in_all(self, number: int) -> list[int]:
        """The articles with the same words, which are not compared themselves."""
        rows = self._connection.execute(
            "SELECT article_id FROM place WHERE same_as = ? ORDER BY article_id", (number,)
        )
        return [row[0] for row in rows]

    def forget(self, number: int) -> list[int]:
        """Takes an article out of all comparisons; those that it was like."""
        self._signatures.pop(number, None)
        self._shingled.pop(number, None)
        self._connection.execute("UPDATE place SET same_as = NULL WHERE article_id = ?", (number,))
        packed = self._connection.execute(
            "SELECT signature FROM place WHERE article_id = ? AND signature IS NOT NULL", (number,)
        ).fetchone()
        return _take_out(self._connection, {number: packed[0]}) if packed else []

    def compare(self, number: int) -> int | None:
        """Stores the article's signature, and which others it is like.

        One with the very words of another is not compared: what is compared in its place is given
        back.
        """
        article = self._article(number)
        if same := self._with_same_words(number, article):
            return same
        packed = likeness.signature(article.title, article.text)
        self._connection.execute(
            "INSERT INTO place (article_id, story_id, seen_at, signature) VALUES (?1, ?1, ?2, ?3) "
            "ON CONFLICT DO UPDATE SET signature = excluded.signature, is_due = 0",
            (number, article.seen_at, packed),
        )
        ours = self.signature(number)
        terms = likeness.rarest(ours)
        pairs = list(self._pairs(number, article, terms))
        self._connection.executemany(
            "INSERT OR REPLACE INTO story_term VALUES (?, ?, ?)",
            [(term, number, weight) for term, weight in terms],
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO likeness VALUES (?, ?, ?, ?)",
            [(number, other, score, share) for other, score, share in pairs]
            + [(other, number, score, share) for other, score, share in pairs],
        )
        return None

    def _with_same_words(self, number: int, article: Held) -> int | None:
        """The article with the same title and text that is compared, if there is one."""
        if article.text.count(" ") + 1 < _LEAST_SAME and len(article.text) < 8 * _LEAST_SAME:
            return None  # of so few words, others may be the same by chance
        row = self._connection.execute(
            "SELECT article_id FROM place WHERE substr(signature, 1, 8) = ? "
            "AND signature IS NOT NULL AND article_id <> ? ORDER BY article_id LIMIT 1",
            (likeness.key(article.title, article.text), number),
        ).fetchone()
        if row is None:
            return None
        self._connection.execute(
            "INSERT INTO place (article_id, story_id, seen_at, same_as) VALUES (?1, ?2, ?3, ?2) "
            "ON CONFLICT DO UPDATE SET same_as = excluded.same_as, signature = NULL, is_due = 0",
            (number, row[0], article.seen_at),
        )
        return int(row[0])

    def _pairs(
        self, number: int, article: Held, terms: Sequence[tuple[int, float]]
    ) -> Iterator[_Pair]:
        ours = self.signature(number)
        same = set(self._same_address(number, article))
        for other in dict.fromkeys([*sorted(same), *self._candidates(number, terms)]):
            score = likeness.likeness(ours, self.signature(other))
            is_compared = score >= copies.LEAST_ALIKE
            share = self.share(number, other) if is_compared else None
            if other in same:
                share = 1.0 if share is None else share
            if score >= story.FLOOR and share is None:
                score *= story.by_time(article.sort_at - self._sort_at(other))
            if share is not None or score >= story.FLOOR:
                yield _Pair(other, score, share)

    def _sort_at(self, number: int) -> int:
        (at,) = self._connection.execute(
            "SELECT sort_at FROM article WHERE id = ?", (number,)
        ).fetchone()
        return int(at)

    def _candidates(self, number: int, terms: Sequence[tuple[int, float]]) -> list[int]:
        """Those that share rare terms with an article, most alike in these first."""
        partial: dict[int, float] = {}
        for term, weight in terms:
            rows = self._connection.execute(
                "SELECT article_id, weight FROM story_term WHERE term = ? "
                "ORDER BY article_id DESC LIMIT ?",
                (term, _MOST_OF_A_TERM),
            )
            for other, others in rows:
                partial[other] = partial.get(other, 0.0) + weight * others
        partial.pop(number, None)
        best = [other for other in partial if partial[other] >= _LEAST_PARTIAL]
        if len(best) > _MOST_COMPARED:
            best = sorted(best, key=lambda other: (-partial[other], other))[:_MOST_COMPARED]
        return [other for other in sorted(best) if self.signature(other).text]

    def _same_address(self, number: int, article: Held) -> list[int]:
        # Entries of one feed may all lead to its home page.
        rows = self._connection.execute(
            "SELECT id FROM article JOIN place ON place.article_id = id WHERE canonical_url = ? "
            "AND source_id <> ? AND id <> ? AND signature IS NOT NULL ORDER BY id LIMIT 20",
            (article.canonical_url, article.source_id, number),
        )
        return [row[0] for row in rows]

    def share(self, number: int, other: int) -> float | None:
        """How much of the shorter text both articles have; None where they are no copies."""
        ours, theirs = self._connection.execute(
            "SELECT title, source_id, coalesce(canonical_url, '') FROM article WHERE id IN (?, ?)",
            (number, other),
        ).fetchall()
        is_same = ours[1] == theirs[1] or _site(ours[2]) == _site(theirs[2]) != ""
        is_series = is_same and ours[0] != theirs[0]
        return copies.share(self.shingles(number), self.shingles(other), is_series=is_series)

    def shingles(self, number: int) -> copies.Shingles:
        """An article's runs of words."""
        found = self._shingled.get(number)
        if found is None:
            found = copies.shingles(self._article(number).text[: copies.SHINGLED_CHARS])
            _keep(self._shingled, number, found, most=_MOST_SHINGLED)
        return found

    def signature(self, number: int) -> likeness.Signature:
        """An article's signature; an empty one where it is not compared any more."""
        found = self._signatures.get(number)
        if found is None:
            row = self._connection.execute(
                "SELECT signature FROM place WHERE article_id = ? AND signature IS NOT NULL",
                (number,),
            ).fetchone()
            found = likeness.unpack(row[0]) if row else likeness.Signature({}, {})
            _keep(self._signatures, number, found, most=_MOST_SIGNATURES)
        return found

    def _article(self, number: int) -> Held:
        return Held._make(
            self._connection.execute(
                "SELECT title, iif(text = '', summary, text), source_id, canonical_url, seen_at, "
                "sort_at FROM article WHERE id = ?",
                (number,),
            ).fetchone()
        )


def _site(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def _keep(cache: dict[int, _T], number: int, value: _T, *, most: int) -> None:
    if len(cache) >= most:
        cache.clear()
    cache[number] = value


def close(connection: sqlite3.Connection, before: int) -> None:
    """Ends the comparing with articles that we saw before that time; their stories stay."""
    rows = connection.execute(
        "SELECT article_id, signature FROM place WHERE signature IS NOT NULL AND seen_at < ?",
        (before,),
    ).fetchall()
    if rows:
        _take_out(connection, dict(rows))


def _take_out(connection: sqlite3.Connection, packed: Mapping[int, bytes]) -> list[int]:
    """Takes articles out of the index of rare terms and out of likeness; those they were like."""
    terms = (
        (term, number)
        for number, signature in packed.items()
        for term, _ in likeness.rarest(likeness.unpack(signature))
    )
    connection.executemany("DELETE FROM story_term WHERE term = ? AND article_id = ?", terms)
    others: dict[int, None] = {}
    for number in packed:
        rows = connection.execute(
            "SELECT other_id FROM likeness WHERE article_id = ?", (number,)
        ).fetchall()
        others.update((row[0], None) for row in rows)
        connection.executemany(
            "DELETE FROM likeness WHERE article_id = ? AND other_id = ?",
            [pair for (other,) in rows for pair in ((number, other), (other, number))],
        )
        connection.execute("UPDATE place SET signature = NULL WHERE article_id = ?", (number,))
    return [other for other in others if other not in packed]
