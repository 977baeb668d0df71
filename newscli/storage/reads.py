"""Articles as the verbs show them. Plain sqlite3: sqlite-utils would double the start-up."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from newscli.core.errors import NotFoundError
from newscli.core.ids import Reference
from newscli.core.models import (
    Article,
    Attribution,
    Headline,
    HeldEnclosure,
    HeldPage,
    PageLink,
)
from newscli.core.urls import canonical_url
from newscli.storage.codec import decode_blocks

if TYPE_CHECKING:
    from newscli.core.query_nodes import Node

SAVED = "newscli:saved"
"""The address of the source that holds pages saved from the web; it is none to be asked."""

HEADLINE = """
    article.id, article.title, article.url, article.publisher,
    coalesce(source.name, source.feed_title, source.url), article.source_id, article.author,
    article.language, article.published_at, article.seen_at, article.sort_at, article.read_at,
    article.starred_at, article.words, coalesce(mine.story_id, article.id), mine.copy_of
    FROM article JOIN source ON source.id = article.source_id
    LEFT JOIN place AS mine ON mine.article_id = article.id
"""
"""What a query selects to make a Headline of each row."""


class Filter(NamedTuple):
    """Which articles: all that is given must hold. Times are Unix seconds, `until` exclusive."""

    source_ids: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    is_unread: bool = False
    is_starred: bool = False
    is_edited: bool = False
    since: int | None = None
    until: int | None = None
    query: "Node | None" = None
    is_shown: bool = False
    """Only what no rule hid."""


def condition(chosen: Filter) -> tuple[str, list[object]]:
    """The SQL condition over `article` for a filter, and its values."""
    parts: list[str] = []
    values: list[object] = []
    if chosen.source_ids:
        parts.append(f"article.source_id IN ({_marks(chosen.source_ids)})")
        values += chosen.source_ids
    for tag in chosen.tags:
        parts.append(
            "(article.id IN (SELECT article_id FROM article_tag WHERE tag = ? COLLATE NOCASE) "
            "OR article.source_id IN "
            "(SELECT source_id FROM source_tag WHERE tag = ? COLLATE NOCASE))"
        )
        values += [tag, tag]
    if chosen.is_unread:
        parts.append("article.read_at IS NULL")
    if chosen.is_starred:
        parts.append("article.starred_at IS NOT NULL")
    if chosen.is_edited:
        parts.append("article.edited_at IS NOT NULL")
    if chosen.since is not None:
        parts.append("article.sort_at >= ?")
        values.append(chosen.since)
    if chosen.until is not None:
        parts.append("article.sort_at < ?")
        values.append(chosen.until)
    if chosen.is_shown:
        parts.append(
            "NOT EXISTS (SELECT 1 FROM article_tag WHERE article_tag.article_id = article.id "
            "AND tag = 'hidden')"
        )
    if chosen.query is not None:
        from newscli.storage.filters import compiled

        sql, more = compiled(chosen.query)
        parts.append(sql)
        values += more
    return " AND ".join(parts) or "1", values


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def headlines(
    connection: sqlite3.Connection, chosen: Filter, *, limit: int | None, folded: bool = False
) -> Iterator[Headline]:
    """The articles that the filter lets through, newest first; all of them without a limit.

    `folded` leaves out copies of an article that the filter lets through, too.
    """
    where, values = condition(chosen)
    if folded:
        # Within the parentheses `article` is the original.
        where += f" AND NOT EXISTS (SELECT 1 FROM article WHERE id = mine.copy_of AND {where})"
        values = [*values, *values]
    rows = connection.execute(
        f"SELECT {HEADLINE} WHERE {where} ORDER BY article.sort_at DESC, article.id DESC LIMIT ?",
        [*values, -1 if limit is None else limit],
    )
    return map(Headline._make, rows)


def ids(
    connection: sqlite3.Connection, chosen: Filter, *, also: Sequence[int] = ()
) -> Iterator[int]:
    """The ids that the filter lets through, and those of `also` that we hold, newest first."""
    where, values = condition(chosen)
    select = "SELECT article.id, article.sort_at FROM article WHERE"
    if also:
        others = f"{select} article.id IN (SELECT value FROM json_each(?))"
        query = f"SELECT id FROM ({select} {where} UNION {others}) ORDER BY sort_at DESC, id DESC"
        values = [*values, str(list(also))]
    else:
        query = f"{select} {where} ORDER BY article.sort_at DESC, article.id DESC"
    return (row[0] for row in connection.execute(query, values))


def count(connection: sqlite3.Connection, chosen: Filter) -> int:
    """How many articles the filter lets through."""
    where, values = condition(chosen)
    (number,) = connection.execute(f"SELECT count(*) FROM article WHERE {where}", values).fetchone()
    return int(number)


def headlines_of(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Headline]:
    """The headlines of these articles, by id; those that do not exist are missing."""
    found: dict[int, Headline] = {}
    for begin in range(0, len(ids), 500):
        part = ids[begin : begin + 500]
        rows = connection.execute(f"SELECT {HEADLINE} WHERE article.id IN ({_marks(part)})", part)
        found.update((row[0], Headline._make(row)) for row in rows)
    return found


def resolve(connection: sqlite3.Connection, references: Sequence[Reference]) -> list[int]:
    """The ids that references name, each once, in order.

    Raises NotFoundError for a single id or a URL that we do not hold, and for an empty range.
    """
    ids: dict[int, None] = {}
    for reference in references:
        found = _ids(connection, reference)
        if not found:
            raise NotFoundError(f"no article {_name(reference)}", hint="newscli headlines")
        ids.update(dict.fromkeys(found))
    return list(ids)


def find(connection: sqlite3.Connection, url: str) -> int | None:
    """The id of the article with this URL; None when we do not hold it."""
    return next(iter(_ids(connection, Reference(0, 0, url))), None)


def _ids(connection: sqlite3.Connection, reference: Reference) -> list[int]:
    if reference.url is not None:
        key = canonical_url(reference.url)
        rows = connection.execute(
            "SELECT id FROM article WHERE canonical_url = ?1 "
            "UNION SELECT article_id FROM page_url WHERE url = ?1 ORDER BY 1 LIMIT 1",
            (key,),
        )
    else:
        rows = connection.execute(
            "SELECT id FROM article WHERE id BETWEEN ? AND ? ORDER BY id",
            (reference.first, reference.last),
        )
    return [row[0] for row in rows]


def _name(reference: Reference) -> str:
    if reference.url is not None:
        return f"with the address {reference.url}"
    if reference.first == reference.last:
        return str(reference.first)
    return f"from {reference.first} to {reference.last}"


def article(
    connection: sqlite3.Connection, article_id: int, *, text_from: str | None = None
) -> Article:
    """One article with all that `read` shows. Raises NotFoundError.

    `text_from` is feed or page; by default the better one of what we hold (core/fuller.py).
    """
    row = connection.execute(
        f"""
        SELECT article.summary, article.text, body.html, body.blocks, article.publisher,
               article.publisher_rule, article.publisher_span, article.updated_at,
               article.edited_at, source.url,
               (SELECT count(*) FROM revision WHERE article_id = article.id), {HEADLINE}
        JOIN body ON body.article_id = article.id WHERE article.id = ?
        """,
        (article_id,),
    ).fetchone()
    if row is None:
        raise NotFoundError(f"no article {article_id}", hint="newscli headlines")
    summary, text, html, blocks, publisher, rule, span, updated_at, edited_at, url, edits = row[:11]
    headline = Headline._make(row[11:])
    shown = _Text(text, headline.words, html, blocks)
    shown, whose, texts, page = _with_page(connection, article_id, shown, text_from)
    return Article(
        headline=headline._replace(words=shown.words),
        summary=summary,
        text=shown.text,
        html=shown.html,
        blocks=decode_blocks(shown.blocks),
        links=links(connection, article_id, first=whose),
        enclosures=enclosures(connection, article_id),
        tags=article_tags(connection, article_id),
        attribution=Attribution(publisher, rule, span) if publisher else None,
        updated_at=updated_at,
        edited_at=edited_at,
        revisions=edits,
        source_url=url,
        text_from=whose,
        texts=texts,
        page=page,
    )


class _Text(NamedTuple):
    """One of an article's two texts; `blocks` as they are stored."""

    text: str
    words: int
    html: str | None
    blocks: str


