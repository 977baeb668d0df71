"""What a digest asks of the database."""

import json
import sqlite3
from collections.abc import Iterator, Sequence

from newscli.core.models import Headline
from newscli.storage.reads import HEADLINE, Filter, condition


def headlines(
    connection: sqlite3.Connection, chosen: Filter, *, after_id: int, up_to_id: int
) -> Iterator[Headline]:
    """The articles that the filter lets through with ids in a range, its first end excluded."""
    where, values = condition(chosen)
    rows = connection.execute(
        f"SELECT {HEADLINE} WHERE {where} AND article.id > ? AND article.id <= ? "
        "ORDER BY article.id",
        [*values, after_id, up_to_id],
    )
    return map(Headline._make, rows)


def first_tags(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, str]:
    """The first by the alphabet of the user's tags on each article or its source, by id.

    Publishers' categories do not count; articles without a tag are missing.
    """
    rows = connection.execute(
        """
        SELECT id, min(tag) FROM (
          SELECT article_id AS id, tag FROM article_tag WHERE tagged_at IS NOT NULL
            AND article_id IN (SELECT value FROM json_each(?1))
          UNION ALL
          SELECT article.id, source_tag.tag FROM article JOIN source_tag USING (source_id)
            WHERE article.id IN (SELECT value FROM json_each(?1)))
        GROUP BY id
        """,
        (json.dumps(ids),),
    )
    return dict(rows)
