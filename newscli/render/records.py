"""What each verb's JSON says; docs/json.md states it field by field, and a test compares."""

from newscli.core.models import Article, Headline, Hit, Related, Source
from newscli.core.report import Report
from newscli.render.machine import Record
from newscli.render.times import iso, minutes_to_read

HEADLINE_COLUMNS = ("id", "unread", "starred", "sort_at", "publisher", "source", "title", "url")
ARTICLE_COLUMNS = ("id", "published_at", "publisher", "source", "title", "url", "text")
HIT_COLUMNS = ("id", "unread", "starred", "sort_at", "source", "title", "snippet", "url")
RELATED_COLUMNS = ("id", "kind", "title", "source", "url", "reason", "to")
SOURCE_COLUMNS = ("id", "status", "unread", "articles", "title", "url", "folder", "tags", "problem")
REPORT_COLUMNS = ("source_id", "outcome", "new", "changed", "source", "url", "problem", "next_at")


def headline(row: Headline) -> Record:
    """An article in a list."""
    return {
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "publisher": row.publisher,
        "source": row.source,
        "source_id": row.source_id,
        "author": row.author,
        "language": row.language,
        "published_at": iso(row.published_at),
        "seen_at": iso(row.seen_at),
        "sort_at": iso(row.sort_at),
        "unread": row.read_at is None,
        "read_at": iso(row.read_at),
        "starred": row.starred_at is not None,
        "starred_at": iso(row.starred_at),
        "words": row.words,
        "minutes": minutes_to_read(row.words),
    }


def article(row: Article) -> Record:
    """An article with all that is known of it."""
    return {
        **headline(row.headline),
        "attribution": row.attribution._asdict() if row.attribution else None,
        "source_url": row.source_url,
        "updated_at": iso(row.updated_at),
        "edited_at": iso(row.edited_at),
        "revisions": row.revisions,
        "tags": list(row.tags),
        "summary": row.summary,
        "text": row.text,
        "html": row.html,
        "blocks": [
            {
                "kind": block.kind,
                "text": block.text,
                "level": block.level,
                "marker": block.marker,
                "links": [span._asdict() for span in block.spans],
            }
            for block in row.blocks
        ],
        "links": [link._asdict() for link in row.links],
        "enclosures": [enclosure._asdict() for enclosure in row.enclosures],
    }


def hit(row: Hit) -> Record:
    """A search result."""
    return {
        **headline(row.headline),
        "score": row.score,
        "snippet": row.snippet,
        "matches": [list(match) for match in row.matches],
    }


def related(row: Related, *, to: int) -> Record:
    """What belongs with the article `to`."""
    return {
        "to": to,
        "id": row.id,
        "kind": row.kind,
        "reason": row.reason,
        "title": row.title,
        "url": row.url,
        "source": row.source,
        "sort_at": iso(row.sort_at),
    }


def source(row: Source, *, now: int) -> Record:
    """A source and how it is doing."""
    return {
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "site_url": row.site_url,
        "folder": row.folder,
        "tags": list(row.tags),
        "status": status(row, now=now),
        "articles": row.articles,
        "unread": row.unread,
        "added_at": iso(row.added_at),
        "asked_at": iso(row.asked_at),
        "answered_at": iso(row.answered_at),
        "newest_at": iso(row.newest_at),
        "failures": row.failures,
        "problem": row.disabled_reason or row.problem,
        "disabled_at": iso(row.disabled_at),
        "next_at": iso(_next_at(row, now=now)),
    }


def status(row: Source, *, now: int) -> str:
    """ok, new (never asked), failing, or disabled."""
    if row.disabled_at is not None:
        return "disabled"
    if row.problem is not None:
        return "failing"
    return "ok" if row.asked_at is not None else "new"


def _next_at(row: Source, *, now: int) -> int | None:
    latest = max(row.wait_until or 0, row.back_off_until or 0)
    return latest if latest > now and row.disabled_at is None else None


def report(row: Report) -> Record:
    """What became of one source in one fetch."""
    return {
        "source_id": row.source_id,
        "source": row.source,
        "url": row.url,
        "outcome": row.outcome,
        "new": row.new,
        "changed": row.changed,
        "newest": list(row.newest),
        "status": row.status,
        "size_bytes": row.size_bytes,
        "duration_s": round(row.duration_s, 3),
        "problem": row.problem,
        "next_at": iso(row.next_at),
    }
