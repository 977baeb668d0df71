"""How much of what a publisher sends is taken; the settings under `limits` in config.py."""

from typing import NamedTuple


class Sizes(NamedTuple):
    """Bounds of one feed. More entries or deeper elements refuse it, the others cut what is longer.

    `depth` counts elements within each other, `title_chars` and `text_chars` characters: of a
    title or a name, and of an entry's markup.
    """

    entries: int = 20_000
    depth: int = 200
    title_chars: int = 500
    text_chars: int = 2_000_000
    slow_bytes: int = 8_000_000
    """What the slow parser takes: ten times as much memory, and a second for two megabytes."""


USUAL = Sizes()
CUT = "…"


def cut(text: str, chars: int) -> str:
    """The text, at most so long; where something was cut off, it ends in an ellipsis."""
    return text if len(text) <= chars else text[: chars - 1] + CUT
