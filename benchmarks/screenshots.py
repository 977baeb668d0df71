"""The screenshots of the README, drawn by newscli itself from its demo.

    python benchmarks/screenshots.py [FOLDER]      # docs/screens without

Each is one command on the demo, at a fixed time and 80 columns, on a dark and a light terminal,
as SVG by Rich. The same newscli makes the same files, byte for byte.
"""

import io
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from newscli import cli
from newscli.invocation import Invocation

NOW = 1_795_436_400  # Mon 23 Nov 2026 13:00 UTC
COLUMNS = 80
SHOTS = {
    "front": [],
    "read": ["read", "19", "--peek"],
    "search": ["search", "sabotage", "-n", "4"],
    "story": ["story", "5"],
    "sources": ["sources"],
    "doctor": ["sources", "doctor"],
}
# Black, red, green, yellow, blue, magenta, cyan, white; then the bright ones.
_DARK = TerminalTheme(
    (22, 24, 29),
    (222, 225, 230),
    [(40, 44, 52), (240, 113, 120), (152, 195, 121), (229, 192, 123),
     (97, 175, 239), (198, 120, 221), (86, 182, 194), (200, 204, 212)],
)  # fmt: skip
_LIGHT = TerminalTheme(
    (253, 253, 252),
    (36, 41, 47),
    [(36, 41, 47), (179, 29, 40), (30, 110, 60), (138, 99, 0),
     (5, 80, 174), (130, 60, 170), (17, 99, 120), (110, 119, 129)],
)  # fmt: skip
THEMES = {"dark": _DARK, "light": _LIGHT}
# No title bar and no font from elsewhere: whoever looks has a font of one width.
_FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 WIDTH HEIGHT">
<style>.{unique_id}-matrix{{font:{char_height}px Menlo,Consolas,"DejaVu Sans Mono",monospace}}
{styles}</style>
<rect width="100%" height="100%" rx="8" fill="BACKGROUND"/>
<g transform="translate(16,14)">{backgrounds}<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""
_CELL = (12.2, 24.4)  # as Rich draws them
_EMPTY = re.compile(r' clip-path="[^"]*"|<text [^>]*>\n</text>')


def main(folder: Path) -> None:
    """Draws every screenshot into the folder."""
    for name, output in outputs().items():
        for theme, colours in THEMES.items():
            svg = drawn(f"{name}-{theme}", output, colours)
            (folder / f"{name}-{theme}.svg").write_text(svg, "utf-8")


def outputs() -> dict[str, str]:
    """What each command writes on a terminal, with its codes."""
    found = {}
    with tempfile.TemporaryDirectory() as home, at_a_fixed_time(home):
        run(["demo", "-q"])
        for name, words in SHOTS.items():
            with mock.patch.dict(os.environ, NEWSCLI_PROFILE="demo"):
                found[name] = run(words)
    return found


@contextmanager
def at_a_fixed_time(home: str) -> Iterator[None]:
    """newscli in this process, alone in its home, its clock standing still."""
    variables = {
        "NEWSCLI_HOME": home, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TZ": "UTC",
        "TERM": "xterm-256color", "PATH": os.environ.get("PATH", ""),
    }  # fmt: skip
    clock = mock.patch.object(Invocation, "now", NOW)
    stopwatch = mock.patch("newscli.commands.search.time.perf_counter", return_value=0.0)
    with mock.patch.dict(os.environ, variables, clear=True), clock, stopwatch:
        time.tzset()
        yield
    time.tzset()


def run(words: list[str]) -> str:
    """What a command writes to stdout."""
    out, talk = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(talk):
        code = cli.run(words)
    if code:
        raise SystemExit(f"newscli {' '.join(words)}: {code}: {talk.getvalue()}")
    return out.getvalue()


def drawn(name: str, output: str, colours: TerminalTheme) -> str:
    """A terminal's output as a picture."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), legacy_windows=False)
    console.print(Text.from_ansi(output.rstrip("\n")), soft_wrap=True)
    lines = output.rstrip("\n").count("\n") + 1
    page = _FORMAT.replace("BACKGROUND", colours.background_color.hex)
    page = page.replace("WIDTH", f"{COLUMNS * _CELL[0] + 32:.0f}")
    page = page.replace("HEIGHT", f"{lines * _CELL[1] + 32:.0f}")
    svg = console.export_svg(theme=colours, code_format=page, unique_id=name, title="")
    return _EMPTY.sub("", svg)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[1] / "docs" / "screens")
