"""Articles that belong with another: by the links that it offers, and by rare words in common."""

import math
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.models import Related
from newscli.storage.reads import headlines_of

_WORD = re.compile(r"[^\W_]{2,}")
_MOST_TERMS = 12
_NEWEST = 100_000
_MOST_CANDIDATES = 1000
_FEW, _FEW_NAMES = 4, 15
_LEAST_STRONG = 2
_LEAST_SHARED = 3
_LEAST_SHARE = 0.2
# A word with a capital inside a sentence; all nouns of German, and nothing of Arabic or Japanese.
_NAME = re.compile(r"(?<=[^\W\d_A-Z][,;:]\s|.[^\W\d_A-Z]\s)[^\W\d_a-zß-ÿ]\w{3,}")


class _Term(NamedTuple):
    word: str
    weight: float
    is_strong: bool


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
    found = []
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
    """Other articles by the telling words that they share with this one, best first.

    The twelve words that tell most are looked for among the newest 100,000 articles: rare ones,
    names and words of the title before others. At least three of them must be shared, with a fifth
    of all their weight, and two that are names or come back after the title: in a small store,
    everyday words are rare by chance. The reason names those that weigh most.
    """
    terms = _telling_terms(connection, article_id)
    weight_of = {term.word: term.weight for term in terms}
    strong = {term.word for term in terms if term.is_strong}
    total = sum(weight_of.values())
    scored = sorted(
        (
            (-sum(weight_of[word] for word in shared) / total, -number, shared)
            for number, shared in _candidates(connection, article_id, terms).items()
            if len(shared) >= _LEAST_SHARED and len(strong.intersection(shared)) >= _LEAST_STRONG
        ),
        key=lambda row: row[:2],
    )
    best = [(-number, shared) for score, number, shared in scored if score <= -_LEAST_SHARE][:limit]
    held = headlines_of(connection, [number for number, _ in best])
    return [
        Related(
            id=number,
            title=held[number].title,
            url=held[number].url,
            source=held[number].publisher or held[number].source,
            sort_at=held[number].sort_at,
            kind="similar",
            reason="shares " + ", ".join(sorted(shared, key=lambda word: -weight_of[word])[:4]),
        )
        for number, shared in best
    ]


def _telling_terms(connection: sqlite3.Connection, article_id: int) -> list[_Term]:
    """The article's words that few other articles have, the most telling first."""
    row = connection.execute(
        "SELECT title, summary, substr(text, 1, 20000) FROM article WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return []
    text = "\n".join(row)
    counts = Counter(_words(text))
    in_title, names = set(_words(row[0])), set(_words(" ".join(_NAME.findall(text))))
    (articles,) = connection.execute("SELECT count(*) FROM article").fetchone()
    terms = []
    for word, times in counts.items():
        held = connection.execute(
            "SELECT doc FROM article_terms WHERE term = ?", (word,)
        ).fetchone()
        documents = held[0] if held else 0
        is_name = word in names
        most = max(articles // 10, min(articles // 3, _FEW_NAMES) if is_name else _FEW)
        if 2 <= documents <= most:
            weight = math.log(articles / documents + 1) * (1 + math.log(times))
            is_caseless = word.upper() == word.lower()
            is_strong = is_name or is_caseless or (word in in_title and times > 1)
            is_heavy = is_name or word in in_title
            terms.append(_Term(word, weight * (2 if is_heavy else 1), is_strong))
    return sorted(terms, key=lambda term: (-term.weight, term.word))[:_MOST_TERMS]


def _words(text: str) -> list[str]:
    """The words as the index has them (lower case, no diacritics), without short ones and numbers.

    What differs from the index's own folding is not found there and does no harm.
    """
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
            (f'"{term.word}"', newest - _NEWEST, _MOST_CANDIDATES),
        )
        for (number,) in rows:
            if number != article_id:
                shared.setdefault(number, []).append(term.word)
    return shared
