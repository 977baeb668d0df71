"""Read, starred and tagged: what the user says of articles."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from newscli.storage import db
from newscli.storage.reads import Filter, condition

_JOURNAL_LENGTH = 20
_ASSIGNMENTS = {
    "read": ("read_at", True),
    "unread": ("read_at", False),
    "star": ("starred_at", True),
    "unstar": ("starred_at", False),
}
MARKS = tuple(_ASSIGNMENTS)


class Marked(NamedTuple):
    """How many articles a mark was meant for, and how many it changed."""

    chosen: int
    changed: int


def read(connection: sqlite3.Connection, article_id: int, *, now: int) -> None:
    """Marks one article as read by looking at it; `mark undo` does not concern itself with that.

    Over a ReadOnly connection it stays as it is.
    """
    if isinstance(connection, db.ReadOnly):
        return
    connection.execute(
        "UPDATE article SET read_at = ? WHERE id = ? AND read_at IS NULL", (now, article_id)
    )


def mark(
    connection: sqlite3.Connection,
    name: str,
    *,
    ids: Sequence[int] | None,
    chosen: Filter,
    now: int,
    is_dry: bool = False,
) -> Marked:
    """Sets or clears a mark (one of MARKS) on the ids, or on all that the filter lets through.

    What is marked so already keeps the time of its mark. A dry run only counts.
    """
    column, is_set = _ASSIGNMENTS[name]
    with db.transaction(connection):
        _choose(connection, ids, chosen)
        (count,) = connection.execute("SELECT count(*) FROM temp.chosen").fetchone()
        differs = f"{column} IS {'NULL' if is_set else 'NOT NULL'}"
        connection.execute(
            f"DELETE FROM temp.chosen WHERE id NOT IN (SELECT id FROM article WHERE {differs})"
        )
        (changed,) = connection.execute("SELECT count(*) FROM temp.chosen").fetchone()
        if changed and not is_dry:
            _keep(connection)
            connection.execute(
                f"UPDATE article SET {column} = ? WHERE id IN (SELECT id FROM temp.chosen)",
                (now if is_set else None,),
            )
    return Marked(count, changed)


def _choose(connection: sqlite3.Connection, ids: Sequence[int] | None, chosen: Filter) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.chosen")
    if ids is None:
        where, values = condition(chosen)
        connection.execute(f"INSERT INTO temp.chosen SELECT id FROM article WHERE {where}", values)
    else:
        connection.executemany(
            "INSERT OR IGNORE INTO temp.chosen VALUES (?)", ((number,) for number in ids)
        )


def _keep(connection: sqlite3.Connection) -> None:
    """Notes the marks of the chosen as they are; the oldest notes make room."""
    (last,) = connection.execute("SELECT coalesce(max(mark_id), 0) FROM mark_journal").fetchone()
    connection.execute(
        "INSERT INTO mark_journal (mark_id, article_id, read_at, starred_at) "
        "SELECT ?, id, read_at, starred_at FROM article WHERE id IN (SELECT id FROM temp.chosen)",
        (last + 1,),
    )
    connection.execute("DELETE FROM mark_journal WHERE mark_id <= ?", (last + 1 - _JOURNAL_LENGTH,))


def unread_among(connection: sqlite3.Connection, ids: Sequence[int]) -> set[int]:
    """Those of these articles that are unread."""
    rows = connection.execute(
        "SELECT id FROM article WHERE read_at IS NULL AND id IN (SELECT value FROM json_each(?))",
        (str(list(ids)),),
    )
    return {row[0] for row in rows}


def undo(connection: sqlite3.Connection) -> int:
    """Takes the last `mark` back; the number of articles, 0 when there is nothing to take back."""
    with db.transaction(connection):
        (last,) = connection.execute("SELECT max(mark_id) FROM mark_journal").fetchone()
        if last is None:
            return 0
        changed = connection.execute(
            "UPDATE article SET read_at = before.read_at, starred_at = before.starred_at "
            "FROM mark_journal AS before WHERE before.mark_id = ? AND article.id = article_id",
            (last,),
        ).rowcount
        connection.execute("DELETE FROM mark_journal WHERE mark_id = ?", (last,))
        return changed


def add_tags(
    connection: sqlite3.Connection, ids: Sequence[int], tags: Sequence[str], *, now: int
) -> int:
    """Puts the user's tags on articles; the number of tags that were not there."""
    with db.transaction(connection):
        return connection.executemany(
            "INSERT INTO article_tag (article_id, tag, tagged_at) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET tagged_at = excluded.tagged_at WHERE tagged_at IS NULL",
            [(article_id, tag, now) for article_id in ids for tag in tags],
        ).rowcount


def remove_tags(connection: sqlite3.Connection, ids: Sequence[int], tags: Sequence[str]) -> int:
    """Takes tags off articles; the number of tags that were there."""
    with db.transaction(connection):
        return connection.executemany(
            "DELETE FROM article_tag WHERE article_id = ? AND tag = ?",
            [(article_id, tag) for article_id in ids for tag in tags],
        ).rowcount


def has_tag(connection: sqlite3.Connection, tag: str) -> bool:
    """True when an article or a source has the tag, whatever its case."""
    query = "SELECT 1 FROM {} WHERE tag = ? COLLATE NOCASE LIMIT 1"
    return any(
        connection.execute(query.format(table), (tag,)).fetchone()
        for table in ("source_tag", "article_tag")
    )


class TagCount(NamedTuple):
    """A tag, and how many articles and sources carry it."""

    tag: str
    articles: int
    sources: int


def tags(connection: sqlite3.Connection) -> list[TagCount]:
    """The user's tags, in order of the alphabet; publishers' categories are not among them."""
    rows = connection.execute(
        """
        SELECT tag, sum(articles), sum(sources) FROM (
          SELECT tag, 1 AS articles, 0 AS sources FROM article_tag WHERE tagged_at IS NOT NULL
          UNION ALL SELECT tag, 0, 1 FROM source_tag)
        GROUP BY tag ORDER BY tag
        """
    )
    return list(map(TagCount._make, rows))
