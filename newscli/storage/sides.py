"""What a query asks of each index, of the rows and of the texts."""

import sqlite3
from collections.abc import Iterator, Sequence

from newscli.core.folding import literal_pattern, pattern
from newscli.core.query_nodes import And, Between, Field, Flag, Near, Node, Not, Or, Words
from newscli.storage import fulltext, grams
from newscli.storage.filters import compiled
from newscli.storage.hits import Check, Side
from newscli.storage.ranking import Wanted

_SAMPLE = 200
_COMMON = 60
"""A prefix is common when so many of the newest 200 articles have it. Below, the index is quicker:
at a million articles it takes 30 ms for what is in three of ten, and the texts as long."""
_SMALL = 20_000
_INDEXED_FIELDS = ("source", "tag", "folder", "story")
_INDEXED_FLAGS = ("unread", "starred", "edited")


def side(
    connection: sqlite3.Connection,
    query: Node,
    where: str,
    values: Sequence[object],
    until: int | None,
) -> Side:
    """How to find what a query without an OR at its top means, within a condition over `article`.

    `until` is the time before which that condition has all articles, if it says so.
    """
    asked = _Asked(connection)
    for part in query.parts if isinstance(query, And) else (query,):
        asked.add(part)
    conditions, bound = [where, *asked.literals], [*values, *asked.bound]
    rest = asked.rest if asked.wanted else [*asked.rest, *asked.excluded]
    if rest:
        sql, more = compiled(And(tuple(rest)))
        conditions.append(sql)
        bound += more
    unwanted = [fulltext.matched(part.part) for part in asked.excluded]
    expressions = [f"({found.expression})" for found in unwanted if found]
    ends = [part.until for part in asked.rest if isinstance(part, Between) and part.until]
    return Side(
        match=" NOT ".join([f"({' AND '.join(asked.wanted)})", *expressions])
        if asked.wanted
        else None,
        grams=" AND ".join(asked.pairs) or None,
        where=" AND ".join(conditions),
        values=tuple(bound),
        is_open=conditions == ["1"],
        is_filtered=where != "1" or any(map(_is_indexed, asked.rest)),
        checks=tuple(asked.checks),
        until=min([*ends, *([until] if until is not None else [])], default=None),
    )


class _Asked:
    """The parts of a query that all must hold, by who can tell."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.wanted: list[str] = []
        self.excluded: list[Not] = []
        self.pairs: list[str] = []
        self.literals: list[str] = []
        self.bound: list[object] = []
        self.checks: list[Check] = []
        self.rest: list[Node] = []

    def add(self, part: Node) -> None:
        """Adds one of the parts."""
        inner = part.part if isinstance(part, Not) else part
        if isinstance(inner, Words) and self._is_common_prefix(inner):
            words = inner.indexed or ""
            self.checks.append(Check(pattern(words, is_prefix=True), is_excluded=inner is not part))
            self.wanted += fulltext.words_before_last(words) if inner is part else []
        elif isinstance(part, Words) and part.literal:
            self._add_literal(part)
        elif isinstance(part, Not):
            found = fulltext.matched(part.part)
            (self.excluded if found and found.is_exact else self.rest).append(part)
        else:
            found = fulltext.matched(part)
            if found:
                self.wanted.append(f"({found.expression})")
            if not found or not found.is_exact:
                self.rest.append(part)

    def _add_literal(self, part: Words) -> None:
        expression = fulltext.expression(part)
        self.wanted += [expression] if expression else []
        pairs = None if expression else grams.match(part.literal or "")
        self.pairs += [pairs] if pairs else []
        sql, values = fulltext.literal(part)
        self.literals.append(sql)
        self.bound += values

    def _is_common_prefix(self, words: Words) -> bool:
        """True for a prefix that many of the newest articles of a large store have."""
        if not words.is_prefix or not words.indexed or words.literal or words.column:
            return False
        (top,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
        if top <= _SMALL:
            return False
        sought = Check(pattern(words.indexed.split()[-1], is_prefix=True), is_excluded=False)
        rows = self._connection.execute(
            "SELECT lower(title || ' ' || text) FROM article ORDER BY id DESC LIMIT ?", (_SAMPLE,)
        )
        return sum(1 for (text,) in rows if sought.passes(text)) >= _COMMON


def _is_indexed(part: Node) -> bool:
    """True for a part by which SQLite finds few articles without looking at all."""
    match part:
        case Field(name):
            return name in _INDEXED_FIELDS
        case Flag(name):
            return name in _INDEXED_FLAGS
        case Or(parts):
            return all(map(_is_indexed, parts))
        case And(parts):
            return any(map(_is_indexed, parts))
        case _:
            return isinstance(part, Between)


def wanted(query: Node) -> list[Wanted]:
    """What a match shows by, each once: the words that are not excluded."""
    return list(dict.fromkeys(_wanted(query)))


def _wanted(node: Node) -> Iterator[Wanted]:
    match node:
        case Words(_, literal) if literal:
            yield Wanted(literal_pattern(literal), fulltext.expression(node))
        case Words():
            found = pattern(node.indexed or "", is_prefix=node.is_prefix)
            yield Wanted(found, fulltext.expression(node))
        case Near(words):
            for word in words:
                yield Wanted(pattern(word), fulltext.expression(Words(word)))
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case _:
            return
