"""Gives new articles their places among the others: stories and copies, as they come in."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from newscli.core import copies, story
from newscli.storage import alike

_MOST_NEIGHBOURS = 100


class _Place(NamedTuple):
    """Where an article stands."""

    story_id: int
    copy_of: int | None
    share: float | None


class Placer:
    """Places articles over one connection; what it has read of them is kept while it lives."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._comparer = alike.Comparer(connection)

    def place(self, ids: Collection[int], *, now: int) -> None:
        """Finds the story and the original of articles that are new or have other words.

        To be called within the transaction that stores them. The result depends on which articles
        of the last fourteen days are held, not on their order: exactly so while at most 100
        articles hang together and no more than 100 share a rare term; beyond that the nearest are
        looked at.
        """
        if not ids:
            return
        alike.close(self._connection, now - alike.WINDOW_S)
        again = dict.fromkeys(sorted(ids))
        touched: dict[int, None] = {}
        for number in sorted(ids):
            again.update(dict.fromkeys(self._comparer.alike_in_all(number)))
        for number in again:
            touched.update(dict.fromkeys([number, *self._comparer.forget(number)]))
        for number in again:
            same = self._comparer.compare(number)
            if same is not None:
                touched.pop(number, None)
                touched[same] = None
        done: set[int] = set()
        for number in touched:
            if number not in done:
                done.update(self._group(number))

    def _group(self, number: int) -> Collection[int]:
        """Groups the neighbourhood of an article again; which articles that is."""
        found = self._neighbourhood(number)
        scores, copied = self._likeness(found)
        same_as = self._same_as(found)
        original_of: dict[int, int] = {}
        for same in copies.groups([*copied, *same_as.items()]):
            first = copies.original({other: self._copy(other) for other in same})
            original_of.update((other, first) for other in same if other != first)
        # Copies hold together, however their publishers framed them.
        scores.update(dict.fromkeys(copied, 1.0))
        members = {other: self._member(other) for other in found}
        with_them: dict[int, list[int]] = {}
        for other, compared in same_as.items():
            with_them.setdefault(compared, []).append(other)
        groups = [
            sorted(n for one in numbers for n in (one, *with_them.get(one, ())))
            for numbers in story.group(members, scores)
        ]
        self._save(groups, original_of, same_as, self._places([*found, *same_as]))
        return found

    def _same_as(self, numbers: Sequence[int]) -> dict[int, int]:
        """The articles that have the very words of these, with the one of these."""
        rows = self._connection.execute(
            f"SELECT article_id, same_as FROM place WHERE same_as IN ({_marks(numbers)})", numbers
        )
        return dict(rows.fetchall())

    def _member(self, number: int) -> story.Member:
        signature = self._comparer.signature(number)
        return story.Member(signature.key, signature.title)

    def _neighbourhood(self, number: int) -> list[int]:
        """All that hang together with an article; the nearest where they are too many."""
        whole = self._reached([number], "(score >= :least OR likeness.share IS NOT NULL)")
        return sorted(whole if whole is not None else self._nearest(number))

    def _reached(self, numbers: Sequence[int], condition: str) -> set[int] | None:
        """What is reached from articles over pairs of a kind; None where that is too much."""
        found, edge = set(numbers), list(numbers)
        while edge:
            near = self._connection.execute(
                "SELECT DISTINCT other_id FROM likeness JOIN place ON place.article_id = other_id "
                "WHERE likeness.article_id IN (SELECT value FROM json_each(:edge)) "
                f"AND {condition}",
                {"edge": json.dumps(edge), "least": story.TOGETHER},
            )
            edge = sorted({other for (other,) in near} - found)
            if len(found) + len(edge) > _MOST_NEIGHBOURS:
                return None
            found.update(edge)
        return found

    def _nearest(self, number: int) -> set[int]:
        """An article, its copies, and the stories of those that are most like it."""
        found = self._reached([number], "likeness.share IS NOT NULL") or {number}
        near = self._connection.execute(
            "SELECT story_id FROM likeness JOIN place ON place.article_id = other_id "
            "WHERE likeness.article_id = ? AND score >= ? "
            "GROUP BY story_id ORDER BY max(score) DESC, story_id",
            (number, story.TOGETHER),
        ).fetchall()
        for (story_id,) in near:
            rows = self._connection.execute(
                "SELECT article_id FROM place WHERE story_id = ? AND signature IS NOT NULL "
                "ORDER BY article_id LIMIT ?",
                (story_id, _MOST_NEIGHBOURS),
            ).fetchall()
            if len(found) + len(rows) <= _MOST_NEIGHBOURS:
                found.update(row[0] for row in rows)
        return found

    def _likeness(
        self, numbers: Sequence[int]
    ) -> tuple[dict[tuple[int, int], float], list[tuple[int, int]]]:
        """Which of these articles are how much alike, and which are copies."""
        inside = set(numbers)
        scores: dict[tuple[int, int], float] = {}
        copied: list[tuple[int, int]] = []
        rows = self._connection.execute(
            "SELECT article_id, other_id, score, share FROM likeness "
            f"WHERE article_id IN ({_marks(numbers)}) AND other_id > article_id",
            numbers,
        )
        for one, other, score, share in rows:
            if other in inside:
                scores[one, other] = score
                if share is not None:
                    copied.append((one, other))
        return scores, sorted(copied)

    def _places(self, numbers: Sequence[int]) -> dict[int, _Place]:
        rows = self._connection.execute(
            "SELECT article_id, story_id, copy_of, share FROM place "
            "WHERE article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(numbers),),
        )
        return {row[0]: _Place._make(row[1:]) for row in rows}

    def _save(
        self,
        groups: Iterable[Sequence[int]],
        original_of: Mapping[int, int],
        same_as: Mapping[int, int],
        before: Mapping[int, _Place],
    ) -> None:
        """Stores stories. One keeps its name while articles that are too old to compare have it."""
        kept = self._still_named({place.story_id for place in before.values()})
        changed = []
        for numbers in groups:
            name = min(numbers[0], *({before[n].story_id for n in numbers} & kept), numbers[0])
            for number in numbers:
                first = original_of.get(number)
                share = None
                if first is not None:
                    compared = same_as.get(number, number), same_as.get(first, first)
                    share = self._share_with(*compared)
                place = _Place(name, first, share)
                if place != before[number]:
                    changed.append((*place, number))
        self._connection.executemany(
            "UPDATE place SET story_id = ?, copy_of = ?, share = ? WHERE article_id = ?", changed
        )

    def _still_named(self, names: Collection[int]) -> set[int]:
        """Those of the stories that have articles which are no longer compared."""
        return {
            name
            for name in names
            if self._connection.execute(
                "SELECT 1 FROM place WHERE story_id = ? AND signature IS NULL "
                "AND same_as IS NULL LIMIT 1",
                (name,),
            ).fetchone()
        }

    def _share_with(self, number: int, first: int) -> float:
        """The share of a copy's text that its original has."""
        if number == first:
            return 1.0
        row = self._connection.execute(
            "SELECT share FROM likeness WHERE article_id = ? AND other_id = ?", (number, first)
        ).fetchone()
        if row and row[0] is not None:
            return round(float(row[0]), 4)
        one, two = self._comparer.shingles(number), self._comparer.shingles(first)
        return round(len(one & two) / max(1, min(len(one), len(two))), 4)

    def _copy(self, number: int) -> copies.Copy:
        name, publisher, at = self._connection.execute(
            "SELECT lower(coalesce(source.name, source.feed_title, source.url)), "
            "lower(publisher), sort_at FROM article JOIN source ON source.id = source_id "
            "WHERE article.id = ?",
            (number,),
        ).fetchone()
        compared = self._connection.execute(
            "SELECT coalesce(same_as, article_id) FROM place WHERE article_id = ?", (number,)
        ).fetchone()
        return copies.Copy(name, publisher, at, self._comparer.signature(compared[0]).key)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
