"""What names an article on the command line: an id, a range, its URL."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from newscli.core.errors import UsageError

_RANGE = re.compile(r"(\d{1,18})-(\d{1,18})")


class Reference(NamedTuple):
    """One thing that names articles: ids from `first` to `last`, or a URL.

    A range means those of its ids that exist; a single id must exist.
    """

    first: int
    last: int
    url: str | None = None


def parse(words: Iterable[str]) -> tuple[Reference, ...]:
    """References in order. Raises UsageError for what is neither id, range nor http(s) URL."""
    return tuple(_reference(word.strip()) for word in words)


def _reference(word: str) -> Reference:
    if word.startswith(("http://", "https://")):
        return Reference(0, 0, word)
    if word.isascii() and word.isdigit() and len(word) <= 18:
        return Reference(int(word), int(word))
    match = _RANGE.fullmatch(word)
    if match and int(match[1]) <= int(match[2]):
        return Reference(int(match[1]), int(match[2]))
    shown = word if len(word) <= 40 else f"{word[:40]}…"
    raise UsageError(
        f'"{shown}" is no article: give an id (412), a range (40-45), a URL, or - for ids on stdin',
        hint="newscli headlines",
    )


def from_lines(lines: Iterable[str]) -> list[str]:
    """The ids of piped lines: the first field of each, so that any list of ours can be piped in.

    A line whose first field is empty is about something that we do not hold; it is passed over.
    """
    fields = (line.split("\t")[0].split(None, 1) for line in lines)
    return [words[0] for words in fields if words]
