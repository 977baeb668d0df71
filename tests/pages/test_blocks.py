"""HTML as blocks of text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.models import Block
from newscli.core.text import clean_text
from newscli.pages.blocks import blocks_of, paragraphs, text_of, word_count
from newscli.pages.sanitise import sanitise_html

BASE = "https://e.example/news/1"
_LONG = "a line of prose that is far too long to be taken for a line of verse, as it goes on"
_TAG_SOUP = (
    "<p> </p> <div> </div> <b> </b> <em> </em> <br> <br><br> <li> </li> <ul> </ul> <ol> </ol> <h2> "
    "</h2> <blockquote> </blockquote> <pre> </pre> <dl> <dt> <dd> <table> <tr> <td> </td> </table> "
    "<figure> <figcaption> </figure> <img> <hr> <address> </address> <details> <summary> </html> "
    "</body> <section> <x-y> </a> <sup> </sup>"
)
_TAGS = _TAG_SOUP.split()
_LINKS = ["<a href='/x'>", "<a href=https://o.example/y>", "<a href='mailto:a@b.example'>"]
_PIECES = st.lists(
    st.one_of(st.just("WORD"), st.sampled_from([*_TAGS, *_LINKS, " ", "\n", ",", "&nbsp;"])),
    max_size=60,
)


def _page(pieces: list[str]) -> str:
    """The pieces joined, each WORD with its place in the page."""
    return "".join(piece.replace("WORD", f"w{at}z") for at, piece in enumerate(pieces))


def _places(text: str) -> list[int]:
    return [int(place) for place in re.findall(r"w(\d+)z", text)]


def _words(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>One <b>two</b>\n  three</p>", [Block("paragraph", "One two three")]),
        (
            "bare<p>p</p>tail",
            [Block("paragraph", "bare"), Block("paragraph", "p"), Block("paragraph", "tail")],
        ),
        ("<h1>A</h1><h6>B</h6>", [Block("heading", "A", 1), Block("heading", "B", 6)]),
        ("<h2>Two<br>lines</h2>", [Block("heading", "Two lines", 2)]),
        ("a<br><br>b", [Block("paragraph", "a"), Block("paragraph", "b")]),
        (f"{_LONG}<br>{_LONG}", [Block("paragraph", f"{_LONG} {_LONG}")]),
        (
            "Roses are red<br>Violets are blue",
            [Block("paragraph", "Roses are red\nViolets are blue")],
        ),
        (f"<address>{_LONG}<br>Town</address>", [Block("paragraph", f"{_LONG}\nTown")]),
        ("<blockquote><p>a</p><p>b</p></blockquote>", [Block("quote", "a"), Block("quote", "b")]),
        ("<ul><li>a<li>b</ul>", [Block("list", "a", 0, "•"), Block("list", "b", 0, "•")]),
        (
            "<ol start=3><li>a</li><li>b</li></ol>",
            [Block("list", "a", 0, "3."), Block("list", "b", 0, "4.")],
        ),
        ("<ol start=x><li>a</li></ol>", [Block("list", "a", 0, "1.")]),
        (
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
            [Block("list", "a", 0, "•"), Block("list", "b", 1, "1."), Block("list", "c", 0, "•")],
        ),
        ("<ul><li><p>a</p><p>b</p></li></ul>", [Block("list", "a", 0, "•"), Block("list", "b")]),
        (
            "<dl><dt>Term</dt><dd>Meaning</dd></dl>",
            [Block("list", "Term", 0), Block("list", "Meaning", 1)],
        ),
        ("<pre><code>if x:\n\ty  =  1\n</code></pre>", [Block("code", "if x:\n\ty  =  1")]),
        ("<pre>a<br>b</pre>", [Block("code", "a\nb")]),
        (
            "<details><summary>More</summary>Words</details>",
            [Block("paragraph", "More"), Block("paragraph", "Words")],
        ),
        ("word<sup>1</sup>", [Block("paragraph", "word1")]),
        ("<p>a</p><hr><p>&nbsp;</p><p></p><div><br></div>", [Block("paragraph", "a")]),
        ("<p>a</body></html><p>b", [Block("paragraph", "a"), Block("paragraph", "b")]),
        ("<p>a<script>x()</script><style>p{}</style>b</p>", [Block("paragraph", "ab")]),
        ("&#x202e;abc&#27;[31m&#x9d;", [Block("paragraph", "abc[31m")]),
    ],
)
def test_elements_become_blocks(html, blocks):
    assert list(blocks_of(html, base_url=BASE)) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "One\nline &amp; two\n\nNext",
            [Block("paragraph", "One\nline & two"), Block("paragraph", "Next")],
        ),
        (f"{_LONG}\n{_LONG}", [Block("paragraph", f"{_LONG} {_LONG}")]),
        ("a < b, and I <3 you", [Block("paragraph", "a < b, and I <3 you")]),
        (
            "With <b>bold</b>\n\nand no paragraphs",
            [Block("paragraph", "With bold"), Block("paragraph", "and no paragraphs")],
        ),
        ("", []),
        (" \n ", []),
    ],
)
def test_plain_text_is_parted_at_blank_lines(text, blocks):
    assert list(blocks_of(text, base_url=BASE)) == blocks


def test_the_text_is_the_body_without_pictures_and_what_is_not_the_story():
    blocks = [
        Block("heading", "H", 2),
        Block("image", "Alt"),
        Block("caption", "C"),
        Block("list", "a", 0, "•"),
        Block("list", "b", 0, "•"),
        Block("promotion", "Follow us"),
        Block("embed", "https://v.example/"),
        Block("paragraph", "P"),
    ]

    assert text_of(blocks) == "H\n\na\nb\n\nP"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two three\nfour", 4),
        ("zwei – drei «vier»", 3),
        ("one—two – three — four–five", 3),
        ("日本語の文章です", 4),
        ("我们 use Python", 3),
        ("한국어 문장", 2),
        ("ภาษาไทยง่าย", 3),
        ("النص العربي", 2),
        ("a\n\n" + "b " * 70_000 + "c", 70_002),
    ],
    ids=lambda value: str(value)[:20],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text, words):
    assert word_count(text) == words


def test_the_text_of_a_depth_bomb_comes_back():
    bomb = "<div>" * 100_000 + "<p>Story</p>"

    assert blocks_of(bomb, base_url=BASE) == (Block("paragraph", "Story"),)


def test_a_page_five_hundred_deep_keeps_its_blocks():
    html = "<div>" * 500 + "<h2>Head</h2><p>Story</p>"

    assert blocks_of(html, base_url=BASE) == (
        Block("heading", "Head", 2),
        Block("paragraph", "Story"),
    )


@pytest.mark.parametrize(
    "bomb",
    [
        "<table><tr><td>" * 600 + "x",
        "<div class=caption>" * 1500 + "<img>",
        "<table>" + "<tr><td>x<td>y" * 50_000,
        "<li><ul>" * 100_000,
        "<a href='/x'>y</a>\u0301 " * 20_000,
        "<figure><img src=x alt='a cat'><p>" * 30_000,
    ],
    ids=["tables", "captions", "rows", "lists", "marks", "figures"],
)
def test_of_a_page_made_to_be_slow_the_blocks_come_back(bomb):
    assert isinstance(blocks_of(bomb, base_url=BASE), tuple)


def test_no_more_than_two_million_characters_are_read():
    blocks = blocks_of("<p>" + "word " * 1_000_000, base_url=BASE)

    assert len(blocks[0].text) < 2_000_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One line.", ["One line."]),
        ("  two  spaces here ", ["two spaces here"]),
        ("a\u00a0b", ["a b"]),
        ("one\n\ntwo", ["one", "two"]),
        ("cafe\u0301 \x1b[31mred", ["caf\u00e9 red"]),
        ("   ", []),
    ],
)
def test_a_plain_text_has_its_white_space_folded(text, said):
    assert [block.text for block in paragraphs(text)] == said


@given(_PIECES)
def test_every_word_of_the_page_stands_in_the_blocks_once_and_in_order(pieces):
    html = _page(pieces)

    assert _places(_words(blocks_of(html, base_url=BASE))) == _places(html)


@given(_PIECES)
def test_no_word_is_invented_or_moved_when_the_html_was_sanitised_first(pieces):
    html = sanitise_html(_page(pieces))

    assert _places(_words(blocks_of(html, base_url=BASE))) == _places(html)


@given(_PIECES)
def test_links_lie_within_their_text_in_order_and_hold_words(pieces):
    blocks = blocks_of(_page(pieces), base_url=BASE)

    edges = [[edge for span in block.spans for edge in span[:2]] for block in blocks]
    linked = [block.text[span.start : span.end] for block in blocks for span in block.spans]
    assert edges == [sorted(block_edges) for block_edges in edges]
    assert linked == [words.strip() for words in linked if words.strip()]


@given(_PIECES)
def test_every_block_is_clean_and_not_empty(pieces):
    texts = [block.text for block in blocks_of(_page(pieces), base_url=BASE)]

    assert texts == [clean_text(text) for text in texts if text.strip()]


@given(st.lists(st.one_of(st.text(), st.sampled_from([*_TAGS, "<", "\ud800", "&#55296;"]))))
def test_no_string_is_too_odd_for_blocks(pieces):
    blocks_of("".join(pieces), base_url=BASE)
