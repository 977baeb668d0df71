"""What tells whether a publisher has changed an entry."""

import pytest

from newscli.core.entry import Enclosure, ParsedEntry, ParsedFeed
from newscli.pages.articles import read_feed

ENTRY = ParsedEntry(
    "guid", "https://a.example/1", "Title", "Ann", 1, 2, b"<p>Lead 1</p>", b"<p>Text 1</p>",
    "en", "https://a.example/", "Other", "https://b.example/feed", (Enclosure("/a.mp3"),), ("tag",),
)  # fmt: skip


def read(entry, **options):
    (draft,) = read_feed(
        ParsedFeed("rss20", entries=(entry,)), url="https://a.example/", **options
    )[2]
    return draft


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://a.example/2"},
        {"title": "Titles"},
        {"author": None},
        {"published_at": 2},
        {"updated_at": None},
        {"summary": b"<p>Lead 2</p>"},
        {"content": b"<p>Text 2</p>"},
        {"summary": None, "content": b"<p>Lead 1</p><p>Text 1</p>"},
        {"summary": b"<p>Text 1</p>", "content": b"<p>Lead 1</p>"},
        {"enclosures": (Enclosure("/b.mp3"),)},
        {"tags": ("tags",)},
    ],
    ids=lambda change: "+".join(change),
)
def test_whatever_of_an_entry_changes_is_noticed(change):
    held = {"guid": read(ENTRY).digest}

    assert read(ENTRY, held=held).text == b""  # not read again
    assert read(ENTRY._replace(**change), held=held).text != b""
