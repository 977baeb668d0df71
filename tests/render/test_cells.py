"""Text measured in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newscli.render.cells import balance, chop, clip, clusters, drawable, wrap

TEXT = st.text(
    alphabet=st.sampled_from("ab é漢字カ、（👍🏽\u200d❤\ufe0f لبم \u0301-\u3000\xa0🇩"), max_size=60
)


@given(TEXT, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text, width):
    lines = wrap(text, width)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXT, st.integers(1, 40))
def test_a_clipped_text_fits(text, width):
    assert cell_len(clip(text, width)) <= width


@given(TEXT, st.integers(4, 40))
def test_a_balanced_title_has_two_lines_at_most(text, width):
    lines = balance(text, width)

    assert len(lines) <= 2
    assert all(cell_len(line) <= width for line in lines)


@given(TEXT, st.integers(2, 40))
def test_chopped_parts_fit_and_lose_nothing(text, width):
    parts = chop(text, width)

    assert all(cell_len(part) <= width for part in parts)
    assert "".join(parts) == text


def test_a_foreign_word_among_wide_characters_is_not_parted():
    assert wrap("対策、NATO国防相会議", 8) == ["対策、", "NATO国防", "相会議"]


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket():
    assert wrap("各国が対応。次の（会議）で", 10) == ["各国が対", "応。次の", "（会議）で"]


def test_a_no_break_space_does_not_break():
    assert wrap("il dit «\xa0non\xa0» hier", 12) == ["il dit", "«\xa0non\xa0» hier"]


def test_a_title_is_balanced_at_its_middle():
    assert balance("one two three four five six", 20) == ["one two three", "four five six"]


def test_a_character_with_its_marks_is_not_parted():
    assert list(clusters("e\u0301👍🏽x")) == ["e\u0301", "👍🏽", "x"]
    assert list(clusters("🇩🇪🇫🇷🇩")) == ["🇩🇪", "🇫🇷", "🇩"]
    assert list(clusters("a\u200d\u200d漢")) == ["a\u200d\u200d", "漢"]


@pytest.mark.parametrize("control", ["\x1b", "\x00", "\x07", "\x9b", "\u202e", "\u2066", "\u200f"])
def test_controls_are_not_drawn(control):
    assert drawable(f"a{control}b") == "ab"
