"""Words, phrases and regular expressions of a query."""

import re
import unicodedata
from typing import TYPE_CHECKING

from newscli.core.errors import QueryError
from newscli.core.query_nodes import Words

if TYPE_CHECKING:
    from newscli.core.query_tokens import Token

_HINT = "newscli help query"
_LITERAL_PUNCTUATION = frozenset("#@%&*")
# Scripts that put no space between words: the index holds their sentences as single tokens.
_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)


def words(token: "Token", text: str, *, column: str | None = None) -> Words:
    """The word or phrase that a token is. Raises QueryError for one without a letter or symbol."""
    value = token.value
    is_prefix = len(value) > 1 and value.endswith("*")
    value = value.removesuffix("*") if is_prefix else value
    if not value.strip() or set(value) <= {"*", " "}:
        raise QueryError("no word to look for", query=text, position=token.at, hint=_HINT)
    return Words(_indexed(value), _literal(value), is_prefix, column)


def is_word(text: str) -> bool:
    """True where the full-text index can find something of it."""
    return _indexed(text) is not None


def checked_pattern(token: "Token", text: str) -> str:
    """A regular expression that Python can read. Raises QueryError with its own complaint."""
    try:
        re.compile(token.value)
    except (re.error, RecursionError, OverflowError) as error:
        where = getattr(error, "pos", None) or 0
        what = getattr(error, "msg", "too deep")
        raise QueryError(
            f"the regular expression is none: {what}",
            query=text,
            position=token.at + 1 + where,
            hint=_HINT,
        ) from None
    return token.value


def _indexed(words: str) -> str | None:
    is_unspaced = not words.isascii() and re.search(_UNSPACED, words)
    if is_unspaced or not any(_is_word_character(c) for c in words):
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
