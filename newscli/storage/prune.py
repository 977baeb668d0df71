"""Letting go of old articles. What is starred, tagged by the user, unread or saved stays; what a
rule hid has a tag, but is not kept for it.

An entry whose article was pruned leaves its guid behind, hashed: while its feed still has it, it
is not new again.
"""

import json
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from newscli.storage import db
from newscli.storage.reads import SAVED

_AT_ONCE = 500
"""Articles a transaction: nobody who marks an article meanwhile waits long."""


class Rule(NamedTuple):
    """What is kept: articles since `since` (Unix seconds), and of each source the newest
    `articles`. An article goes when one of them lets go of it; None keeps all."""

    since: int | None = None
    articles: int | None = None


class Pruning(NamedTuple):
    """How many articles go by the rule, and how many stay for being unread, starred or tagged.

    An article that stays counts once, under the first of these.
    """

    articles: int
    unread: int
    starred: int
    tagged: int


def guid_key(guid: str) -> bytes:
    """What is kept of a guid: eight bytes, of which no two are equal by chance."""
    return blake2b(guid.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def prune(connection: sqlite3.Connection, rule: Rule, *, is_dry: bool = False) -> Pruning:
    """Deletes what the rule lets go of; nothing in a dry run.

    Nobody may fetch meanwhile. It is done in parts: what was deleted stays so when it is stopped.
    """
    _choose(connection, rule)
    counts = _counts(connection)
    while not is_dry and _delete_some(connection):
        pass
    connection.execute("DELETE FROM temp.outdated")
    return counts


def _choose(connection: sqlite3.Connection, rule: Rule) -> None:
    """Fills temp.outdated with the articles that the rule lets go of, and why one stays."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS outdated (id INTEGER PRIMARY KEY, stays TEXT)"
    )
    connection.execute("DELETE FROM temp.outdated")
    if rule.since is not None:
        connection.execute(
            "INSERT INTO temp.outdated SELECT id, NULL FROM article WHERE sort_at < ? "
            "AND source_id NOT IN (SELECT id FROM source WHERE url = ?)",
            (rule.since, SAVED),
        )
    if rule.articles is not None:
        for (source_id,) in connection.execute(
            "SELECT id FROM source WHERE url <> ?", (SAVED,)
        ).fetchall():
            connection.execute(
                "INSERT OR IGNORE INTO temp.outdated SELECT id, NULL FROM article "
                "WHERE source_id = ? ORDER BY sort_at DESC, id DESC LIMIT -1 OFFSET ?",
                (source_id, rule.articles),
            )
    connection.execute(
        """
        UPDATE temp.outdated SET stays = CASE
            WHEN article.read_at IS NULL THEN 'unread'
            WHEN article.starred_at IS NOT NULL THEN 'starred'
            WHEN EXISTS (SELECT 1 FROM article_tag
                         WHERE article_id = article.id AND tagged_at IS NOT NULL
                         AND tag <> 'hidden') THEN 'tagged'
            END
        FROM article WHERE article.id = outdated.id
        """
    )


def _counts(connection: sqlite3.Connection) -> Pruning:
    found = dict(
        connection.execute("SELECT coalesce(stays, ''), count(*) FROM temp.outdated GROUP BY 1")
    )
    return Pruning(*(found.get(why, 0) for why in ("", "unread", "starred", "tagged")))


def _delete_some(connection: sqlite3.Connection) -> int:
    with db.transaction(connection):
        # A mark may have come in between: it is looked at again.
        rows = connection.execute(
            "SELECT article.id, source_id, guid FROM temp.outdated "
            "JOIN article ON article.id = outdated.id WHERE stays IS NULL "
            "AND read_at IS NOT NULL AND starred_at IS NULL LIMIT ?",
            (_AT_ONCE,),
        ).fetchall()
        connection.executemany(
            "INSERT OR IGNORE INTO pruned (source_id, guid) VALUES (?, ?)",
            [(source_id, guid_key(guid)) for _, source_id, guid in rows],
        )
        connection.execute(
            "DELETE FROM article WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([row[0] for row in rows]),),
        )
    return len(rows)


def pruned(connection: sqlite3.Connection, source_id: int, guids: Iterable[str]) -> set[str]:
    """Those of the guids whose articles of this source were pruned."""
    (has_any,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM pruned WHERE source_id = ?)", (source_id,)
    ).fetchone()
    query = "SELECT 1 FROM pruned WHERE source_id = ? AND guid = ?"
    return {
        guid
        for guid in (guids if has_any else ())
        if connection.execute(query, (source_id, guid_key(guid))).fetchone()
    }
