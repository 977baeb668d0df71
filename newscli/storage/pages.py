"""Articles' own web pages: which are to be asked for, and what was found there.

`article.text` and `article.words` are those of the text that is shown; where that is the page's,
`page.other_text` has the feed's, and the other way round. `show_feed` puts the feed's back before
an entry is compared with it, `show_again` the page's afterwards.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from newscli.core import fuller
from newscli.core.models import WebArticle
from newscli.core.normalise import sensible_time
from newscli.core.urls import canonical_url
from newscli.core.wording import says_the_same
from newscli.storage import bodies
from newscli.storage.codec import encode_blocks

_ENTRY = """
    SELECT article.title, {text}, {words},
           coalesce(CASE WHEN body.blocks NOT IN ('', '[]')
                         THEN json_extract(body.blocks, '$[#-1][1]') END, ''),
           body.html IS NULL AND body.sent IS NULL,
           EXISTS (SELECT 1 FROM enclosure WHERE enclosure.article_id = article.id),
           CASE WHEN coalesce(page.blocks, '') <> ''
                THEN iif(page.is_shown, article.words, page.other_words) END,
           page.problem
    FROM article JOIN body ON body.article_id = article.id
    LEFT JOIN page ON page.article_id = article.id
""".format(
    text="iif(coalesce(page.is_shown, 0), page.other_text, article.text)",
    words="iif(coalesce(page.is_shown, 0), page.other_words, article.words)",
)


class Wanted(NamedTuple):
    """An article whose page may say more than the feed; `tries` of it failed so far, in a row."""

    article_id: int
    source_id: int
    url: str
    tries: int = 0


class Asked(NamedTuple):
    """How an article's page stands: when it was asked for, and whether its text is held."""

    asked_at: int
    is_held: bool
    is_due: bool


_WANTED = """
    SELECT article.id, article.source_id, article.url, coalesce(page.tries, 0)
    FROM article LEFT JOIN page ON page.article_id = article.id
"""


def wanted(
    connection: sqlite3.Connection,
    source_ids: Sequence[int],
    *,
    after_id: int,
    now: int,
    limit: int,
) -> list[Wanted]:
    """The sources' articles, newest first, that are new or whose page is to be asked for again.

    New are the newest of those with an id above that one. Left out is what shares its page with
    another article of its source: the story there is not that of each of them.
    """
    # Candidates first, each kind by its index: SQLite would walk over the articles of all sources.
    rows = connection.execute(
        f"""
        WITH candidate (id) AS MATERIALIZED (
            SELECT value FROM json_each(:new)
                WHERE NOT EXISTS (SELECT 1 FROM page WHERE article_id = value)
            UNION SELECT article_id FROM page WHERE due_at <= :now)
        {_WANTED} JOIN candidate ON candidate.id = article.id
        WHERE article.source_id IN (SELECT value FROM json_each(:sources))
          AND article.canonical_url IS NOT NULL
          AND NOT EXISTS (
              SELECT 1 FROM article AS other
              WHERE other.canonical_url = article.canonical_url
                AND other.source_id = article.source_id AND other.id <> article.id
          )
        ORDER BY article.sort_at DESC, article.id DESC LIMIT :limit
        """,
        {
            "sources": json.dumps(list(source_ids)),
            "new": json.dumps(bodies.newest(connection, after_id=after_id, limit=limit)),
            "now": now,
            "limit": limit,
        },
    )
    return [Wanted._make(row) for row in rows]


def wanted_one(connection: sqlite3.Connection, article_id: int) -> Wanted | None:
    """An article whose page is asked for by name; None where it has no address."""
    row = connection.execute(
        f"{_WANTED} WHERE article.id = ? AND article.canonical_url IS NOT NULL", (article_id,)
    ).fetchone()
    return Wanted._make(row) if row else None


def asked(connection: sqlite3.Connection, article_id: int, *, now: int) -> Asked | None:
    """How an article's page stands; None where it was never asked for."""
    row = connection.execute(
        "SELECT asked_at, blocks <> '', coalesce(due_at <= ?, 0) FROM page WHERE article_id = ?",
        (now, article_id),
    ).fetchone()
    return Asked(row[0], bool(row[1]), bool(row[2])) if row else None


