"""The story in a publisher's markup, as a fetch skims it."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core import pcre, pcre_library
from newscli.core.models import BODY_KINDS
from newscli.pages.blocks import blocks_of, text_of
from newscli.pages.boilerplate import classify
from newscli.pages.sanitise import sanitise_html
from newscli.pages.skim import story_of

LIBRARY = pcre_library.found()
BASE = "https://news.example/2026/budget"
STORY = "<p>The council passed the budget on Tuesday after a debate that lasted until midnight.</p>"


@pytest.fixture(params=["re", "PCRE2"], autouse=True, scope="module")
def by(request):
    """All of it by Python's patterns, and again by PCRE2."""
    if request.param == "PCRE2" and LIBRARY is None:
        pytest.skip("this system has no PCRE2 that may make machine code")
    pcre._library = LIBRARY if request.param == "PCRE2" else None
    yield
    pcre._library = None


def words(markup):
    """The words of the story, skimmed."""
    blocks = story_of(markup.encode(), base_url=BASE).blocks
    return " ".join(block.text for block in blocks if block.kind in BODY_KINDS).split()


def read_words(markup):
    """The words of the story, as a person reads it."""
    blocks, _ = classify(blocks_of(sanitise_html(markup), base_url=BASE), base_url=BASE)
    return text_of(blocks).split()


@pytest.mark.parametrize(
    "markup",
    [
        STORY,
        "plain <b>words</b> in one<br>line and<br/>another",
        "<P>Upper <B>case</B></P><UL><LI>one<LI>two</UL>",
        "<p>a &amp; b &lt;c&gt; &nbsp; &#8217;d&#8217; &eacute;</p>",
        '<p title="a > b">quoted <a href="https://x.example/?a=1&amp;b=2">link</a></p>',
        "<p title='it is \"so\"'>mixed</p><p class=bare>bare</p>",
        "<!-- a comment --><p>after <!-- <p>not me</p> --> it</p>",
        "<style>p { color: red }</style><script>if (a < b) { x() }</script><p>seen</p>",
        "<script src='/x.js'/><p>after an empty one</p>",
        "<p>one</p><noscript><img src=x></noscript><p>two</p>",
        "<table><tr><td>1</td><td>2</td></tr></table><h2>Heading</h2><pre>a  b\n c</pre>",
        "<div><div>deep<div>er</div></div>tail</div>",
        f"{STORY}<p>Source: <a href='https://dw.example'>Deutsche Welle</a></p>",
        f"{STORY}<p>Follow us on <a href='https://t.me/x'>Telegram</a></p>{STORY}",
        f"{STORY}<p>The post <a href='/1'>Budget</a> appeared first on <a href='/'>News</a>.</p>",
        f"{STORY}<p>You may be interested: <a HREF=/2026/other>Other news of the day</a></p>",
        "<p>日本語の文章です。</p><p>العربية</p>",
        "<p>a\x1b[31mred\u202eevil</p>",
        "<p>unclosed <a href='x",
        "a < b and c > d",
        "one <!bogus> two <?php x ?> three",
        "<SCRIPT>a()</Script>seen<sTyle>b</stYLE>",
        "<iframe src='/a'/>behind it <svg><text>drawn</text></svg>and a picture",
        "<p>one <script>never closed</p><p>two</p>",
        "<p>one <!-- never closed</p><p>two</p>",
        "a&nbsp;b&#160;&#32; &#x2003;c\u00a0\u00a0d &unknown; &amp;amp; &copy2 &#0;",
        "<p>cafe\u0301 co\u00adop\u200b</p><p>\ufeffmark</p>",
    ],
)
def test_the_words_are_those_that_a_reader_sees(markup):
    assert words(markup) == read_words(markup)


def test_letters_and_their_marks_are_one_character():
    # "é" may be sent as "e" and a mark: one who searches for it types the one character.
    characters = [chr(n) for n in (*range(0x80, 0x3100), *range(0x1F100, 0x1FB00))]
    for character in filter(str.isprintable, characters):
        for sent in (f"e{character}", f"{character}\u0301", f"“{character}"):
            assert words(f"<p>x{sent}</p>") == [unicodedata.normalize("NFC", f"x{sent}")], sent


def test_white_space_is_folded():
    assert words("<p>one  two\n\t three&nbsp; &nbsp;four</p>") == ["one", "two", "three", "four"]
    (block,) = story_of("<p> é  b\xa0 \u2009c &#8195; d </p>".encode(), base_url=BASE).blocks
    assert block.text == "é b c d"
    (block,) = story_of(b"<p> a  b &nbsp; c      d </p>", base_url=BASE).blocks
    assert block.text == "a b c d"
    (block,) = story_of("<p>“a\xa0\xa0b”\xa0</p>".encode(), base_url=BASE).blocks
    assert block.text == "“a b”"


@pytest.mark.parametrize(
    ("markup", "is_spaced"), [("<p>été – “a”\xa0…</p>", True), ("<p>“été”, 海底</p>", False)]
)
def test_scripts_without_spaces_are_noticed(markup, is_spaced):
    assert story_of(markup.encode(), base_url=BASE).is_spaced == is_spaced


def test_advertisements_are_left_out():
    markup = "<p>before</p><div class=\"my ad_slot\">buy</div><ins id='ads'>this</ins><p>after</p>"

    assert words(markup) == ["before", "after"]


def test_a_tag_that_is_not_closed_ends_where_the_next_begins():
    assert words("<p>one</p<p>two</p") == ["one", "two"]


def test_a_source_line_keeps_its_kind_for_the_attribution():
    blocks = story_of(f"{STORY}<p>Source: Deutsche Welle</p>".encode(), base_url=BASE).blocks

    assert [block.kind for block in blocks] == ["paragraph", "source_line"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<br/>" * 4,
        "<p>A <a href='/other'>link</a> before it.</p>" * 3,
        "<p title=\"a < b\"><a href='/other'>3</a> < 4</p>",
        "<!-- <a href='/other'> --><p>after a comment</p>",
        "<script>a < b</script><p>after a script</p>",
    ],
)
def test_a_source_is_told_by_the_link_in_its_own_line(before):
    name = "<a href='https://dw.example'>Deutsche Welle</a>"
    line = f"<p>This article was originally published by {name} under a free licence.</p>"
    blocks = story_of(f"{before}{line}{STORY}".encode(), base_url=BASE).blocks

    (source,) = (block for block in blocks if block.kind == "source_line")
    (span,) = source.spans
    assert (source.text[span.start : span.end], span.url) == (
        "Deutsche Welle",
        "https://dw.example",
    )


_HOSTILE = ["<a ", '"', "'", ">", "<", "<!", "<!--", "<p", "</p>", "<script", "/>", "&", "x=", "\0"]


@pytest.mark.parametrize(
    "piece", [*_HOSTILE, "<a \"'", "<a '\"<", "<![CDATA[", "<svg ", "<a href='"]
)
def test_no_markup_takes_longer_than_its_length_is_worth(piece):
    markup = piece * (300_000 // len(piece))
    begun = time.process_time()

    story_of(markup.encode(), base_url=BASE)

    assert time.process_time() - begun < 1.5


@given(
    st.lists(st.sampled_from([*_HOSTILE, " ", "b", "<b>", "<td>", "</a>", "Source: x"])).map(
        "".join
    )
)
def test_no_markup_is_too_odd(markup):
    for block in story_of(markup.encode(), base_url=BASE).blocks:
        assert block.text.replace("\n\n", "").isprintable()
