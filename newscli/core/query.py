"""What a person types to search, understood: words, "phrases", -exclusion, prefix*, OR.

    query = side ("OR" side)*      side = term+      term = ["-" | "NOT"] (word | phrase) ["*"]

All terms of a side must be found. Whatever else can be typed is looked for as it stands, or
refused with its position; nothing is dropped in silence.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from newscli.core.errors import QueryError

MAX_LENGTH = 1000
_TOKEN = re.compile(r'(?P<minus>-?)\+?(?:"(?P<phrase>[^"]*)(?P<end>"?)\*?|(?P<word>[^\s"]+))')
_DASHES = frozenset("-‐‑‒–—")
_LITERAL_PUNCTUATION = frozenset("#@%&*")
_FIELD = re.compile(
    r"(title|text|author|source|tag|folder|lang|publisher|url|story|is|has|age|date|since|until):",
    re.I,
)
# Scripts that put no space between words: the index holds their sentences as single tokens.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)


class Term(NamedTuple):
    """One thing to look for.

    `indexed` is what the full-text index can find (its words adjacent and in order, the last one
    a prefix if `is_prefix`), None where it can find nothing of it. `literal` is text that the
    article must have as it stands, whatever its case: set where the index ignores what was typed
    ("C++", an emoji, a word of Chinese).
    """

    indexed: str | None
    literal: str | None
    is_prefix: bool
    is_excluded: bool


class Query(NamedTuple):
    """Sides of an OR: an article matches where all terms of one side do."""

    sides: tuple[tuple[Term, ...], ...]


def parse(text: str) -> Query:
    """The query that a text means. Raises QueryError with the position of what is wrong."""
    text = unicodedata.normalize("NFC", text)
    _check_whole(text)
    sides: list[list[Term]] = [[]]
    operator: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if token[0] in ("OR", "AND", "NOT"):
            _check_operator(text, token, operator, sides[-1])
            operator = token
            continue
        if operator and operator[0] == "OR":
            sides.append([])
        term = _term(text, token, is_negated=operator is not None and operator[0] == "NOT")
        if term:
            sides[-1].append(term)
            operator = None
    if operator:
        raise _dangling(text, operator)
    for side in sides:
        _check_side(text, side)
    return Query(tuple(tuple(side) for side in sides))


def _check_whole(text: str) -> None:
    if not text.strip():
        raise QueryError("nothing to look for", query=text, position=0, hint="newscli help query")
    if len(text) > MAX_LENGTH:
        raise QueryError(f"longer than {MAX_LENGTH} characters", query=text[:40] + "…", position=40)
    near = re.search(r"\bNEAR\(", text)
    if near:
        raise QueryError(
            "NEAR is not understood; quotes find words next to each other",
            query=text,
            position=near.start(),
            hint="newscli help query",
        )
    operator = re.search(r"(?:^|\s)OR\s", text)
    grouped = re.search(r"(?:^|\s)-?\(", text)
    if operator and grouped:
        raise QueryError(
            "OR inside parentheses is not understood; OR parts the whole query",
            query=text,
            position=text.index("(", grouped.start()),
            hint="newscli help query",
        )


def _check_operator(
    text: str, token: re.Match[str], before: re.Match[str] | None, side: list[Term]
) -> None:
    follows_term = bool(side) and before is None
    opens_not = token[0] == "NOT" and (before is None or before[0] != "NOT")
    if not follows_term and not opens_not:
        raise _dangling(text, token)


def _dangling(text: str, token: re.Match[str]) -> QueryError:
    sides = "after it" if token[0] == "NOT" else "on both sides"
    return QueryError(
        f'{token[0]} needs a word {sides}; the word itself is "{token[0].lower()}"',
        query=text,
        position=token.start(),
    )


def _term(text: str, token: re.Match[str], *, is_negated: bool) -> Term | None:
    """The term that a token is; None for a dash between words."""
    phrase = token["phrase"]
    if phrase is not None and not token["end"]:
        raise QueryError(
            "the quotation mark is never closed",
            query=text,
            position=token.start() + len(token["minus"]),
        )
    words = phrase if phrase is not None else token["word"]
    if phrase is None:
        if set(words) <= _DASHES:
            return None
        _check_field(text, token)
    is_prefix = token[0].endswith('"*') or (len(words) > 1 and words.endswith("*"))
    words = words.removesuffix("*") if is_prefix else words
    if not words.strip() or set(words) == {"*"}:
        raise QueryError(
            "no word to look for", query=text, position=token.start() + len(token["minus"])
        )
    is_excluded = bool(token["minus"]) or is_negated
    return Term(_indexed(words), _literal(words), is_prefix, is_excluded)


def _check_field(text: str, token: re.Match[str]) -> None:
    field = _FIELD.match(token["word"])
    if field:
        raise QueryError(
            f'"{field[0]}" is not a part of queries; options narrow a list (headlines --source, '
            f"--tag), quotes look for the words",
            query=text,
            position=token.start() + len(token["minus"]),
        )


def _check_side(text: str, side: list[Term]) -> None:
    if not side:
        raise QueryError("no word to look for", query=text, position=0)
    if all(term.is_excluded for term in side):
        raise QueryError(
            "only exclusions: name at least one word that articles must have",
            query=text,
            position=0,
        )


def _indexed(words: str) -> str | None:
    if _UNSPACED.search(words) or not any(_is_word_character(c) for c in words):
        return None
    return words


def _is_word_character(character: str) -> bool:
    """True for what FTS5's unicode61 puts into tokens (sqlite.org/fts5.html, 4.3.1)."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def _literal(words: str) -> str | None:
    is_needed = _indexed(words) is None or any(
        character in _LITERAL_PUNCTUATION or unicodedata.category(character)[0] == "S"
        for character in words
    )
    return " ".join(words.split()) if is_needed else None


def highlighted(query: Query) -> Iterator[str]:
    """The texts that a match shows by: each positive term's words."""
    for side in query.sides:
        for term in side:
            if not term.is_excluded:
                yield term.literal or term.indexed or ""
