"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). It has no word for how often a feed changes."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from newscli.core.entry import Enclosure, ParsedEntry, ParsedFeed
from newscli.core.errors import FeedError


def parse(body: bytes) -> ParsedFeed:
    """The feed in a document. Raises FeedError when it is not JSON, or JSON of another kind."""
    try:
        document = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FeedError(f"not JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise FeedError("JSON, but not a JSON Feed: it has no list of items")
    return ParsedFeed(
        format="jsonfeed",
        title=_text(document.get("title")),
        site_url=_text(document.get("home_page_url")),
        language=_text(document.get("language")),
        entries=tuple(
            _entry(item, document) for item in document["items"] if isinstance(item, dict)
        ),
    )


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any]) -> ParsedEntry:
    html = _text(item.get("content_html")) or _plain(item.get("content_text"))
    summary = _plain(item.get("summary"))
    identifier = item.get("id")
    return ParsedEntry(
        # "an id that is a number should be taken as a string"
        guid=str(identifier) if isinstance(identifier, (str, int, float)) else None,
        url=_text(item.get("url")) or _text(item.get("external_url")),
        title=_plain(item.get("title")),
        author=_authors(item) or _authors(feed),
        published_at=_time(item.get("date_published")),
        updated_at=_time(item.get("date_modified")),
        summary=summary.encode("utf-8", "replace") if summary else None,
        content=html.encode("utf-8", "replace") if html else None,
        language=_text(item.get("language")) or _text(feed.get("language")),
        enclosures=tuple(_enclosures(item.get("attachments"))),
        tags=tuple(tag for tag in _list(item.get("tags")) if _text(tag)),
    )


def _authors(holder: Mapping[str, Any]) -> str | None:
    people = [*_list(holder.get("authors")), holder.get("author")]  # `author` is version 1.0
    names = [_text(person.get("name")) for person in people if isinstance(person, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _enclosures(attachments: object) -> list[Enclosure]:
    return [
        Enclosure(url, _text(part.get("mime_type")), _whole(part.get("size_in_bytes")))
        for part in _list(attachments)
        if isinstance(part, dict) and (url := _text(part.get("url")))
    ]


def _time(value: object) -> int | None:
    """RFC 3339; a time without an offset is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
    except (ValueError, OverflowError):
        return None


def _whole(value: object) -> int | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return int(value) if is_number and 0 < value < 1e15 else None  # type: ignore[operator,call-overload]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(value: object) -> str | None:
    """Plain text as the HTML that titles, summaries and contents are taken for."""
    text = _text(value)
    return escape(text, quote=False) if text else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
