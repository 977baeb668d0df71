"""An article in a pipe, and as Markdown."""

import pytest

from newscli.core.models import Block, Span
from newscli.render.plain import escape, markdown, plain
from tests.screens import ARTICLE, RELATED

BLOCKS = (
    Block("paragraph", "See there and <b>not</b> *this*.", spans=(Span(4, 9, "https://a.example/(x)"),)),
    Block("heading", "Next", 2),
    Block("list", "one", 0, "•"),
    Block("list", "two", 1, "2."),
    Block("quote", "said"),
    Block("code", "a```b\n  c"),
    Block("table", "h|1\th2\nx\ty"),
    Block("image", "A ship"),
    Block("promotion", "Follow us"),
)  # fmt: skip
ROW = ARTICLE._replace(
    headline=ARTICLE.headline._replace(
        title="1. [T]", url="https://s.example/a", publisher="P", source="S"
    ),
    blocks=BLOCKS,
    enclosures=(),
    edited_at=None,
)


def test_plain_text_has_one_line_a_paragraph_and_links_by_number():
    assert plain(ROW, RELATED[:1]).split("\n\n") == [
        "1. [T]\nP via S · Ada · 2026-11-18T00:00:00Z · 3 min\nhttps://s.example/a",
        "See there[1] and <b>not</b> *this*.",
        "Next",
        "• one\n  2. two",
        "> said",
        "a```b\n  c",
        "h|1\th2\nx\ty",
        "[A ship]",
        "[1] https://a.example/(x)",
        "Related\n1  " + RELATED[0].title + " (Yle): shares a, b, c\n",
    ]


def test_a_width_fills_lines():
    row = ROW._replace(blocks=(Block("quote", "word " * 20),))

    assert max(map(len, plain(row, [], width=30).split("\n\n")[1].split("\n"))) <= 30


def test_raw_text_has_every_block():
    assert "Follow us" in plain(ROW, [], raw=True)
    assert "Follow us" not in plain(ROW, [])


def test_markdown_keeps_the_feeds_text_from_becoming_markup():
    assert markdown(ROW).split("\n\n") == [
        "# 1\\. \\[T\\]",
        "P via S · Ada · 2026-11-18T00:00:00Z · 3 min",
        "<https://s.example/a>",
        "See [there](https://a.example/%28x%29) and \\<b\\>not\\</b\\> \\*this\\*.",
        "### Next",
        "- one\n   2. two",
        "> said",
        "````\na```b\n  c\n````",
        "| h\\|1 | h2 |\n| --- | --- |\n| x | y |",
        "*A ship*\n",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("---", "\\---"),
        ("a\n===", "a\n\\==="),
        ("- a", "\\- a"),
        ("R&amp;D, R&D", "R\\&amp;D, R&D"),
        ("-1 and 3.5", "-1 and 3.5"),
    ],
)
def test_rules_underlines_lists_and_references_stay_text(text, shown):
    assert escape(text) == shown


def test_a_link_behind_an_exclamation_mark_is_no_image():
    block = Block("paragraph", "Look!here", spans=(Span(5, 9, "https://a.example"),))

    assert "Look\\![here](https://a.example)" in markdown(ROW._replace(blocks=(block,)))


def test_a_heading_is_one_line_of_markdown():
    assert "## a b\n" in markdown(ROW._replace(blocks=(Block("heading", "a\nb", 1),)))
