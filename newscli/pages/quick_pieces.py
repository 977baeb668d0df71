"""Markup in pieces by PCRE2, in half of the time, and piece by piece only where that is asked for.

What comes out is what `Pieces` makes of it. tests/pages/test_quick_pieces.py compares the two.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from newscli.core.pcre import Replace, Search
from newscli.pages.pieces import (
    BREAK,
    BREAKING,
    EMPTY_UNSHOWN,
    NAME,
    REST,
    UNSHOWN,
    UNSHOWN_PARTS,
    UPPER_CASE_TAG,
    Pieces,
)


def _any_of(names: Iterable[bytes]) -> bytes:
    """A pattern for whole names, which are told apart by their first letters."""
    groups = groupby(sorted(names), key=lambda name: name[:1])
    parts = [first + b"(?:%b)" % b"|".join(name[1:] for name in group) for first, group in groups]
    return rb"(?:%b)(?=[\s<>/\"']|\z)" % b"|".join(parts)


_ANY_NAME = f"(?:{NAME})".encode()
_REST = REST.encode()
_BREAKING = b"(?i:%b|/%b)" % (_any_of(BREAKING - set(UNSHOWN)), _any_of(BREAKING))
_UNSHOWN = _any_of(UNSHOWN)
_ODD_NAME = b"(?:[!?]|(?i:%b))" % _UNSHOWN
_BREAK_TAG = rb"<(%b)%b\s*+" % (_BREAKING, _REST)
_COMMON_TAG = rb"</?(?:a|span|em|strong|b|i|code)(?=[\s>])%b" % _REST  # told first, for speed
# A pattern may hold three such rests, or it is too large for PCRE2.
_TAG = b"(?(DEFINE)(?<tag><%b%b))" % (_ANY_NAME, _REST)
# Tags side by side break a line once, and the last to do so begins it.
_BREAK_TAGS = b"(?:%b(?:(?:(?!<(?:%b|%b))(?&tag))*+(?=<%b))?+)++" % (
    _BREAK_TAG, _BREAKING, _UNSHOWN, _BREAKING
)  # fmt: skip
_PASSED = b"<%b%b(*SKIP)(*FAIL)" % (_ANY_NAME, _REST)  # a call of (?&tag) takes twice as long
# What begins what is not shown stays, as "<" and its name.
_TEXT = Replace(
    b"(?:%b|%b|<(?!%b)%b(?<rest>%b))++|(<%b)(?&rest)"
    % (_COMMON_TAG, _BREAK_TAG, _ODD_NAME, _ANY_NAME, _REST, _ODD_NAME),
    b"${1:+%b:$3}" % BREAK,
)
_LINES = Replace(b"%b|%b%b" % (_BREAK_TAGS, _PASSED, _TAG), b"%b$1%b" % (BREAK, BREAK))
# The same where elements are not shown. Each ends at the first end tag of its name; tags within it
# are passed over as a whole, as all are: none begins in a quoted value.
_ELEMENT = (
    rb"(?=<(?<element>%b))(?&tag)"
    rb"(?:[^<]++|(?!</\k<element>(?![^\s<>/\"']))(?&tag)|<(?!%b))*+(?:(?&tag)|\z)"
) % (_UNSHOWN, _ANY_NAME)
_SHOWN_TEXT = Replace(
    b"(?:%b|<(?!%b)%b%b)++|%b%b" % (_BREAK_TAG, _UNSHOWN, _ANY_NAME, _REST, _ELEMENT, _TAG),
    b"${1:+%b:${element:+ :}}" % BREAK,
)
_SHOWN_LINES = Replace(
    b"%b|%b|%b%b" % (_BREAK_TAGS, _ELEMENT, _PASSED, _TAG), b"${1:+%b$1%b: }" % (BREAK, BREAK)
)
# Compiled when one is needed, by re: only processes that read many documents need them.
_LEFT = rb"<[!?a-zA-Z]"
_LONE = rb"<(?![a-zA-Z/!?])"
_ODD = rb"<(?:[!?]|(?!%b)[a-zA-Z])" % b"|".join(UNSHOWN)
_LINK = rb"<[aA]\s"
_is_any_empty = Search(EMPTY_UNSHOWN)
_PARTS = Replace(b"(?s)" + UNSHOWN_PARTS.pattern.replace(rb"\Z", rb"\z"), b" ")


def pieces_of(markup: bytes) -> Pieces:
    """Markup, in UTF-8, in pieces, by PCRE2 where that is in use and can."""
    if BREAK in markup:
        markup = markup.replace(BREAK, b"")
    text = _TEXT(markup)
    if text is None:
        return Pieces(markup)
    if b"<" not in text or not re.search(_LEFT, text):
        return _QuickPieces(markup, text, _LINES)
    return _without_unshown(markup, text) or Pieces(markup)


def _without_unshown(markup: bytes, text: bytes) -> Pieces | None:
    """The pieces of markup with what is not shown; None where that is not certain."""
    if re.search(_LONE, markup):  # what is left in the text may be a "<" and the word behind a tag
        return None
    if not re.search(_ODD, text) and not _is_any_empty(markup):
        shown = _SHOWN_TEXT(markup)
        return None if shown is None else _QuickPieces(markup, shown, _SHOWN_LINES)
    rest = _PARTS(UPPER_CASE_TAG.sub(lambda tag: tag[0].lower(), markup))
    shown = None if rest is None else _TEXT(rest)
    if rest is None or shown is None or re.search(_LEFT, shown):
        return None
    return _QuickPieces(rest, shown, _LINES)


class _QuickPieces(Pieces):
    """The text of markup; where its lines came from is found when that is asked for."""

    def __init__(self, markup: bytes, text: bytes, lines: Replace) -> None:
        self.is_spaced = True
        self.text = text
        self._markup = markup
        self._find_lines = lines

    def lines(self) -> list[str]:
        """As `Pieces` has them, with fewer empty ones."""
        self._lines = super().lines()
        return self._lines

    @cached_property
    def _sources(self) -> list[bytes]:
        """What each line came from, with the name of the tag that begins it in front of it."""
        found = self._find_lines(self._markup)
        return self._slow_sources() if found is None else found.split(BREAK)

    def _slow_sources(self) -> list[bytes]:
        slow = Pieces(self._markup)
        places = (place for place, line in enumerate(slow.lines()) if line)
        sources = []
        for line in self._lines:
            place = next(places) if line else 0
            sources += [slow.tag(place).encode(), slow.markup(place).encode()]
        return sources[1:]

    def tag(self, line: int) -> str:
        """As `Pieces` has it."""
        return self._sources[2 * line - 1].lower().decode() if line else ""

    def markup(self, line: int) -> str:
        """As `Pieces` has it."""
        source = self._sources[2 * line]
        return source.decode() if re.search(_LINK, source) else ""