def entries(connection: sqlite3.Connection, source_id: int) -> list[fuller.Entry]:
    """A source's newest entries, with what is known of their pages."""
    rows = connection.execute(
        f"{_ENTRY} WHERE article.id IN (SELECT id FROM article WHERE source_id = ? "
        "ORDER BY sort_at DESC, id DESC LIMIT ?)",
        (source_id, fuller.LOOKED_AT),
    )
    return list(map(_entry, rows))


def _entry(row: tuple[str, str, int, str, int, int, int | None, str | None]) -> fuller.Entry:
    title, text, words, last_line, is_plain, has_files, page_words, problem = row
    return fuller.Entry(
        title, text, words, last_line or text, bool(is_plain), bool(has_files), page_words, problem
    )


def save(
    connection: sqlite3.Connection,
    article_id: int,
    page: WebArticle,
    *,
    asked: str,
    read_on: re.Pattern[str],
    now: int,
) -> None:
    """Keeps an article's page, within the caller's transaction; `asked` is its address as it was
    asked for.

    A page that says something else than it did before leaves a revision of its earlier words.
    """
    from newscli.storage.waiting import place

    show_feed(connection, article_id)
    _keep_revision(connection, article_id, page, now=now)
    keep(connection, article_id, page, now=now)
    add_addresses(connection, article_id, (asked, page.url))
    _choose(connection, article_id, read_on)
    place(connection, [article_id], now=now)


def keep(connection: sqlite3.Connection, article_id: int, page: WebArticle, *, now: int) -> None:
    """Keeps a page and its links beside the feed's text, which is shown."""
    facts = {**_facts(page), "asked_at": now, "url": page.url}
    _upsert(connection, article_id, {**facts, "due_at": None, "tries": 0, "problem": None})
    connection.execute("DELETE FROM link WHERE article_id = ? AND origin = 'page'", (article_id,))
    connection.executemany(
        "INSERT OR IGNORE INTO link "
        "(article_id, origin, position, kind, url, canonical_url, label) "
        "VALUES (?, 'page', ?, ?, ?, ?, ?)",
        [
            (article_id, place, link.kind, link.url, canonical_url(link.url), link.label)
            for place, link in enumerate(page.links)
        ],
    )


def save_problem(
    connection: sqlite3.Connection,
    wanted: Wanted,
    problem: str,
    *,
    due_at: int | None,
    now: int,
) -> None:
    """Notes that a page could not be had; what is held of it stays."""
    facts = {"url": wanted.url, "asked_at": now, "due_at": due_at, "problem": problem}
    _upsert(connection, wanted.article_id, {**facts, "tries": wanted.tries + 1})


def _facts(page: WebArticle) -> dict[str, object]:
    told, origin = page.metadata, page.attribution
    return {
        "title": told.title,
        "author": ", ".join(told.authors) or None,
        "language": told.language,
        "published_at": sensible_time(told.published_at),
        "updated_at": sensible_time(told.updated_at),
        "image": told.image,
        "publisher": origin.publisher if origin else None,
        "publisher_rule": origin.rule if origin else None,
        "publisher_span": origin.span if origin else None,
        "html": page.html,
        "blocks": encode_blocks(page.blocks),
        "is_shown": 0,
        "other_text": page.text,
        "other_words": page.words,
    }


def _upsert(connection: sqlite3.Connection, article_id: int, facts: dict[str, object]) -> None:
    names = ", ".join(facts)
    changes = ", ".join(f"{name} = excluded.{name}" for name in facts)
    connection.execute(
        f"INSERT INTO page (article_id, {names}) VALUES (?{', ?' * len(facts)}) "
        f"ON CONFLICT DO UPDATE SET {changes}",
        (article_id, *facts.values()),
    )


def add_addresses(
    connection: sqlite3.Connection, article_id: int, urls: Iterable[str | None]
) -> None:
    """Lets an article be found by further addresses, also when they are written otherwise."""
    keys = {canonical_url(url) for url in urls if url}
    connection.executemany(
        "INSERT OR IGNORE INTO page_url (url, article_id) SELECT ?1, ?2 WHERE NOT EXISTS "
        "(SELECT 1 FROM article WHERE id = ?2 AND canonical_url = ?1)",
        [(key, article_id) for key in keys if key],
    )


