"""HTML as blocks of text."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.models import Block, Span
from newscli.core.text import clean_text
from newscli.pages.blocks import blocks_of, text_of, word_count
from newscli.pages.sanitise import sanitise_html

BASE = "https://e.example/news/1"
_LONG = "a line of prose that is far too long to be taken for a line of verse, as it goes on"
_TAGS = (
    "<p> </p> <div> </div> <b> </b> <em> </em> <br> <br><br> <li> </li> <ul> </ul> <ol> </ol> <h2> "
    "</h2> <blockquote> </blockquote> <pre> </pre> <dl> <dt> <dd> <table> <tr> <td> </td> </table> "
    "<figure> <figcaption> </figure> <img> <hr> <address> </address> <details> <summary> </html> "
    "</body> <section> <x-y> </a> <sup> </sup>"
).split()
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
        ("bare<p>p</p>tail", [Block("paragraph", "bare"), Block("paragraph", "p"),
                              Block("paragraph", "tail")]),
        ("<h1>A</h1><h6>B</h6>", [Block("heading", "A", 1), Block("heading", "B", 6)]),
        ("<h2>Two<br>lines</h2>", [Block("heading", "Two lines", 2)]),
        ("a<br><br>b", [Block("paragraph", "a"), Block("paragraph", "b")]),
        (f"{_LONG}<br>{_LONG}", [Block("paragraph", f"{_LONG} {_LONG}")]),
        ("Roses are red<br>Violets are blue", [Block("paragraph", "Roses are red\nViolets are blue")]),
        (f"<address>{_LONG}<br>Town</address>", [Block("paragraph", f"{_LONG}\nTown")]),
        ("<blockquote><p>a</p><p>b</p></blockquote>", [Block("quote", "a"), Block("quote", "b")]),
        ("<ul><li>a<li>b</ul>", [Block("list", "a", 0, "•"), Block("list", "b", 0, "•")]),
        ("<ol start=3><li>a</li><li>b</li></ol>",
         [Block("list", "a", 0, "3."), Block("list", "b", 0, "4.")]),
        ("<ol start=x><li>a</li></ol>", [Block("list", "a", 0, "1.")]),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
         [Block("list", "a", 0, "•"), Block("list", "b", 1, "1."), Block("list", "c", 0, "•")]),
        ("<ul><li><p>a</p><p>b</p></li></ul>", [Block("list", "a", 0, "•"), Block("list", "b")]),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>",
         [Block("list", "Term", 0), Block("list", "Meaning", 1)]),
        ("<pre><code>if x:\n\ty  =  1\n</code></pre>", [Block("code", "if x:\n\ty  =  1")]),
        ("<pre>a<br>b</pre>", [Block("code", "a\nb")]),
        ("<details><summary>More</summary>Words</details>",
         [Block("paragraph", "More"), Block("paragraph", "Words")]),
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
        ("One\nline &amp; two\n\nNext", [Block("paragraph", "One\nline & two"),
                                         Block("paragraph", "Next")]),
        (f"{_LONG}\n{_LONG}", [Block("paragraph", f"{_LONG} {_LONG}")]),
        ("a < b, and I <3 you", [Block("paragraph", "a < b, and I <3 you")]),
        ("With <b>bold</b>\n\nand no paragraphs", [Block("paragraph", "With bold"),
                                                  Block("paragraph", "and no paragraphs")]),
        ("", []),
        (" \n ", []),
    ],
)
def test_plain_text_is_parted_at_blank_lines(text, blocks):
    assert list(blocks_of(text, base_url=BASE)) == blocks


@pytest.mark.parametrize(
    ("html", "text", "spans"),
    [
        ("<p>See \n<a href='/a'> the\n report</a>, please", "See the report, please",
         (Span(4, 14, "https://e.example/a"),)),
        ("<a href='b'>x<b>y</b> z</a>", "xy z", (Span(0, 4, "https://e.example/news/b"),)),
        ("<a href='//o.example/'>x</a><a href='mailto:a@b.example'>y</a>", "xy",
         (Span(0, 1, "https://o.example/"), Span(1, 2, "mailto:a@b.example"))),
        ("<a href='https://o.example/a b'>x</a>", "x", (Span(0, 1, "https://o.example/a%20b"),)),
        ("a<a href='/b'></a><a href='/c'> </a>b", "a b", ()),
        ("<a href='javascript:x()'>x</a>", "x", ()),
        ("<a href='ftp://o.example/'>x</a>", "x", ()),
        ("<a href='#note'>x</a>", "x", ()),
        ("<a href='http://[bad'>x</a>", "x", ()),
        ("<a href='https://o.example/&#x202e;gpj'>x</a>", "x", ()),
        ("<a href='/a'>e</a>&#x301;<a href='/b'>b</a>", "éb", ()),
        ("a&#xad;b <a href='/a'>c&#xad;d</a>", "ab cd", (Span(3, 5, "https://e.example/a"),)),
        ("Roses<br>are <a href='/r'>red</a>", "Roses\nare red",
         (Span(10, 13, "https://e.example/r"),)),
    ],
)
def test_links_stand_where_their_words_stand(html, text, spans):
    assert blocks_of(html, base_url=BASE) == (Block("paragraph", text, spans=spans),)


def test_without_a_base_a_relative_link_is_only_words():
    assert blocks_of("<a href='/a'>x</a>", base_url=None) == (Block("paragraph", "x"),)


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<figure><img src=a.jpg><figcaption>Words</figcaption></figure>", ["caption"]),
        ("<div class='wp-caption'><img src=a.jpg><p class='wp-caption-text'>Words</p></div>",
         ["caption"]),
        ("<div class='image'><img src=a.jpg><p>Words</p></div><p>Story</p>",
         ["caption", "paragraph"]),
        ("<p><img src=a.jpg><br><em>Words</em></p><p>Story</p>", ["caption", "paragraph"]),
        ("<p><a href=b><img src=a.jpg></a><small>Words</small></p>", ["caption"]),
        ("<p><img src=a.jpg><em>Words</em> begin a sentence.</p>", ["paragraph"]),
        ("<div><img src=a.jpg><p>Story</p><p>Story</p></div>", ["paragraph", "paragraph"]),
        (f"<div class='media'><img src=a.jpg><p>{_LONG * 6}</p></div>", ["paragraph"]),
        ("<table><caption>Words</caption><tr><td>1<td>2</tr></table>", ["caption", "table"]),
    ],
)
def test_what_describes_a_picture_is_a_caption(html, kinds):
    assert [block.kind for block in blocks_of(html, base_url=BASE)] == kinds


def test_a_picture_is_its_alternative_text_and_leads_to_the_file():
    blocks = blocks_of("<img src='/a.jpg' alt='A cat  asleep'>", base_url=BASE)

    assert blocks == (Block("image", "A cat asleep", spans=(Span(0, 12, "https://e.example/a.jpg"),)),)


@pytest.mark.parametrize(
    "image",
    [
        "<img src='/a.jpg'>",
        "<img src='/a.jpg' alt=''>",
        "<img src='/a.jpg' alt='IMG_1234.jpg'>",
        "<img src='/uploads/red_car2.jpg' alt='red_car2'>",
        "<img src='/a.jpg' alt='image'>",
        "<img src='/a.gif' alt='a pixel' width=1 height=1>",
        "<img src='https://feeds.feedburner.com/~r/x' alt='words here'>",
        "<img src='https://api.flattr.com/b.png' alt='Flattr this!'>",
        "<img src='/share-icon.png' alt='Share on Facebook'>",
    ],
)
def test_a_picture_that_says_nothing_is_left_out(image):
    assert blocks_of(f"<p>Story {image}</p>", base_url=BASE) == (Block("paragraph", "Story"),)


def test_a_picture_in_a_line_stands_after_it():
    blocks = blocks_of("<p>One <img src=/a.jpg alt='A red cat'> two</p>", base_url=BASE)

    assert [block.text for block in blocks] == ["One two", "A red cat"]


def test_an_emoji_picture_stands_in_the_line():
    blocks = blocks_of("<p>Hi <img src=/s.png alt='🙂' class=wp-smiley>!</p>", base_url=BASE)

    assert blocks == (Block("paragraph", "Hi 🙂!"),)


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src='https://v.example/1'></iframe>",
        "<iframe src='https://v.example/1'/>",
        "<video><source src='https://v.example/1'></video>",
        "<audio src='https://v.example/1'>Your browser is old</audio>",
        "<embed src='https://v.example/1'>",
    ],
)
def test_media_are_an_embed_with_the_address(html):
    url = "https://v.example/1"

    assert blocks_of(f"{html}<p>Story</p>", base_url=BASE) == (
        Block("embed", url, spans=(Span(0, len(url), url),)),
        Block("paragraph", "Story"),
    )


def test_a_table_has_a_line_a_row_and_a_tab_between_cells():
    html = (
        "<table><thead><tr><th>Land<th>Seats</thead><tr><td><p>A\n b</p><td><a href=/s>12</a></tr>"
        "<tr><td colspan=2>none</td></tr><tr></tr></table>"
    )

    assert blocks_of(html, base_url=BASE) == (
        Block("table", "Land\tSeats\nA b\t12\nnone", spans=(Span(15, 17, "https://e.example/s"),)),
    )


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>One</td></tr></table>",
        "<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>",
        "<table><tr><td><ul><li>One</li></ul></td><td>Two</td></tr></table>",
        "<table><tr><td><p>One</p><p>Two</p></td><td>Three</td></tr></table>",
        "<table><tr><td><img src=a alt='A cat'></td><td>Two</td></tr></table>",
        "<table><tr><td><table><tr><td>One</table></td><td>Two</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_gives_its_content(table):
    assert blocks_of(table, base_url=BASE)[0].kind != "table"


def test_the_text_is_the_body_without_pictures_and_what_is_not_the_story():
    blocks = [
        Block("heading", "H", 2), Block("image", "Alt"), Block("caption", "C"),
        Block("list", "a", 0, "•"), Block("list", "b", 0, "•"), Block("promotion", "Follow us"),
        Block("embed", "https://v.example/"), Block("paragraph", "P"),
    ]

    assert text_of(blocks) == "H\n\nC\n\na\nb\n\nP"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two  three\nfour", 4),
        ("zwei – drei «vier»", 3),
        ("日本語の文章です", 4),
        ("我们 use Python", 3),
        ("한국어 문장", 2),
        ("ภาษาไทยง่าย", 3),
        ("النص العربي", 2),
    ],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text, words):
    assert word_count(text) == words


def test_the_text_of_a_depth_bomb_comes_back_within_a_second():
    bomb = "<div>" * 100_000 + "<p>Story</p>"
    begun = time.process_time()

    blocks = blocks_of(bomb, base_url=BASE)

    assert time.process_time() - begun < 1
    assert blocks == (Block("paragraph", "Story"),)


def test_a_page_five_hundred_deep_keeps_its_blocks():
    html = "<div>" * 500 + "<h2>Head</h2><p>Story</p>"

    assert blocks_of(html, base_url=BASE) == (Block("heading", "Head", 2), Block("paragraph", "Story"))


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
def test_a_page_made_to_be_slow_takes_less_than_two_seconds(bomb):
    begun = time.process_time()

    blocks_of(bomb, base_url=BASE)

    assert time.process_time() - begun < 2


def test_no_more_than_two_million_characters_are_read():
    blocks = blocks_of("<p>" + "word " * 1_000_000, base_url=BASE)

    assert len(blocks[0].text) < 2_000_000


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
