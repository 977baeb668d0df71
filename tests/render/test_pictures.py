"""Pictures on a terminal: which way is chosen, and what is sent."""

import base64
import io
import re
import struct
import zlib

import pytest
from PIL import Image
from rich.cells import cell_len
from rich.console import Console

from newscli.core.models import Block, Span
from newscli.render import article, pictures
from tests.fakes import NOW
from tests.screens import ARTICLE, drawn

URL = "https://site.example/ship.png"


def picture(width=200, height=100, colour="#204060", kind="PNG"):
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, kind)
    return target.getvalue()


def on(system="truecolor", **options):
    return Console(file=io.StringIO(), force_terminal=True, color_system=system, **options)


def draw(data, how, *, width=74, console=None):
    return pictures.draw(data, how=how, width=width, console=console or on())


@pytest.mark.parametrize(
    ("environment", "how"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color"}, "blocks"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/t", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, None),
        ({"TERM": "dumb"}, None),
        ({}, None),
    ],
)
def test_a_terminal_gets_what_it_says_that_it_can(environment, how):
    assert pictures.protocol("auto", environment) == how


def test_what_the_user_says_goes_before():
    assert pictures.protocol("sixel", {"TERM": "xterm-kitty"}) == "sixel"
    assert pictures.protocol("off", {"TERM": "xterm-kitty"}) is None


def test_half_blocks_have_two_pixels_a_cell_in_their_colours():
    data = io.BytesIO()
    image = Image.new("RGB", (40, 40), "#ff0000")
    image.paste("#0000ff", (0, 20, 40, 40))
    image.save(data, "PNG")

    found = draw(data.getvalue(), "blocks", width=4)

    first, second = (str(line.spans[0].style) for line in found.lines)
    assert [line.plain for line in found.lines] == ["▀▀▀▀", "▀▀▀▀"]
    assert first.startswith("#ff0000 on ") and second.endswith(" on #0000ff")


@pytest.mark.parametrize("width", [10, 40, 74])
@pytest.mark.parametrize("size", [(2000, 300), (300, 2000), (30, 30)], ids=str)
def test_a_picture_is_no_wider_than_the_text_and_no_higher_than_a_screen(size, width):
    lines = draw(picture(*size), "blocks", width=width).lines

    assert max(cell_len(line.plain) for line in lines) <= width
    assert len(lines) <= 22


def test_kitty_gets_a_png_in_parts_and_its_place_in_cells():
    lines = draw(noise(), "kitty", width=20).lines

    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", lines[-1].codes)
    assert parts[0][0] == "a=T,f=100,c=20,r=10,C=1,q=2,m=1"
    assert [keys for keys, _ in parts[1:]] == ["m=1"] * (len(parts) - 2) + ["m=0"]
    assert all(len(part) <= 4096 for _, part in parts)
    sent = Image.open(io.BytesIO(base64.b64decode("".join(part for _, part in parts))))
    assert (sent.format, sent.size) == ("PNG", (200, 200))


def noise():
    target = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(target, "PNG")
    return target.getvalue()


def test_iterm_gets_a_png_and_keeps_its_cursor():
    codes = draw(picture(), "iterm", width=20).lines[-1].codes

    keys, data = re.fullmatch(r"\x1b\]1337;File=([^:]*):([^\x07]*)\x07", codes).groups()
    assert "inline=1" in keys and "width=20;height=5" in keys and "doNotMoveCursor=1" in keys
    assert Image.open(io.BytesIO(base64.b64decode(data))).format == "PNG"


def unsixel(codes):
    """The picture that sixel codes draw, as rows of colour numbers (a decoder of our own)."""
    head, width, height, body = re.fullmatch(
        r'\x1bP([\d;]*)q"1;1;(\d+);(\d+)(.*)\x1b\\', codes, re.DOTALL
    ).groups()
    assert head == "0;1;0"
    rows = [[None] * int(width) for _ in range(int(height))]
    x, top, colour = 0, 0, 0
    for number, _rgb, run, letter in re.findall(r"#(\d+)(;[\d;]+)?|(?:!(\d+))?([?-~$-])", body):
        if number:
            colour = int(number)
        elif letter == "$":
            x = 0
        elif letter == "-":
            x, top = 0, top + 6
        else:
            bits = [bit for bit in range(6) if (ord(letter) - 63) >> bit & 1]
            places = range(x, x + int(run or 1))
            for bit in bits:
                for place in places:
                    rows[top + bit][place] = colour
            x = places.stop
    return rows


def test_sixels_draw_every_pixel_in_its_own_colour():
    data = io.BytesIO()
    image = Image.new("RGB", (60, 40), "#ff0000")
    image.paste("#0000ff", (30, 10, 60, 40))
    image.save(data, "PNG")

    rows = unsixel(draw(data.getvalue(), "sixel").lines[-1].codes)

    red, blue = rows[0][0], rows[39][59]
    assert red != blue
    assert [(x, y) for y, row in enumerate(rows) for x, found in enumerate(row)
            if found != (blue if x >= 30 and y >= 10 else red)] == []  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", picture(8, 8), picture()[:60], b"GIF89a" + b"\xff" * 50],
    ids=["empty", "svg", "a png's head", "an icon", "half a png", "no gif"],
)
@pytest.mark.parametrize("how", ["kitty", "iterm", "sixel", "blocks"])
def test_what_is_no_picture_leaves_its_words(data, how):
    assert draw(data, how) is None


@pytest.mark.parametrize("side", [8_000, 10_000, 20_000])
def test_a_picture_that_claims_too_many_pixels_is_not_unpacked(side):
    small = picture(100, 100)
    head = b"IHDR" + struct.pack(">II", side, side) + small[24:29]
    bomb = small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]

    assert draw(small, "blocks") is not None
    assert draw(bomb, "blocks") is None


@pytest.mark.parametrize("options", [{"system": "standard"}, {"no_color": True}], ids=str)
def test_without_enough_colours_there_are_no_half_blocks(options):
    assert draw(picture(), "blocks", console=on(**options)) is None


def with_picture(how):
    row = ARTICLE._replace(
        blocks=(
            Block("paragraph", "Before."),
            Block("image", "A grey ship", spans=(Span(0, 11, URL),)),
            Block("paragraph", "After."),
        )
    )
    found = {URL: draw(picture(), how, width=20)}
    return article.article(row, [], width=120, measure=74, now=NOW, pictures=found)


@pytest.mark.parametrize("how", ["kitty", "iterm", "sixel", "blocks"])
def test_a_picture_stands_above_its_words_between_its_neighbours(how):
    text = drawn(with_picture(how), width=120, force_terminal=True, color_system="truecolor")

    start = {"kitty": "\x1b_G", "iterm": "\x1b]1337", "sixel": "\x1bP", "blocks": "▀"}[how]
    wanted = ["Before.", start, "A grey ship", "After."]
    assert sorted(wanted, key=text.index) == wanted


@pytest.mark.parametrize("how", ["kitty", "iterm", "sixel"])
def test_graphics_are_drawn_upwards_into_rows_that_exist_and_the_cursor_comes_back(how):
    text = drawn(with_picture(how), width=120, force_terminal=True, color_system="truecolor")

    before, _, painted = text.partition("\x1b7")
    assert painted.startswith("\x1b[4A\x1b[23C")
    assert before.endswith("\n" * 5)
    assert painted.count("\x1b8") == 1


def test_a_pipe_gets_no_graphics():
    text = drawn(with_picture("kitty"), width=120)

    assert "\x1b" not in text
    assert "A grey ship" in text
