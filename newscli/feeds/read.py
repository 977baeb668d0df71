"""A document from a source becomes a parsed feed, whatever its format."""

from newscli.core.entry import ParsedFeed
from newscli.core.errors import FeedError
from newscli.feeds import jsonfeed
from newscli.feeds.discovery import looks_like_html


def parse(body: bytes, *, content_type: str | None) -> ParsedFeed:
    """The feed in a document. Raises FeedError when there is none.

    XML is read by lxml where that gives what feedparser gives (feeds/quick.py), else by feedparser.
    """
    feed = parse_quickly(body, content_type=content_type)
    if feed is None:
        from newscli.feeds import syndication

        feed = syndication.parse(body, content_type=content_type)
    return feed


def parse_quickly(body: bytes, *, content_type: str | None) -> ParsedFeed | None:
    """The feed in a document, in time in proportion to its length; None where it takes feedparser.

    Raises FeedError when there is surely none.
    """
    if not body.strip():
        raise FeedError("the answer is empty")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return jsonfeed.parse(body)
    if looks_like_html(body):
        raise FeedError("a web page, not a feed")
    from newscli.feeds import quick, repair

    feed = quick.parse(body, content_type=content_type)
    if feed is None and (mended := repair.repaired(body)) is not None:
        feed = quick.parse(mended, content_type=content_type)
    return feed
