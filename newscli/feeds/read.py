"""A document from a source becomes a parsed feed, whatever its format."""

from newscli.core.entry import ParsedFeed
from newscli.core.errors import FeedError
from newscli.feeds import jsonfeed
from newscli.feeds.discovery import looks_like_html


def parse(body: bytes, *, content_type: str | None) -> ParsedFeed:
    """The feed in a document. Raises FeedError when there is none."""
    if not body.strip():
        raise FeedError("the answer is empty")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return jsonfeed.parse(body)
    from newscli.feeds import syndication

    if looks_like_html(body):
        raise FeedError("a web page, not a feed")
    return syndication.parse(body, content_type=content_type)
