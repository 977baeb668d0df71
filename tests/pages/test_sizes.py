"""What is too long of an entry is cut off, and ends in an ellipsis."""

from newscli.core.entry import ParsedEntry, ParsedFeed
from newscli.core.sizes import Sizes
from newscli.pages.articles import read_feed

SIZES = Sizes(title_chars=20, text_chars=100)


def draft_of(**facts):
    feed = ParsedFeed("rss20", "Feed", None, None, (ParsedEntry(**facts),))
    (draft,) = read_feed(feed, url="https://site.example/feed", sizes=SIZES).drafts
    return draft


def test_a_long_title_and_a_long_text_are_cut():
    draft = draft_of(guid="1", title="T" * 5000, content=b"word " * 1000)

    assert draft.title == "T" * 19 + "…"
    assert len(draft.text.decode()) == 100
    assert draft.text.decode().endswith("…")


def test_what_is_short_enough_stays_as_it_is():
    draft = draft_of(guid="1", title="T" * 20, content=b"word " * 19 + b"words")

    assert draft.title == "T" * 20
    assert draft.text == b"word " * 19 + b"words"
