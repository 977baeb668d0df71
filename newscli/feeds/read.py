"""A document from a source becomes a parsed feed, whatever its format."""

import re

from newscli.core.entry import ParsedFeed
from newscli.core.errors import FeedError
from newscli.core.sizes import USUAL, Sizes
from newscli.feeds import jsonfeed, prolog
from newscli.feeds.kind import looks_like_html

_LARGE_BYTES = 3_000_000  # elements take ten times their length of memory, before one counts them
_JSON = re.compile(rb"[\xef\xbb\xbf \t\r\n]*+\{")


def parse(body: bytes, *, content_type: str | None, sizes: Sizes = USUAL) -> ParsedFeed:
    """The feed in a document. Raises FeedError when there is none, or too much of one.

    XML is read by lxml where that gives what feedparser gives (feeds/quick.py), else by feedparser.
    """
    feed = parse_quickly(body, content_type=content_type, sizes=sizes)
    if feed is None:
        from newscli.feeds import repair, syndication

        body = body.strip(b" \t\r\n")  # 80,000 newlines in front cost feedparser a minute
        prolog.check(body, sizes)
        prolog.check_slowly(body, sizes)
        try:
            feed = syndication.parse(body, content_type=content_type)
        except FeedError:  # over a reference to what is no character, perhaps
            mended = repair.repaired(body)
            if mended is None:
                raise
            feed = syndication.parse(mended, content_type=content_type)
    return feed


def parse_quickly(
    body: bytes, *, content_type: str | None, sizes: Sizes = USUAL
) -> ParsedFeed | None:
    """The feed in a document, in time in proportion to its length; None where it takes feedparser.

    Raises FeedError when there is surely none, and for one with too many entries.
    """
    if not body or body.isspace():
        raise FeedError("the answer is empty")
    if _JSON.match(body):
        feed = jsonfeed.parse(body)
        if len(feed.entries) > sizes.entries:
            raise prolog.too_many(sizes.entries)
        return feed
    if looks_like_html(body):
        raise FeedError("a web page, not a feed")
    from newscli.feeds import quick, repair

    if len(body) > _LARGE_BYTES:
        prolog.check(body, sizes)
    most = sizes.entries
    found = quick.parse(body, content_type=content_type, most_entries=most)
    if found is None and (mended := repair.repaired(body)) is not None:
        found = quick.parse(mended, content_type=content_type, most_entries=most)
    return found
