"""RSS 0.9x to 2.0, RDF and Atom, read by feedparser; and what its dictionaries mean to us."""

import calendar
import codecs
import io
import re
import time
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from xml.sax import SAXException

from newscli.core.entry import Enclosure, ParsedEntry, ParsedFeed
from newscli.core.errors import FeedError
from newscli.feeds import prolog

_PROLOG_BYTES = 65_536
_ADDRESS_AND_NAME = re.compile(r"[^\s@]+@[^\s@]+\s+\((.+)\)")
_PERIODS_S = {
    "hourly": 3600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}
_YEAR_S = 366 * 86_400  # a leap year
_HOUR = re.compile(rb"<hour>\s*([0-9]{1,2})\s*</hour>")
_DAY = re.compile(rb"<day>\s*([A-Za-z]{6,9})\s*</day>")
_DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")
# Codecs that Python has and no feed needs; unicode_escape would turn plain letters into controls.
TEXT_CHARSET = re.compile(
    r"(?!utf-?7$|utf_7$)(utf|iso|latin|windows|cp|koi8|big5|gb|euc|shift|sjis|mac|us-ascii|ascii|"
    r"ks_c|hz|tis|viscii|ibm|l[1-9]$)[\w.:-]*",
    re.I,
)


def parse(body: bytes, *, content_type: str | None = None) -> ParsedFeed:
    """The feed in a document; its links as they stand, but for an xml:base.

    Raises FeedError when the document is not a feed, or declares XML entities of its own.
    """
    import feedparser

    if prolog.declares_entities(body):
        raise FeedError("declares XML entities of its own, which is refused")
    try:
        # A BytesIO, since feedparser opens what looks like a path or a URL. Sanitising and
        # relative links are ours (pages/): feedparser's own cost two thirds of its time.
        document = feedparser.parse(
            io.BytesIO(body),
            response_headers=headers(content_type),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (
        SAXException,
        ValueError,
        LookupError,
        TypeError,
        AssertionError,
        RecursionError,
        ArithmeticError,
        KeyError,
        IndexError,
        AttributeError,
    ) as error:  # a TypeError for a <width> that holds an element
        raise FeedError(f"not well-formed: {_first_line(error)}") from None
    is_broken = bool(document.get("bozo_exception"))
    if not document["entries"] and (is_broken or not document.get("version")):
        raise FeedError(_why_not(document))
    return parsed_feed(document, body)


def parsed_feed(document: Mapping[str, Any], body: bytes) -> ParsedFeed:
    """What a document says that is read, by feedparser or in its manner (feeds/quick.py).

    `body` is needed for the hours and days to skip, of which feedparser keeps the last one only.
    """
    feed, version = document["feed"], document["version"]
    is_atom = version.startswith("atom")
    return ParsedFeed(
        format=version or "unknown",
        title=_text(feed.get("title")),
        site_url=_text(feed.get("link")),
        language=_text(feed.get("language")),
        entries=tuple(_entry(entry, feed, is_atom=is_atom) for entry in document["entries"]),
        every_s=_every_s(feed),
        skip_hours=_skip_hours(body),
        skip_days=_skip_days(body),
    )


def headers(content_type: str | None) -> dict[str, str]:
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
    return bool(TEXT_CHARSET.match(match[1]))


def _why_not(document: Mapping[str, Any]) -> str:
    error = document.get("bozo_exception")
    return f"not a feed ({_first_line(error)})" if error else "not a feed"


def _first_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:120] or type(error).__name__


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any], *, is_atom: bool) -> ParsedEntry:
    content = _longest(_parts(entry, "content"))
    summary = _part(entry, "summary_detail")
    origin = _part(entry, "source")
    return ParsedEntry(
        guid=_text(entry.get("id")),
        url=_link(entry),
        title=_html(_part(entry, "title_detail"), is_atom=is_atom),
        author=_author(entry) or _author(feed),
        published_at=_time(entry, "published_parsed") or _time(entry, "created_parsed"),
        updated_at=_time(entry, "updated_parsed"),
        summary=_markup(summary, is_atom=is_atom),
        content=_markup(content, is_atom=is_atom),
        language=_language(entry, feed),
        base_url=_text((content or summary).get("base")),
        source_title=_text(origin.get("title")),
        source_url=_text(origin.get("href")) or _text(origin.get("link")),
        enclosures=tuple(_enclosures(entry)),
        tags=tuple(term for tag in _parts(entry, "tags") if (term := _text(tag.get("term")))),
    )


