"""The words that the store knows: what somebody may have meant who found nothing."""

import sqlite3
from collections.abc import Iterable, Iterator

_MOST_COUNTED = 1000
_MOST_NEIGHBOURS = 2000
_LEAST_LETTERS = 4
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "".join(map(chr, range(0x0430, 0x0450))),  # Cyrillic
    "".join(map(chr, range(0x03B1, 0x03CA))),  # Greek
    "".join(map(chr, (*range(0x05D0, 0x05EB),))),  # Hebrew
    "".join(map(chr, (*range(0x0621, 0x063B), *range(0x0641, 0x064B)))),  # Arabic
)


def nearest(connection: sqlite3.Connection, word: str) -> str | None:
    """The word of the store that is likeliest meant by one that it does not know.

    None where the store knows the word, or none is near. What is asked of the index does not grow
    with the store: each word one edit away (a letter more, less, another or swapped), and if the
    store has none of them, the first 2,000 that begin with the same four letters.
    """
    word = word.lower()
    if len(word) < _LEAST_LETTERS or not word.isalpha() or _count(connection, word):
        return None
    found = {other: count for other in _edits(word) if (count := _count(connection, other))}
    if found:
        return max(found, key=lambda other: (found[other], other))
    return next(iter(_similar(connection, word)), None)


def _edits(word: str) -> Iterator[str]:
    """Every word one edit away, each once; the first letter is seldom the wrong one."""
    letters = next((known for known in _ALPHABETS if word[1] in known), "")
    made: dict[str, None] = {}
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        made.update(dict.fromkeys(head + letter + tail for letter in letters))
        if tail:
            made[head + tail[1:]] = None
            made.update(dict.fromkeys(head + letter + tail[1:] for letter in letters))
        if len(tail) > 1:
            made[head + tail[1] + tail[0] + tail[2:]] = None
    made.pop(word, None)
    return iter(made)


def _count(connection: sqlite3.Connection, word: str) -> int:
    """How many articles have the word, as far as it matters; diacritics do not."""
    (number,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM article_fts WHERE article_fts MATCH ? LIMIT ?)",
        (f'"{word}"', _MOST_COUNTED),
    ).fetchone()
    return int(number)


def _similar(connection: sqlite3.Connection, word: str) -> Iterable[str]:
    from difflib import get_close_matches

    begin = word[:_LEAST_LETTERS]
    terms = connection.execute(
        "SELECT term FROM article_terms WHERE term >= ? AND term < ? LIMIT ?",
        (begin, f"{begin}\U0010ffff", _MOST_NEIGHBOURS),
    )
    return get_close_matches(word, [term for (term,) in terms], 1, 0.75)
