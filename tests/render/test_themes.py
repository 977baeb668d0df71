"""The chosen theme on the terminal."""

import pytest
from rich.cells import cell_len
from rich.style import Style

from newscli.core import themes
from newscli.render import screen
from newscli.render import themes as themes_screen


@pytest.mark.parametrize("theme", themes.THEMES)
def test_rich_takes_every_style_of_a_theme(theme):
    roles = screen.theme(theme).styles

    assert roles["publisher"] == Style.parse(themes.THEMES[theme]["publisher"])


def test_the_screen_has_the_users_own_style_over_the_theme(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    themes.choose("mono", (("publisher", "bold red"),))

    terminal = screen.console()

    found = [terminal.get_style(role) for role in ("publisher", "link")]
    assert found == [Style.parse("bold red"), Style.parse("underline")]


def test_a_terminal_of_sixteen_colours_gets_them_by_name(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    themes.choose("dark")

    assert screen.console().get_style("id") == Style.parse("blue")


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("chosen", [["dark"], list(themes.THEMES)], ids=["one", "all"])
def test_a_preview_fits(chosen, width):
    lines = themes_screen.preview(chosen, own=(), width=width)

    assert [line.plain for line in lines if cell_len(line.plain) > width] == []


def test_a_preview_shows_what_is_coloured_in_its_colour():
    lines = themes_screen.preview(["dark"], own=(("publisher", "bold red"),), width=80)

    shown = {
        line.plain[span.start : span.end]: str(span.style) for line in lines for span in line.spans
    }
    assert shown["Harbour Herald"] == "bold red"
    assert shown["★ "] == themes.THEMES["dark"]["special"]
