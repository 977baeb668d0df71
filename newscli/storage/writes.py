"""What a fetch stores: articles, and what became of each source."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from newscli.core.changes import Change, Changes, Known
from newscli.core.draft import Draft
from newscli.core.models import Source, Visit
from newscli.core.normalise import sort_at
from newscli.core.wording import says_the_same
from newscli.storage import db, grams, merges, pages, prune
from newscli.storage.inserts import New, insert, insert_parts
from newscli.storage.rows import BODY_COLUMNS, COLUMNS, article_values, body_values

if TYPE_CHECKING:
    from sqlite_utils import Database

_NOTED = (
    "url",
    "feed_title",
    "site_url",
    "asked_at",
    "answered_at",
    "failures",
    "problem",
    "wait_until",
    "back_off_until",
    "etag",
    "last_modified",
    "content_hash",
    "visits",
    "next_at",
    "next_why",
    "every_s",
    "skip_hours",
    "skip_days",
    "rhythm",
    "moved_to",
    "moved_seen",
)
_NOTE = f"UPDATE source SET {', '.join(f'{name} = ?' for name in _NOTED)} WHERE id = ?"
_noted = attrgetter(*_NOTED, "id")
_KEPT_VISITS = 20


class FetchStore:
    """The Store port over one connection; only the thread that made it may write."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._new: list[New] = []

    @cached_property
    def _tables(self) -> "Database":
        # Imported when there is something new: most fetches find nothing, and pay nothing.
        from sqlite_utils import Database

        return Database(self._connection, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction around everything saved within."""
        self._new = []
        # What SQLite keeps to undo a statement: a file would lie on another disk, which may be full
        # or closed to us.
        self._connection.execute("PRAGMA temp_store = MEMORY")
        with db.transaction(self._connection):
            yield
            new, self._new = self._new, []
            if new:
                with merges.around(self._connection, articles=len(new)):
                    insert(self._connection, new)
            grams.index_due(self._connection)

    def digests(self, source_id: int, *, limit: int) -> dict[str, bytes]:
        """The digests of a source's newest articles, by guid."""
        return dict(
            self._connection.execute(
                "SELECT guid, digest FROM article WHERE source_id = ? "
                "ORDER BY sort_at DESC LIMIT ?",
                (source_id, limit),
            )
        )

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

    def pruned(self, source_id: int, drafts: Sequence[Draft]) -> set[str]:
        """The guids of drafts whose articles were let go: they are not new."""
        return prune.pruned(self._connection, source_id, [draft.guid for draft in drafts])

    def save_articles(self, source_id: int, changes: Changes, *, now: int) -> int:
        """Stores what is new and what the publisher changed; how many articles have other words.

        What is new is written with the rest of its batch.
        """
        self._number(source_id, changes.new, now=now)
        return sum([self._update(change, now=now) for change in changes.changed])

    def published(self, source_id: int, *, limit: int) -> list[int]:
        """The places in time of a source's newest articles, newest first."""
        rows = self._connection.execute(
            "SELECT sort_at FROM article WHERE source_id = ? ORDER BY sort_at DESC LIMIT ?",
            (source_id, limit),
        )
        times = [row[0] for row in rows]
        new = [one for one in self._new if one[1] == source_id]
        times += [sort_at(draft.published_at, seen_at=now) for _, _, now, draft in new]
        return sorted(times, reverse=True)[:limit]

    def note(self, sources: Sequence[Source], visits: Sequence[Visit]) -> None:
        """Stores how each source now stands, and the visit that led to it."""
        self._connection.executemany(_NOTE, map(_noted, sources))
        self._connection.executemany(
            "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", visits
        )
        self._connection.executemany(
            "DELETE FROM visit WHERE source_id = ? AND number <= ?",
            [(visit.source_id, visit.number - _KEPT_VISITS) for visit in visits],
        )

    def disable(self, source_id: int, reason: str, *, now: int) -> None:
        """Ends the asking of a source."""
        self._connection.execute(
            "UPDATE source SET disabled_at = ?, disabled_reason = ? WHERE id = ?",
            (now, reason, source_id),
        )

    def move(self, source: Source, url: str, *, now: int) -> bool:
        """Moves a source to another URL; False where another source has that one."""
        if self._connection.execute("SELECT 1 FROM source WHERE url = ?", (url,)).fetchone():
            return False
        self._connection.execute(
            "INSERT OR REPLACE INTO source_url (url, source_id, until_at) VALUES (?, ?, ?)",
            (source.url, source.id, now),
        )
        # At once: another source of this batch may have moved to the same address.
        self._connection.execute("UPDATE source SET url = ? WHERE id = ?", (url, source.id))
        return True

    def pauses(self) -> dict[str, float]:
        """The pause in seconds that hosts asked for, by their names."""
        return dict(self._connection.execute("SELECT name, pause_s FROM host"))

    def save_pauses(self, pauses: Mapping[str, float], *, now: int) -> None:
        """Keeps the pauses of hosts; a pause of 0 forgets one."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO host (name, pause_s, learnt_at) VALUES (?, ?, ?)",
            [(name, pause_s, now) for name, pause_s in pauses.items() if pause_s],
        )
        self._connection.executemany(
            "DELETE FROM host WHERE name = ?", [(name,) for name in pauses if not pauses[name]]
        )

    def _number(self, source_id: int, drafts: Sequence[Draft], *, now: int) -> None:
        """Gives new articles their ids, which grow with time; feeds list the newest first.

        Here, under the write lock, and not by SQLite: they follow each other, and what belongs to
        an article can be written without asking for its id.
        """
        if not drafts:
            return
        if self._new:
            highest = self._new[-1][0]
        else:
            (highest,) = self._connection.execute(
                "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'article'"
            ).fetchone()
        placed = [(sort_at(d.published_at, seen_at=now), -n, d) for n, d in enumerate(drafts)]
        placed.sort(key=lambda place: place[:2])
        for number, (*_, draft) in enumerate(placed, highest + 1):
            self._new.append((number, source_id, now, draft))

    def _update(self, change: Change, *, now: int) -> bool:
        """The article as it now is; True where its words are others.

        Its id, marks, tags of the user's and place in time stay.
        """
        article_id, draft = change
        row = dict(zip(COLUMNS, article_values(draft), strict=True))
        row["text"] = draft.text.decode()
        # An entry is compared with what the feed said before, never with the text of its page.
        was_shown = pages.show_feed(self._connection, article_id)
        is_edited = self._words_differ(article_id, draft)
        if is_edited:
            self._keep_revision(article_id, now=now)
            row["edited_at"] = now
            self._connection.execute(
                "UPDATE place SET is_due = 1 WHERE article_id = ?", (article_id,)
            )
        body = dict(zip(BODY_COLUMNS, body_values(article_id, draft), strict=True))
        self._tables.table("article").update(article_id, row)
        self._tables.table("body").upsert(body, pk="article_id")
        self._tables.table("link").delete_where("article_id = ? AND origin = 'feed'", [article_id])
        self._tables.table("enclosure").delete_where("article_id = ?", [article_id])
        self._tables.table("article_tag").delete_where(
            "article_id = ? AND tagged_at IS NULL", [article_id]
        )
        insert_parts(self._connection, [(article_id, draft)])
        pages.show_again(
            self._connection, article_id, was_shown=was_shown, is_edited=is_edited, now=now
        )
        return is_edited

    def _words_differ(self, article_id: int, draft: Draft) -> bool:
        held = self._connection.execute(
            "SELECT title, summary, text FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        now = (draft.title, draft.summary, draft.text.decode())
        return not all(map(says_the_same, held, now))

    def _keep_revision(self, article_id: int, *, now: int) -> None:
        self._connection.execute(
            """
            INSERT INTO revision
                (article_id, number, seen_at, title, summary, text, html, blocks, sent, base_url)
            SELECT article.id,
                   1 + (SELECT count(*) FROM revision WHERE article_id = article.id),
                   coalesce(edited_at, seen_at), title, summary, text, html, blocks,
                   iif(blocks = '', sent, NULL), coalesce(base_url, article.url)
            FROM article JOIN body ON body.article_id = article.id WHERE article.id = ?
            """,
            (article_id,),
        )
