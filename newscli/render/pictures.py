"""Pictures on a terminal: by its own graphics where it has them, else as half blocks.

kitty and iTerm2 as their documentation has it (sw.kovidgoyal.net/kitty/graphics-protocol,
iterm2.com/documentation-images.html), sixel as the VT340's manual, chapter 14. Needs Pillow.
"""

import base64
import io
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_MOST_PIXELS = 40_000_000  # a camera's; what claims more is a trap
_MOST_ROWS = 22
_LEAST_PIXELS = 24  # a side; smaller ones are icons
_CELL = (10, 20)  # pixels, where the terminal does not tell
_SIXEL_COLOURS = 255
_KITTY_CHUNK = 4096
_ITERM = ("iTerm.app", "WezTerm", "mintty", "rio", "Tabby")
_SIXEL = ("foot", "mlterm", "contour", "yaft", "xterm-sixel")


def protocol(wanted: str, environment: Mapping[str, str]) -> str | None:
    """How pictures are drawn: kitty, iterm, sixel, blocks; None where they are not.

    `wanted` is one of these, or auto: by what terminals say of themselves in the environment. It
    is not asked: an answer may take its time, or come as keys. Within tmux and screen, which keep
    graphics to themselves, and for all others: half blocks.
    """
    if wanted != "auto":
        return None if wanted == "off" else wanted
    name, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if name in ("", "dumb", "unknown") or environment.get("NO_COLOR"):
        return None
    if environment.get("TMUX") or name.startswith(("screen", "tmux")):
        return "blocks"
    if "KITTY_WINDOW_ID" in environment or "kitty" in name or program == "ghostty":
        return "kitty"
    if program in _ITERM or environment.get("LC_TERMINAL") == "iTerm2":
        return "iterm"
    return "sixel" if name.startswith(_SIXEL) else "blocks"


class Drawn(NamedTuple):
    """A picture in so many rows: blank lines and then its codes, or lines of half blocks."""

    lines: tuple["Text | Painted", ...]


