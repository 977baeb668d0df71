"""Texts as the full-text index compares them: without case and diacritics, at the same places."""

import re
import unicodedata
from functools import cache

_FOREIGN = re.compile("[\xaa-\u1fff]")  # beyond, case is all that folds


def fold(text: str) -> str:
    """The text in lower case and without diacritics, each character in its place.

    What FTS5's unicode61 does with remove_diacritics 2 (sqlite.org/fts5.html, 4.3.1), but for
    characters that are not composed: they stay as they are.
    """
    if not text.isascii():
        text = _FOREIGN.sub(lambda match: _base(match[0]), text)
    return text.lower()


@cache
def _base(character: str) -> str:
    """The letter below the diacritics, in lower case; itself where that is not one character."""
    parts = unicodedata.normalize("NFD", character)
    is_marked = len(parts) > 1 and all(unicodedata.category(part) == "Mn" for part in parts[1:])
    base = parts[0] if is_marked and parts[0] < "\u0250" else character
    return base.casefold() if len(base.casefold()) == 1 else base


def pattern(words: str, *, is_prefix: bool = False) -> re.Pattern[str]:
    """Finds words, next to each other and in this order, in what `fold` returns.

    Their beginning is not looked at, nor a prefix's end: that is slower by far. Where the index
    has found an article, it says well enough how often and where.
    """
    parts = re.findall(r"\w+", fold(words)) or [fold(words)]
    joined = r"[\W_]+".join(map(re.escape, parts))
    return re.compile(joined if is_prefix else rf"{joined}(?!\w)")


def literal_pattern(text: str) -> re.Pattern[str]:
    """Finds a text as it stands, whatever its case, in what `fold` returns."""
    return re.compile(re.escape(fold(text)))
