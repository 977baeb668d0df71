"""An entry of a feed becomes a draft: its HTML read, its parts made safe and comparable."""

import hashlib
from collections.abc import Iterator

from newscli.core import normalise, urls
from newscli.core.attribution import attribute
from newscli.core.draft import Draft, ReadFeed
from newscli.core.entry import Enclosure, ParsedEntry, ParsedFeed
from newscli.core.models import Block
from newscli.core.text import one_line, strip_tags
from newscli.pages.blocks import blocks_of, text_of, word_count
from newscli.pages.boilerplate import classify
from newscli.pages.sanitise import sanitise_html
from newscli.pages.words import wording

_TITLE_LENGTH = 500
_TAGS = 20


def read_feed(feed: ParsedFeed, *, url: str) -> ReadFeed:
    """A parsed feed with its entries as drafts, each guid once, in the feed's order."""
    site_url = _address(feed.site_url, url)
    title = strip_tags(feed.title)[:_TITLE_LENGTH] if feed.title else ""
    return ReadFeed(title or None, site_url, tuple(_drafts(feed, site_url or url)))


def _drafts(feed: ParsedFeed, base_url: str) -> Iterator[Draft]:
    seen: set[str] = set()
    guids = normalise.distinct_guids(feed.entries)
    for guid, entry in zip(guids, feed.entries, strict=True):
        if guid not in seen:
            seen.add(guid)
            yield draft(entry, feed, guid=guid, base_url=base_url)


def draft(entry: ParsedEntry, feed: ParsedFeed, *, guid: str, base_url: str) -> Draft:
    """One entry, ready to be stored. `base_url` serves where the entry names no base."""
    url = _address(entry.url, base_url) or _permalink(entry)
    link_base = _address(entry.base_url, base_url) or url or base_url
    html, blocks = _body(entry, link_base)
    title = strip_tags(entry.title or "")[:_TITLE_LENGTH]
    blocks, links = classify(_without_title(blocks, title), base_url=link_base)
    text = text_of(blocks)
    summary = _summary(entry, text)
    return Draft(
        guid=one_line(guid),
        url=url,
        canonical_url=urls.canonical_url(url) if url else None,
        title=title or _stand_in(text or summary, url),
        author=strip_tags(entry.author or "")[:_TITLE_LENGTH] or None,
        attribution=attribute(
            source_title=strip_tags(entry.source_title) if entry.source_title else None,
            feed_title=strip_tags(feed.title) if feed.title else None,
            blocks=blocks,
            title=title,
            site_url=feed.site_url,
            words=wording(),
        ),
        language=one_line(entry.language or "")[:35] or None,
        published_at=normalise.sensible_time(entry.published_at or entry.updated_at),
        updated_at=normalise.sensible_time(entry.updated_at),
        summary=summary,
        text=text,
        html=html,
        words=word_count(text or summary),
        digest=_digest(entry),
        blocks=blocks,
        links=links,
        enclosures=tuple(_enclosures(entry, link_base)),
        tags=_tags(entry),
    )


def _address(url: str | None, base: str | None) -> str | None:
    """A link as it can be stored and opened: safe text, absolute, http(s); else None."""
    return urls.absolute_url(one_line(url), base=base) if url else None


def _permalink(entry: ParsedEntry) -> str | None:
    """The guid, where it is a URL and the entry has no link (RSS 2.0: isPermaLink)."""
    is_url = (entry.guid or "").startswith(("http://", "https://"))
    return _address(entry.guid, None) if is_url else None


def _body(entry: ParsedEntry, base_url: str) -> tuple[str | None, tuple[Block, ...]]:
    """Sanitised HTML and blocks of the content, or of the summary where the content has none."""
    for source in filter(None, (entry.content, entry.summary)):
        html = sanitise_html(source)
        blocks = blocks_of(html, base_url=base_url)
        if blocks:
            return (html if "<" in html else None), blocks
    return None, ()


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks without a first one that only says the title again."""
    repeats = bool(blocks) and blocks[0].text.strip().casefold() == title.casefold()
    return blocks[1:] if repeats and len(blocks) > 1 else blocks


def _summary(entry: ParsedEntry, text: str) -> str:
    """The summary as plain text; "" where the text begins with it, or there is no other text."""
    if not entry.summary or not entry.content:
        return ""
    summary = text_of(blocks_of(sanitise_html(entry.summary), base_url=None))
    start = " ".join(summary.split()).rstrip(".… ")[:200]
    return "" if " ".join(text[:1000].split()).startswith(start) else summary


def _stand_in(text: str, url: str | None) -> str:
    """What an entry without a title is called: its first words, or its address."""
    first = one_line(text.partition("\n")[0])
    if len(first) > 80:
        first = first[:80].rpartition(" ")[0] + "…"
    return first or url or "(untitled)"


def _enclosures(entry: ParsedEntry, base_url: str) -> Iterator[Enclosure]:
    seen: set[str] = set()
    for enclosure in entry.enclosures:
        url = _address(enclosure.url, base_url)
        if url and url not in seen:
            seen.add(url)
            media_type = one_line(enclosure.media_type or "")[:100] or None
            yield Enclosure(url, media_type, enclosure.length_bytes)


def _tags(entry: ParsedEntry) -> tuple[str, ...]:
    names = (strip_tags(tag)[:100] for tag in entry.tags)
    return tuple(dict.fromkeys(name for name in names if name))[:_TAGS]


def _digest(entry: ParsedEntry) -> bytes:
    """A hash of all that the publisher sent."""
    return hashlib.blake2b(repr(entry).encode("utf-8", "replace"), digest_size=16).digest()
