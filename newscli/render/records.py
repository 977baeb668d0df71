"""What each verb's JSON says; docs/json.md states it field by field, and a test compares."""

from typing import TYPE_CHECKING

from newscli.core.models import Article, Headline, HeldPage, Hit, Related, Source, Visit
from newscli.core.options import Options, to_rows
from newscli.core.report import Report
from newscli.core.urls import shown_url
from newscli.render.machine import Record
from newscli.render.times import iso, minutes_to_read

if TYPE_CHECKING:
    from newscli.core.advice import Diagnosis

HEADLINE_COLUMNS = ("id", "unread", "starred", "sort_at", "publisher", "source", "title", "url")
ARTICLE_COLUMNS = ("id", "published_at", "publisher", "source", "title", "url", "text")
HIT_COLUMNS = ("id", "unread", "starred", "sort_at", "source", "title", "snippet", "url")
SAVED_COLUMNS = ("id", "title")
RELATED_COLUMNS = ("id", "kind", "title", "source", "url", "reason", "to")
SOURCE_COLUMNS = ("id", "status", "unread", "articles", "title", "url", "folder", "tags", "problem")
REPORT_COLUMNS = ("source_id", "outcome", "new", "changed", "source", "url", "problem", "next_at")
OPTION_COLUMNS = ("name", "value")
DIAGNOSIS_COLUMNS = (
    "id", "title", "outcome", "status", "asked_at", "next_at", "next_why", "history", "problem",
    "advice", "command",
)  # fmt: skip


def headline(row: Headline) -> Record:
    """An article in a list."""
    return {
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "publisher": row.publisher,
        "source": shown_url(row.source),
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
        "story": row.story_id if row.story_id is not None else row.id,
        "copy_of": row.copy_of,
    }


def article(row: Article) -> Record:
    """An article with all that is known of it."""
    return {
        **headline(row.headline),
        "attribution": row.attribution._asdict() if row.attribution else None,
        "source_url": shown_url(row.source_url),
        "updated_at": iso(row.updated_at),
        "edited_at": iso(row.edited_at),
        "revisions": row.revisions,
        "revision": row.revision,
        "tags": list(row.tags),
        "summary": row.summary,
        "text": row.text,
        "text_from": row.text_from,
        "texts": list(row.texts),
        "page": _page(row.page) if row.page else None,
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


def _page(row: HeldPage) -> Record:
    return {**row._asdict(), "asked_at": iso(row.asked_at)}


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
        "source": shown_url(row.source) if row.source else None,
        "sort_at": iso(row.sort_at),
        "score": row.score,
    }


def source(row: Source, *, now: int) -> Record:
    """A source and how it is doing."""
    from newscli.core import schedule

    wait = schedule.waits(row, now=now)
    return {
        "id": row.id,
        "title": row.title,
        "url": shown_url(row.url),
        "site_url": shown_url(row.site_url) if row.site_url else None,
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
        "next_at": iso(wait.until) if wait and row.disabled_at is None else None,
        "next_why": wait.why if wait and row.disabled_at is None else None,
    }


def options(row: Options) -> Record:
    """A source's own settings, without its secrets: what may be one is ***."""
    shown = _shown(row)
    return {**shown._asdict(), "headers": dict(shown.headers)}


def option_rows(row: Options) -> list[Record]:
    """What is set, a record each, as `options` shows it."""
    return [{"name": name, "value": value} for name, value in to_rows(_shown(row))]


def _shown(row: Options) -> Options:
    from newscli.core.references import shown_header, shown_proxy

    return row._replace(
        headers=tuple((name, shown_header(name, value)) for name, value in row.headers),
        proxy=shown_proxy(row.proxy) if row.proxy else None,
    )


def status(row: Source, *, now: int) -> str:
    """ok, new (never asked), failing, or disabled."""
    if row.disabled_at is not None:
        return "disabled"
    if row.problem is not None:
        return "failing"
    return "ok" if row.asked_at is not None else "new"


def report(row: Report) -> Record:
    """What became of one source in one fetch."""
    return {
        "source_id": row.source_id,
        "source": row.source,
        "url": shown_url(row.url),
        "outcome": row.outcome,
        "new": row.new,
        "changed": row.changed,
        "newest": list(row.newest),
        "status": row.status,
        "size_bytes": row.size_bytes,
        "duration_s": round(row.duration_s, 3),
        "problem": row.problem,
        "next_at": iso(row.next_at),
        "why": row.why,
        "moved_to": row.moved_to,
    }


def diagnosis(row: "Diagnosis") -> Record:
    """Why a source was asked or not, with its last visits and what to do."""
    source, wait = row.source, row.wait
    return {
        "id": source.id,
        "title": shown_url(source.title),
        "url": shown_url(source.url),
        "outcome": row.outcome,
        "status": row.status,
        "asked_at": iso(source.asked_at),
        "answered_at": iso(source.answered_at),
        "failures": source.failures,
        "problem": row.note or source.problem,
        "disabled_at": iso(source.disabled_at),
        "disabled_reason": source.disabled_reason,
        "next_at": iso(wait.until) if wait else None,
        "next_why": wait.why if wait else None,
        "retry_after": iso(source.wait_until),
        "every_s": source.every_s,
        "skip_hours": _numbers(source.skip_hours),
        "skip_days": _numbers(source.skip_days),
        "moved_to": shown_url(source.moved_to) if source.moved_to else None,
        "moved_seen": source.moved_seen,
        "former_urls": [
            {"url": shown_url(url), "until_at": iso(at)} for url, at in row.former_urls
        ],
        "history": row.history,
        "visits": [_visit(visit) for visit in row.visits],
        "advice": row.advice._asdict(),
    }


def diagnosis_row(row: "Diagnosis") -> Record:
    """The same for columns: the advice is its words, and the command stands by itself."""
    advice = row.advice
    return {**diagnosis(row), "advice": advice.words, "command": advice.command}


def _visit(row: Visit) -> Record:
    return {
        "at": iso(row.at),
        "outcome": row.outcome,
        "status": row.status,
        "new": row.new,
        "changed": row.changed,
        "size_bytes": row.size_bytes,
        "duration_ms": row.duration_ms,
        "problem": row.problem,
    }


def _numbers(text: str | None) -> list[int]:
    return [int(number) for number in (text or "").split(",") if number]