def _part(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    # A publisher's element of that name, such as <title_detail>, would be a text here.
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _parts(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = holder.get(key)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _link(entry: Mapping[str, Any]) -> str | None:
    """The entry's link. A guid that says it is one, as all do by default, must look like one."""
    link, guid = _text(entry.get("link")), _text(entry.get("id"))
    is_bare_guid = link is not None and link == guid and not re.match(r"https?://|/", link, re.I)
    return None if is_bare_guid else link


def _longest(contents: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The longest of an entry's contents; empty where it has none."""
    return max(contents, key=_chars) if len(contents) > 1 else contents[0] if contents else {}


def _chars(part: Mapping[str, Any]) -> int:
    value = part.get("value") or ""
    return len(value.decode() if isinstance(value, bytes) else value)


def _html(part: Mapping[str, Any], *, is_atom: bool) -> str | None:
    """A text as HTML. Atom says which texts are plain (RFC 4287, 3.1.1); RSS leaves it to guess."""
    value = _text(part.get("value"))
    if value and is_atom and part.get("type") == "text/plain":
        return escape(value, quote=False)
    return value


def _markup(part: Mapping[str, Any], *, is_atom: bool) -> bytes | None:
    """A text as HTML, in UTF-8; what comes as bytes (feeds/quick_long.py) is that already."""
    value = part.get("value")
    if isinstance(value, bytes):
        if not (is_atom and part.get("type") == "text/plain"):
            return value or None
        part = {**part, "value": value.decode()}
    text = _html(part, is_atom=is_atom)
    return text.encode("utf-8", "replace") if text else None


def _author(holder: Mapping[str, Any]) -> str | None:
    """The names of the authors; an address is not one of them, but where nothing else is known."""
    written = _text(holder.get("author"))
    # RSS 2.0's own form, "address (name)": feedparser cuts long top-level domains in the middle.
    if written and "@" in written and (match := _ADDRESS_AND_NAME.fullmatch(written)):
        return _text(match[1])
    names = [_text(author.get("name")) for author in _parts(holder, "authors")]
    return ", ".join(dict.fromkeys(name for name in names if name)) or written


def _language(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    detail = _part(entry, "title_detail")
    return _text(detail.get("language")) or _text(feed.get("language"))


def _time(entry: Mapping[str, Any], key: str) -> int | None:
    # `in`, because feedparser's dictionary gives updated for a missing published.
    value = entry.get(key) if key in entry else None
    if isinstance(value, int):
        return value
    if not isinstance(value, time.struct_time):
        return None
    try:
        return calendar.timegm(value)
    except (ValueError, OverflowError):
        return None


def _enclosures(entry: Mapping[str, Any]) -> list[Enclosure]:
    links = [link for link in _parts(entry, "links") if link.get("rel") == "enclosure"]
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


def _every_s(feed: Mapping[str, Any]) -> int | None:
    """How often the feed says that it changes.

    By RSS 2.0's ttl, in minutes, else by the syndication module of RSS 1.0, in which no period
    means daily (web.resource.org/rss/1.0/modules/syndication).
    """
    if every_s := _up_to_a_year((_count(feed.get("ttl")) or 0) * 60):
        return every_s
    period, frequency = feed.get("sy_updateperiod"), feed.get("sy_updatefrequency")
    if period is None and frequency is None:
        return None
    period_s = _PERIODS_S.get((_text(period) or "").lower()) if period is not None else 86_400
    times = _count(frequency) if frequency is not None else 1
    return _up_to_a_year(period_s // times) if period_s and times else None


def _count(value: object) -> int | None:
    """A whole number above zero."""
    text = _text(value) or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) or None if is_number else None


def _up_to_a_year(seconds: int) -> int | None:
    return seconds if 0 < seconds <= _YEAR_S else None


def _skip_hours(body: bytes) -> tuple[int, ...]:
    """Hours, GMT, in which the feed does not change; Netscape counted them from 1 to 24."""
    numbers = {int(hour) for hour in _HOUR.findall(_channel_part(body, b"skipHours"))}
    hours = {number % 24 for number in numbers if number <= 24}
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def _skip_days(body: bytes) -> tuple[int, ...]:
    """Days of the week on which the feed does not change, Monday being 0."""
    names = [name.lower() for name in _DAY.findall(_channel_part(body, b"skipDays"))]
    days = {_DAYS.index(name) for name in names if name in _DAYS}
    return tuple(sorted(days)) if len(days) < 7 else ()


def _channel_part(body: bytes, name: bytes) -> bytes:
    """What stands inside the first element of a name, before the first item."""
    channel = body[:_PROLOG_BYTES].partition(b"<item")[0]
    inside, is_closed, _ = channel.partition(b"<" + name + b">")[2].partition(b"</" + name)
    return inside if is_closed else b""


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
