"""An entry made ready to be stored: what we hold of it but for an id and its marks."""

from typing import NamedTuple

from newscli.core.entry import Enclosure
from newscli.core.models import Attribution


class Draft(NamedTuple):
    """One entry, normalised and safe to store.

    `guid` is unique within its source. `canonical_url` serves looking up, `url` is what is opened.
    `text` is the story, for searching, in UTF-8, in which it goes from process to process and to
    SQLite; `sent` the publisher's markup, packed by zlib and not safe to show, None for plain text;
    and `base_url` what its links start from, where that is not `url`. `summary` is "" where the
    text already says it. `digest` covers all that the publisher sent: the same digest means that
    nothing changed. `grams` are those of its words in scripts without spaces (core/grams.py); None
    where nobody looked for any.
    """

    guid: str
    url: str | None
    canonical_url: str | None
    title: str
    digest: bytes
    author: str | None = None
    attribution: Attribution | None = None
    language: str | None = None
    published_at: int | None = None
    updated_at: int | None = None
    summary: str = ""
    text: bytes = b""
    sent: bytes | None = None
    words: int = 0
    base_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()
    grams: str | None = None


class ReadFeed(NamedTuple):
    """A feed document, read: what it says of itself, and its entries, newest first.

    `every_s`, `skip_hours` and `skip_days` are as in ParsedFeed.
    """

    title: str | None
    site_url: str | None
    drafts: tuple[Draft, ...]
    every_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
