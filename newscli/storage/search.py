"""Full-text search: the indexes find the newest candidates, bm25 and age rank them."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newscli.core.folding import literal_pattern, pattern
from newscli.core.models import Hit
from newscli.core.query import Query, Term
from newscli.storage import candidates, grams, ranking, snippets
from newscli.storage.candidates import Candidate, Check, Side
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
    query: Query,
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
    scored = ranking.rank(
        connection, list(found.values()), wanted, now=now, newest_first=newest_first
    )
    if limit is not None:
        scored = ranking.folded(scored)
    hits = tuple(_hits(connection, scored[:limit], wanted))
    return Found(hits, len(scored), is_more)


def _sides(connection: sqlite3.Connection, query: Query, chosen: Filter) -> Iterator[Side]:
    where, values = condition(chosen)
    for terms in query.sides:
        side = _side(connection, terms, where, values, chosen.until)
        yield side
        if side.grams and grams.has_due(connection):
            # What is not in that index yet is read.
            yield side._replace(
                grams=None,
                where=f"{side.where} AND article.id IN (SELECT article_id FROM grams_due)",
                is_open=False,
                is_filtered=True,
            )


def _side(
    connection: sqlite3.Connection,
    terms: Sequence[Term],
    where: str,
    values: Sequence[object],
    until: int | None,
) -> Side:
    """What one side of the query asks of the indexes, of the rows and of the texts."""
    wanted: list[str] = []
    unwanted: list[str] = []
    checks: list[Check] = []
    conditions, bound = [where], list(values)
    pairs: list[str] = []
    for term in terms:
        if term.literal:
            conditions.append(f"{'NOT ' * term.is_excluded}({_TEXT}) LIKE ? ESCAPE '\\'")
            bound.append(f"%{_escaped(term.literal)}%")
            if not term.is_excluded:
                pairs += filter(None, [grams.match(term.literal)])
        if not term.indexed or (term.is_excluded and term.literal):
            # An excluded "C++" is left to its literal: all that has the letter C would go.
            continue
        if term.is_prefix and _is_common(connection, term.indexed):
            checks.append(Check(pattern(term.indexed, is_prefix=True), term.is_excluded))
            wanted += [] if term.is_excluded else _words_before_last(term.indexed)
        else:
            (unwanted if term.is_excluded else wanted).append(_string(term))
    if not wanted:
        checks += [
            Check(pattern(term.indexed, is_prefix=term.is_prefix), is_excluded=True)
            for term in terms
            if term.indexed and term.is_excluded and not term.literal
        ]
    return Side(
        match=" NOT ".join([f"({' AND '.join(wanted)})", *unwanted]) if wanted else None,
        grams=" AND ".join(pairs) or None,
        where=" AND ".join(conditions),
        values=tuple(bound),
        is_open=conditions == ["1"],
        is_filtered=where != "1",
        checks=tuple(dict.fromkeys(checks)),
        until=until,
    )


def _is_common(connection: sqlite3.Connection, words: str) -> bool:
    """True for a prefix that many of the newest articles of a large store have."""
    (top,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    if top <= _SMALL:
        return False
    sought = Check(pattern(words.split()[-1], is_prefix=True), is_excluded=False)
    rows = connection.execute(
        "SELECT lower(title || ' ' || text) FROM article ORDER BY id DESC LIMIT ?", (_SAMPLE,)
    )
    return sum(1 for (text,) in rows if sought.passes(text)) >= _COMMON


def _words_before_last(words: str) -> list[str]:
    """The FTS5 string for the phrase without its last word, if it has others."""
    before = " ".join(words.split()[:-1])
    return [_quoted(before)] if any(character.isalnum() for character in before) else []


def _string(term: Term) -> str:
    return _quoted(term.indexed or "") + (" *" if term.is_prefix else "")


def _quoted(words: str) -> str:
    """Text as FTS5 takes any: in double quotes, those within doubled (fts5.html, 3.1)."""
    return '"' + words.replace('"', '""') + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _wanted(query: Query) -> list[Wanted]:
    """What a match shows by, each once: the words that are not excluded, of all sides."""
    found: dict[Wanted, None] = {}
    for side in query.sides:
        for term in side:
            if not term.is_excluded:
                found[_want(term)] = None
    return list(found)


def _want(term: Term) -> Wanted:
    if term.literal:
        return Wanted(literal_pattern(term.literal), _string(term) if term.indexed else None)
    return Wanted(pattern(term.indexed or "", is_prefix=term.is_prefix), _string(term))


def _hits(
    connection: sqlite3.Connection, scored: Sequence[Scored], wanted: Sequence[Wanted]
) -> Iterator[Hit]:
    rows = headlines_of(connection, [one.id for one in scored])
    patterns = [want.pattern for want in wanted]
    for one in scored:
        text, matches = snippets.snippet(connection, one.id, patterns)
        yield Hit(rows[one.id], text, matches, round(one.score, 4))
