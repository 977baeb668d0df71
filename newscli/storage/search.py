"""Full-text search: the indexes find the newest candidates, bm25 and age rank them."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newscli.core.models import Hit
from newscli.core.query import has_words
from newscli.core.query_nodes import Node, Or
from newscli.storage import candidates, grams, ranking, sides, snippets
from newscli.storage.hits import Candidate, Side
from newscli.storage.ranking import Scored, Wanted
from newscli.storage.reads import Filter, condition, headlines_of

_MOST_CANDIDATES = 600
_LEAST_CANDIDATES = 60


class Found(NamedTuple):
    """Hits, best first, and how many articles match.

    `is_more` when only the newest of those that match were counted and ranked.
    """

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

    With a limit, the best are chosen among the newest: six hundred of a common word, and never
    fewer than the limit or sixty while there are more; and of copies only one is shown.
    Without one, all are ranked and shown. A query without words, which no article can match better
    than another, goes by time.
    """
    found: dict[int, Candidate] = {}
    is_more = False
    enough = None if limit is None else max(limit, _LEAST_CANDIDATES)
    for side in _sides(connection, query, chosen):
        some = candidates.gather(
            connection, side, enough=enough, most=max(_MOST_CANDIDATES, limit or 0)
        )
        is_more = is_more or some.is_bounded
        found.update((one.id, one) for one in some.found)
    wanted = sides.wanted(query)
    scored = ranking.rank(
        connection,
        list(found.values()),
        wanted,
        now=now,
        newest_first=newest_first or not has_words(query),
    )
    if limit is not None:
        scored = ranking.folded(scored)
    hits = tuple(_hits(connection, scored[:limit], wanted))
    return Found(hits, len(scored), is_more)


def _sides(connection: sqlite3.Connection, query: Node, chosen: Filter) -> Iterator[Side]:
    """Each side of an OR by itself: one may be rare and another common."""
    where, values = condition(chosen)
    for part in query.parts if isinstance(query, Or) else (query,):
        side = sides.side(connection, part, where, values, chosen.until)
        yield side
        if side.grams and grams.has_due(connection):
            # What is not in that index yet is read.
            yield side._replace(
                grams=None,
                where=f"{side.where} AND article.id IN (SELECT article_id FROM grams_due)",
                is_open=False,
                is_filtered=True,
            )


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


def _hits(
    connection: sqlite3.Connection, scored: Sequence[Scored], wanted: Sequence[Wanted]
) -> Iterator[Hit]:
    rows = headlines_of(connection, [one.id for one in scored])
    patterns = [want.pattern for want in wanted]
    for one in scored:
        text, matches = snippets.snippet(connection, one.id, patterns)
        yield Hit(rows[one.id], text, matches, round(one.score, 4))
