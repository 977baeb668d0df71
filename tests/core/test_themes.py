"""Themes: every role has a style that can be read on the backgrounds that people have."""

import re

import pytest

from newscli.core import themes

DARK = ["#000000", "#1e1e1e", "#1a1b26", "#282c34", "#2e3440", "#002b36", "#0d1117"]
LIGHT = ["#ffffff", "#fdf6e3", "#fafafa", "#f2e9de", "#eff1f5"]


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(theme):
    return set(re.findall(r"#\w{6}", " ".join(themes.THEMES[theme].values())))


@pytest.mark.parametrize(("theme", "grounds"), [("dark", DARK), ("light", LIGHT)])
def test_exact_colours_can_be_read_on_their_backgrounds(theme, grounds):
    weak = {
        (colour, ground)
        for colour in colours(theme)
        for ground in grounds
        if contrast(colour, ground) < 4.5
    }

    assert weak == set()


@pytest.mark.parametrize("theme", themes.THEMES)
def test_every_theme_styles_every_role_and_no_other(theme):
    assert set(themes.THEMES[theme]) == set(themes.ROLES)


@pytest.mark.parametrize("theme", themes.THEMES)
def test_every_style_of_a_theme_is_one_that_a_user_may_write(theme):
    wrong = {style for style in themes.THEMES[theme].values() if themes.wrong_word(style)}

    assert wrong == set()


def test_the_terminals_own_colours_leave_out_those_that_vanish():
    words = " ".join(themes.THEMES["auto"].values()).split()

    assert {"yellow", "white", "black", "bright_black"} & set(words) == set()


def test_mono_has_no_colour():
    assert set(" ".join(themes.THEMES["mono"].values()).split()) <= {
        "bold", "dim", "italic", "underline", "reverse", "strike", "none",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("style", "word"),
    [
        ("boldd cyan", "boldd"),
        ("bold on", ""),
        ("not red", "red"),
        ("", ""),
        ("#12345", "#12345"),
        ("color(256)", "color(256)"),
        ("link https://evil.example", "link"),
        ("bold none", "none"),
    ],
)
def test_a_style_that_means_nothing_is_found_out_with_its_word(style, word):
    assert themes.wrong_word(style) == word


@pytest.mark.parametrize(
    "style", ["none", "Bold CYAN", "not bold", "#1f6feb on default", "color(255)", "bright_red"]
)
def test_a_good_style_has_no_wrong_word(style):
    assert themes.wrong_word(style) is None
