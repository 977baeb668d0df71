"""Running text and its links."""

import pytest

from newscli.core.models import Block, Span
from newscli.pages.blocks import blocks_of

BASE = "https://e.example/news/1"


@pytest.mark.parametrize(
    ("html", "text", "spans"),
    [
        (
            "<p>See \n<a href='/a'> the\n report</a>, please",
            "See the report, please",
            (Span(4, 14, "https://e.example/a"),),
        ),
        ("<a href='b'>x<b>y</b> z</a>", "xy z", (Span(0, 4, "https://e.example/news/b"),)),
        (
            "<a href='//o.example/'>x</a><a href='mailto:a@b.example'>y</a>",
            "xy",
            (Span(0, 1, "https://o.example/"), Span(1, 2, "mailto:a@b.example")),
        ),
        ("<a href='https://o.example/a b'>x</a>", "x", (Span(0, 1, "https://o.example/a%20b"),)),
        ("a<a href='/b'></a><a href='/c'> </a>b", "a b", ()),
        ("<a href='javascript:x()'>x</a>", "x", ()),
        ("<a href='ftp://o.example/'>x</a>", "x", ()),
        ("<a href='#note'>x</a>", "x", ()),
        ("<a href='http://[bad'>x</a>", "x", ()),
        ("<a href='https://o.example/&#x202e;gpj'>x</a>", "x", ()),
        ("<a href='/a'>e</a>&#x301;<a href='/b'>b</a>", "éb", ()),
        ("a&#xad;b <a href='/a'>c&#xad;d</a>", "ab cd", (Span(3, 5, "https://e.example/a"),)),
        (
            "Roses<br>are <a href='/r'>red</a>",
            "Roses\nare red",
            (Span(10, 13, "https://e.example/r"),),
        ),
    ],
)
def test_links_stand_where_their_words_stand(html, text, spans):
    assert blocks_of(html, base_url=BASE) == (Block("paragraph", text, spans=spans),)


def test_without_a_base_a_relative_link_is_only_words():
    assert blocks_of("<a href='/a'>x</a>", base_url=None) == (Block("paragraph", "x"),)
