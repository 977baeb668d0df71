"""Pages saved from the web: articles of a source that is no subscription."""

import sqlite3
from collections.abc import Sequence

from newscli.core.models import Attribution, WebArticle
from newscli.core.normalise import sensible_time, sort_at
from newscli.core.urls import canonical_url
from newscli.storage import grams, pages
from newscli.storage.reads import SAVED

_NAME = "Saved pages"
_WHY = "it holds pages that you saved; nothing is asked"


def add(
    connection: sqlite3.Connection,
    page: WebArticle,
    *,
    title: str,
    publisher: Attribution,
    addresses: Sequence[str | None],
    now: int,
) -> int:
    """Keeps a page as an article, within the caller's transaction; its id.

    It is found again under its own address and the others given. `publisher` serves where the page
    itself names none.
    """
    from newscli.storage.waiting import place

    source_id = _source(connection, now=now)
    told, origin = page.metadata, page.attribution or publisher
    published_at = sensible_time(told.published_at)
    key = canonical_url(page.url)
    (article_id,) = connection.execute(
        """
        INSERT INTO article (source_id, guid, url, canonical_url, author, publisher,
            publisher_rule, publisher_span, language, published_at, updated_at, seen_at, sort_at,
            words, digest, title, summary, text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, x'', ?, '', '') RETURNING id
        """,
        (
            source_id,
            key or page.url,
            page.url,
            key,
            ", ".join(told.authors) or None,
            *origin,
            told.language,
            published_at,
            sensible_time(told.updated_at),
            now,
            sort_at(published_at, seen_at=now),
            title,
        ),
    ).fetchone()
    connection.execute("INSERT INTO body (article_id, blocks) VALUES (?, '[]')", (article_id,))
    pages.keep(connection, article_id, page, now=now)
    pages.show_page(connection, article_id)
    pages.add_addresses(connection, article_id, addresses)
    place(connection, [article_id], now=now)
    grams.index_due(connection)
    return int(article_id)


def _source(connection: sqlite3.Connection, *, now: int) -> int:
    """The id of the source that holds them; made when the first one is saved."""
    connection.execute(
        "INSERT INTO source (url, name, added_at, disabled_at, disabled_reason) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING",
        (SAVED, _NAME, now, now, _WHY),
    )
    (source_id,) = connection.execute("SELECT id FROM source WHERE url = ?", (SAVED,)).fetchone()
    return int(source_id)