def _with_page(
    connection: sqlite3.Connection, article_id: int, feed: _Text, wanted: str | None
) -> tuple[_Text, str, tuple[str, ...], HeldPage | None]:
    """The text that is wanted, whose it is, whose there are, and what became of the page.

    Raises NotFoundError where the one that is wanted is not there.
    """
    row = connection.execute(
        "SELECT is_shown, other_text, other_words, html, blocks, page.url, page.asked_at, "
        "page.problem, page.image, source.url = ? FROM page "
        "JOIN article ON article.id = page.article_id "
        "JOIN source ON source.id = article.source_id WHERE article_id = ?",
        (SAVED, article_id),
    ).fetchone()
    texts = {"feed": feed}
    chosen, page = "feed", None
    if row is not None:
        is_shown, other_text, other_words, html, blocks, *facts, is_saved = row
        page = HeldPage(*facts)
        if is_shown:
            chosen = "page"
            texts["page"] = _Text(feed.text, feed.words, html, blocks)
            texts["feed"] = feed._replace(text=other_text, words=other_words)
        elif blocks:
            texts["page"] = _Text(other_text, other_words, html, blocks)
        if is_saved:
            del texts["feed"]
    wanted = wanted or chosen
    if wanted not in texts:
        raise _no_such_text(article_id, wanted)
    return texts[wanted], wanted, tuple(texts), page


