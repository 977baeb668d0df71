"""Articles that belong with another: by the links that it offers, and by rare words in common."""

import math
import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.models import Related
from newscli.storage.reads import headlines_of

_WORD = re.compile(r"[^\W_]{2,}")
_MOST_TERMS = 12
_NEWEST = 100_000
_MOST_CANDIDATES = 40
_LEAST_SHARED = 3


class _Term(NamedTuple):
    word: str
    weight: float


def offered(connection: sqlite3.Connection, article_id: int) -> list[Related]:
    """The links of the article's own HTML, with the article that we hold of each, if we do.

    References in the running text come last; the source line is not among them.
    """
    rows = connection.execute(
        """
        SELECT link.kind, link.url, link.label,
               (SELECT id FROM article WHERE article.canonical_url = link.canonical_url
                AND article.id <> link.article_id ORDER BY id LIMIT 1)
        FROM link WHERE article_id = ? AND kind <> 'source'
        ORDER BY kind = 'reference', position
        """,
        (article_id,),
    ).fetchall()
    held = headlines_of(connection, [row[3] for row in rows if row[3] is not None])
    found = []
    for kind, url, label, held_id in rows:
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
            )
        )
    return found


_OFFERS = {
    "related": "offered by the article",
    "previous": "previous article of the site",
    "next": "next article of the site",
    "reference": "linked in the text",
}


def similar(connection: sqlite3.Connection, article_id: int, *, limit: int) -> list[Related]:
    """Other articles by the rare words that they share with this one, best first.

    The twelve words that tell most (title words double) are looked for among the newest 100,000
    articles; at least three of them must be shared. The reason names the rarest of these.
    """
    terms = _telling_terms(connection, article_id)
    if len(terms) < _LEAST_SHARED:
        return []
    words_of = _candidates(connection, article_id, terms)
    weight_of = {term.word: term.weight for term in terms}
    total = sum(weight_of.values())
    scored = sorted(
        (
            (sum(weight_of[word] for word in shared) / total, number, shared)
            for number, shared in words_of.items()
            if len(shared) >= _LEAST_SHARED
        ),
        key=lambda row: (-row[0], -row[1]),
    )[:limit]
    held = headlines_of(connection, [number for _, number, _ in scored])
    return [
        Related(
            id=number,
            title=held[number].title,
            url=held[number].url,
            source=held[number].publisher or held[number].source,
            sort_at=held[number].sort_at,
            kind="similar",
            reason="shares " + ", ".join(sorted(shared, key=lambda w: -weight_of[w])[:4]),
        )
        for _, number, shared in scored
    ]


def _telling_terms(connection: sqlite3.Connection, article_id: int) -> list[_Term]:
    """The article's words that few other articles have, the most telling first."""
    row = connection.execute(
        "SELECT title, summary, substr(text, 1, 20000) FROM article WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return []
    title, *rest = row
    title_words = set(_words(title))
    counts: dict[str, int] = {}
    for word in _words(" ".join((title, *rest))):
        counts[word] = counts.get(word, 0) + 1
    (articles,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM article LIMIT 1000000)"
    ).fetchone()
    terms = []
    for word, times in counts.items():
        held = connection.execute(
            "SELECT doc FROM article_terms WHERE term = ?", (word,)
        ).fetchone()
        documents = held[0] if held else 0
        if 2 <= documents <= max(articles * 0.1, 3):
            weight = math.log(articles / documents + 1) * (1 + math.log(times))
            terms.append(_Term(word, weight * (2 if word in title_words else 1)))
    return sorted(terms, key=lambda term: (-term.weight, term.word))[:_MOST_TERMS]


def _words(text: str) -> list[str]:
    """The words as the index has them (lower case, no diacritics), numbers and short ones left out.

    What differs from the index's own folding is not found there and does no harm.
    """
    import unicodedata

    folded = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return [word for word in _WORD.findall(bare) if len(word) > 3 and not word.isdigit()]


def _candidates(
    connection: sqlite3.Connection, article_id: int, terms: Sequence[_Term]
) -> dict[int, list[str]]:
    """The terms that each of the newest articles shares, by article id."""
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    shared: dict[int, list[str]] = {}
    for term in terms:
        rows = connection.execute(
            "SELECT rowid FROM article_fts WHERE article_fts MATCH ? AND rowid > ? "
            "ORDER BY rowid DESC LIMIT ?",
            (f'"{term.word}"', newest - _NEWEST, _MOST_CANDIDATES * 25),
        )
        for (number,) in rows:
            if number != article_id:
                shared.setdefault(number, []).append(term.word)
    return shared
