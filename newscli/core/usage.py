"""What a command takes and does, as its manual page and the reference say it."""

from typing import NamedTuple


class Parameter(NamedTuple):
    """An option or argument as it is typed ("-n, --limit INTEGER"), and what it means."""

    names: str
    meaning: str


class Usage(NamedTuple):
    """One command; `path` is what is typed ("newscli sources add"), `line` that with what it takes.

    `text` has paragraphs of one line each; the first is the summary. `example` may be "".
    """

    path: str
    line: str
    text: tuple[str, ...]
    example: str
    parameters: tuple[Parameter, ...]
    commands: tuple["Usage", ...] = ()
