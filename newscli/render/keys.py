"""Single keys from the terminal. Needs no Rich."""

import os
import sys
from collections.abc import Callable

_NAMES = {
    "\x1b[A": "up", "\x1bOA": "up",
    "\x1b[B": "down", "\x1bOB": "down",
    "\x1b[C": "right", "\x1bOC": "right",
    "\x1b[D": "left", "\x1bOD": "left",
    "\x1b[5~": "page-up", "\x1b[6~": "page-down",
    "\x1b[H": "home", "\x1bOH": "home", "\x1b[1~": "home",
    "\x1b[F": "end", "\x1bOF": "end", "\x1b[4~": "end",
    "\x1b": "q", "\x04": "q", "": "q",
    "\r": "n", "\n": "n",
    "\x7f": "page-up", "\x08": "page-up",
}  # fmt: skip
_WINDOWS = {"H": "up", "P": "down", "M": "right", "K": "left", "I": "page-up", "Q": "page-down"}
_PAUSE_S = 0.25
_MOST = 32  # bytes; a key's sequence has at most eight


def key(is_stale: Callable[[], bool] = lambda: False) -> str:
    """The next key: its letter, or up, down, left, right, page-up, page-down, home, end.

    Enter counts as "n"; Escape, Ctrl-D and the end of the input as "q". Waits for one, or until
    what is drawn `is_stale`, as after a resize: then "". The terminal is as before afterwards.
    Raises KeyboardInterrupt for Ctrl-C.
    """
    if sys.platform == "win32":
        import msvcrt

        letter = msvcrt.getwch()
        if letter == "\x03":
            raise KeyboardInterrupt
        return _WINDOWS.get(msvcrt.getwch(), "") if letter in "\x00\xe0" else named(letter)
    import select
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        while not select.select([terminal], [], [], _PAUSE_S)[0]:
            if is_stale():
                return ""
        return named(os.read(terminal, _MOST).decode("utf-8", "replace"))
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def named(typed: str) -> str:
    """The name of what came in at once: of a burst of letters the first."""
    return _NAMES.get(typed) or ("" if typed.startswith("\x1b") else typed[:1])
