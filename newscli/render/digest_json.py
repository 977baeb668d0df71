"""A digest's entries for programs."""

from collections.abc import Iterator

from newscli.core.digest import Digest, Piece
from newscli.core.urls import shown_url
from newscli.render.machine import Record
from newscli.render.times import iso

COLUMNS = ("id", "section", "title", "publisher", "source", "url", "lead")


def items(digest: Digest) -> Iterator[Record]:
    """One record an entry, in the digest's order."""
    for section in digest.sections:
        for item in section.items:
            yield {
                "section": section.name or None,
                **_piece(item.piece),
                "lead": list(item.piece.lead),
                "others": [_piece(other) for other in item.others],
            }


def _piece(piece: Piece) -> Record:
    return {
        "id": piece.id,
        "title": piece.title,
        "url": shown_url(piece.url) if piece.url else None,
        "publisher": piece.publisher,
        "source": shown_url(piece.source),
        "language": piece.language,
        "sort_at": iso(piece.sort_at),
    }
