"""Blocks as lines: every word of them drawn, and in time however large."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from newscli.core.models import Block, Span
from newscli.render.blocks import block_lines, fold

_HUGE = 190_000


@given(st.text(alphabet="ab 漢カ、（\u3000\xa0\n لم", max_size=80), st.integers(8, 40))
def test_folding_loses_nothing_but_spaces(text, width):
    shown = "".join(line.plain for line in fold(Text(text), width))

    assert "".join(shown.translate({0x2068: None, 0x2069: None}).split()) == "".join(text.split())


def test_folding_keeps_each_style_on_its_words():
    text = Text.assemble("第一回\u3000", ("海底", "link"), "ケーブルの切断")

    styled = [
        line.plain[span.start : span.end]
        for line in fold(text, 12)
        for span in line.spans
        if span.style == "link"
    ]

    assert styled == ["海底"]


@pytest.mark.parametrize(
    "block",
    [
        Block("paragraph", "漢" * _HUGE),
        Block("paragraph", "كلمة " * (_HUGE // 5)),
        Block("paragraph", "word " * (_HUGE // 5), spans=(Span(0, 4, "https://a.example"),) * 3000),
        Block("code", "x=1;" * (_HUGE // 4)),
        Block("code", "漢" * _HUGE),
        Block("table", "\t" * 90_000 + "\n" * 90_000),
        Block("table", "\n".join(["x" * 3000 + "\ty"] * 60)),
    ],
    ids=lambda block: f"{block.kind} {block.text[:6]!r}",
)
def test_a_huge_block_is_drawn_in_time(block):
    # No stopwatch: what was quadratic took minutes here, and would be noticed.
    assert 0 < sum(1 for _ in block_lines(block, {}, 74)) < 6000


def test_rows_and_columns_that_are_left_out_are_said():
    rows = [line.plain for line in block_lines(Block("table", "\n".join(["a\tb"] * 1001)), {}, 74)]
    wide = [line.plain for line in block_lines(Block("table", "\t".join("abcdefgh")), {}, 12)]

    assert rows[-1] == "… only 1000 rows are shown"
    assert wide[0].endswith("…")


def test_a_table_that_is_too_wide_goes_on_in_its_cells():
    table = Block("table", "port\tcargo\nNorhaven\tgrain, timber and a wooden whale")

    lines = [line.plain.rstrip() for line in block_lines(table, {}, 28)]

    assert lines == [
        "port      cargo",
        "Norhaven  grain, timber and",
        "          a wooden whale",
    ]


def test_code_is_kept_letter_for_letter():
    code = "def f():\n    return  1\n\n# `end`"

    lines = [line.plain for line in block_lines(Block("code", code), {}, 40)]

    assert [line.removeprefix("    ") for line in lines] == code.split("\n")
