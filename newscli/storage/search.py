"""Full-text search: FTS5 finds, bm25 and the article's age rank."""

import math
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newscli.core.models import Headline, Hit
from newscli.core.query import has_words, highlighted
from newscli.core.query_nodes import And, Near, Node, Not, Or, Words
from newscli.storage import fulltext
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
    query: Node,
    chosen: Filter,
    *,
    now: int,
    limit: int | None,
    newest_first: bool = False,
) -> Found:
    """The articles that match and that the filter lets through.

    With a limit, the best are chosen among the newest 2,000 matches, or as many as the limit. A
    query without words, which no article can match better than another, goes by time.
    """
    most = max(_MOST_CANDIDATES, limit or 0)
    rows = _candidates(connection, query, chosen, most=-1 if limit is None else most)
    is_more = limit is not None and len(rows) == most
    by_time = newest_first or not has_words(query)
    scores = {
        article_id: sort_at if by_time else relevance * _freshness(now - sort_at)
        for article_id, sort_at, relevance in rows
    }
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
    connection: sqlite3.Connection, query: Node, chosen: Filter, *, most: int
) -> list[tuple[int, int, float]]:
    """(id, sort_at, relevance) of the newest articles that match.

    At most `most` of them (-1: all), so that a common word does not rank a million articles.
    """
    match = matched(query)
    if match is None or not match.is_exact:
        chosen = chosen._replace(query=query)
    where, values = condition(chosen)
    if match is None:
        source, relevance, order = "article", "1.0", "article.id"
    else:
        source, relevance = "article_fts JOIN article ON article.id = article_fts.rowid", "-rank"
        order, where = "article_fts.rowid", f"article_fts MATCH ? AND {where}"
        values = [match.expression, *values]
    return connection.execute(
        f"SELECT article.id, article.sort_at, {relevance} FROM {source} WHERE {where} "
        f"ORDER BY {order} DESC LIMIT ?",
        [*values, most],
    ).fetchall()


def plan(connection: sqlite3.Connection, query: Node) -> tuple[str, list[object], list[str]]:
    """The SQL that finds what a query means, its values, and SQLite's plan, a line a step."""
    where, values = condition(Filter(query=query))
    sql = f"SELECT article.id FROM article WHERE {where} ORDER BY article.sort_at DESC"
    rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    depth = {0: -1}
    steps = []
    for number, parent, _, detail in rows:
        depth[number] = depth.get(parent, -1) + 1
        steps.append("  " * depth[number] + detail)
    return sql, values, steps


class Match(NamedTuple):
    """What FTS5 is asked; not `is_exact` where it finds articles that the query does not mean."""

    expression: str
    is_exact: bool


def matched(query: Node) -> Match | None:
    """What FTS5 can be asked for a query; None where it finds nothing of it, or not all."""
    match query:
        case Words() | Near():
            expression = fulltext.expression(query)
            return Match(expression, fulltext.is_exact(query)) if expression else None
        case And(parts):
            return _all_of(parts)
        case Or(parts):
            sides = [matched(part) for part in parts]
            known = [side for side in sides if side is not None]
            if len(known) < len(sides):
                return None
            expression = " OR ".join(f"({side.expression})" for side in known)
            return Match(expression, all(side.is_exact for side in known))
        case _:
            return None


def _all_of(parts: Sequence[Node]) -> Match | None:
    """All that the index knows of them; an excluded "C++" it does not: all with a C would go."""
    wanted = [found for part in parts if (found := matched(part))]
    if not wanted:
        return None
    unwanted = [matched(part.part) for part in parts if isinstance(part, Not)]
    expression = " AND ".join(f"({found.expression})" for found in wanted)
    left_out = [found for found in unwanted if found and found.is_exact]
    expression += "".join(f" NOT ({found.expression})" for found in left_out)
    is_exact = all(found.is_exact for found in wanted)
    return Match(expression, is_exact and len(wanted) + len(left_out) == len(parts))


def _snippets(connection: sqlite3.Connection, query: Node, ids: Sequence[int]) -> dict[int, str]:
    """The part of each article's text where most matches stand, matches between the marks."""
    found: dict[int, str] = {}
    shown = " OR ".join(
        f"({expression})" for term in _terms(query) if (expression := fulltext.expression(term))
    )
    if shown and ids:
        found.update(_index_snippets(connection, shown, ids))
    words = [word for word in highlighted(query) if word]
    for number in ids:
        if _BEGIN not in found.get(number, ""):
            found[number] = _text_snippet(connection, number, words)
    return found


def _terms(node: Node) -> Iterator[Words | Near]:
    """The words that articles are to have."""
    match node:
        case Words() | Near():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _terms(part)


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
