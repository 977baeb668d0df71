"""The hits of one side of a query: what its indexes, its filter and its checks say, in parts."""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newscli.core.folding import fold

MOST_SCANNED = 5000
"""Hits whose articles are looked at before the filter is asked which articles it lets through."""
_FIRST, _PART = 1000, 4000
_BETWEEN = "\nꙮ\n"  # a phrase does not go on from the title into the text
_MOST_CHOSEN = 20_000
_MOST_STEPS = 500_000
_RECENT = 200
_SMALL = 20_000
_SLACK_S = 7 * 86_400
_SHARES = ((16, 6), (8, 3), (4, 1), (2, 1))
"""With the newest 1/16 of the store, six times as many as are enough end the search, and so on."""


class Check(NamedTuple):
    """What the text itself must have, or must not, folded: a prefix that is too common to look up.

    Its articles are so many that the newest are soon enough; the index would first merge them all.
    """

    pattern: re.Pattern[str]
    is_excluded: bool

    def passes(self, text: str) -> bool:
        """True for a folded text that has it, or has not, as is wanted."""
        has_it = any(
            match.start() == 0 or not text[match.start() - 1].isalnum()
            for match in self.pattern.finditer(text)
        )
        return has_it != self.is_excluded


class Side(NamedTuple):
    """What an article must be: FTS5 expressions over the two indexes, and SQL over `article`.

    `is_open` is true where that SQL lets everything through, `is_filtered` where it asks for more
    than a text: then few articles may be meant. `until` is the time before which the
    articles are, if that is asked for: there the search begins.
    """

    match: str | None
    grams: str | None
    where: str
    values: tuple[object, ...]
    is_open: bool
    is_filtered: bool
    checks: tuple[Check, ...] = ()
    until: int | None = None


class Candidate(NamedTuple):
    """An article that may be shown."""

    id: int
    sort_at: int


class Part(NamedTuple):
    """Some hits, newest first; whether they are the last; with how many candidates to end."""

    ids: list[int]
    is_last: bool
    ending: int


