"""The sources that the user follows."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newscli.core import options
from newscli.core.entry import Subscription
from newscli.core.errors import NotFoundError, UsageError
from newscli.core.models import Source, Visit
from newscli.core.urls import shown_url
from newscli.storage import db
from newscli.storage.reads import SAVED

_SOURCE = """
    source.id, source.url, coalesce(source.name, source.feed_title, source.url), site_url, folder,
    coalesce((SELECT group_concat(tag, char(10)) FROM
        (SELECT tag FROM source_tag WHERE source_id = source.id ORDER BY tag)), ''),
    added_at, disabled_at, disabled_reason, asked_at, answered_at, failures, problem,
    wait_until, back_off_until, etag, last_modified, content_hash, feed_title, visits,
    next_at, next_why, every_s, skip_hours, skip_days, rhythm, moved_to, moved_seen,
"""
_COUNTS = """
    (SELECT count(*) FROM article WHERE source_id = source.id),
    (SELECT count(*) FROM article WHERE source_id = source.id AND read_at IS NULL),
    (SELECT max(sort_at) FROM article WHERE source_id = source.id)
"""
_TITLE_COLUMN = 2
_TAGS_COLUMN = 5
_FEED_TITLE_COLUMN = Source._fields.index("feed_title")
_OFTEN_EQUAL = [*map(Source._fields.index, ("added_at", "asked_at", "answered_at", "next_why"))]
_BY_URL = """
    SELECT id FROM source WHERE url = ?1 UNION ALL
    SELECT source_id FROM source_url WHERE url = ?1 LIMIT 1
"""


def all_sources(connection: sqlite3.Connection) -> list[Source]:
    """Every subscription with its counts, by folder and title."""
    order = "ORDER BY folder, 3 COLLATE NOCASE, source.id"
    return _rows(connection, _COUNTS, f"WHERE source.url <> ? {order}", [SAVED])


def to_fetch(connection: sqlite3.Connection, ids: Sequence[int] | None) -> list[Source]:
    """The enabled sources (or those of these ids, enabled or not), longest unasked first.

    Counts are left at 0: counting articles would make an idle fetch grow with history.
    """
    order = "ORDER BY asked_at, source.id"
    if ids is None:
        where = f"WHERE disabled_at IS NULL AND source.url <> ? {order}"
        return _rows(connection, "0, 0, NULL", where, [SAVED])
    marks = ",".join("?" * len(ids))
    where = f"WHERE source.id IN ({marks}) AND source.url <> ? {order}"
    return _rows(connection, "0, 0, NULL", where, [*ids, SAVED])


def source(connection: sqlite3.Connection, source_id: int) -> Source:
    """One source with its counts. Raises NotFoundError."""
    found = _rows(connection, _COUNTS, "WHERE source.id = ?", [source_id])
    if not found:
        raise NotFoundError(f"no source {source_id}", hint="newscli sources list")
    return found[0]


def _rows(
    connection: sqlite3.Connection, counts: str, rest: str, values: Sequence[object] = ()
) -> list[Source]:
    rows = connection.execute(f"SELECT {_SOURCE} {counts} FROM source {rest}", values)
    given = _options(connection)
    known: dict[object, object] = {}
    return [_made(list(row), given.get(row[0], options.NONE), known) for row in rows]


def _made(row: list[Any], given: options.Options, known: dict[object, object]) -> Source:
    """A source; what is equal in many is kept once, which spares a fifth of what they take."""
    for column in _OFTEN_EQUAL:
        row[column] = known.setdefault(row[column], row[column])
    title = shown_url(row[_TITLE_COLUMN])  # the address where there is no title yet
    is_own = title == row[_FEED_TITLE_COLUMN]
    row[_TITLE_COLUMN] = row[_FEED_TITLE_COLUMN] if is_own else title
    row[_TAGS_COLUMN] = tuple(row[_TAGS_COLUMN].split("\n")) if row[_TAGS_COLUMN] else ()
    return Source._make([*row, given])


def _options(connection: sqlite3.Connection) -> dict[int, options.Options]:
    """The user's settings of those sources that have any, by id."""
    found: dict[int, list[tuple[str, str]]] = {}
    for source_id, name, value in connection.execute(
        "SELECT source_id, name, value FROM source_option ORDER BY source_id, name"
    ):
        found.setdefault(source_id, []).append((name, value))
    return {source_id: options.from_rows(rows) for source_id, rows in found.items()}


