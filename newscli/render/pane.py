"""The whole terminal as one pane: a text to scroll in, and a line of what can be done."""

from collections.abc import Sequence
from types import TracebackType

from rich.console import Console, RenderableType
from rich.text import Text

from newscli.render.cells import clip
from newscli.render.screen import rendered

_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"  # the alternate screen, no cursor
_HOME, _CLEAR_LINE, _CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
_STEPS = {"down": 1, "j": 1, "up": -1, "k": -1}
_PAGES = {" ": 1, "page-down": 1, "f": 1, "page-up": -1, "b": -1}


class Pane:
    """Takes the terminal over while the block lasts, and leaves it as it was."""

    def __init__(self, terminal: Console) -> None:
        self._terminal = terminal
        self._lines: list[str] = []
        self._top = 0
        self._drawn_at = terminal.size

    @property
    def is_stale(self) -> bool:
        """True when the terminal has another size than what was drawn."""
        return self._drawn_at != self._terminal.size

    @property
    def place(self) -> int:
        """The first line in sight, from 0."""
        return self._top

    def __enter__(self) -> "Pane":
        self._write(_ENTER)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write(_LEAVE)

    @property
    def width(self) -> int:
        """The columns that there are now."""
        return self._terminal.width

    @property
    def is_at_end(self) -> bool:
        """True when the last line is in sight."""
        return self._top >= self._last_top

    @property
    def _rows(self) -> int:
        return max(self._terminal.height - 2, 1)

    @property
    def _last_top(self) -> int:
        return max(len(self._lines) - self._rows, 0)

    def put(self, lines: Sequence[RenderableType], *, place: int = 0) -> None:
        """Another text, from this line on."""
        self._lines = "".join(rendered(self._terminal, lines)).split("\n")[:-1]
        self._top = min(place, self._last_top)

    def move(self, key: str) -> bool:
        """Scrolls as a key says; False for a key that does not scroll."""
        if key in ("home", "g", "end", "G"):
            top = 0 if key in ("home", "g") else self._last_top
        elif key in _STEPS or key in _PAGES:
            top = self._top + _STEPS.get(key, 0) + _PAGES.get(key, 0) * (self._rows - 1)
        else:
            return False
        self._top = min(max(top, 0), self._last_top)
        return True

    def draw(self, left: str, keys: str) -> None:
        """Draws what is in sight, and below it where one is and what the keys do."""
        self._drawn_at = self._terminal.size
        shown = self._lines[self._top : self._top + self._rows]
        end = min(self._top + self._rows, len(self._lines))
        share = f" · {100 * end // max(len(self._lines), 1)}%" if self._last_top else ""
        status = Text.assemble((clip(left + share, self.width - 1), "bold"))
        status.append(clip(f"  {keys}", max(self.width - 1 - status.cell_len, 0)), "faint")
        with self._terminal.capture() as captured:
            self._terminal.print(status, end="")
        blank = [""] * (self._rows - len(shown) + 1)
        body = "".join(f"{line}{_CLEAR_LINE}\r\n" for line in [*shown, *blank])
        self._write(f"{_HOME}{body}{captured.get()}{_CLEAR_BELOW}")

    def _write(self, text: str) -> None:
        self._terminal.file.write(text)
        self._terminal.file.flush()
