"""Feeds as they are found, each with what we make of it beside it.

tests/data/feeds/NAME.xml is the document, NAME.json the drafts that it becomes. To look at what a
new one gives: python -m tests.feeds.test_documents NAME
"""

import json
import sys
from pathlib import Path

import pytest

from newscli.core.errors import FeedError
from newscli.feeds import read
from newscli.pages import articles

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
DOCUMENTS = sorted(file for file in FEEDS.iterdir() if file.suffix != ".json")
URL = "https://feed.example/feed.xml"


def drafts_of(file: Path) -> object:
    """What a document becomes, as JSON shows it; what only hashes say is left out."""
    feed = articles.read_feed(read.parse(file.read_bytes(), content_type=None), url=URL)
    entries = [
        {
            "guid": "(hash)" if "sha256:" in draft.guid else draft.guid,
            "url": draft.url,
            "title": draft.title,
            "author": draft.author,
            "publisher": draft.attribution.publisher if draft.attribution else None,
            "language": draft.language,
            "published_at": draft.published_at,
            "updated_at": draft.updated_at,
            "summary": draft.summary,
            "text": draft.text.decode(),
            "enclosures": [[e.url, e.media_type, e.length_bytes] for e in draft.enclosures],
            "tags": list(draft.tags),
        }
        for draft in feed.drafts
    ]
    return {"title": feed.title, "site_url": feed.site_url, "entries": entries}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_document_becomes_what_is_expected_of_it(file):
    expected = json.loads(file.with_suffix(".json").read_text("utf-8"))

    assert drafts_of(file) == expected


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "the answer is empty"),
        (b"<!doctype html><html><head><title>x</title></head></html>", "a web page, not a feed"),
        (b'{"items": 3}', "JSON, but not a JSON Feed: it has no list of items"),
        (b"{", "not JSON"),
        (b"just words", "not a feed"),
        (b"<?xml version='1.0'?><opml version='2.0'></opml>", "not a feed"),
        (
            b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss version='2.0'><channel/></rss>",
            "declares XML entities of its own, which is refused",
        ),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body, problem):
    with pytest.raises(FeedError) as caught:
        read.parse(body, content_type="text/html")

    assert str(caught.value).startswith(problem)


def test_a_charset_that_turns_letters_into_controls_is_not_used():
    item = rb"<item><guid>1</guid><title>\x1b[31m</title></item>"
    body = b"<rss version='2.0'><channel>" + item + b"</channel></rss>"

    feed = read.parse(body, content_type="text/xml; charset=unicode_escape")

    assert feed.entries[0].title == r"\x1b[31m"


def test_a_body_that_looks_like_a_path_is_not_opened(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text("<rss version='2.0'><channel><title>secret</title></channel></rss>")

    with pytest.raises(FeedError):
        read.parse(str(secret).encode(), content_type=None)


if __name__ == "__main__":
    print(json.dumps(drafts_of(FEEDS / sys.argv[1]), ensure_ascii=False, indent=1))
