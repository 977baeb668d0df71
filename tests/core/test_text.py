"""The one door for text from the network."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.text import clean_text, one_line, strip_tags, unescape, without_tags

_ANY_CHARACTER = st.characters(exclude_categories=())
_SPECIAL = st.sampled_from(
    "\x1b\x9b\x9d\x07\x9c\x90[]m0;\\\r\n\t\0\ud800\U0001f3f4\U000e0067\U000e0062\U000e007f"
    "\u202e\u2066\u2028\ufeff\u0301\u0327\u0344a\u1100\u1161"
)
_HOSTILE = st.lists(st.one_of(_ANY_CHARACTER, _SPECIAL)).map("".join)
_SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b\x07c\x7f", "abc"),
        ("tab\tand\nnewline", "tab\tand\nnewline"),
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://e.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1bPq#0;2;0\x1b\\text", "text"),
        ("\x1b]0;never ended, and the article goes on", "0;never ended, and the article goes on"),
        ("\x1bcreset", "reset"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("a\ud800b", "a\ufffdb"),
        ("\ufeffmark\ufffe\U0010ffff", "mark"),
        ("hid\U000e0041\U000e0042den", "hidden"),
        ("Bundes\u00adtag", "Bundestag"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
    ],
)
def test_what_could_harm_a_terminal_or_hide_words_is_gone(dirty, clean):
    assert clean_text(dirty) == clean


@pytest.mark.parametrize(
    "text",
    [
        "plain ASCII, with \t and \n",
        "می\u200cخواهم",
        "👩\u200d🚀 and ☀\ufe0f",
        _SCOTLAND,
        "\u200eleft\u200f right \u061c",
        "日本語の文章、ไทย, العربية",
        "zero\u200bwidth",
    ],
)
def test_what_a_script_or_an_emoji_needs_stays(text):
    assert clean_text(text) == text


def test_a_tower_of_marks_out_of_order_is_cut_to_thirty():
    tower = "a" + "\u0301" * 30 + "\u0327" * 30

    assert len(clean_text(tower)) <= 31


@pytest.mark.parametrize(
    "tower",
    [
        "a" + "\u0301" * 500_000 + "\u0327" * 500_000,
        "\u0f73" * 500_000,
        "a" + "\u0308\u0301" * 500_000,
        "\u0344" * 500_000,
        "\u3099" * 500_000,
        "\u01d5\u0327" * 300_000,
        "\u1100\u1161\u11a8" * 300_000,
    ],
)
def test_a_million_marks_take_less_than_a_second(tower):
    begun = time.process_time()

    clean_text(tower)

    assert time.process_time() - begun < 1


@pytest.mark.parametrize("piece", ["\x1b]", "\x1b[", "\x9d", "\x9b0", "\x1bP\x90", "\x1b", "\r"])
def test_a_row_of_open_sequences_takes_less_than_a_second(piece):
    begun = time.process_time()

    clean_text(piece * 200_000)

    assert time.process_time() - begun < 1


@given(_HOSTILE)
def test_cleaning_twice_gives_the_same(text):
    once = clean_text(text)

    assert clean_text(once) == once


@given(_HOSTILE)
def test_clean_text_is_valid_unicode_in_nfc(text):
    clean = clean_text(text)

    clean.encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean)


@given(_HOSTILE)
def test_one_line_is_one_line_and_stays_so(text):
    line = one_line(text)

    assert one_line(line) == line == " ".join(line.split())


def test_white_space_of_every_kind_becomes_one_space():
    assert one_line(" a\u00a0\n\tb \u3000 c\r\n") == "a b c"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("<b>Bold</b> and <i class='x'>italic</i>", "Bold and italic"),
        ("a < b and b > c", "a < b and b > c"),
        ("I <3 you", "I <3 you"),
        ("A List<String> in Java", "A List<String> in Java"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("It&amp;#8217;s here", "It’s here"),
        ("The &lt;em&gt; element", "The <em> element"),
        ("Fish &amp; chips &gt; salad", "Fish & chips > salad"),
        ("<script>alert(1)</script>News", "News"),
        ("<STYLE>p{}</STYLE >News<style>never closed", "News"),
        ("<!-- hidden --><![CDATA[Shown]]>", "Shown"),
        ('<a title="a > b" href=x>link</a>', "link"),
        ("one<br/>two<p>three", "one two three"),
        ("<em>one</em>two", "onetwo"),
        ("line\none", "line one"),
    ],
)
def test_only_real_tags_leave_a_title(title, words):
    assert strip_tags(title) == words


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<a '", '<a "', "<!--", "<script>", "<script ", "&", "&#", "<![CDATA["]
)
def test_stripping_tags_takes_less_than_a_second(piece):
    begun = time.process_time()

    strip_tags(piece * 100_000)

    assert time.process_time() - begun < 1


def test_a_character_reference_of_five_thousand_digits_is_replaced():
    assert unescape("a&#" + "9" * 5000 + ";b") == "a\ufffdb"


def test_white_space_and_entities_are_left_to_the_caller():
    assert without_tags("<b>a &amp;\n b</b><p>") == "a &amp;\n b\n\n"


@given(st.text(alphabet="<>/ab!-\"'=&#;x1 \n[]CDATAscript"))
def test_no_string_is_too_odd_to_strip(text):
    strip_tags(text)
