"""Articles whose own web pages are asked for, and the stories that were found there."""

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.models import FullText
from newscli.storage import db


class Wanted(NamedTuple):
    """An article whose page may say more than the feed; `held_chars` is how much that said."""

    article_id: int
    source_id: int
    url: str
    title: str
    held_chars: int


def wanted(
    connection: sqlite3.Connection,
    source_ids: Sequence[int],
    *,
    after_id: int,
    edited_at: int,
    limit: int,
) -> list[Wanted]:
    """The sources' articles with an id above that one or edited at that time, newest first.

    Left out is what shares its page with another article of its source: the story there is not
    that of each of them.
    """
    rows = connection.execute(
        """
        SELECT id, source_id, url, title, max(length(text), length(summary)) FROM article
        WHERE source_id IN (SELECT value FROM json_each(:sources))
          AND (id > :after_id OR edited_at = :edited_at)
          AND canonical_url IS NOT NULL
          AND NOT EXISTS (
              SELECT 1 FROM article AS other
              WHERE other.canonical_url = article.canonical_url
                AND other.source_id = article.source_id AND other.id <> article.id
          )
        ORDER BY sort_at DESC, id DESC LIMIT :limit
        """,
        {
            "sources": json.dumps(source_ids),
            "after_id": after_id,
            "edited_at": edited_at,
            "limit": limit,
        },
    )
    return [Wanted._make(row) for row in rows]


def save(connection: sqlite3.Connection, found: Sequence[FullText]) -> None:
    """Puts pages' stories in the place of what the feed said of the articles; this is no edit.

    The digest stays that of the feed, so that its next document is compared with its last one.
    """
    with db.transaction(connection):
        connection.executemany(
            "UPDATE article SET text = ?, words = ? WHERE id = ?",
            [(story.text, story.words, story.article_id) for story in found],
        )
        connection.executemany(
            "UPDATE body SET sent = ?, html = NULL, blocks = '', "
            "base_url = nullif(?, (SELECT url FROM article WHERE id = body.article_id)) "
            "WHERE article_id = ?",
            [(story.sent, story.base_url, story.article_id) for story in found],
        )
        connection.executemany(
            "DELETE FROM link WHERE article_id = ?", [(story.article_id,) for story in found]
        )
