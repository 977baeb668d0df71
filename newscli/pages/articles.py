"""An entry of a feed becomes a draft: its HTML read, its parts made safe and comparable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from struct import Struct
from zlib import crc32

from newscli.core import normalise, urls
from newscli.core.attribution import attribute
from newscli.core.draft import Draft, ReadFeed
from newscli.core.entry import Enclosure, ParsedEntry, ParsedFeed
from newscli.core.grams import grams, has_any
from newscli.core.models import BODY_KINDS, Block, Body, Page
from newscli.core.sizes import USUAL, Sizes, cut
from newscli.core.text import one_line, printable, strip_tags
from newscli.pages.adverts import without_adverts
from newscli.pages.blocks import blocks_of, paragraphs, word_count
from newscli.pages.boilerplate import classify
from newscli.pages.markup import MAX_CHARS
from newscli.pages.packing import packed, unpacked
from newscli.pages.pieces import resolved
from newscli.pages.sanitise import sanitise_html
from newscli.pages.skim import Story, story_of
from newscli.pages.words import wording

_TAGS = 20
_MARKUP_AT = ParsedEntry._fields.index("summary")  # and behind it the content
_DIGEST = Struct("<5I")
_SHOWN = re.compile(rb"<(?:img|iframe|video|audio|embed)\b")


def read_feed(
    feed: ParsedFeed,
    *,
    url: str,
    held: Mapping[str, bytes] | None = None,
    sizes: Sizes = USUAL,
) -> ReadFeed:
    """A parsed feed with its entries as drafts, each guid once, in the feed's order.

    `held` are the digests of articles by their guid: what says the same again is not read, and its
    draft has no text.
    """
    site_url = _address(feed.site_url, url)
    title = _name(feed.title, sizes)
    return ReadFeed(
        title=title or None,
        site_url=site_url,
        drafts=tuple(_packed(list(_drafts(feed, site_url or url, held or {}, sizes)))),
        every_s=feed.every_s,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )


def _drafts(
    feed: ParsedFeed, base_url: str, held: Mapping[str, bytes], sizes: Sizes
) -> Iterator[Draft]:
    seen: set[str] = set()
    guids = map(one_line, normalise.distinct_guids(feed.entries))
    for guid, entry in zip(guids, feed.entries, strict=True):
        if guid in seen:
            continue
        seen.add(guid)
        digest = _digest(entry)
        if held.get(guid) == digest:
            yield _unread(entry, guid, digest, base_url)
        else:
            yield _draft(entry, feed, guid=guid, digest=digest, base_url=base_url, sizes=sizes)


def _packed(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts with their markup packed: of all at once, in a fifth less time."""
    sent = iter(packed(draft.sent for draft in drafts if draft.sent is not None))
    for draft in drafts:
        yield draft if draft.sent is None else draft._replace(sent=next(sent))


def _unread(entry: ParsedEntry, guid: str, digest: bytes, base_url: str) -> Draft:
    """An entry that we hold as it is: only what deciding on the others needs of it."""
    url = _address(entry.url, base_url) or _permalink(entry)
    canonical_url = urls.canonical_url(url) if url else None
    return Draft(guid=guid, url=url, canonical_url=canonical_url, title="", digest=digest)


def _of_size(markup: bytes | None, sizes: Sizes) -> bytes:
    """Markup without what is longer than an entry's may be."""
    markup, most = markup or b"", sizes.text_chars
    return markup if len(markup) <= most else cut(markup.decode(), most).encode()


def _name(text: str | None, sizes: Sizes) -> str:
    """A title or a name on one line; what is far too long is not even read."""
    most = sizes.title_chars
    return cut(strip_tags(text[: 20 * most + 1000]), most) if text else ""


