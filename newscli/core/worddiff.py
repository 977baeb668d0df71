"""Two versions of a text, compared line by line and, within changed lines, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_MOST_TOKENS = 3000  # of changed lines; more than that is another text
_MOST_PAIRS = 2500
_LEAST_SHARED = 0.3
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])\w)+(?:['’.,](?=\w)(?:(?![{_CJK}])\w)+)*|\s+|.")

Lines = Sequence[str]


class Piece(NamedTuple):
    """Some words of a line, and whether both versions have them."""

    change: Literal["same", "removed", "added"]
    text: str


Line = tuple[Piece, ...]


def is_same(line: Line) -> bool:
    """True for a line that both versions have."""
    return all(piece.change == "same" for piece in line)


def compare(before: Lines, after: Lines) -> list[Line]:
    """The lines of both versions in order; changed ones in pieces."""
    found: list[Line] = []
    matcher = SequenceMatcher(None, before, after)
    for change, a, b, c, d in matcher.get_opcodes():
        if change == "equal":
            found += [(Piece("same", line),) for line in before[a:b]]
        else:
            found += _changed(before[a:b], after[c:d])
    return found


def _changed(before: Lines, after: Lines) -> Iterator[Line]:
    """Lines that differ, each beside the one it became; those of one version by themselves."""
    for old, new in _pairs(before, after):
        if old is None or new is None:
            yield (Piece("added", new or ""),) if old is None else (Piece("removed", old),)
        else:
            yield tuple(_words(old, new))


def _pairs(before: Lines, after: Lines) -> Iterator[tuple[str | None, str | None]]:
    if len(before) * len(after) > _MOST_PAIRS:
        yield from ((old, None) for old in before)
        yield from ((None, new) for new in after)
        return
    rest = list(after)
    for old in before:
        like = next((place for place, new in enumerate(rest) if _are_alike(old, new)), None)
        if like is None:
            yield old, None
            continue
        yield from ((None, new) for new in rest[:like])
        yield old, rest[like]
        del rest[: like + 1]
    yield from ((None, new) for new in rest)


def _are_alike(old: str, new: str) -> bool:
    """True where they share enough words to be one line, edited."""
    ours, theirs = set(_TOKEN.findall(old)), set(_TOKEN.findall(new))
    words = {token for token in ours | theirs if token[:1].isalnum()}
    return len(words & ours & theirs) >= _LEAST_SHARED * max(len(words), 1)


def _words(old: str, new: str) -> Iterator[Piece]:
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(ours) + len(theirs) > _MOST_TOKENS:
        yield from (Piece("removed", old), Piece("added", new))
        return
    steps: list[tuple[str, str, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, ours, theirs).get_opcodes():
        steps.append((step, "".join(ours[a:b]), "".join(theirs[c:d])))
        if _is_broken(steps):
            *steps, one, between, other = steps
            removed, added = one[1] + between[1] + other[1], one[2] + between[2] + other[2]
            steps.append(("replace", removed, added))
    for change, removed, added in steps:
        if change == "equal":
            yield Piece("same", removed)
            continue
        if removed:
            yield Piece("removed", removed)
        if added:
            yield Piece("added", added)


def _is_broken(steps: Sequence[tuple[str, str, str]]) -> bool:
    """True where no word stands between the last two changes: a reader sees one."""
    if len(steps) < 3 or [step[0] == "equal" for step in steps[-3:]] != [False, True, False]:
        return False
    return not any(map(str.isalnum, steps[-2][1]))
