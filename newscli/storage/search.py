"""Full-text search: FTS5 finds, bm25 and the article's age rank."""

import math
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newscli.core.models import Headline, Hit
from newscli.core.query import Query, Term, highlighted
from newscli.storage.reads import Filter, condition, headlines_of

_MOST_CANDIDATES = 2000
_HALF_LIFE_S = 30 * 86_400
_BEGIN, _END = "\x02", "\x03"  # no stored text has these: core/text.py takes controls out
_SNIPPET_CHARACTERS = 160


class Found(NamedTuple):
    """Hits, best first, and how many articles match; `is_more` when there are more than counted."""

    hits: tuple[Hit, ...]
    total: int
    is_more: bool


def run(
    connection: sqlite3.Connection,
    query: Query,
    chosen: Filter,
    *,
    now: int,
    limit: int | None,
    newest_first: bool = False,
) -> Found:
    """The articles that match and that the filter lets through.

    With a limit, the best are chosen among the newest 2,000 matches, or as many as the limit.
    """
    scores: dict[int, float] = {}
    is_more = False
    most = max(_MOST_CANDIDATES, limit or 0)
    for side in query.sides:
        rows = _candidates(connection, side, chosen, most=-1 if limit is None else most)
        is_more = is_more or (limit is not None and len(rows) == most)
        for article_id, sort_at, relevance in rows:
            score = sort_at if newest_first else relevance * _freshness(now - sort_at)
            scores[article_id] = max(score, scores.get(article_id, score))
    best = sorted(scores, key=lambda number: (-scores[number], -number))[:limit]
    rows_by_id = headlines_of(connection, best)
    snippets = _snippets(connection, query, best)
    hits = tuple(
        _hit(rows_by_id[number], snippets.get(number, ""), scores[number]) for number in best
    )
    return Found(hits, len(scores), is_more)


def _freshness(age_s: int) -> float:
    """From 1 for today down to a half: among equals the newer, and never age alone."""
    return 0.5 + 0.5 * math.exp2(-max(age_s, 0) / _HALF_LIFE_S)


def _candidates(
    connection: sqlite3.Connection, side: Sequence[Term], chosen: Filter, *, most: int
) -> list[tuple[int, int, float]]:
    """(id, sort_at, relevance) of the newest articles where all terms of the side hold.

    At most `most` of them (-1: all), so that a common word does not rank a million articles.
    """
    where, values = condition(chosen)
    literal, literal_values = _literals(side)
    match = _match(side)
    if match:
        source, relevance = "article_fts JOIN article ON article.id = article_fts.rowid", "-rank"
        where, values = f"article_fts MATCH ? AND {where}", [match, *values]
    else:
        source, relevance = "article", "1.0"
    return connection.execute(
        f"SELECT article.id, article.sort_at, {relevance} FROM {source} WHERE {where} "
        f"AND {literal} ORDER BY {'article_fts.rowid' if match else 'article.id'} DESC "
        "LIMIT ?",
        [*values, *literal_values, most],
    ).fetchall()


def _match(side: Sequence[Term]) -> str | None:
    """The FTS5 expression of a side's indexed terms; None when there is nothing to find by it.

    An excluded "C++" is left to its literal: without it, all that has the letter C would go.
    """
    wanted = [_string(term) for term in side if term.indexed and not term.is_excluded]
    unwanted = [
        _string(term) for term in side if term.indexed and term.is_excluded and not term.literal
    ]
    if not wanted:
        return None
    return f"({' AND '.join(wanted)})" + "".join(f" NOT {string}" for string in unwanted)


def _string(term: Term) -> str:
    """A term as FTS5 takes any text: in double quotes, those within doubled (fts5.html, 3.1)."""
    quoted = '"' + (term.indexed or "").replace('"', '""') + '"'
    return f"{quoted} *" if term.is_prefix else quoted


def _literals(side: Sequence[Term]) -> tuple[str, list[object]]:
    """The SQL condition for what the index cannot decide; "1" when there is nothing of it."""
    has_match = _match(side) is not None
    parts: list[str] = ["1"]
    values: list[object] = []
    for term in side:
        negation = "NOT " if term.is_excluded else ""
        if term.literal:
            columns = "article.title || char(10) || article.summary || char(10) || article.text"
            parts.append(f"{negation}({columns}) LIKE ? ESCAPE '\\'")
            values.append(f"%{_escaped(term.literal)}%")
        elif term.is_excluded and not has_match:
            parts.append(
                "article.id NOT IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)"
            )
            values.append(_string(term))
    return " AND ".join(parts), values


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _snippets(connection: sqlite3.Connection, query: Query, ids: Sequence[int]) -> dict[int, str]:
    """The part of each article's text where most matches stand, matches between the marks."""
    found: dict[int, str] = {}
    for side in query.sides:
        match = _match([term for term in side if not term.is_excluded])
        missing = [number for number in ids if number not in found]
        if match and missing:
            found.update(_index_snippets(connection, match, missing))
    words = [word for word in highlighted(query) if word]
    for number in ids:
        if _BEGIN not in found.get(number, ""):
            found[number] = _text_snippet(connection, number, words)
    return found


def _index_snippets(
    connection: sqlite3.Connection, match: str, ids: Sequence[int]
) -> Iterator[tuple[int, str]]:
    # In parts: SQLite takes 32,766 values in a statement, and --all may find more.
    for begin in range(0, len(ids), 500):
        part = ids[begin : begin + 500]
        marks = ",".join("?" * len(part))
        yield from connection.execute(
            f"SELECT rowid, snippet(article_fts, 2, char(2), char(3), '…', 28) FROM article_fts "
            f"WHERE article_fts MATCH ? AND rowid IN ({marks})",
            [match, *part],
        )


def _text_snippet(connection: sqlite3.Connection, number: int, words: Sequence[str]) -> str:
    """The text around the first of the words, or its beginning: the match is in the title then."""
    summary, text = connection.execute(
        "SELECT summary, text FROM article WHERE id = ?", (number,)
    ).fetchone()
    for body in (text, summary):
        folded = body.lower()
        for word in words:
            at = folded.find(word.lower()) if len(folded) == len(body) else body.find(word)
            if at >= 0:
                return _around(body, at, at + len(word))
    body = text or summary
    return str(body[:_SNIPPET_CHARACTERS]) + ("…" if len(body) > _SNIPPET_CHARACTERS else "")


def _around(body: str, begin: int, end: int) -> str:
    first = max(0, begin - _SNIPPET_CHARACTERS // 2)
    last = min(len(body), end + _SNIPPET_CHARACTERS // 2)
    before = ("…" if first else "") + body[first:begin]
    after = body[end:last] + ("…" if last < len(body) else "")
    return f"{before}{_BEGIN}{body[begin:end]}{_END}{after}"


def _hit(headline: Headline, marked: str, score: float) -> Hit:
    plain: list[str] = []
    matches: list[tuple[int, int]] = []
    length = 0
    for part in " ".join(marked.split()).split(_BEGIN):
        match, mark, rest = part.partition(_END)
        if mark:
            matches.append((length, length + len(match)))
        plain += [match, rest]
        length += len(match) + len(rest)
    return Hit(headline, "".join(plain), tuple(matches), round(score, 4))
