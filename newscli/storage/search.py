"""Full-text search: the indexes find the newest candidates, bm25 and age rank them."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newscli.core.folding import literal_pattern, pattern
from newscli.core.models import Hit
from newscli.core.query_nodes import And, Between, Near, Node, Not, Or, Words
from newscli.storage import candidates, fulltext, grams, ranking, snippets
from newscli.storage.candidates import Candidate, Check, Side
from newscli.storage.filters import compiled
from newscli.storage.matching import matched
from newscli.storage.ranking import Scored, Wanted
from newscli.storage.reads import Filter, condition, headlines_of

_MOST_CANDIDATES = 600
_LEAST_CANDIDATES = 100
_SAMPLE = 200
_COMMON = 4
"""A prefix is common when so many of the newest 200 articles have it: one in fifty."""
_SMALL = 20_000
_TEXT = "article.title || char(10) || article.summary || char(10) || article.text"


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
    fewer than the limit or a hundred while there are more; and of copies only one is shown.
    Without one, all are ranked and shown.
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
    wanted = _wanted(query)
    # Without words no article matches better than another.
    by_time = newest_first or not wanted
    scored = ranking.rank(connection, list(found.values()), wanted, now=now, newest_first=by_time)
    if limit is not None:
        scored = ranking.folded(scored)
    hits = tuple(_hits(connection, scored[:limit], wanted))
    return Found(hits, len(scored), is_more)


def _sides(connection: sqlite3.Connection, query: Node, chosen: Filter) -> Iterator[Side]:
    where, values = condition(chosen)
    for part in query.parts if isinstance(query, Or) else (query,):
        making = _Making(connection, where, values, chosen.until)
        for term in part.parts if isinstance(part, And) else (part,):
            making.add(term)
        side = making.side()
        yield side
        if side.grams and grams.has_due(connection):
            # What is not in that index yet is read.
            yield side._replace(
                grams=None,
                where=f"{side.where} AND article.id IN (SELECT article_id FROM grams_due)",
                is_open=False,
                is_filtered=True,
            )


class _Making:
    """What one side of a query asks of the indexes, of the rows and of the texts, part by part."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        where: str,
        values: Sequence[object],
        until: int | None,
    ) -> None:
        self._connection = connection
        self._wanted: list[str] = []
        self._unwanted: list[str] = []
        self._left_out: list[Words] = []
        self._checks: list[Check] = []
        self._pairs: list[str] = []
        self._where, self._values = [where], list(values)
        self._is_filtered = where != "1"
        self._until = until

    def add(self, node: Node) -> None:
        """Takes a part that must be true."""
        match node:
            case Words():
                self._add_words(node)
            case Near():
                self._wanted.append(fulltext.expression(node) or "")
            case Not(Words(_, None, _, None) as words) if words.indexed:
                self._add_left_out(words)
            case _:
                self._add_other(node)

    def _add_words(self, words: Words) -> None:
        if words.literal:
            self._condition(*fulltext.as_it_stands(words))
            self._pairs += filter(None, [grams.match(words.literal)])
        if not words.indexed:
            return
        if words.is_prefix and not words.column and _is_common(self._connection, words.indexed):
            self._checks.append(Check(pattern(words.indexed, is_prefix=True), is_excluded=False))
            self._wanted += _words_before_last(words.indexed)
        else:
            self._wanted.append(fulltext.expression(words) or "")

    def _add_left_out(self, words: Words) -> None:
        if words.is_prefix and _is_common(self._connection, words.indexed or ""):
            self._checks.append(_check_against(words))
        else:
            self._left_out.append(words)

    def _add_other(self, node: Node) -> None:
        if isinstance(node, Between) and node.until is not None:
            self._until = min(node.until, self._until or node.until)
        known = matched(node)
        if known:
            self._wanted.append(known.expression)
        if not (known and known.is_exact):
            self._condition(*compiled(node))
            self._is_filtered = True

    def _condition(self, sql: str, values: Sequence[object]) -> None:
        self._where.append(sql)
        self._values += values

    def side(self) -> Side:
        """All of it."""
        if self._wanted:
            unwanted = [fulltext.expression(words) or "" for words in self._left_out]
            wanted = " AND ".join(f"({one})" for one in self._wanted)
            match = " NOT ".join([f"({wanted})", *(f"({one})" for one in unwanted)])
            checks = self._checks
        else:
            match, checks = None, list(self._checks)
            for words in self._left_out:
                # Of a common word the index would have to give a million articles.
                if _is_large(self._connection):
                    checks.append(_check_against(words))
                else:
                    self._condition(*compiled(Not(words)))
        return Side(
            match=match,
            grams=" AND ".join(self._pairs) or None,
            where=" AND ".join(self._where),
            values=tuple(self._values),
            is_open=self._where == ["1"],
            is_filtered=self._is_filtered,
            checks=tuple(dict.fromkeys(checks)),
            until=self._until,
        )


def _check_against(words: Words) -> Check:
    found = pattern(words.indexed or "", is_prefix=words.is_prefix)
    return Check(found, is_excluded=True)


def _is_common(connection: sqlite3.Connection, words: str) -> bool:
    """True for a prefix that many of the newest articles of a large store have."""
    if not _is_large(connection):
        return False
    sought = Check(pattern(words.split()[-1], is_prefix=True), is_excluded=False)
    rows = connection.execute(
        "SELECT lower(title || ' ' || text) FROM article ORDER BY id DESC LIMIT ?", (_SAMPLE,)
    )
    return sum(1 for (text,) in rows if sought.passes(text)) >= _COMMON


def _is_large(connection: sqlite3.Connection) -> bool:
    (top,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    return int(top) > _SMALL


def _words_before_last(words: str) -> list[str]:
    """The FTS5 string for the phrase without its last word, if it has others."""
    before = " ".join(words.split()[:-1])
    return [_quoted(before)] if any(character.isalnum() for character in before) else []


def _quoted(words: str) -> str:
    """Text as FTS5 takes any: in double quotes, those within doubled (fts5.html, 3.1)."""
    return '"' + words.replace('"', '""') + '"'


def _wanted(query: Node) -> list[Wanted]:
    """What a match shows by, each once: the words that are not excluded."""
    return list(dict.fromkeys(_shown(query)))


def _shown(node: Node) -> Iterator[Wanted]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _shown(part)
        case Words():
            found = fulltext.expression(node)
            sought = literal_pattern(node.literal) if node.literal else None
            yield Wanted(sought or pattern(node.indexed or "", is_prefix=node.is_prefix), found)
        case Near(words):
            for word in words:
                yield Wanted(pattern(word), fulltext.expression(Words(word)))


def _hits(
    connection: sqlite3.Connection, scored: Sequence[Scored], wanted: Sequence[Wanted]
) -> Iterator[Hit]:
    rows = headlines_of(connection, [one.id for one in scored])
    patterns = [want.pattern for want in wanted]
    for one in scored:
        text, matches = snippets.snippet(connection, one.id, patterns)
        yield Hit(rows[one.id], text, matches, round(one.score, 4))