def _draft(
    entry: ParsedEntry,
    feed: ParsedFeed,
    *,
    guid: str,
    digest: bytes,
    base_url: str,
    sizes: Sizes,
) -> Draft:
    """One entry, ready to be stored but for its markup, which `_packed` packs.

    `base_url` serves where the entry names no base.
    """
    content, summary = _of_size(entry.content, sizes), _of_size(entry.summary, sizes)
    url = _address(entry.url, base_url) or _permalink(entry)
    link_base = _address(entry.base_url, base_url) or url or base_url
    own_title = _name(entry.title, sizes)
    sent, story = _story((content, summary), own_title, link_base)
    text = _text(story.blocks)
    data = text.encode()
    lead = _lead(summary, text) if content and summary != content else ""
    title = own_title or _stand_in(text or lead, url)
    return Draft(
        guid=guid,
        url=url,
        canonical_url=urls.canonical_url(url) if url else None,
        title=title,
        author=_name(entry.author, sizes) or None,
        attribution=attribute(
            source_title=_name(entry.source_title, sizes) or None,
            feed_title=_name(feed.title, sizes) or None,
            blocks=story.blocks,
            title=own_title,
            site_url=feed.site_url,
            words=wording(),
        ),
        language=one_line(entry.language or "")[:35] or None,
        published_at=normalise.sensible_time(entry.published_at or entry.updated_at),
        updated_at=normalise.sensible_time(entry.updated_at),
        summary=lead,
        text=data,
        sent=sent,
        words=word_count(text, data, is_spaced=story.is_spaced) if text else word_count(lead),
        digest=digest,
        base_url=link_base if sent and link_base != url else None,
        enclosures=tuple(_enclosures(entry, link_base)),
        tags=_tags(entry),
        grams=" ".join(grams(title, lead, b"" if story.is_spaced else data)),
    )


def _address(url: str | None, base: str | None) -> str | None:
    """A link as it can be stored and opened: safe text, absolute, http(s); else None."""
    return urls.absolute_url(one_line(url), base=base) if url else None


def _permalink(entry: ParsedEntry) -> str | None:
    """The guid, where it is a URL and the entry has no link (RSS 2.0: isPermaLink)."""
    is_url = (entry.guid or "").startswith(("http://", "https://"))
    return _address(entry.guid, None) if is_url else None


def _story(markups: tuple[bytes, ...], title: str, base_url: str) -> tuple[bytes | None, Story]:
    """The markup and the story of the content, or of the summary where the content has none."""
    for markup in filter(None, markups):
        story = _read(markup, base_url)
        if story.blocks or _SHOWN.search(markup):
            return markup if b"<" in markup else None, _without_title(story, title)
    return None, Story()


def _text(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join([block.text for block in blocks if block.kind in BODY_KINDS])


def _read(markup: bytes, base_url: str | None) -> Story:
    if b"<" in markup:
        return story_of(markup, base_url=base_url)
    blocks = paragraphs(resolved(markup[:MAX_CHARS]).decode("utf-8", "replace"))
    return Story(blocks, not any(has_any(block.text) for block in blocks))


def page_of(body: Body) -> Page:
    """An article's blocks, with what is not the story labelled so, and the links that it offers."""
    html = _html(body)
    blocks = blocks_of(html, base_url=body.base_url) if html else _plain(body.text)
    if _says_title(blocks, body.title):
        blocks = blocks[1:]
    blocks, links = classify(blocks, base_url=body.base_url)
    return Page(printable(html) if html else html, blocks, links)


def _html(body: Body) -> str | None:
    """The article's HTML, made of what was sent unless a failing disk has spoilt that."""
    markup = unpacked(body.sent) if body.sent is not None else None
    return body.html if markup is None else sanitise_html(without_adverts(markup))


def _plain(text: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", part) for part in text.split("\n\n") if part)


def _without_title(story: Story, title: str) -> Story:
    """The story without a first line that only says the title again."""
    is_said = _says_title(story.blocks, title)
    return story._replace(blocks=story.blocks[1:]) if is_said else story


def _says_title(blocks: tuple[Block, ...], title: str) -> bool:
    """True where the first block only says the title again, and others follow it."""
    return len(blocks) > 1 and blocks[0].text.strip().casefold() == title.casefold()


def _lead(summary: bytes, text: str) -> str:
    """The summary as plain text; "" where the text begins with it."""
    lead = "\n\n".join(block.text for block in _read(summary, None).blocks) if summary else ""
    start = _flat(lead[:500]).rstrip(".… ")[:200]
    is_said = text.startswith(start) or _flat(text[:1000]).startswith(start)
    return "" if is_said else lead


def _flat(text: str) -> str:
    """A text on one line; its white space is single spaces and line breaks."""
    return text.replace("\n\n", " ").replace("\n", " ")


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
    """What tells all that the publisher sent from what was sent before: checksums and lengths.

    Not from forgeries, which a publisher need not make. An edit within four bytes in a row is
    always seen; of others that leave the length, one in four billion is not.
    """
    known = [
        "" if fact is None else str(fact)
        for fact in (*entry[:_MARKUP_AT], *entry[_MARKUP_AT + 2 :])
    ]
    facts = "\0".join(known).encode("utf-8", "replace")
    summary, content = entry.summary or b"", entry.content or b""
    return _DIGEST.pack(crc32(facts), crc32(summary), crc32(content), len(summary), len(content))
