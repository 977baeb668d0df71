"""Stories as the verbs show them; storage/placing.py makes them."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from newscli.core.models import Headline, Story, Told
from newscli.storage.reads import headlines_of

_WHO = "lower(coalesce(article.publisher, source.name, source.feed_title, source.url))"


class Size(NamedTuple):
    """How many articles a story has, and from how many sources."""

    articles: int
    sources: int


def names(connection: sqlite3.Connection, ids: Collection[int]) -> list[int]:
    """The stories of these articles, each once, in their order."""
    found: dict[int, None] = {}
    for number in ids:
        row = connection.execute(
            "SELECT story_id FROM place WHERE article_id = ?", (number,)
        ).fetchone()
        found[row[0] if row else number] = None
    return list(found)


def newest(
    connection: sqlite3.Connection, where: str, values: Sequence[object], *, min_sources: int
) -> Iterator[int]:
    """The stories from at least so many sources that have an article which fulfils a condition.

    The one with the newest such article goes first. `where` is SQL over `article`.
    """
    rows = connection.execute(
        f"""
        SELECT DISTINCT mine.story_id FROM place AS mine
        JOIN article ON article.id = mine.article_id
        JOIN source ON source.id = article.source_id
        WHERE {where} ORDER BY article.sort_at DESC, article.id DESC
        """,
        values,
    )
    seen: set[int] = set()
    for (story_id,) in rows:
        if story_id not in seen:
            seen.add(story_id)
            if size(connection, story_id).sources >= min_sources:
                yield story_id


def size(connection: sqlite3.Connection, story_id: int) -> Size:
    """How large a story is."""
    row = connection.execute(
        f"SELECT count(*), count(DISTINCT {_WHO}) FROM place "
        "JOIN article ON article.id = place.article_id "
        "JOIN source ON source.id = article.source_id WHERE story_id = ?",
        (story_id,),
    ).fetchone()
    return Size._make(row)


def sizes(connection: sqlite3.Connection, story_ids: Collection[int]) -> dict[int, int]:
    """How many articles those of the stories have that more than one source tells."""
    found = {name: size(connection, name) for name in set(story_ids)}
    return {name: one.articles for name, one in found.items() if one.sources > 1}


def one_each(rows: Iterable[Headline]) -> Iterator[Headline]:
    """The first row of each story."""
    seen: set[int | None] = set()
    for row in rows:
        if row.story_id not in seen:
            seen.add(row.story_id)
            yield row


def articles(connection: sqlite3.Connection, story_id: int) -> list[int]:
    """The ids of a story's articles."""
    rows = connection.execute(
        "SELECT article_id FROM place WHERE story_id = ? ORDER BY article_id", (story_id,)
    )
    return [row[0] for row in rows]


def story(connection: sqlite3.Connection, story_id: int, *, details: bool = False) -> Story:
    """A story with its articles; with what only one source says where `details` are wanted."""
    numbers = articles(connection, story_id) or [story_id]
    shares = dict(
        connection.execute("SELECT article_id, share FROM place WHERE story_id = ?", (story_id,))
    )
    held = headlines_of(connection, numbers)
    rows = sorted(held.values(), key=lambda row: (row.sort_at, row.id))
    told = tuple(Told(row, shares.get(row.id)) for row in rows)
    head = _head(connection, [row.id for row in rows if row.copy_of is None] or numbers)
    found = Story(story_id, head, told)
    return found._replace(only_here=_only_here(connection, found)) if details else found


def _head(connection: sqlite3.Connection, originals: Sequence[int]) -> int:
    """The article that is most like the others of its story; the first among equals."""
    inside = set(originals)

    def closeness(number: int) -> float:
        rows = connection.execute(
            "SELECT other_id, score FROM likeness WHERE article_id = ?", (number,)
        )
        return sum((float(score) for other, score in rows if other in inside), 0.0)

    return max(originals, key=lambda number: round(closeness(number), 6))


def _only_here(connection: sqlite3.Connection, found: Story) -> tuple[tuple[int, str], ...]:
    from newscli.core.only_here import only_here

    originals = [told.headline.id for told in found.articles if told.headline.copy_of is None]
    if len(originals) < 2 or len(found.sources) < 2:
        return ()
    texts = {
        number: connection.execute(
            "SELECT iif(text = '', summary, text) FROM article WHERE id = ?",
            (number,),
        ).fetchone()[0]
        for number in originals
    }
    return tuple(only_here(texts).items())
