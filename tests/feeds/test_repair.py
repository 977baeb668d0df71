"""Feeds with a small fault are read as if they had none."""

import pytest

from newscli.feeds.read import parse_quickly
from newscli.feeds.repair import repaired


def feed(text: bytes) -> bytes:
    return b"<rss version='2.0'><channel><item><title>%s</title></item></channel></rss>" % text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (b"A&nbsp;B", "A\xa0B"),
        (b"Re&colon; it", "Re: it"),
        (b"AT&T &amp; you", "AT&T & you"),
        (b"a & b", "a & b"),
        (b"&unknown; word", "&unknown; word"),
        (b"bell\x07 and form feed\x0c", "bell and form feed"),
        (b"bell&#7; and&#x1b; escape", "bell and escape"),
        (b"&AMP; &nbsp;&#233;&#xe9;", "& \xa0\u00e9\u00e9"),
        (b"<![CDATA[a &nbsp; b & c]]> \x01", "a &nbsp; b & c"),
    ],
)
def test_a_title_with_a_fault(text, title):
    parsed = parse_quickly(feed(text), content_type="text/xml")

    assert parsed is not None
    assert parsed.entries[0].title in (title, title.replace("&", "&amp;"))


@pytest.mark.parametrize(
    "body",
    [
        feed(b"fine &amp; &lt;b&gt; &#233;"),
        feed(b"a \x01 b").decode().encode("utf-16"),
        b"\0\0\0<a\x01",
    ],
    ids=["nothing to mend", "UTF-16", "UTF-32"],
)
def test_what_is_left_alone(body):
    assert repaired(body) is None


def test_a_feed_with_greater_faults_takes_feedparser():
    assert parse_quickly(feed(b"a & b <b>"), content_type="text/xml") is None
