"""The first screen of a newcomer."""

from collections.abc import Iterator

from rich.text import Text

from newscli.render.cells import clip
from newscli.render.screen import console

_WAYS = (
    ("newscli demo", "look around: a bundled sample, offline"),
    ("newscli sources add https://example.org", "follow a site or a feed"),
    ("newscli sources import subscriptions.opml", "bring your list: OPML, newsboat"),
)


def show() -> None:
    """Prints the welcome on stderr."""
    terminal = console(stderr=True)
    for line in welcome(width=terminal.width):
        terminal.print(line)


def welcome(*, width: int) -> Iterator[Text]:
    """The three ways to begin."""
    yield Text("Welcome to newscli.", "bold")
    yield Text("You follow no sources yet.")
    yield Text()
    for command, what in _WAYS:
        line = Text.assemble((clip(f"  {command}", width), "id"))
        if width >= 84:
            line.append(f"{'':<{44 - len(command)}}{what}", "faint")
            yield line
        else:
            yield line
            yield Text(clip(f"    {what}", width), "faint")
    yield Text()
