"""A digest in each of its forms."""

import io
import re
import zipfile
from email import message_from_bytes, policy
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from newscli.core.digest import compose
from newscli.render.digest_epub import epub
from newscli.render.digest_html import href, html
from newscli.render.digest_mail import message
from newscli.render.digest_text import counted, markdown, text
from tests.core.test_digest import piece
from tests.fakes import NOW

EVIL = "<b>&amp; \"q\" 'a' *x* ]]> </p>"
PIECES = [
    piece(1, title=EVIL, lead=(EVIL, "Second."), section="<Sea> & Co", language="en_GB"),
    piece(2, title="海底ケーブル", url=None, publisher="Asahi & Sons", section="空", language="ja"),
    piece(
        3, story_id=1, title="Also & so", sort_at=NOW, url="https://x.example/a b|c?d=[1]&e=%zz#f g"
    ),
    piece(4, title="انقطع الكابل", lead=(), section="空", language="a' onload='x"),
]
DIGEST = compose(PIECES, title="The <News>")


def names_of(book):
    return {name: book.read(name) for name in book.namelist()}


def test_text_has_each_story_once_with_publisher_time_and_address():
    digest = compose(
        [piece(1, publisher="Herald", source="Relay"), piece(2, story_id=1)], title="News"
    )

    assert text(digest) == (
        "News\n1 story, 18 November 2026\n\n"
        "Title 2\nSource 2, 18 Nov 2026 11:06 UTC\nhttps://site.example/2\n\nLead 2.\n\n"
        "- Herald via Relay: Title 1\n  https://site.example/1\n"
    )


def test_markdown_keeps_what_feeds_wrote_from_becoming_markup():
    assert [line for line in markdown(DIGEST).splitlines() if line.startswith("#")] == [
        "# The \\<News\\>",
        "## \\<Sea\\> & Co",
        "### \\<b\\>\\&amp; \"q\" 'a' \\*x\\* \\]\\]\\> \\</p\\>",
        "## 空",
        "### 海底ケーブル",
        "### انقطع الكابل",
    ]


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (NOW, "18 November 2026"),
        (NOW - 2 * 86_400, "16 to 18 November 2026"),
        (NOW - 20 * 86_400, "29 October 2026 to 18 November 2026"),
    ],
)
def test_the_days_are_those_of_the_articles(first, days):
    digest = compose([piece(1, sort_at=first), piece(2, sort_at=NOW)], title="News")

    assert counted(digest) == f"2 stories, {days}"


class Outline(HTMLParser):
    """Elements as they open and close, and the text between."""

    VOID = frozenset({"meta", "link"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_html_closes_what_it_opens_and_shows_feeds_words_as_words():
    page = Outline()
    page.feed(html(DIGEST))
    page.close()

    assert (page.open, page.texts.count(EVIL), "<b>" in html(DIGEST)) == ([], 2, False)


def test_html_loads_nothing_and_runs_nothing():
    assert re.findall(r"<script|<img|<link|\bsrc=|\bon\w+=|url\(", html(DIGEST)) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a b|c?d=[1]&e=%zz#f g", "https://x.example/a%20b%7Cc?d=%5B1%5D&e=%25zz#f%20g"),
        ("https://x.example/ä?q=%C3%A4#a#b", "https://x.example/%C3%A4?q=%C3%A4#a%23b"),
        ("https://me:secret@x.example/", "https://me:***@x.example/"),
    ],
)  # fmt: skip
def test_an_address_becomes_one_that_the_rfc_allows(url, expected):
    assert href(url) == expected


def test_an_epub_begins_with_its_type_unpacked():
    assert epub(DIGEST)[30:58] == b"mimetypeapplication/epub+zip"


def test_every_file_of_an_epub_is_xml_and_in_its_manifest():
    files = names_of(zipfile.ZipFile(io.BytesIO(epub(DIGEST))))
    trees = {
        name: ElementTree.fromstring(data)
        for name, data in files.items()
        if name.endswith((".xhtml", ".xml", ".opf"))
    }
    listed = {item.get("href") for item in trees["EPUB/package.opf"].findall(".//{*}item")}

    assert {name.removeprefix("EPUB/") for name in files} - listed == {
        "mimetype",
        "META-INF/container.xml",
        "package.opf",
    }


def test_the_contents_of_an_epub_lead_to_each_story():
    files = names_of(zipfile.ZipFile(io.BytesIO(epub(DIGEST))))
    targets = [
        target.partition("#")
        for target in re.findall(r'href="([^"]+#[^"]+)"', files["EPUB/nav.xhtml"].decode())
    ]
    missing = [
        target
        for target, _, place in targets
        if f'id="{place}"' not in files[f"EPUB/{target}"].decode()
    ]

    assert (len(targets), missing) == (3, [])


@pytest.mark.parametrize("write", [epub, message, html, text, markdown])
def test_the_same_articles_give_the_same_bytes(write):
    assert write(DIGEST) == write(compose(PIECES[::-1], title="The <News>"))


def test_a_message_parses_back_to_its_two_texts():
    mail = message_from_bytes(message(DIGEST), policy=policy.default)
    plain, page = (part.get_content() for part in mail.iter_parts())

    assert (mail.defects, mail["Subject"], plain, page) == (
        [],
        "The <News>",
        text(DIGEST),
        html(DIGEST),
    )


def test_a_message_has_no_line_longer_than_mail_takes():
    digest = compose([piece(1, lead=("long " * 1000,), title="t" * 900)], title="ö" * 300)

    assert max(map(len, message(digest).split(b"\n"))) <= 998


def test_a_title_cannot_add_a_header():
    with pytest.raises(ValueError, match="linefeed"):
        message(compose([piece(1)], title="News\nBcc: everyone@example.org"))
