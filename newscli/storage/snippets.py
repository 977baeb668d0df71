"""The part of an article's text that shows why it was found."""

import re
import sqlite3
from collections.abc import Sequence

from newscli.core.folding import fold

_CHARACTERS = 160
_MOST_MATCHES = 100

Snippet = tuple[str, tuple[tuple[int, int], ...]]
"""The text, and its matches as (start, end) in it."""


def snippet(
    connection: sqlite3.Connection, article_id: int, patterns: Sequence[re.Pattern[str]]
) -> Snippet:
    """Some 160 characters of the text where most different words stand, or of its beginning.

    The summary's where the text has none of them.
    """
    summary, text = connection.execute(
        "SELECT summary, text FROM article WHERE id = ?", (article_id,)
    ).fetchone()
    for body in (text, summary):
        plain = " ".join(body.split())
        matches = _matches(plain, patterns)
        if matches:
            return _around(plain, matches)
    body = " ".join((text or summary).split())
    return body[:_CHARACTERS] + ("…" if len(body) > _CHARACTERS else ""), ()


def _matches(text: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int, int]]:
    """(start, end, which pattern), in order, none within another."""
    found: list[tuple[int, int, int]] = []
    compared = fold(text)
    for number, pattern in enumerate(patterns):
        for match in pattern.finditer(compared):
            found.append((match.start(), _end_of_word(text, match.end()), number))
            if len(found) > _MOST_MATCHES * (number + 1):
                break
    found.sort()
    apart: list[tuple[int, int, int]] = []
    for one in found:
        if not apart or one[0] >= apart[-1][1]:
            apart.append(one)
    return apart


def _end_of_word(text: str, end: int) -> int:
    """Where the word that a prefix begins ends, if its letters are those of a spaced script."""
    while end < len(text) and text[end].isalnum() and text[end] < "\u0e00":
        end += 1
    return end


def _around(text: str, matches: Sequence[tuple[int, int, int]]) -> Snippet:
    """The stretch with the most different words, the first of several."""

    def within(start: int) -> set[int]:
        return {
            which for begin, end, which in matches if start <= begin and end <= start + _CHARACTERS
        }

    at, end, _ = max(matches, key=lambda match: (len(within(match[0])), -match[0]))
    first = max(0, at - _CHARACTERS // 2)
    last = min(len(text), max(end, at + _CHARACTERS // 2))
    first, last = _at_words(text, first, last)
    shown = tuple(
        (begin - first + bool(first), end - first + bool(first))
        for begin, end, _ in matches
        if begin >= first and end <= last
    )
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else ""), shown


def _at_words(text: str, first: int, last: int) -> tuple[int, int]:
    """The stretch without the halves of words at its ends, where there are spaces near them."""
    if first and (space := text.find(" ", first, first + 24)) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", last - 24, last)) > first:
        last = space
    return first, last
