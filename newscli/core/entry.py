"""What a feed says: the document and its entries, before anything of ours is added."""

from typing import NamedTuple


class Enclosure(NamedTuple):
    """A file that an entry carries (RSS 2.0 `<enclosure>`, Atom rel="enclosure", JSON Feed)."""

    url: str
    media_type: str | None = None
    length_bytes: int | None = None


class ParsedEntry(NamedTuple):
    """One item of a feed as its publisher sent it; times are Unix seconds, UTC.

    `title`, `summary` and `content` may hold HTML, the latter two in UTF-8, as they are hashed,
    skimmed and packed. None means that the feed does not say.
    `base_url` is what relative links in the HTML start from, where the feed names it.
    `source_title` and `source_url` are RSS 2.0's `<source>`: the feed that it came from.
    """

    guid: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    published_at: int | None = None
    updated_at: int | None = None
    summary: bytes | None = None
    content: bytes | None = None
    language: str | None = None
    base_url: str | None = None
    source_title: str | None = None
    source_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()


class ParsedFeed(NamedTuple):
    """A feed document: RSS, RDF, Atom or JSON Feed.

    `every_s` is how often it says that it changes, at most a year; None where it does not say.
    `skip_hours` (GMT, 0 to 23) and `skip_days` (Monday is 0) are when it says that it does not
    change, sorted; empty where it does not say, or says always.
    """

    format: str
    title: str | None = None
    site_url: str | None = None
    language: str | None = None
    entries: tuple[ParsedEntry, ...] = ()
    every_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


class Subscription(NamedTuple):
    """One source as a list of sources names it (OPML, newsboat's urls file, a plain list).

    `folder` is a path with "/" between its levels; "" is the top.
    """

    url: str
    title: str | None = None
    site_url: str | None = None
    folder: str = ""
    tags: tuple[str, ...] = ()


class SubscriptionList(NamedTuple):
    """A list of sources, read: each URL once; and what was skipped, a reason each.

    `searches` are saved ones: what they are called, and the query.
    """

    subscriptions: tuple[Subscription, ...]
    skipped: tuple[str, ...] = ()
    searches: tuple[tuple[str, str], ...] = ()
