"""An entry made ready to be stored: what we hold of it but for an id and its marks."""

from dataclasses import dataclass

from newscli.core.entry import Enclosure
from newscli.core.models import Attribution, Block, PageLink


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry, normalised and safe to store.

    `guid` is unique within its source. `canonical_url` serves looking up, `url` is what is opened.
    `text` is the body blocks' text; `summary` is "" where the text already says it. `digest`
    covers all that the publisher sent: the same digest means that nothing changed.
    """

    guid: str
    url: str | None
    canonical_url: str | None
    title: str
    author: str | None
    attribution: Attribution | None
    language: str | None
    published_at: int | None
    updated_at: int | None
    summary: str
    text: str
    html: str | None
    words: int
    digest: bytes
    blocks: tuple[Block, ...] = ()
    links: tuple[PageLink, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed document, read: what it says of itself, and its entries, newest first."""

    title: str | None
    site_url: str | None
    drafts: tuple[Draft, ...]
