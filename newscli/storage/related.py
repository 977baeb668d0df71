"""Articles that belong with another: by the links that it offers, by its story, and by words."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newscli.core import likeness
from newscli.core.models import Headline, Related
from newscli.core.related import found_score, kind_of, offer_score, reason_of
from newscli.storage import waiting
from newscli.storage.reads import headlines_of

_MOST_TERMS = 12
_NEWEST = 100_000
_MOST_OF_A_TERM = 500
_MOST_SCORED = 40
_MOST_OF_A_STORY = 100
_LEAST_SHARED = 2
_LEAST_RARE = 2
_FEW = 15
_LEAST_LIKE = 0.10


class _Text(NamedTuple):
    title: str
    text: str


def offered(connection: sqlite3.Connection, article_id: int) -> list[Related]:
    """The links of the article's own HTML, with the article that we hold of each, if we do.

    References in the running text come last; the source line is not among them.
    """
    rows = connection.execute(
        """
        SELECT link.kind, link.url, link.label,
               coalesce(
                   (SELECT id FROM article WHERE article.canonical_url = link.canonical_url
                    AND article.id <> link.article_id ORDER BY id LIMIT 1),
                   (SELECT article_id FROM page_url WHERE page_url.url = link.canonical_url
                    AND article_id <> link.article_id ORDER BY article_id LIMIT 1)),
               coalesce(link.canonical_url, link.url)
        FROM link WHERE article_id = ? AND kind <> 'source'
        ORDER BY kind = 'reference', origin = 'feed', position
        """,
        (article_id,),
    ).fetchall()
    held = headlines_of(connection, [row[3] for row in rows if row[3] is not None])
    found: list[Related] = []
    seen: set[str] = set()
    for kind, url, label, held_id, key in rows:
        if key in seen:
            continue  # the feed and the page offer it
        seen.add(key)
        headline = held.get(held_id)
        found.append(
            Related(
                id=held_id,
                title=headline.title if headline else label,
                url=headline.url if headline else url,
                source=(headline.publisher or headline.source) if headline else None,
                sort_at=headline.sort_at if headline else None,
                kind=kind,
                reason=_OFFERS[kind],
                score=offer_score(kind, is_held=headline is not None, place=len(found)),
            )
        )
    return found


_OFFERS = {
    "related": "offered by the article",
    "previous": "previous article of the site",
    "next": "next article of the site",
    "reference": "linked in the text",
}


def similar(
    connection: sqlite3.Connection,
    article_id: int,
    *,
    limit: int,
    near: Sequence[int] | None = None,
) -> list[Related]:
    """Articles of the same story and others that are like this one, best first.

    Looked for are the twelve words of its title and lead that tell most, among the newest 100,000
    articles; those that have most of them are compared by core/likeness.py. Its own copies are
    left out, and of several copies of another all but one. `near` is what the function of that
    name found, where it was asked before.
    """
    ours = _text(connection, article_id)
    mine = headlines_of(connection, [article_id]).get(article_id)
    if ours is None or mine is None:
        return []
    words = likeness.telling_words(*ours, limit=_MOST_TERMS)
    if near is None:
        near = _candidates(connection, words)
    others = dict.fromkeys([*_told(connection, mine), *near])
    others.pop(article_id, None)
    signature = _signature(ours)
    # Whether these are copies nobody has looked at yet.
    unplaced = set(waiting.among(connection, [article_id, *others]))
    if article_id in unplaced:
        unplaced = set(others)
    found: dict[int, Related] = {}
    for row in headlines_of(connection, list(others)).values():
        original = row.copy_of or row.id
        text = None if original == (mine.copy_of or mine.id) else _text(connection, row.id)
        if text is None:
            continue
        score = likeness.likeness(signature, _signature(text))
        shared = _shared(words, text)
        is_alike = score >= _LEAST_LIKE and sum(map(likeness.is_rare, shared)) >= _LEAST_RARE
        if row.id in unplaced and _is_copy(connection, mine, row, score):
            continue
        if is_alike or row.story_id == mine.story_id:
            related = _related(mine, row, score, shared[:4])
            if original not in found or found[original].score < related.score:
                found[original] = related
    return sorted(found.values(), key=lambda row: (-row.score, -(row.id or 0)))[:limit]


def near(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """The articles that have most of an article's telling words; it may be among them."""
    ours = _text(connection, article_id)
    words = likeness.telling_words(*ours, limit=_MOST_TERMS) if ours else {}
    return _candidates(connection, words)


def _related(mine: Headline, row: Headline, score: float, shared: list[str]) -> Related:
    kind = kind_of(mine, row, score)
    return Related(
        id=row.id,
        title=row.title,
        url=row.url,
        source=row.publisher or row.source,
        sort_at=row.sort_at,
        kind=kind,
        reason=reason_of(kind, shared),
        score=round(found_score(mine, row, score), 4),
    )


def _text(connection: sqlite3.Connection, number: int) -> _Text | None:
    row = connection.execute(
        "SELECT title, substr(iif(text = '', summary, text), 1, ?) FROM article WHERE id = ?",
        (likeness.LEAD_CHARS, number),
    ).fetchone()
    return _Text._make(row) if row else None


def _is_copy(connection: sqlite3.Connection, mine: Headline, row: Headline, score: float) -> bool:
    """True for an article with the text of another, as storage/alike.py tells it."""
    from newscli.core import copies

    if score < copies.LEAST_ALIKE:
        return False
    one, other = (
        copies.shingles(
            connection.execute(
                "SELECT substr(iif(text = '', summary, text), 1, ?) FROM article WHERE id = ?",
                (copies.SHINGLED_CHARS, number),
            ).fetchone()[0]
        )
        for number in (mine.id, row.id)
    )
    is_series = mine.source_id == row.source_id and mine.title != row.title
    return copies.share(one, other, is_series=is_series) is not None


def _signature(text: _Text) -> likeness.Signature:
    return likeness.unpack(likeness.signature(*text))


def _shared(words: Mapping[str, float], text: _Text) -> list[str]:
    """Which of these words an article has, too, the heaviest first."""
    theirs = likeness.telling_words(*text, limit=1000)
    return [word for word in words if word in theirs]


def _told(connection: sqlite3.Connection, mine: Headline) -> list[int]:
    """The other articles of the story."""
    rows = connection.execute(
        "SELECT article_id FROM place WHERE story_id = ? ORDER BY copy_of IS NOT NULL, "
        "article_id DESC LIMIT ?",
        (mine.story_id, _MOST_OF_A_STORY),
    )
    return [row[0] for row in rows]


def _candidates(connection: sqlite3.Connection, words: Mapping[str, float]) -> list[int]:
    """The newest articles that have most of these words, by weight."""
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    most = max(_FEW, newest // 10)
    shared: dict[int, list[float]] = {}
    for word, weight in words.items():
        # A word that so many articles have is their feeds' own, and tells nothing.
        known = connection.execute("SELECT doc FROM article_terms WHERE term = ?", (word,))
        if (known.fetchone() or (0,))[0] > most:
            continue
        rows = connection.execute(
            "SELECT rowid FROM article_fts WHERE article_fts MATCH ? AND rowid > ? "
            "ORDER BY rowid DESC LIMIT ?",
            (f'"{word}"', newest - _NEWEST, _MOST_OF_A_TERM),
        )
        for (number,) in rows:
            shared.setdefault(number, []).append(weight)
    best = [number for number, weights in shared.items() if len(weights) >= _LEAST_SHARED]
    return sorted(best, key=lambda number: (-sum(shared[number]), -number))[:_MOST_SCORED]
