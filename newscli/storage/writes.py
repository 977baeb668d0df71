"""What a fetch stores: articles, and what became of each source."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database

from newscli.core.changes import Change, Changes, Known
from newscli.core.draft import Draft, ReadFeed
from newscli.core.models import Source
from newscli.core.normalise import sort_at
from newscli.core.ports import Answer
from newscli.core.schedule import Delay
from newscli.core.urls import canonical_url
from newscli.storage import db
from newscli.storage.codec import encode_blocks

Row = dict[str, Any]


class FetchStore:
    """The Store port over one connection; only the thread that made it may write."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tables = Database(connection, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction around everything saved within."""
        with db.transaction(self._connection):
            yield

    def known(self, source_id: int, drafts: Sequence[Draft]) -> list[Known]:
        """The source's articles with the guid or the URL of a draft."""
        rows = self._connection.execute(
            """
            SELECT id, guid, canonical_url, title, published_at, digest FROM article
            WHERE source_id = :source AND guid IN (SELECT value FROM json_each(:guids))
            UNION
            SELECT id, guid, canonical_url, title, published_at, digest FROM article
            WHERE source_id = :source AND canonical_url IN (SELECT value FROM json_each(:urls))
            """,
            {
                "source": source_id,
                "guids": json.dumps([draft.guid for draft in drafts]),
                "urls": json.dumps([d.canonical_url for d in drafts if d.canonical_url]),
            },
        )
        return [Known(*row) for row in rows]

    def save_feed(
        self,
        source: Source,
        answer: Answer,
        feed: ReadFeed,
        changes: Changes,
        *,
        content_hash: bytes,
        now: int,
    ) -> None:
        """Stores the new and the changed, and the validators for the next request."""
        self._insert(source.id, changes.new, now=now)
        for change in changes.changed:
            self._update(change, now=now)
        self._tables.table("source").update(
            source.id,
            {
                **_well(answer, now=now),
                "feed_title": feed.title,
                "site_url": feed.site_url or source.site_url,
                "content_hash": content_hash,
            },
        )

    def save_unchanged(self, source: Source, answer: Answer, *, now: int) -> None:
        """Notes that the source answered and has nothing new; a 304 may renew the validators."""
        kept = {"etag": answer.etag or source.etag}
        kept["last_modified"] = answer.last_modified or source.last_modified
        self._tables.table("source").update(source.id, {**_well(answer, now=now), **kept})

    def save_failure(self, source: Source, problem: str, delay: Delay, *, now: int) -> None:
        """Notes a failure, and when the source may be asked again."""
        row = {
            "asked_at": now,
            "failures": source.failures + 1,
            "problem": problem,
            "wait_until": delay.wait_until,
            "back_off_until": delay.back_off_until,
        }
        if delay.disabled_reason:
            row |= {"disabled_at": now, "disabled_reason": delay.disabled_reason}
        self._tables.table("source").update(source.id, row)

    def _insert(self, source_id: int, drafts: Sequence[Draft], *, now: int) -> None:
        # Oldest first, so that ids grow with time; feeds list the newest first.
        if not drafts:
            return
        placed = [(sort_at(d.published_at, seen_at=now), -n, d) for n, d in enumerate(drafts)]
        placed.sort(key=lambda place: place[:2])
        # Ids are given here, under the write lock, so that one statement stores many rows.
        (highest,) = self._connection.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'article'"
        ).fetchone()
        numbered = [(number, draft) for number, (*_, draft) in enumerate(placed, highest + 1)]
        self._tables.table("article").insert_all(
            {
                "id": article_id,
                "source_id": source_id,
                "seen_at": now,
                "sort_at": sort_at(draft.published_at, seen_at=now),
                **_article_row(draft),
            }
            for article_id, draft in numbered
        )
        self._tables.table("body").insert_all(_body_row(*pair) for pair in numbered)
        self._insert_parts(numbered)

    def _insert_parts(self, numbered: Sequence[tuple[int, Draft]]) -> None:
        for table, rows in (
            ("link", _link_rows),
            ("enclosure", _enclosure_rows),
            ("article_tag", _tag_rows),
        ):
            self._tables.table(table).insert_all(
                [row for number, draft in numbered for row in rows(number, draft)],
                ignore=True,
            )

    def _update(self, change: Change, *, now: int) -> None:
        """The article as it now is. Its id, marks, tags of the user's and place in time stay."""
        article_id, draft = change
        row = _article_row(draft)
        if self._words_differ(article_id, draft):
            self._keep_revision(article_id, now=now)
            row["edited_at"] = now
        self._tables.table("article").update(article_id, row)
        self._tables.table("body").upsert(_body_row(article_id, draft), pk="article_id")
        for table in ("link", "enclosure"):
            self._tables.table(table).delete_where("article_id = ?", [article_id])
        self._tables.table("article_tag").delete_where(
            "article_id = ? AND tagged_at IS NULL", [article_id]
        )
        self._insert_parts([(article_id, draft)])

    def _words_differ(self, article_id: int, draft: Draft) -> bool:
        held = self._connection.execute(
            "SELECT title, summary, text FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        return bool(held != (draft.title, draft.summary, draft.text))

    def _keep_revision(self, article_id: int, *, now: int) -> None:
        self._connection.execute(
            """
            INSERT INTO revision
                (article_id, number, seen_at, title, summary, text, html, blocks)
            SELECT article.id,
                   1 + (SELECT count(*) FROM revision WHERE article_id = article.id),
                   coalesce(edited_at, seen_at), title, summary, text, html, blocks
            FROM article JOIN body ON body.article_id = article.id WHERE article.id = ?
            """,
            (article_id,),
        )


def _well(answer: Answer, *, now: int) -> dict[str, object]:
    """What every usable answer says of its source."""
    return {
        "asked_at": now,
        "answered_at": now,
        "failures": 0,
        "problem": None,
        "wait_until": None,
        "back_off_until": None,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
    }


def _article_row(draft: Draft) -> Row:
    origin = draft.attribution
    return {
        "guid": draft.guid,
        "url": draft.url,
        "canonical_url": draft.canonical_url,
        "author": draft.author,
        "publisher": origin.publisher if origin else None,
        "publisher_rule": origin.rule if origin else None,
        "publisher_span": origin.span if origin else None,
        "language": draft.language,
        "published_at": draft.published_at,
        "updated_at": draft.updated_at,
        "words": draft.words,
        "digest": draft.digest,
        "title": draft.title,
        "summary": draft.summary,
        "text": draft.text,
    }


def _body_row(article_id: int, draft: Draft) -> Row:
    return {"article_id": article_id, "html": draft.html, "blocks": encode_blocks(draft.blocks)}


def _link_rows(article_id: int, draft: Draft) -> list[Row]:
    return [
        {
            "article_id": article_id,
            "position": position,
            "kind": link.kind,
            "url": link.url,
            "canonical_url": canonical_url(link.url),
            "label": link.label,
        }
        for position, link in enumerate(draft.links)
    ]


def _enclosure_rows(article_id: int, draft: Draft) -> list[Row]:
    return [
        {
            "article_id": article_id,
            "position": position,
            "url": enclosure.url,
            "media_type": enclosure.media_type,
            "length_bytes": enclosure.length_bytes,
        }
        for position, enclosure in enumerate(draft.enclosures)
    ]


def _tag_rows(article_id: int, draft: Draft) -> list[Row]:
    return [{"article_id": article_id, "tag": tag} for tag in draft.tags]
