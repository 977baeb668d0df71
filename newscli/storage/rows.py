"""What of a draft stands in which table, row by row."""

from typing import Any

from newscli.core.draft import Draft

Row = tuple[Any, ...]

COLUMNS = (
    "guid",
    "url",
    "canonical_url",
    "author",
    "publisher",
    "publisher_rule",
    "publisher_span",
    "language",
    "published_at",
    "updated_at",
    "words",
    "digest",
    "title",
    "summary",
    "text",
)
BODY_COLUMNS = ("article_id", "html", "blocks", "base_url", "sent")
ENCLOSURE_COLUMNS = ("article_id", "position", "url", "media_type", "length_bytes")
TAG_COLUMNS = ("article_id", "tag")
_NO_ATTRIBUTION = (None, None, None)


def article_values(draft: Draft) -> Row:
    """What of a draft stands in its article's row, in the order of COLUMNS."""
    return (
        draft.guid,
        draft.url,
        draft.canonical_url,
        draft.author,
        *(draft.attribution or _NO_ATTRIBUTION),
        draft.language,
        draft.published_at,
        draft.updated_at,
        draft.words,
        draft.digest,
        draft.title,
        draft.summary,
        draft.text,
    )


def body_values(article_id: int, draft: Draft) -> Row:
    """Its row of `body`; the blocks are made when the article is first read (bodies.py)."""
    return article_id, None, "", draft.base_url, draft.sent


def enclosure_values(article_id: int, draft: Draft) -> list[Row]:
    """The files that an entry carries, in its order."""
    return [
        (article_id, position, enclosure.url, enclosure.media_type, enclosure.length_bytes)
        for position, enclosure in enumerate(draft.enclosures)
    ]


def tag_values(article_id: int, draft: Draft) -> list[Row]:
    """The publisher's categories."""
    return [(article_id, tag) for tag in draft.tags]
