"""What a server calls a page, as a tree: its characters, its attributes, its structured data."""

import codecs

import pytest

from newscli.pages.document import read_document

_URL = "https://a.example/1"


def read(page: str | bytes, content_type: str | None = "text/html"):
    page = page.encode() if isinstance(page, str) else page
    return read_document(page, content_type=content_type, url=_URL)


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        ("<p>Größe</p>".encode(), None),
        ("<p>Größe</p>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<meta charset='windows-1252'><p>Größe</p>".encode("cp1252"), "text/html"),
        (codecs.BOM_UTF16_LE + "<p>Größe</p>".encode("utf-16-le"), "text/html"),
        (codecs.BOM_UTF8 + "<p>Größe</p>".encode(), "text/html; charset=latin-1"),
        ("<p>Größe</p>".encode(), "text/html; charset=rot13"),
        ("<p>Größe</p>".encode(), "text/html; charset=no-such"),
    ],
    ids=["bare", "header", "meta", "utf-16", "mark before header", "codec of no text", "unknown"],
)
def test_characters_are_read_as_the_page_means_them(page, content_type):
    found = read_document(page, content_type=content_type, url=_URL)
    assert found.root.findtext(".//p") == "Größe"


def test_a_page_keeps_its_head_its_attributes_and_its_json_ld():
    found = read(
        "<html><head><title>T</title><meta property='og:title' content='A &amp; B'>"
        '<script type=\'application/ld+json\'>{"a": "</p>"}</script><script>no()</script>'
        "</head><body><div class='story' itemprop='articleBody'>Words.</div></body></html>"
    )
    assert found.json_ld == ('{"a": "</p>"}',)
    assert found.root.find(".//meta").get("content") == "A & B"
    assert found.root.find(".//div").get("itemprop") == "articleBody"
    assert found.root.find(".//script") is None
    assert found.url == _URL


def test_what_comes_behind_the_end_is_read():
    found = read("<html><body><p>One.</p></body></html><p>Two.</p>")
    assert [element.text for element in found.root.iter("p")] == ["One.", "Two."]


def test_deep_elements_lose_their_tags_and_not_their_words():
    found = read("<div class='a'>" * 5_000 + "<p>Deep.</p>" + "</div>" * 5_000 + "<p>After.</p>")
    assert "Deep." in "".join(found.root.itertext())
    assert found.root.findall(".//p")[-1].text == "After."


def test_words_beyond_fifteen_thousand_elements_are_kept():
    found = read("".join(f"<p>w{number}" for number in range(20_000)))
    assert sum(1 for _ in found.root.iter()) <= 15_010
    assert "w19999" in "".join(found.root.itertext())


@pytest.mark.parametrize(
    ("page", "content_type"),
    [("", "text/html"), ("{}", "application/json"), ("plain words", None)],
)
def test_what_is_no_page_is_none(page, content_type):
    assert read(page, content_type) is None