def set_options(connection: sqlite3.Connection, source_id: int, chosen: options.Options) -> None:
    """Replaces the user's settings for a source."""
    with db.transaction(connection):
        connection.execute("DELETE FROM source_option WHERE source_id = ?", (source_id,))
        connection.executemany(
            "INSERT INTO source_option (source_id, name, value) VALUES (?, ?, ?)",
            [(source_id, name, value) for name, value in options.to_rows(chosen)],
        )


def make_due(connection: sqlite3.Connection, source_id: int) -> None:
    """Lets a source be asked at the next fetch, unless its server told us to wait."""
    connection.execute(
        "UPDATE source SET next_at = NULL, next_why = NULL, back_off_until = NULL WHERE id = ?",
        (source_id,),
    )


def visits(connection: sqlite3.Connection, source_id: int) -> list[Visit]:
    """The last visits to a source, at most twenty, oldest first."""
    rows = connection.execute(
        "SELECT source_id, number, at, outcome, status, new, changed, size_bytes, duration_ms, "
        "problem FROM visit WHERE source_id = ? ORDER BY number",
        (source_id,),
    )
    return [Visit._make(row) for row in rows]


def former_urls(connection: sqlite3.Connection, source_id: int) -> list[tuple[str, int]]:
    """(URL, until when) of the addresses that a source had before, the latest first."""
    return connection.execute(
        "SELECT url, until_at FROM source_url WHERE source_id = ? ORDER BY until_at DESC",
        (source_id,),
    ).fetchall()


def count(connection: sqlite3.Connection) -> int:
    """How many subscriptions there are, disabled ones included."""
    (number,) = connection.execute(
        "SELECT count(*) FROM source WHERE url <> ?", (SAVED,)
    ).fetchone()
    return int(number)


