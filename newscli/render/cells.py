"""Text measured in the terminal's cells, and made safe to draw."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice

from rich.cells import cell_len

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"(?:\S|[\xa0\u2007\u202f])++")
_FIRST_WIDE = "\u2e80"
_WIDE = "\u2e80-\u2fff\u3001-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
_WIDE += "\U00020000-\U0003fffd"
_OPEN, _CLOSE = "（「『【〈《〔［｛〘〖", "、。，．！？：；）」』】〉》〕］｝〙〗・ー々…"
ELLIPSIS = "…"


def drawable(text: str) -> str:
    """The one door to the terminal: no control of it, and none of the direction of text."""
    return _CONTROLS.sub("", text)


def bare(title: str) -> str:
    """A title; where it is an address, without the scheme that says nothing."""
    return title.removeprefix("https://").removeprefix("http://")


def isolate(text: str) -> str:
    """Text from right to left as an island in its line (U+2068, U+2069; Unicode TR 9)."""
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def clusters(text: str) -> Iterator[str]:
    """What a reader takes for one character each: a letter with its marks, a joined emoji."""
    cluster = ""
    for character in text:
        joins = _is_open(cluster) or _extends(character) or _is_flag(cluster + character)
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in "\u200c\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _is_open(cluster: str) -> bool:
    """It ends in one joiner; a row of them joins nothing."""
    return cluster.endswith("\u200d") and not cluster.endswith("\u200d\u200d")


def _is_flag(pair: str) -> bool:
    """Two regional indicators; a third begins the next flag."""
    return len(pair) == 2 and all("\U0001f1e6" <= half <= "\U0001f1ff" for half in pair)


def clip(text: str, width: int) -> str:
    """The text, cut to the width with an ellipsis where it is longer."""
    if cell_len(text) <= width:
        return text
    return _take(text, max(width - 1, 0))[0].rstrip() + ELLIPSIS if width > 0 else ""


def _take(text: str, width: int) -> tuple[str, str]:
    """As much of the text as the width holds, and the rest; whole characters only."""
    if text.isascii():
        return text[:width], text[width:]
    taken: list[str] = []
    used = 0
    for cluster in clusters(text):
        used += cell_len(cluster)
        if used > width:
            break
        taken.append(cluster)
    length = sum(map(len, taken))
    return text[:length], text[length:]


def pad(text: str, width: int) -> str:
    """The text with spaces behind it up to the width."""
    return text + " " * max(width - cell_len(text), 0)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most the width: at spaces, within wide characters, else by force."""
    return [text[start:end] for start, end in line_ranges(text, width)]


@cache
def _wide_units() -> re.Pattern[str]:
    """What no line is broken within, where characters are wide.

    A run of letters, or one wide character with its marks; and the punctuation that opens or
    closes it: no line begins with a full stop (JIS X 4051). Compiled when first needed, since
    such classes take 3 ms, as much as the rest of this module's import.
    """
    marks = "[\u0300-\u036f\u3099\u309a\u200d\ufe0e\ufe0f]*+"
    letters = rf"(?:[\xa0\u2007\u202f]|[^\s{_WIDE}])++"
    return re.compile(rf"[{_OPEN}]*+(?:([{_WIDE}]){marks}|{letters})[{_CLOSE}]*+|[{_OPEN}]++")


def _units(text: str) -> re.Pattern[str]:
    return _wide_units() if max(text, default="") >= _FIRST_WIDE else _WORD


def _is_wide(text: str) -> bool:
    """It has characters that lines may be broken between without a space."""
    return any(unit[1] for unit in _units(text).finditer(text) if unit.re.groups)


def line_ranges(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line of the wrapped text starts and ends in it; the spaces between are nobody's.

    Lazy, and in time proportional to what is taken of it.
    """
    units = _units(text)
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield from _paragraph(units.finditer(text, start, end), text, start, max(width, 2))
        start = end + 1


def _paragraph(
    units: Iterator[re.Match[str]], text: str, start: int, width: int
) -> Iterator[tuple[int, int]]:
    """The lines of one paragraph, from its units; at least one, which may be empty."""
    begin = at = start
    used = 0
    for unit in units:
        cells = cell_len(unit[0])
        gap = cell_len(text[at : unit.start()]) if at > begin else 0
        if at > begin and used + gap + cells > width:
            yield begin, at
            begin, used, gap = at, 0, 0
        if at == begin:
            begin = unit.start()
        at, used = unit.end(), used + gap + cells
        if cells > width:
            *full, (begin, at) = _chop(text, unit.start(), unit.end(), width)
            yield from full
            used = cell_len(text[begin:at])
    yield begin, at


def chop(text: str, width: int) -> list[str]:
    """The text in parts of the width, every space of it kept; [""] for none."""
    return [text[start:end] for start, end in _chop(text, 0, len(text), max(width, 2))]


def _chop(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    begin = at = start
    used = 0
    for cluster in clusters(text[start:end]):
        cells = cell_len(cluster)
        if used + cells > width and at > begin:
            yield begin, at
            begin, used = at, 0
        at, used = at + len(cluster), used + cells
    yield begin, at


def balance(title: str, width: int) -> list[str]:
    """A title in at most two lines, of about one length where it can be parted at spaces.

    What two lines do not hold ends in an ellipsis. Text of wide characters is not balanced.
    """
    if cell_len(title) <= width:
        return [title]
    found = list(islice(line_ranges(title, width), 3))
    if len(found) > 2:
        (start, end), (second, _), (_, third) = found
        return [title[start:end], clip(title[second:third], width)]
    if len(found) == 2 and not _is_wide(title):
        for narrower in range((cell_len(title) + 1) // 2, width):
            tried = wrap(title, narrower)
            if len(tried) == 2:
                return tried
    return [title[start:end] for start, end in found]
