"""A digest: one entry a story, made of nothing but words that articles have."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from newscli.core.models import Article

_MOST_PARAGRAPHS = 2
_ENOUGH_CHARS = 240
_MOST_CHARS = 700
_WITHOUT = "Untagged"
# Where a sentence ends: its mark, closing quotes or brackets, then a space; or a mark of a script
# that puts no space behind it.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？।॥؟][」』”’)]*")


class Piece(NamedTuple):
    """An article in a digest; `lead` is its first paragraphs, each word as it is stored.

    `section` is what the digest groups it by, "" for none. `story_id` is the same for articles
    about one event; `copy_of` the article that this one is a copy of.
    """

    id: int
    title: str
    url: str | None
    publisher: str | None
    source: str
    language: str | None
    sort_at: int
    lead: tuple[str, ...]
    section: str = ""
    story_id: int = 0
    copy_of: int | None = None


class Item(NamedTuple):
    """One story: the article that tells it, and what others have of it (shown without a lead)."""

    piece: Piece
    others: tuple[Piece, ...] = ()


class Section(NamedTuple):
    """Items under one name; the name is "" where a digest has no sections, but one."""

    name: str
    items: tuple[Item, ...]


class Digest(NamedTuple):
    """What the writers of render/ turn into text; times are Unix seconds, of its articles."""

    title: str
    first_at: int
    last_at: int
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the sections."""
        return tuple(item for section in self.sections for item in section.items)


def lead(article: Article) -> tuple[str, ...]:
    """The first one or two paragraphs of an article, whole sentences; its summary where it has
    none, nothing where it has no words but its title."""
    found: list[str] = []
    for block in article.blocks:
        text = " ".join(block.text.split())
        if block.kind != "paragraph" or not text or text == article.headline.title:
            continue
        found.append(_whole_sentences(text))
        if len(found) == _MOST_PARAGRAPHS or sum(map(len, found)) >= _ENOUGH_CHARS:
            break
    first = " ".join((article.summary or article.text).split())
    return tuple(found) or ((_whole_sentences(first),) if first else ())


def _whole_sentences(text: str) -> str:
    """As many sentences from the start as fit; a single one that is too long stays whole."""
    if len(text) <= _MOST_CHARS:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    fitting = [end for end in ends if end <= _MOST_CHARS] or ends[:1] or [len(text)]
    return text[: fitting[-1]]


def compose(pieces: Sequence[Piece], *, title: str) -> Digest:
    """The digest of these articles, of which there is at least one; their order does not matter.

    Without sections the stories with most publishers come first, with them the newest.
    """
    items = sorted(map(_item, _stories(pieces)), key=_rank)
    has_sections = any(item.piece.section for item in items)
    if has_sections:
        items.sort(key=lambda item: (-item.piece.sort_at, -item.piece.id))
        items.sort(key=lambda item: _section_key(item.piece.section))
    sections = groupby(items, key=lambda item: item.piece.section)
    return Digest(
        title,
        min(piece.sort_at for piece in pieces),
        max(piece.sort_at for piece in pieces),
        tuple(
            Section(name or (_WITHOUT if has_sections else ""), tuple(found))
            for name, found in sections
        ),
    )


def _stories(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    ordered = sorted(pieces, key=lambda piece: (piece.story_id, piece.sort_at, piece.id))
    return [list(found) for _, found in groupby(ordered, key=lambda piece: piece.story_id)]


def _item(story: list[Piece]) -> Item:
    """The story, told by the first article that is no copy and has a lead."""
    told = min(story, key=lambda piece: (piece.copy_of is not None, not piece.lead))
    return Item(told, tuple(piece for piece in story if piece is not told))


def _rank(item: Item) -> tuple[int, int, int]:
    voices = {piece.publisher or piece.source for piece in (item.piece, *item.others)}
    return -len(voices), -item.piece.sort_at, -item.piece.id


def _section_key(name: str) -> tuple[bool, str, str]:
    """By the alphabet; what has no section last."""
    return name == "", name.casefold(), name
