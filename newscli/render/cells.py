"""Text measured in the terminal's cells, and made safe to draw."""

import re
import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]"
)
_WORD = re.compile(r"\s*\S+")
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
        joins = cluster.endswith("\u200d") or _extends(character)
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
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_line(paragraph.rstrip(), max(width, 2))
    return lines


def _wrap_line(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for match in _WORD.finditer(text):
        word = match[0] if line else match[0].lstrip()
        cells = cell_len(word)
        if used + cells <= width:
            line, used = line + word, used + cells
            continue
        word = word.lstrip()
        if _WIDE.search(word) and width - used > 4 and line:
            head, word = _take(f" {word}", width - used)
            line += head.rstrip()
        if line:
            lines.append(line)
        while cell_len(word) > width:
            head, rest = _take(word, width)
            lines.append(head or word[:1])
            word = rest if head else word[1:]
        line, used = word, cell_len(word)
    return [*lines, line] if line or not lines else lines


def balance(title: str, width: int) -> list[str]:
    """A title in at most two lines, of about one length where it can be parted at spaces.

    What two lines do not hold ends in an ellipsis. Text of wide characters is not balanced.
    """
    if cell_len(title) <= width:
        return [title]
    lines = wrap(title, width)
    if len(lines) == 2 and not _WIDE.search(title):
        target = (cell_len(title) + 1) // 2
        for narrower in range(target, width):
            tried = wrap(title, narrower)
            if len(tried) == 2:
                return tried
    if len(lines) > 2:
        return [lines[0], clip(f"{lines[1]} {lines[2]}", width)]
    return lines
