"""OPML (opml.org/spec2.opml): lists of sources in folders, read and written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import zip_longest
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from newscli.core.entry import Subscription, SubscriptionList
from newscli.core.errors import FeedError
from newscli.core.folders import join_folder, split_folder
from newscli.core.text import clean_text, one_line
from newscli.feeds.outlines import Event, salvaged, well_formed

_COMMA = "%2C"


class ListSizes(NamedTuple):
    """How large a list of sources may be, and how deep its folders within each other."""

    megabytes: int = 20
    depth: int = 100


USUAL = ListSizes()


def parse_opml(data: bytes, sizes: ListSizes = USUAL) -> SubscriptionList:
    """The subscriptions of an OPML document, in its order, each URL once.

    An outline without an address is a folder. A URL that stands in several folders keeps the
    first; the others become tags. Raises FeedError for what is no OPML, declares entities, or is
    larger or deeper than its sizes.
    """
    if len(data) > sizes.megabytes * 1_000_000:
        raise FeedError(f"larger than {sizes.megabytes} MB (limits.opml_mb)")
    if b"<!ENTITY" in data:
        raise FeedError("declares XML entities of its own, which is refused")
    events = well_formed(data)
    is_damaged = events is None
    found: dict[str, Subscription] = {}
    skipped: list[str] = []
    for folder, facts in _sources(salvaged(data) if events is None else events, sizes.depth):
        subscription = _subscription(folder, facts)
        if isinstance(subscription, str):
            skipped.append(subscription)
        elif subscription.url in found:
            found[subscription.url] = _merged(found[subscription.url], subscription)
        else:
            found[subscription.url] = subscription
    if is_damaged and not found:
        raise FeedError("not OPML: damaged, and no source can be read from it")
    return SubscriptionList(tuple(found.values()), tuple(skipped))


def _sources(events: Iterable[Event], most: int) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each outline with an address: its folder, and its attributes."""
    path: list[str] = []
    for facts in events:
        if facts is None:
            del path[-1:]
            continue
        if len(path) >= most:
            raise FeedError(f"folders nested deeper than {most} (limits.opml_depth)")
        is_source = _address(facts) is not None
        if is_source:
            yield join_folder(path), facts
        path.append("" if is_source else _title(facts))


def _address(facts: Mapping[str, str]) -> str | None:
    """The address of an outline; None for a folder. Some write `url`, with a type."""
    if "xmlurl" in facts:
        return facts["xmlurl"].strip()
    is_feed = facts.get("type", "").lower() in ("rss", "atom", "feed")
    return facts.get("url", "").strip() if is_feed else None


def _title(facts: Mapping[str, str]) -> str:
    return one_line(facts.get("title") or facts.get("text") or "")


def _subscription(folder: str, facts: Mapping[str, str]) -> Subscription | str:
    """The subscription of an outline, or why there is none."""
    name = _title(facts)
    url = feed_address(_address(facts) or "")
    if url is None:
        return f"{name or 'an outline'}: {_address(facts) or 'no address'} cannot be followed"
    site_url = feed_address(facts.get("htmlurl", ""))
    tags = tuple(dict.fromkeys(_tags(facts.get("category", ""))))
    return Subscription(url, name or None, site_url, folder, tags)


def feed_address(text: str) -> str | None:
    """An address that can be asked (http, https, file), feed: undone; None for another."""
    url = clean_text(text).strip()
    if url.lower().startswith("feed:"):
        rest = url[5:]
        url = f"https:{rest}" if rest.startswith("//") else rest
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() not in ("http", "https", "file") or not rest.strip("/"):
        return None
    return f"{scheme.lower()}:{rest}"


def _tags(category: str) -> Iterator[str]:
    """The tags of a category attribute: parted by commas, a leading slash dropped (spec2)."""
    for part in category.split(","):
        name = one_line(part.replace(_COMMA, ",").replace("%25", "%")).strip("/")
        if name:
            yield name


def _merged(first: Subscription, again: Subscription) -> Subscription:
    more = [*again.tags, *([again.folder] if again.folder != first.folder else [])]
    tags = tuple(dict.fromkeys([*first.tags, *filter(None, more)]))
    return Subscription(first.url, first.title, first.site_url, first.folder, tags)


def write_opml(subscriptions: Iterable[Subscription], *, title: str, created_at: int) -> str:
    """An OPML 2.0 document: folders as nested outlines, tags as `category`, in the given order.

    A comma in a tag is written %2C and a percent sign %25, which reading undoes.
    """
    created = format_datetime(datetime.fromtimestamp(created_at, UTC), usegmt=True)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_attribute(title)[1:-1]}</title>",
        f"    <dateCreated>{created}</dateCreated>",
        "  </head>",
        "  <body>",
    ]
    path: list[str] = []
    for subscription in subscriptions:
        wanted = split_folder(subscription.folder)
        lines += _moves(path, wanted)
        path = wanted
        lines.append(f"{_indent(len(path))}<outline {_facts(subscription)}/>")
    lines += _moves(path, [])
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _moves(current: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The lines that close the folders we leave and open those we enter."""
    pairs = zip_longest(current, wanted)
    common = next(
        (depth for depth, (left, right) in enumerate(pairs) if left != right), len(current)
    )
    closing = [f"{_indent(depth)}</outline>" for depth in range(len(current) - 1, common - 1, -1)]
    opening = [
        f"{_indent(depth)}<outline text={_attribute(wanted[depth])}>"
        for depth in range(common, len(wanted))
    ]
    return closing + opening


def _indent(depth: int) -> str:
    return "  " * (depth + 2)


def _facts(subscription: Subscription) -> str:
    tags = ",".join(tag.replace("%", "%25").replace(",", _COMMA) for tag in subscription.tags)
    title = subscription.title or subscription.url
    facts = {
        "type": "rss",
        "text": title,
        "title": subscription.title,
        "xmlUrl": subscription.url,
        "htmlUrl": subscription.site_url,
        "category": tags,
    }
    return " ".join(f"{name}={_attribute(value)}" for name, value in facts.items() if value)


def _attribute(text: str) -> str:
    """A text as an attribute's value, in quotes, without what XML 1.0 cannot hold."""
    kept = "".join(c for c in clean_text(text) if c >= " " or c in "\t\n")
    return quoteattr(kept, {"\n": "&#10;", "\t": "&#9;", '"': "&quot;"})