def names(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """(id, title, URL) of every source, in order of the alphabet, as they may be shown."""
    rows = connection.execute(
        "SELECT id, coalesce(name, feed_title, url) AS title, url FROM source ORDER BY title"
    )
    return [(number, shown_url(title), shown_url(url)) for number, title, url in rows]


def find(connection: sqlite3.Connection, word: str) -> int:
    """The id of the source that a word names: its id, URL, title, or a part of title or URL.

    Digits are only ever an id. Raises NotFoundError where nothing fits, UsageError where several
    do.
    """
    rows = _named(connection)
    folded = word.strip().casefold()
    found = _exact(rows, folded)
    if not found and folded and not folded.isdigit():
        found = [row for row in rows if folded in f"{row[2]}\n{row[1]}".casefold()]
    return _only(found, word)


def find_exactly(connection: sqlite3.Connection, word: str) -> int:
    """The id of the source that a word names in full: its id, URL or title.

    For what cannot be taken back. Raises as `find` does.
    """
    return _only(_exact(_named(connection), word.strip().casefold()), word)


_Named = tuple[int, str, str, str | None]


def _named(connection: sqlite3.Connection) -> list[_Named]:
    """(id, URL, title, site) of every source."""
    return connection.execute(
        "SELECT id, url, coalesce(name, feed_title, url), site_url FROM source ORDER BY id"
    ).fetchall()


def _exact(rows: Sequence[_Named], folded: str) -> list[_Named]:
    by_id = [row for row in rows if folded == str(row[0])]
    names = ((row, [name.casefold() for name in row[1:] if name]) for row in rows)
    return by_id or [row for row, folded_names in names if folded and folded in folded_names]


def _only(found: Sequence[_Named], word: str) -> int:
    if not found:
        raise NotFoundError(f'no source "{word}"', hint="newscli sources list")
    if len(found) > 1:
        names = ", ".join(f"{row[0]} {row[2]}" for row in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise UsageError(f'"{word}" fits {len(found)} sources: {names}{more}; give the id')
    return found[0][0]


def add(
    connection: sqlite3.Connection, subscriptions: Iterable[Subscription], *, now: int
) -> list[int]:
    """Adds sources, and tells the ids of those that were not there before, in order.

    A source that is already followed keeps its name and folder, and gains the tags.
    """
    added: list[int] = []
    with db.transaction(connection):
        for subscription in subscriptions:
            row = connection.execute(
                "INSERT INTO source (url, name, site_url, folder, added_at) "
                "SELECT ?1, ?2, ?3, ?4, ?5 "
                "WHERE NOT EXISTS (SELECT 1 FROM source_url WHERE url = ?1) "
                "ON CONFLICT (url) DO NOTHING RETURNING id",
                (
                    subscription.url,
                    subscription.title,
                    subscription.site_url,
                    subscription.folder,
                    now,
                ),
            ).fetchone()
            if row:
                added.append(row[0])
            _tag(connection, id_of(connection, subscription.url), subscription.tags)
    return added


def id_of(connection: sqlite3.Connection, url: str) -> int:
    """The id of the source with exactly this URL, now or before it moved. Raises NotFoundError."""
    row = connection.execute(_BY_URL, (url,)).fetchone()
    if row is None:
        raise NotFoundError(f"no source {url}", hint="newscli sources list")
    return int(row[0])


def has(connection: sqlite3.Connection, url: str) -> bool:
    """True when a source with exactly this URL, now or before it moved, is followed."""
    return connection.execute(_BY_URL, (url,)).fetchone() is not None


def _tag(connection: sqlite3.Connection, source_id: int, tags: Iterable[str]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO source_tag (source_id, tag) VALUES (?, ?)",
        ((source_id, tag) for tag in tags),
    )


def tag(connection: sqlite3.Connection, source_id: int, tags: Sequence[str]) -> None:
    """Puts tags on a source."""
    with db.transaction(connection):
        _tag(connection, source_id, tags)


def untag(connection: sqlite3.Connection, source_id: int, tags: Sequence[str]) -> None:
    """Takes tags off a source."""
    with db.transaction(connection):
        connection.executemany(
            "DELETE FROM source_tag WHERE source_id = ? AND tag = ?",
            ((source_id, name) for name in tags),
        )


def move(connection: sqlite3.Connection, source_id: int, folder: str) -> None:
    """Puts a source into a folder; "" is the top."""
    connection.execute("UPDATE source SET folder = ? WHERE id = ?", (folder, source_id))


def rename(connection: sqlite3.Connection, source_id: int, name: str | None) -> None:
    """Gives a source the user's own name; None goes back to the feed's."""
    connection.execute("UPDATE source SET name = ? WHERE id = ?", (name, source_id))


def enable(connection: sqlite3.Connection, source_id: int) -> None:
    """Lets a source be fetched again, at once and as if it had never failed."""
    connection.execute(
        "UPDATE source SET disabled_at = NULL, disabled_reason = NULL, failures = 0, "
        "problem = NULL, back_off_until = NULL, next_at = NULL WHERE id = ?",
        (source_id,),
    )


def disable(connection: sqlite3.Connection, source_id: int, *, now: int) -> None:
    """Stops fetching a source; its articles stay."""
    connection.execute(
        "UPDATE source SET disabled_at = ?, disabled_reason = 'by you' WHERE id = ?",
        (now, source_id),
    )


def remove(connection: sqlite3.Connection, source_id: int) -> None:
    """Ends a source, and deletes its articles with it."""
    with db.transaction(connection):
        connection.execute("DELETE FROM source WHERE id = ?", (source_id,))


def starred_count(connection: sqlite3.Connection, source_id: int) -> int:
    """How many of a source's articles are starred."""
    (number,) = connection.execute(
        "SELECT count(*) FROM article WHERE source_id = ? AND starred_at IS NOT NULL",
        (source_id,),
    ).fetchone()
    return int(number)


def lift_back_off(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Takes back our own waiting, where not the sources had failed but this machine's network."""
    with db.transaction(connection):
        connection.executemany(
            "UPDATE source SET back_off_until = NULL, failures = max(failures - 1, 0) WHERE id = ?",
            ((source_id,) for source_id in ids),
        )


def activity(
    connection: sqlite3.Connection, *, now: int, days: int = 14
) -> Mapping[int, Sequence[int]]:
    """Articles a day of each source over the last days, oldest day first, by source id."""
    first = now - days * 86_400
    rows = connection.execute(
        "SELECT source_id, (sort_at - ?) / 86400, count(*) FROM article "
        "WHERE sort_at > ? AND sort_at <= ? GROUP BY 1, 2",
        (first, first, now),
    )
    found: dict[int, list[int]] = {}
    for source_id, day, number in rows:
        found.setdefault(source_id, [0] * days)[min(day, days - 1)] = number
    return found


def fetched_at(connection: sqlite3.Connection) -> int | None:
    """When any source was last asked; None for never."""
    (at,) = connection.execute("SELECT max(asked_at) FROM source").fetchone()
    return None if at is None else int(at)
