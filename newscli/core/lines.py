"""Lines of talk for a terminal, where no drawing library is loaded."""

from unicodedata import combining, east_asian_width


def cells(text: str) -> int:
    """How many cells of a terminal a text takes, nearly: wide characters two, marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


def folded(line: str, width: int) -> list[str]:
    """A line parted at spaces so that each part fits the width; what follows is indented by two.

    A word that is longer than a line stays whole, since it is to be copied. A line that begins
    with a space is not parted at all: it is a command, or stands below another on purpose.
    """
    if line[:1].isspace() or cells(line) <= width:
        return [line]
    parts: list[str] = []
    for word in line.split(" "):
        if parts and cells(parts[-1]) + 1 + cells(word) <= width:
            parts[-1] += f" {word}"
        else:
            parts.append(f"  {word}" if parts else word)
    return parts
