"""What PCRE2 makes of markup is what re makes of it."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscli.core import pcre, pcre_library
from newscli.pages import quick_pieces
from newscli.pages.pieces import Pieces
from newscli.pages.skim import story_of

LIBRARY = pcre_library.found()
pytestmark = pytest.mark.skipif(
    LIBRARY is None, reason="this system has no PCRE2 that may make machine code"
)
NAMES = "p br a b div li td h2 P BR iframe script svg video title head x-y brx scripts Script SVG"
VALUES = [
    "", " ", " class=x", ' href="u"', " href='u'", ' title="a > b"', " title='<br>'", " t=\"it's\"",
    " x='", ' x="', "/", "\n", '"', "'", ' q="</script>"', " a='<svg>'",
]  # fmt: skip
OTHERS = [
    "word", "a b", " ", "\n", "  x", "&lt;p&gt;", "&nbsp;", "é", "日本", "\0", "\x01", "\x1b[31m",
    "it's", '"q"', "<!-- c -->", "<!--", "-->", "<!x>", "<?php ?>", "<![CDATA[", "<", "<3", "<<",
    "</", ">", "'", "Source: x", "Read more",
]  # fmt: skip
TAGS = st.builds(
    "<{}{}{}{}".format,
    st.sampled_from(["", "/"]),
    st.sampled_from(NAMES.split()),
    st.sampled_from(VALUES),
    st.sampled_from([">", ">", ">", "", "/>"]),
)
MARKUPS = st.lists(TAGS | st.sampled_from(OTHERS), max_size=14).map(lambda parts: "".join(parts))


@pytest.fixture
def in_use(monkeypatch):
    monkeypatch.setattr(pcre, "_library", LIBRARY)


def facts(pieces):
    lines = pieces.lines()
    return pieces.is_spaced, [(line, pieces.tag(n)) for n, line in enumerate(lines) if line]


@given(MARKUPS)
@example("<p>one</p><iframe src=x></iframe><p>two <a href=y>three</a></p>")
@example("<p>a</p><!-- <p>b</p> --><SCRIPT>c()</SCRIPT><svg/>d<br>e")
@example("<svg><title>x</title><p>y</p></svg></iframe>z")
@example("a <<</script>b")
@example('</em><<</title" ><style x=\'></br" >one<div title="a > b"><br x="/>  x\'')
@example("a <<</Script\" ><iframe x=\" >it's<svg a='<svg>'>")
@example("<a title='<br>'>b</a><p title='<script>'>c</p>")
@example("<p>a</p> <b><i></i></b> <div><a href=x><li> b</a><br>\n<br>&nbsp;<p>c")
@example("<p><svg></svg><div><script>x</script></p>b<h2><iframe></iframe></h2>c")
def test_the_pieces_and_the_story_are_the_same(markup):
    data = markup.encode()
    slow, slow_story = Pieces(data), story_of(data, base_url="http://a.example/")
    try:
        pcre._library = LIBRARY
        quick = quick_pieces.pieces_of(data)

        assert facts(quick) == facts(slow)
        assert story_of(data, base_url="http://a.example/") == slow_story
    finally:
        pcre._library = None


@pytest.mark.parametrize(
    "markup",
    [
        "<p>One</p><p>two</p>",
        "<p>One</p><script>a()</script><p>two</p>",
        "<p>One<!-- c --></p><SVG><path/></SVG>",
        "<p title='a > b'>One</p>",
    ],
)
def test_usual_markup_takes_no_slow_pieces(in_use, monkeypatch, markup):
    monkeypatch.setattr(quick_pieces, "Pieces", None)

    assert quick_pieces.pieces_of(markup.encode()).lines()


def test_a_line_has_the_markup_of_its_links(in_use):
    pieces = quick_pieces.pieces_of(
        b"<p>One</p><script><a href=no></script><p>two <a href='/x'>three</a> four<br>five"
    )

    assert [line for line in pieces.lines() if line] == ["One", "two three four", "five"]
    place = pieces.lines().index("two three four")
    assert pieces.markup(place) == "two <a href='/x'>three</a> four"
    assert pieces.markup(pieces.lines().index("five")) == ""


def test_where_pcre2_gives_up_on_the_markup_of_lines_re_finds_it(in_use, monkeypatch):
    pieces = quick_pieces.pieces_of(
        b"<div><p>One <a href='/x'>two</a></p><p></p><script>x</script><ul><li>three"
    )
    lines = pieces.lines()
    monkeypatch.setattr(pieces, "_find_lines", lambda markup: None)

    assert pieces.tag(lines.index("One two")) == "p"
    assert pieces.tag(lines.index("three")) == "li"
    assert pieces.markup(lines.index("One two")) == "One <a href='/x'>two</a>"


@pytest.mark.parametrize(
    "part",
    ['<a "', '<a "x" ', "<script>", "<svg><a 'x", "<!--", "<SVG>", "<svg/", "<", '<svg "', "<br"],
)
def test_it_takes_time_in_proportion_to_the_length(in_use, part):
    begun = time.process_time()

    quick_pieces.pieces_of(part.encode() * 200_000)

    assert time.process_time() - begun < 5
