"""The words of a query as SQL: what the full-text indexes find, and what must be looked for."""

from newscli.core.query_nodes import Near, Words
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
        sql, more = as_it_stands(term)
        parts.append(sql)
        values += more
    return " AND ".join(parts) or "0", values


def as_it_stands(term: Words) -> tuple[str, list[object]]:
    """The condition that a literal stands in the text, whatever its case, and its value."""
    escaped = (term.literal or "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"({_TEXTS[term.column]}) LIKE ? ESCAPE '\\'", [f"%{escaped}%"]


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


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
