"""What `stories` and `story` say to programs; docs/json.md states it."""

from newscli.core.models import Story, Told
from newscli.core.urls import shown_url
from newscli.render.machine import Record
from newscli.render.records import headline
from newscli.render.times import iso

STORY_COLUMNS = ("id", "articles", "source_count", "first_at", "newest_at", "title", "url")
TOLD_COLUMNS = ("id", "sort_at", "publisher", "source", "title", "url", "copy_of", "share")


def story(row: Story) -> Record:
    """A story in a list."""
    held = {told.headline.id: told.headline for told in row.articles}
    head, rows = held[row.head], list(held.values())
    return {
        "id": row.id,
        "head": row.head,
        "title": head.title,
        "url": head.url,
        "articles": len(rows),
        "copies": sum(one.copy_of is not None for one in rows),
        "unread": sum(one.read_at is None for one in rows),
        "source_count": len(row.sources),
        "sources": [shown_url(name) for name in row.sources],
        "languages": list(row.languages),
        "first_at": iso(rows[0].sort_at),
        "first": rows[0].id,
        "first_seen": min(rows, key=lambda one: (one.seen_at, one.id)).id,
        "newest_at": iso(rows[-1].sort_at),
        "ids": [one.id for one in rows],
    }


def whole(row: Story) -> Record:
    """A story with its articles in order of time."""
    only = dict(row.only_here)
    return {**story(row), "timeline": [told(one, only) for one in row.articles]}


def told(row: Told, only: dict[int, str]) -> Record:
    """An article of a story."""
    number = row.headline.id
    return {**headline(row.headline), "share": row.share, "only_here": only.get(number)}
