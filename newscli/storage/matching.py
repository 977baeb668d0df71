"""What the full-text index is asked for a query, and how SQLite goes about it."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.query_nodes import And, Near, Node, Not, Or, Words
from newscli.storage import fulltext
from newscli.storage.reads import Filter, condition


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
