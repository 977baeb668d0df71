"""The terminal: its colours, its width, its pager."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Literal

from rich.console import Console, RenderableType
from rich.theme import Theme

# Named colours of the terminal's own theme only: no yellow, white or bright black (SCREENS: they
# vanish on a third to four fifths of real themes).
THEME = Theme(
    {
        "id": "blue",
        "link": "blue",
        "heading": "bold blue",
        "publisher": "cyan",
        "special": "magenta",
        "fine": "green",
        "problem": "bold red",
        "unread": "bold",
        "title": "bold",
        "faint": "dim",
        "caption": "dim italic",
        "hit": "bold reverse",
        "removed": "red strike",
        "added": "green underline",
        "bar.back": "dim",
        "progress.elapsed": "dim",
    }
)
_LESS = "FRX"


def console(*, stderr: bool = False) -> Console:
    """The terminal as NO_COLOR, FORCE_COLOR, COLUMNS and TERM describe it."""
    forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
    return Console(
        stderr=stderr,
        theme=THEME,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
        force_terminal=True if forced else None,
        color_system=_color_system(forced),
        no_color=bool(os.environ.get("NO_COLOR")),
    )


def _color_system(forced: bool) -> Literal["auto", "standard"] | None:
    if os.environ.get("TERM") in ("dumb", "unknown"):
        return None
    return "standard" if forced else "auto"


def page(terminal: Console, lines: Iterable[RenderableType]) -> None:
    """Prints lines; through $PAGER, else less, when they are more than the screen holds."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        _print(terminal, lines)
        return
    waiting = iter(lines)
    first = [line for line, _ in zip(waiting, range(terminal.height - 1), strict=False)]
    command = pager() if len(first) >= terminal.height - 1 else None
    if command is None:
        _print(terminal, chain(first, waiting))
        return
    _send(terminal, chain(first, waiting), command)


def pager() -> list[str] | None:
    """The pager's command; None when there is none, or PAGER is empty, cat or badly quoted."""
    try:
        words = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        return None
    if not words or words[0] == "cat" or shutil.which(words[0]) is None:
        return None
    return words


def _send(terminal: Console, lines: Iterable[RenderableType], command: list[str]) -> None:
    """Streams lines to a pager; leaving it early is no error."""
    environment = {"LESS": _LESS, **os.environ}
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, env=environment, text=True, encoding="utf-8"
    )
    try:
        for piece in _rendered(terminal, lines):
            process.stdin.write(piece)  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]
    except (BrokenPipeError, KeyboardInterrupt):
        # The reader has seen enough: left, or told less to stop reading. It is not to be left
        # behind on the terminal, so it is waited for.
        with suppress(BrokenPipeError):
            process.stdin.close()  # type: ignore[union-attr]
    while True:
        try:
            process.wait()
            return
        except KeyboardInterrupt:
            continue  # the pager's own key, not ours


def _rendered(terminal: Console, lines: Iterable[RenderableType]) -> Iterator[str]:
    for line in lines:
        with terminal.capture() as captured:
            terminal.print(line)
        yield captured.get()


def _print(terminal: Console, lines: Iterable[RenderableType]) -> None:
    for line in lines:
        terminal.print(line)
