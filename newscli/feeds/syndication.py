"""RSS 0.9x to 2.0, RDF and Atom, read by feedparser."""

import calendar
import codecs
import io
import re
import time
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from xml.sax import SAXException

import feedparser

from newscli.core.entry import Enclosure, ParsedEntry, ParsedFeed
from newscli.core.errors import FeedError

_ENTITY_DECLARATION = re.compile(rb"<!\s*E\s*N\s*T\s*I\s*T\s*Y|<\0!\0E\0N\0T\0I\0T\0Y", re.I)
_PROLOG_BYTES = 65_536
_ADDRESS_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")
# Codecs that Python has and no feed needs; unicode_escape would turn plain letters into controls.
_TEXT_CHARSET = re.compile(
    r"(?!utf-?7$|utf_7$)(utf|iso|latin|windows|cp|koi8|big5|gb|euc|shift|sjis|mac|us-ascii|ascii|"
    r"ks_c|hz|tis|viscii|ibm|l[1-9]$)[\w.:-]*",
    re.I,
)


def parse(body: bytes, *, content_type: str | None = None) -> ParsedFeed:
    """The feed in a document; its links as they stand, but for an xml:base.

    Raises FeedError when the document is not a feed, or declares XML entities of its own.
    """
    if _ENTITY_DECLARATION.search(body, 0, _PROLOG_BYTES):
        raise FeedError("declares XML entities of its own, which is refused")
    try:
        # A BytesIO, since feedparser opens what looks like a path or a URL. Sanitising and
        # relative links are ours (pages/): feedparser's own cost two thirds of its time.
        document = feedparser.parse(
            io.BytesIO(body),
            response_headers=_headers(content_type),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (SAXException, ValueError, LookupError, AssertionError, RecursionError) as error:
        raise FeedError(f"not well-formed: {_first_line(error)}") from None
    if not document.version and not document.entries:
        raise FeedError(_why_not(document))
    feed = document.feed
    return ParsedFeed(
        format=document.version or "unknown",
        title=_text(feed.get("title")),
        site_url=_text(feed.get("link")),
        language=_text(feed.get("language")),
        entries=tuple(
            _entry(entry, feed, is_atom=document.version.startswith("atom"))
            for entry in document.entries
        ),
    )


def _headers(content_type: str | None) -> dict[str, str]:
    """What feedparser is told of the answer: not its address, against which it would resolve guids
    that are no addresses; and no charset that is a trap."""
    is_safe = content_type and _is_safe_charset(content_type)
    return {"content-type": content_type} if content_type and is_safe else {}


def _is_safe_charset(content_type: str) -> bool:
    match = re.search(r"charset\s*=\s*[\"']?([^\"';\s]+)", content_type, re.I)
    if not match:
        return True
    try:
        codecs.lookup(match[1])
    except (LookupError, ValueError):
        return False
    return bool(_TEXT_CHARSET.match(match[1]))


def _why_not(document: Mapping[str, Any]) -> str:
    error = document.get("bozo_exception")
    return f"not a feed ({_first_line(error)})" if error else "not a feed"


def _first_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:120] or type(error).__name__


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any], *, is_atom: bool) -> ParsedEntry:
    content = _longest(entry.get("content", ()))
    summary = entry.get("summary_detail") or {}
    origin = entry.get("source") or {}
    return ParsedEntry(
        guid=_text(entry.get("id")),
        url=_link(entry),
        title=_html(entry.get("title_detail") or {}, is_atom=is_atom),
        author=_author(entry) or _author(feed),
        published_at=_time(entry, "published_parsed") or _time(entry, "created_parsed"),
        updated_at=_time(entry, "updated_parsed"),
        summary=_html(summary, is_atom=is_atom),
        content=_html(content, is_atom=is_atom),
        language=_language(entry, feed),
        base_url=_text((content or summary).get("base")),
        source_title=_text(origin.get("title")),
        source_url=_text(origin.get("href")) or _text(origin.get("link")),
        enclosures=tuple(_enclosures(entry)),
        tags=tuple(term for tag in entry.get("tags", ()) if (term := _text(tag.get("term")))),
    )


def _link(entry: Mapping[str, Any]) -> str | None:
    """The entry's link. A guid that says it is one, as all do by default, must look like one."""
    link, guid = _text(entry.get("link")), _text(entry.get("id"))
    is_bare_guid = link is not None and link == guid and not re.match(r"https?://|/", link, re.I)
    return None if is_bare_guid else link


def _longest(contents: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The longest of an entry's contents; empty where it has none."""
    return max(contents, key=lambda part: len(part.get("value") or ""), default={})


def _html(part: Mapping[str, Any], *, is_atom: bool) -> str | None:
    """A text as HTML. Atom says which texts are plain (RFC 4287, 3.1.1); RSS leaves it to guess."""
    value = _text(part.get("value"))
    if value and is_atom and part.get("type") == "text/plain":
        return escape(value, quote=False)
    return value


def _author(holder: Mapping[str, Any]) -> str | None:
    """The names of the authors; an address is not one of them, but where nothing else is known."""
    written = _text(holder.get("author"))
    # RSS 2.0's own form, "address (name)": feedparser cuts long top-level domains in the middle.
    if written and (match := _ADDRESS_AND_NAME.fullmatch(written)):
        return _text(match[1])
    names = [_text(author.get("name")) for author in holder.get("authors", ())]
    return ", ".join(dict.fromkeys(name for name in names if name)) or written


def _language(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    detail = entry.get("title_detail") or {}
    return _text(detail.get("language")) or _text(feed.get("language"))


def _time(entry: Mapping[str, Any], key: str) -> int | None:
    # `in`, because feedparser's dictionary gives updated for a missing published.
    value = entry.get(key) if key in entry else None
    if not isinstance(value, time.struct_time):
        return None
    try:
        return calendar.timegm(value)
    except (ValueError, OverflowError):
        return None


def _enclosures(entry: Mapping[str, Any]) -> list[Enclosure]:
    links = [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    return [
        Enclosure(url, _text(link.get("type")), _length(link.get("length")))
        for link in links
        if (url := _text(link.get("href")) or _text(link.get("url")))
    ]


def _length(value: object) -> int | None:
    """A length in bytes; None for 0, which stands for not known, and for what no file has."""
    text = str(value or "").strip()
    is_length = text.isascii() and text.isdigit() and len(text) <= 15
    return int(text) or None if is_length else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