class Painted:
    """The last line of a picture: from here up, it is drawn by the terminal's own graphics.

    The rows exist already, so the terminal cannot scroll while it draws; then the cursor is where
    it was. To anything but a terminal it is an empty line.
    """

    def __init__(self, codes: str, *, rows: int, column: int = 0) -> None:
        self.codes = codes
        self.rows = rows
        self.column = column

    def indented(self, cells: int) -> "Painted":
        """The same, further to the right."""
        return Painted(self.codes, rows=self.rows, column=self.column + cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        up = f"\x1b[{self.rows - 1}A" if self.rows > 1 else ""
        right = f"\x1b[{self.column}C" if self.column else ""
        control = [(ControlType.CURSOR_MOVE_TO_COLUMN, 0)]
        yield Segment(f"\x1b7{up}{right}{self.codes}\x1b8", None, control)
        yield Segment.line()


def draw(data: bytes, *, how: str, width: int, console: Console) -> Drawn | None:
    """A picture as wide as it is, but no wider than so many cells; None where it cannot be read,
    or is an icon."""
    image = _opened(data)
    if image is None:
        return None
    cell_width, cell_height = _cell_pixels()
    columns = max(min(width, -(-image.width // cell_width)), 2)
    rows = max(round(image.height * columns * cell_width / image.width / cell_height), 1)
    if rows > _MOST_ROWS:
        columns, rows = max(columns * _MOST_ROWS // rows, 2), _MOST_ROWS
    if how == "blocks":
        if console.color_system not in ("256", "truecolor") or console.no_color:
            return None
        return Drawn(tuple(_half_blocks(image, columns, rows)))
    pixels = image.resize((columns * cell_width, rows * cell_height))
    codes = {"kitty": _kitty, "iterm": _iterm, "sixel": _sixel}[how](pixels, columns, rows)
    return Drawn((*[Text()] * (rows - 1), Painted(codes, rows=rows)))


def _opened(data: bytes) -> "Image | None":
    """The picture upright, in RGB; None for what is none, too large or an icon."""
    from PIL import Image, ImageOps

    try:
        # Pillow warns of what claims very many pixels, and would do so on the terminal.
        with (
            catch_warnings(action="error"),
            Image.open(io.BytesIO(data), formats=_FORMATS) as found,
        ):
            if found.width * found.height > _MOST_PIXELS or min(found.size) < _LEAST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None
    ground = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(ground, upright).convert("RGB")


def _cell_pixels() -> tuple[int, int]:
    """A cell's width and height in pixels, as the terminal tells them (TIOCGWINSZ)."""
    if sys.platform == "win32":
        return _CELL
    import fcntl
    import struct
    import termios

    try:
        size = fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, b"\0" * 8)
    except (OSError, ValueError):
        return _CELL
    lines, columns, width, height = struct.unpack("HHHH", size)
    if not (lines and columns and width >= columns and height >= lines):
        return _CELL
    return width // columns, height // lines


def _half_blocks(image: "Image", columns: int, rows: int) -> Iterator[Text]:
    """Two pixels a cell, one above the other: the upper as letter, the lower as ground."""
    pixels = image.resize((columns, rows * 2)).tobytes()
    for row in range(rows):
        line = Text()
        for column in range(columns):
            upper, lower = (3 * ((2 * row + half) * columns + column) for half in (0, 1))
            colours = [f"#{pixels[at : at + 3].hex()}" for at in (upper, lower)]
            line.append("▀", Style(color=colours[0], bgcolor=colours[1]))
        yield line


def _png(image: "Image") -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()


def _kitty(image: "Image", columns: int, rows: int) -> str:
    """Parts of at most 4,096 letters; the cursor stays (C=1), no answer is sent (q=2)."""
    text = base64.b64encode(_png(image)).decode()
    parts = [text[at : at + _KITTY_CHUNK] for at in range(0, len(text), _KITTY_CHUNK)]
    codes = []
    for number, part in enumerate(parts):
        keys = f"a=T,f=100,c={columns},r={rows},C=1,q=2," if number == 0 else ""
        codes.append(f"\x1b_G{keys}m={int(number < len(parts) - 1)};{part}\x1b\\")
    return "".join(codes)


def _iterm(image: "Image", columns: int, rows: int) -> str:
    data = _png(image)
    keys = f"inline=1;size={len(data)};width={columns};height={rows};preserveAspectRatio=0"
    return f"\x1b]1337;File={keys};doNotMoveCursor=1:{base64.b64encode(data).decode()}\x07"


def _sixel(image: "Image", columns: int, rows: int) -> str:
    """Bands of six rows of pixels, each drawn once for every colour in it."""
    reduced = image.quantize(_SIXEL_COLOURS)
    palette = reduced.getpalette() or []
    width, height = reduced.size
    pixels = reduced.tobytes()
    codes = [f'\x1bP0;1;0q"1;1;{width};{height}']
    for number in range(len(palette) // 3):
        parts = (round(part * 100 / 255) for part in palette[3 * number : 3 * number + 3])
        codes.append(f"#{number};2;{';'.join(map(str, parts))}")
    for top in range(0, height, 6):
        band = [pixels[y * width : (y + 1) * width] for y in range(top, min(top + 6, height))]
        codes.append("$".join(_band_colour(band, colour) for colour in sorted(set().union(*band))))
        codes.append("-")
    return "".join([*codes, "\x1b\\"])


def _band_colour(band: list[bytes], colour: int) -> str:
    """Where a band has one colour: a letter a column, runs of the same one counted."""
    letters = bytes(
        63 + sum((row[x] == colour) << bit for bit, row in enumerate(band))
        for x in range(len(band[0]))
    ).decode()
    packed = []
    at = 0
    while at < len(letters):
        run = len(letters) - at - len(letters[at:].lstrip(letters[at]))
        packed.append(f"!{run}{letters[at]}" if run > 3 else letters[at] * run)
        at += run
    return f"#{colour}{''.join(packed)}"


def is_here() -> bool:
    """True when Pillow is installed."""
    from importlib.util import find_spec

    return find_spec("PIL") is not None


def of_this_terminal(wanted: str) -> str | None:
    """`protocol` for the environment of this process."""
    return protocol(wanted, os.environ)