def _no_such_text(article_id: int, wanted: str) -> NotFoundError:
    if wanted == "feed":
        return NotFoundError(
            f"article {article_id} was saved from the web: no feed has a text of it",
            hint=f"newscli read {article_id}",
        )
    return NotFoundError(
        f"article {article_id}: its page is not held", hint=f"newscli read --full {article_id}"
    )


def links(
    connection: sqlite3.Connection, article_id: int, *, first: str = "feed"
) -> tuple[PageLink, ...]:
    """The links that the article's HTML offers, in its order, each address once.

    Those of the feed and of the page, `first` those of one of them; what one of them offers as
    related is more than the other's reference to it.
    """
    rows = connection.execute(
        "SELECT kind, url, label, coalesce(canonical_url, url) FROM link WHERE article_id = ? "
        "ORDER BY origin <> ?, position",
        (article_id, first),
    ).fetchall()
    found: dict[str, PageLink] = {}
    for kind, url, label, key in rows:
        if key not in found or (found[key].kind == "reference" and kind != "reference"):
            found[key] = PageLink(kind, url, label)
    return tuple(found.values())


def enclosures(connection: sqlite3.Connection, article_id: int) -> tuple[HeldEnclosure, ...]:
    """The article's enclosures, in the feed's order."""
    rows = connection.execute(
        "SELECT url, media_type, length_bytes FROM enclosure WHERE article_id = ? "
        "ORDER BY position",
        (article_id,),
    )
    return tuple(map(HeldEnclosure._make, rows))


def article_tags(connection: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """The article's tags: the user's and the publisher's, in order of the alphabet."""
    rows = connection.execute(
        "SELECT tag FROM article_tag WHERE article_id = ? ORDER BY tag", (article_id,)
    )
    return tuple(row[0] for row in rows)


def revisions(connection: sqlite3.Connection) -> int:
    """How many earlier texts of articles are kept."""
    (number,) = connection.execute("SELECT count(*) FROM revision").fetchone()
    return int(number)
