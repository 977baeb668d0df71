"""What of a draft stands in which table, row by row."""

from typing import Any

from newscli.core.draft import Draft

Row = dict[str, Any]

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
_NO_ATTRIBUTION = (None, None, None)


def article_values(draft: Draft) -> tuple[Any, ...]:
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


def body_row(article_id: int, draft: Draft) -> Row:
    """The blocks are made when the article is first read; see storage/bodies.py."""
    return {
        "article_id": article_id,
        "html": None,
        "blocks": "",
        "base_url": draft.base_url,
        "sent": draft.sent,
    }


def enclosure_rows(article_id: int, draft: Draft) -> list[Row]:
    """The files that an entry carries, in its order."""
    return [
        {
            "article_id": article_id,
            "position": position,
            "url": enclosure.url,
            "media_type": enclosure.media_type,
            "length_bytes": enclosure.length_bytes,
        }
        for position, enclosure in enumerate(draft.enclosures)
    ]


def tag_rows(article_id: int, draft: Draft) -> list[Row]:
    """The publisher's categories."""
    return [{"article_id": article_id, "tag": tag} for tag in draft.tags]
