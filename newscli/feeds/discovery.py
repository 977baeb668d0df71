"""Finding a site's feed: what its page names, and where feeds usually are."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml import etree, html

from newscli.core.text import one_line
from newscli.core.urls import absolute_url

_MAX_BYTES = 2_000_000
_MAX_TAG_BYTES = 5_000
_START_TAG = re.compile(rb"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*+(?:>|\Z)")
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
        "application/x.atom+xml",
        "application/x-atom+xml",
        "application/json",
    }
)
_NOT_FEEDS = re.compile(r"/wp-json\b|oembed|/manifest\.json|/opensearch", re.I)
_COMMENTS = re.compile(r"\bcomments?\b", re.I)
_FEED_PATH = re.compile(
    r"(?:/(?:feed|rss|atom|feeds)/?|[./](?:rss|atom)|/(?:feed|rss|index|atom)\.(?:xml|json|rdf))$",
    re.I,
)
_USUAL = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feed/")


class FeedLink(NamedTuple):
    """A feed that a page names; `is_comments` when it is about readers' comments."""

    url: str
    title: str | None
    media_type: str | None
    is_comments: bool


def feed_links(
    body: bytes, *, base_url: str, content_type: str | None = None
) -> tuple[FeedLink, ...]:
    """The feeds that a page names, in its order, those about comments last; each once.

    `<link rel="alternate">` of a feed's type counts (html.spec.whatwg.org, 4.6.7.1), else links in
    the text whose address looks like a feed's. At most two megabytes are looked at.
    """
    root = _parse(body[:_MAX_BYTES])
    if root is None:
        return ()
    base = root.find(".//base[@href]")
    if base is not None:
        base_url = absolute_url(base.get("href"), base=base_url) or base_url
    named = list(_alternates(root, base_url)) or list(_anchors(root, base_url))
    once = {link.url: link for link in reversed(named)}
    links = [link for link in dict.fromkeys(named) if once[link.url] is link]
    return tuple(sorted(links, key=lambda link: link.is_comments))


def _parse(body: bytes) -> html.HtmlElement | None:
    # lxml appends each attribute of a tag to a list that it walks: 200,000 take it minutes.
    body = _START_TAG.sub(_short_tag, body)
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(recover=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _short_tag(match: re.Match[bytes]) -> bytes:
    return match[0] if len(match[0]) <= _MAX_TAG_BYTES else b" "


def _alternates(root: html.HtmlElement, base_url: str) -> Iterator[FeedLink]:
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        is_feed = "alternate" in relations and kind in _FEED_TYPES
        if is_feed or "feed" in relations:
            yield from _link(element, base_url, kind or None, element.get("title"))


def _anchors(root: html.HtmlElement, base_url: str) -> Iterator[FeedLink]:
    for element in root.iter("a"):
        path = (element.get("href") or "").partition("?")[0]
        if _FEED_PATH.search(path):
            yield from _link(element, base_url, None, element.text_content())


def _link(
    element: html.HtmlElement, base_url: str, media_type: str | None, title: str | None
) -> Iterator[FeedLink]:
    url = absolute_url(one_line(element.get("href") or ""), base=base_url)
    if url is None or _NOT_FEEDS.search(url):
        return
    name = one_line(title or "")[:120] or None
    is_comments = bool(_COMMENTS.search(name or "")) or "/comments/" in url
    yield FeedLink(url, name, media_type, is_comments)


def usual_feed_urls(site_url: str) -> tuple[str, ...]:
    """Where a site's feed usually is when its page names none, the likeliest first; at most ten."""
    folder = site_url if site_url.endswith("/") else f"{site_url}/"
    candidates = [urljoin(folder, name) for name in _USUAL[:3]]
    candidates += [urljoin(site_url, f"/{name}") for name in _USUAL]
    return tuple(dict.fromkeys(candidates))[:10]


def known_feed_url(url: str) -> str | None:
    """The feed of a page of a well-known site, from its address alone; None for other sites."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    if host == "youtube.com":
        return _youtube(steps, parse_qs(parts.query))
    if host in ("reddit.com", "old.reddit.com") and len(steps) >= 2 and steps[0] in ("r", "user"):
        is_feed = steps[-1].startswith(".rss")
        return None if is_feed else f"https://www.reddit.com/{steps[0]}/{steps[1]}/.rss"
    if host == "github.com" and len(steps) == 3 and steps[2] in ("releases", "tags", "commits"):
        return f"https://github.com/{'/'.join(steps)}.atom"
    if host == "medium.com" and steps and steps[0] != "feed":
        return f"https://medium.com/feed/{steps[0]}" if len(steps) == 1 else None
    return None


def _youtube(steps: list[str], query: dict[str, list[str]]) -> str | None:
    feed = "https://www.youtube.com/feeds/videos.xml"
    if "list" in query:
        return f"{feed}?playlist_id={query['list'][0]}"
    if len(steps) >= 2 and steps[0] == "channel":
        return f"{feed}?channel_id={steps[1]}"
    if len(steps) >= 2 and steps[0] == "user":
        return f"{feed}?user={steps[1]}"
    return None
