"""The words of a query as SQL: what the full-text indexes find, and what must be looked for."""

from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.query_nodes import And, Near, Node, Not, Or, Words
from newscli.storage import grams

_COLUMNS = {"title": "{title}", "text": "{summary text}"}
_TEXTS = {
    None: "article.title || char(10) || article.summary || char(10) || article.text",
    "title": "article.title",
    "text": "article.summary || char(10) || article.text",
}


def condition(term: Words | Near) -> tuple[str, list[object]]:
    """A condition over `article` that is true where the words stand, and its values."""
    found = expression(term)
    parts: list[str] = []
    values: list[object] = []
    if found:
        parts.append("article.id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)")
        values.append(found)
    if isinstance(term, Words) and term.literal:
        if not found and (pairs := grams.match(term.literal)):
            parts.append(
                "(article.id IN (SELECT rowid FROM article_grams WHERE article_grams MATCH ?) "
                "OR article.id IN (SELECT article_id FROM grams_due))"
            )
            values.append(pairs)
        sql, more = literal(term)
        parts.append(sql)
        values += more
    return " AND ".join(parts) or "0", values


def literal(term: Words) -> tuple[str, list[object]]:
    """A condition over `article` that is true where its literal stands, and its values."""
    return f"({_TEXTS[term.column]}) LIKE ? ESCAPE '\\'", [f"%{_escaped(term.literal or '')}%"]


def expression(term: Words | Near) -> str | None:
    """What FTS5 is asked; None where its index has nothing of the words.

    It takes any text in double quotes, those within doubled (sqlite.org/fts5.html, 3.1).
    """
    if isinstance(term, Near):
        return f"NEAR({' '.join(map(_quoted, term.words))}, {term.distance})"
    if not term.indexed:
        return None
    string = _quoted(term.indexed) + (" *" if term.is_prefix else "")
    return f"{_COLUMNS[term.column]} : {string}" if term.column else string


def is_exact(term: Words | Near) -> bool:
    """True where the index alone decides."""
    return isinstance(term, Near) or not term.literal


def words_before_last(words: str) -> list[str]:
    """What FTS5 is asked for a phrase without its last word, if it has others."""
    before = " ".join(words.split()[:-1])
    return [_quoted(before)] if any(character.isalnum() for character in before) else []


class Match(NamedTuple):
    """What FTS5 is asked; not `is_exact` where it finds articles that the query does not mean."""

    expression: str
    is_exact: bool


def matched(query: Node) -> Match | None:
    """What FTS5 can be asked for a query; None where it finds nothing of it, or not all."""
    match query:
        case Words() | Near():
            found = expression(query)
            return Match(found, is_exact(query)) if found else None
        case And(parts):
            return _all_of(parts)
        case Or(parts):
            sides = [matched(part) for part in parts]
            known = [side for side in sides if side is not None]
            if len(known) < len(sides):
                return None
            either = " OR ".join(f"({side.expression})" for side in known)
            return Match(either, all(side.is_exact for side in known))
        case _:
            return None


def _all_of(parts: Sequence[Node]) -> Match | None:
    """All that the index knows of them; an excluded "C++" it does not: all with a C would go."""
    wanted = [found for part in parts if (found := matched(part))]
    if not wanted:
        return None
    unwanted = [matched(part.part) for part in parts if isinstance(part, Not)]
    asked = " AND ".join(f"({found.expression})" for found in wanted)
    left_out = [found for found in unwanted if found and found.is_exact]
    asked += "".join(f" NOT ({found.expression})" for found in left_out)
    all_exact = all(found.is_exact for found in wanted)
    return Match(asked, all_exact and len(wanted) + len(left_out) == len(parts))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
