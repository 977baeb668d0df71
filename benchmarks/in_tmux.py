"""Every verb's screen in a real terminal: tmux, at several widths and in every theme.

    python benchmarks/in_tmux.py HOME [--profile NAME] [--keep FOLDER]

Runs the verbs on the store in HOME (see NEWSCLI_HOME) and reads back what the terminal shows. A
line that tmux had to wrap is too wide by the terminal's own measure, not by Rich's; words are
looked for in colours that themes may not use, and for traces of errors. `--keep` writes each
screen, with its codes, to a file. Exits 1 where something is wrong.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

from rich.cells import cell_len

WIDTHS = (60, 80, 100, 120, 140)
THEMES = ("auto", "dark", "light", "mono")
VERBS = (
    "", "headlines -n 60", "headlines --compact -n 60", "read --peek {id}",
    "read --peek --raw {id}", "read --peek 1-5", "search {word}", "related {id}", "stories",
    "story {id}", "sources", "sources doctor", "sources show 1", "fetch --dry-run", "config",
    "config theme dark --preview", "db info", "tag list", "help query", "help reading",
    "read 999999",     "search 'a AND'", "headlines --no-such-option", "config set read.width none",
)  # fmt: skip
_SOCKET = f"newscli-{os.getpid()}"
_END = "[the end]"
_CODES = re.compile(r"\x1b(?:\[[0-9;:]*m|\]8;[^\x1b]*\x1b\\)|[\u2068\u2069]")
_VANISHING = re.compile(r"\x1b\[(?:\d+;)*(?:3[037]|9[037])(?:;\d+)*m")
_EXACT = re.compile(r"\x1b\[(?:\d+;)*38;")
_LINES = 3000


def tmux(*words: str) -> str:
    """What a command of a tmux of our own prints."""
    done = subprocess.run(["tmux", "-L", _SOCKET, *words], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def screen(command: str, *, width: int, theme: str, home: str) -> str:
    """All that a command shows on a terminal of that width, wrapped lines joined again."""
    variables = {
        "NEWSCLI_HOME": home, "NEWSCLI_THEME": theme, "PAGER": "cat", "COLORTERM": "truecolor",
    }  # fmt: skip
    setting = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
    shell = f"env {setting} {command}; echo {shlex.quote(_END)}; sleep 60"
    tmux("kill-session", "-t", "s")
    tmux("new-session", "-d", "-s", "s", "-x", str(width), "-y", str(_LINES), "sh", "-c", shell)
    end = time.monotonic() + 30
    shown = ""
    while _END not in shown and time.monotonic() < end:
        time.sleep(0.05)
        shown = tmux("capture-pane", "-p", "-e", "-J", "-t", "s")
    tmux("kill-session", "-t", "s")
    return shown.partition(_END)[0]


def faults(shown: str, *, width: int, theme: str) -> list[str]:
    """What is wrong with a screen."""
    lines = [line.rstrip() for line in _CODES.sub("", shown).splitlines()]
    found = [
        f"too wide: {line[:width]!r}"
        for line in lines
        if cell_len(line) > width and not line.startswith(("  try: ", "http"))
    ]
    if not any(lines):
        found.append("nothing shown")
    if "Traceback" in shown or "internal error" in shown:
        found.append("an error of ours")
    is_plain = theme in ("auto", "mono") and "#7fb4ff" not in shown  # a preview shows all themes
    if is_plain and (_VANISHING.search(shown) or _EXACT.search(shown)):
        found.append("a colour that may vanish")
    return found


def main() -> int:
    """Prints what is wrong, and how much was looked at."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("home")
    parser.add_argument("--profile")
    parser.add_argument("--id", default="19")
    parser.add_argument("--word", default="sabotage")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--themes", default=",".join(THEMES))
    given = parser.parse_args()
    profile = f" --profile {given.profile}" if given.profile else ""
    program = f"{shlex.quote(sys.executable)} -m newscli{profile}"
    tmux("new-session", "-d", "-s", "kept", "cat")  # tmux ends with its last session
    screens = lines = wrong = 0
    for theme, width, verb in product(given.themes.split(","), WIDTHS, VERBS):
        words = verb.format(id=given.id, word=given.word)
        shown = screen(f"{program} {words}", width=width, theme=theme, home=given.home)
        screens, lines = screens + 1, lines + shown.count("\n")
        for fault in faults(shown, width=width, theme=theme):
            wrong += 1
            print(f"{theme} {width} newscli {words}: {fault}")
        if given.keep:
            name = re.sub(r"\W+", "-", words) or "front"
            (given.keep / f"{name}-{width}-{theme}.ansi").write_text(shown, "utf-8")
    tmux("kill-server")
    print(f"{screens} screens, {lines:,} lines, {wrong} faults")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
