"""How often the blocks of a source's pages were seen, and the pages that have them."""

import json
import sqlite3
from collections.abc import Mapping, Set
from typing import NamedTuple

from newscli.core.models import Block
from newscli.storage.codec import decode_blocks, encode_blocks

_MOST_ROWS = 500
_LOOKED_AT = 50


class Held(NamedTuple):
    """The blocks of a page that is held."""

    article_id: int
    blocks: tuple[Block, ...]


def learn(
    connection: sqlite3.Connection, source_id: int, digests: Set[bytes], *, now: int
) -> Mapping[bytes, int]:
    """Counts each block once more, within the caller's transaction; on how many articles now.

    Those that were seen most often, then last, make at most 500 rows of a source.
    """
    seen: dict[bytes, int] = {}
    for digest in digests:
        (seen[digest],) = connection.execute(
            "INSERT INTO repeat (source_id, digest, seen, seen_at) VALUES (?, ?, 1, ?) "
            "ON CONFLICT DO UPDATE SET seen = seen + 1, seen_at = excluded.seen_at RETURNING seen",
            (source_id, digest, now),
        ).fetchone()
    connection.execute(
        "DELETE FROM repeat WHERE source_id = ?1 AND digest IN (SELECT digest FROM repeat "
        "WHERE source_id = ?1 ORDER BY seen DESC, seen_at DESC LIMIT -1 OFFSET ?2)",
        (source_id, _MOST_ROWS),
    )
    return seen


def seen(
    connection: sqlite3.Connection, source_id: int, digests: Set[bytes]
) -> Mapping[bytes, int]:
    """On how many articles of the source each block was seen; those never seen are missing."""
    rows = connection.execute(
        "SELECT digest, seen FROM repeat WHERE source_id = ? "
        "AND hex(digest) IN (SELECT value FROM json_each(?))",
        (source_id, json.dumps([digest.hex().upper() for digest in digests])),
    )
    return dict(rows)


def blocks_of(connection: sqlite3.Connection, article_id: int) -> tuple[Block, ...]:
    """The blocks of an article's page; none where it is not held."""
    row = connection.execute(
        "SELECT blocks FROM page WHERE article_id = ?", (article_id,)
    ).fetchone()
    return decode_blocks(row[0]) if row else ()


def newest(connection: sqlite3.Connection, source_id: int) -> list[Held]:
    """The newest pages of a source that are held, at most fifty."""
    rows = connection.execute(
        "SELECT article_id, blocks FROM page JOIN article ON article.id = article_id "
        "WHERE source_id = ? AND blocks <> '' ORDER BY sort_at DESC LIMIT ?",
        (source_id, _LOOKED_AT),
    )
    return [Held(number, decode_blocks(blocks)) for number, blocks in rows]


def replace(
    connection: sqlite3.Connection,
    article_id: int,
    blocks: tuple[Block, ...],
    *,
    text: str,
    words: int,
) -> None:
    """Gives a page its blocks anew, within the caller's transaction; this is no edit."""
    is_shown = connection.execute(
        "UPDATE page SET blocks = ?, other_text = iif(is_shown, other_text, ?), "
        "other_words = iif(is_shown, other_words, ?) WHERE article_id = ? RETURNING is_shown",
        (encode_blocks(blocks), text, words, article_id),
    ).fetchone()
    if is_shown and is_shown[0]:
        connection.execute(
            "UPDATE article SET text = ?, words = ? WHERE id = ?", (text, words, article_id)
        )
