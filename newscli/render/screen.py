"""The terminal: its colours, its width, its pager."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Literal, TypeAlias

from rich.console import Console, RenderableType
from rich.theme import Theme

from newscli.core import themes

Terminal: TypeAlias = Console
Line: TypeAlias = RenderableType
"""What is drawn on, and what on it; the names for those who do not draw."""

# less: end at once where all fits one screen (F), pass colours on (R), leave the text on the
# screen (X); more and lv: pass colours on. As git does, for who has not set them.
_PAGER_OPTIONS = {"LESS": "FRX", "MORE": "FRX", "LV": "-c"}


def theme(name: str, own: Iterable[tuple[str, str]] = ()) -> Theme:
    """A theme of core/themes.py, with the user's own styles over it."""
    roles = themes.styles(name, own)
    ours = {"bar.back": roles["faint"], "progress.elapsed": roles["faint"]}
    return Theme(roles | ours)


THEME = theme("auto")


def console(*, stderr: bool = False) -> Console:
    """The terminal as NO_COLOR, FORCE_COLOR, COLUMNS and TERM describe it, in the chosen theme.

    A terminal of sixteen colours gets them by name: an exact one would become its nearest, which
    may be one that nobody can read.
    """
    forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
    terminal = Console(
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
    name, own = themes.chosen()
    if name in ("dark", "light") and terminal.color_system == "standard":
        name = "auto"
    if own or name != "auto":
        terminal.push_theme(theme(name, own))
    return terminal


def _color_system(forced: bool) -> Literal["auto", "standard"] | None:
    if os.environ.get("TERM") in ("dumb", "unknown"):
        return None
    return "standard" if forced else "auto"


def page(terminal: Console, lines: Iterable[RenderableType], *, is_paged: bool = True) -> None:
    """Prints lines; through $PAGER, else less, when they are more than the screen holds.

    Not `is_paged` prints them in any case: pagers do not pass a terminal's graphics on.
    """
    if not is_paged or not sys.stdout.isatty() or not sys.stdin.isatty():
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
    """The pager's command; None when there is none, or PAGER is empty, cat or badly quoted.

    less passes colours on under R only, which a LESS of the user's own may not have.
    """
    try:
        words = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        return None
    if not words or words[0] == "cat" or shutil.which(words[0]) is None:
        return None
    own = os.environ.get("LESS")
    is_less = Path(words[0]).name == "less"
    return [*words, "-R"] if is_less and own and "r" not in own.lower() else words


def _send(terminal: Console, lines: Iterable[RenderableType], command: list[str]) -> None:
    """Streams lines to a pager; leaving it early is no error."""
    environment = {**_PAGER_OPTIONS, **os.environ}
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, env=environment, text=True, encoding="utf-8"
    )
    try:
        for piece in rendered(terminal, lines):
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


def rendered(terminal: Console, lines: Iterable[RenderableType]) -> Iterator[str]:
    """What would be sent to the terminal for each line, with its line break."""
    for line in lines:
        with terminal.capture() as captured:
            terminal.print(line)
        yield captured.get()


def _print(terminal: Console, lines: Iterable[RenderableType]) -> None:
    for line in lines:
        terminal.print(line)