def _keep_revision(
    connection: sqlite3.Connection, article_id: int, page: WebArticle, *, now: int
) -> None:
    """Keeps the page's words as they were, where it now has others; the feed's text is shown."""
    held = connection.execute(
        "SELECT other_text FROM page WHERE article_id = ? AND blocks <> ''", (article_id,)
    ).fetchone()
    if held is None or says_the_same(held[0], page.text):
        return
    connection.execute(
        """
        INSERT INTO revision
            (article_id, number, seen_at, title, summary, text, html, blocks, origin)
        SELECT article.id,
               1 + (SELECT count(*) FROM revision WHERE article_id = article.id),
               page.asked_at, article.title, summary, other_text, html, blocks, 'page'
        FROM article JOIN page ON page.article_id = article.id WHERE article.id = ?
        """,
        (article_id,),
    )
    connection.execute("UPDATE article SET edited_at = ? WHERE id = ?", (now, article_id))


def show_feed(connection: sqlite3.Connection, article_id: int) -> bool:
    """Puts the feed's own text into the article; True where the page's stood there."""
    return _swap(connection, article_id, to_page=False)


def show_page(connection: sqlite3.Connection, article_id: int) -> None:
    """Puts the page's text into the article."""
    _swap(connection, article_id, to_page=True)


def show_again(
    connection: sqlite3.Connection, article_id: int, *, was_shown: bool, is_edited: bool, now: int
) -> None:
    """After an entry has changed: the page's text as before, unless the feed now says as much.

    An entry with other words gives reason to ask for its page again.
    """
    connection.execute(_FILL, (article_id,))
    if was_shown and fuller.is_gain(*_words(connection, article_id)):
        show_page(connection, article_id)
    if is_edited:
        connection.execute(
            "UPDATE page SET due_at = ?, tries = 0 WHERE article_id = ?", (now, article_id)
        )


def _words(connection: sqlite3.Connection, article_id: int) -> tuple[int, int]:
    """How many words the feed's text has, which is shown, and how many the page's."""
    row: tuple[int, int] = connection.execute(
        "SELECT article.words, other_words FROM page JOIN article ON article.id = page.article_id "
        "WHERE article_id = ?",
        (article_id,),
    ).fetchone()
    return row


def _choose(connection: sqlite3.Connection, article_id: int, read_on: re.Pattern[str]) -> None:
    """Shows the page's text where that is the better one; fills in what the feed does not say."""
    row = connection.execute(f"{_ENTRY} WHERE article.id = ?", (article_id,)).fetchone()
    connection.execute(_FILL, (article_id,))
    _swap(connection, article_id, to_page=fuller.shows_page(_entry(row), read_on))


def _swap(connection: sqlite3.Connection, article_id: int, *, to_page: bool) -> bool:
    """Shows the page's text or the feed's; False where that was so already."""
    row = connection.execute(
        "SELECT article.text, article.words, other_text, other_words FROM page "
        "JOIN article ON article.id = page.article_id WHERE article_id = ? AND is_shown <> ?",
        (article_id, to_page),
    ).fetchone()
    if row is None:
        return False
    text, words, other_text, other_words = row
    connection.execute(
        "UPDATE article SET text = ?, words = ? WHERE id = ?", (other_text, other_words, article_id)
    )
    connection.execute(
        "UPDATE page SET is_shown = ?, other_text = ?, other_words = ? WHERE article_id = ?",
        (to_page, text, words, article_id),
    )
    return True


_FILL = """
    UPDATE article SET
      author = coalesce(article.author, page.author),
      language = coalesce(article.language, page.language),
      published_at = coalesce(article.published_at, page.published_at),
      sort_at = iif(article.published_at IS NULL AND page.published_at IS NOT NULL,
                    min(page.published_at, article.seen_at), article.sort_at),
      updated_at = coalesce(article.updated_at, page.updated_at),
      publisher_rule = iif(article.publisher IS NULL, page.publisher_rule, article.publisher_rule),
      publisher_span = iif(article.publisher IS NULL, page.publisher_span, article.publisher_span),
      publisher = coalesce(article.publisher, page.publisher)
    FROM page WHERE page.article_id = article.id AND article.id = ?
"""
"""What the feed does not say is taken from the page; a time that the feed gave stays."""