class _Downwards:
    """Ids in descending order, taken as far as they are wanted."""

    def __init__(self, rows: Iterator[tuple[int]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, limit: int, *, down_to: int) -> list[int]:
        """The next ids, at most so many, none below a bound."""
        found: list[int] = []
        while self._next is not None and self._next[0] >= down_to and len(found) < limit:
            found.append(self._next[0])
            self._next = next(self._rows, None)
        return found


class Source:
    """What a side asks of one connection."""

    def __init__(self, connection: sqlite3.Connection, side: Side) -> None:
        self._connection = connection
        self._side = side
        self.is_open, self.is_filtered = side.is_open, side.is_filtered
        self.top: int
        (self.top,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
        self.table = "article_fts" if side.match else "article_grams" if side.grams else ""
        self._match = side.match or side.grams or ""
        # A prefix is merged anew by each query, whatever part of it is asked for.
        self.is_merged = '" *' in self._match
        where, values = [f"({side.where})"], list(side.values)
        if side.match and side.grams:
            where.append(
                "article.id IN (SELECT rowid FROM article_grams WHERE article_grams MATCH ?)"
            )
            values.append(side.grams)
        self._where, self._values = " AND ".join(where), values
        self.start = self.top
        if side.until is not None and self.top > _SMALL:
            self.start = self._id_seen(side.until + _SLACK_S)

    def windows(self, enough: int, most: int) -> Iterator[Part]:
        """The hits from `start` down, newest first, in parts."""
        start = self.start
        # One query for all windows: looking for the next hit of a rare phrase, FTS5 goes on
        # through its words' articles to the end, whatever bound is set.
        rows = _Downwards(self._descending(start))
        shares = _SHARES if self.top > _SMALL and not self.is_merged else ()
        bounds = [(start - start // share, times) for share, times in shares]
        for low, times in (*bounds, (0, 1)):
            limit = MOST_SCANNED if self.is_merged else _FIRST
            while True:
                ids = rows.take(limit, down_to=low)
                is_out = len(ids) < limit
                # In the midst of a window there are more at little cost: then to the full.
                ending = min(enough * times, most) if is_out else most
                if not self.is_open:
                    ending = enough
                yield Part(ids, is_out and low == 0 and start == self.top, ending)
                if is_out:
                    break
                limit = _PART

    def _id_seen(self, time: int) -> int:
        """The highest id of those first seen before that time: ids grow with it."""
        low, high = 0, self.top
        while low < high:
            middle = (low + high) // 2
            row = self._connection.execute(
                "SELECT seen_at FROM article WHERE id > ? ORDER BY id LIMIT 1", (middle,)
            ).fetchone()
            if row is None or row[0] >= time:
                high = middle
            else:
                low = middle + 1
        return low

    def with_recent(self, found: list[Candidate]) -> list[Candidate]:
        """The candidates, and those of the newest articles by date that came in long before.

        Whoever adds a source with an archive gets its old articles last: they are not the news.
        """
        lowest = min((one.id for one in found), default=self.top + 1)
        rows = self._connection.execute(
            "SELECT id FROM article WHERE sort_at < ? ORDER BY sort_at DESC, id DESC LIMIT ?",
            (self._side.until or 1 << 62, _RECENT),
        )
        recent = sorted((row[0] for row in rows if row[0] < lowest), reverse=True)
        look_up = self.among if self.is_merged else self.probe
        return [*found, *look_up(recent)] if recent else found

    def _descending(self, start: int) -> Iterator[tuple[int]]:
        return self._connection.execute(
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH ? AND rowid <= ? "
            "ORDER BY rowid DESC",
            (self._match, start),
        )

    def articles(self, ids: Sequence[int]) -> list[Candidate]:
        """Those of the hits that are all that the side asks for, newest first."""
        rows = self._connection.execute(
            f"SELECT article.id, article.sort_at FROM json_each(?) AS hit "
            f"CROSS JOIN article ON article.id = hit.value WHERE {self._where}",
            [json.dumps(ids), *self._values],
        )
        return self._checked(map(Candidate._make, rows))

    def newest(self, limit: int | None) -> Iterator[Candidate]:
        """The articles that the SQL lets through, newest first, and that pass the checks."""
        rows = self._connection.execute(
            f"SELECT article.id, article.sort_at FROM article WHERE {self._where} "
            "ORDER BY article.sort_at DESC, article.id DESC",
            self._values,
        )
        given = 0
        while part := rows.fetchmany(_FIRST if limit is None else min(limit, _FIRST)):
            for candidate in self._checked(map(Candidate._make, part)):
                yield candidate
                given += 1
                if given == limit:
                    return

    def among_all(self, last: int | None) -> Iterator[Candidate]:
        """All candidates but those from `start` down to `last`, newest first but for those after
        `start`, by looking at each hit's article."""
        ranges = [(0, self.start if last is None else last - 1), (self.start + 1, self.top)]
        for low, high in ranges:
            rows = self._connection.execute(
                f"SELECT article.id, article.sort_at FROM {self.table} "
                f"CROSS JOIN article ON article.id = {self.table}.rowid "
                f"WHERE {self.table} MATCH ? AND {self.table}.rowid BETWEEN ? AND ? "
                f"AND {self._where} ORDER BY {self.table}.rowid DESC",
                [self._match, low, high, *self._values],
            )
            while part := rows.fetchmany(_PART):
                yield from self._checked(map(Candidate._make, part))

    def chosen(self) -> list[int] | None:
        """The ids that the filter lets through, if they are few and soon found; newest first."""
        # Counted in SQLite's own steps, not in time: a search finds the same each time.
        self._connection.set_progress_handler(lambda: 1, _MOST_STEPS)
        try:
            rows = self._connection.execute(
                f"SELECT article.id FROM article WHERE {self._where} LIMIT ?",
                [*self._values, _MOST_CHOSEN + 1],
            ).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_INTERRUPT":
                raise
            return None
        finally:
            self._connection.set_progress_handler(None, 0)
        return sorted((row[0] for row in rows), reverse=True) if len(rows) <= _MOST_CHOSEN else None

    def probe(self, ids: Sequence[int]) -> list[Candidate]:
        """Those of a few articles that the index has for the side; each is looked up by itself."""
        rows = self._connection.execute(
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH ? "
            "AND rowid IN (SELECT value FROM json_each(?))",
            (self._match, json.dumps(ids)),
        )
        return self.articles(sorted((row[0] for row in rows), reverse=True))

    def among(self, ids: Sequence[int], most: int = _MOST_CHOSEN) -> list[Candidate]:
        """Those of many articles that the index has for the side, by going through its hits."""
        rows = self._connection.execute(
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH ? AND rowid <= ? "
            "AND +rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid DESC LIMIT ?",
            (self._match, ids[0], json.dumps(ids), most + 1),
        )
        return self.articles([row[0] for row in rows])

    def _checked(self, candidates: Iterator[Candidate]) -> list[Candidate]:
        if not self._side.checks:
            return list(candidates)
        return [one for one in candidates if self._passes(one.id)]

    def _passes(self, article_id: int) -> bool:
        row = self._connection.execute(
            "SELECT title, summary, text FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        text = fold(_BETWEEN.join(row))
        return all(check.passes(text) for check in self._side.checks)
