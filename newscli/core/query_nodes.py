"""The tree of a query: what an article must be."""

from typing import NamedTuple


class Words(NamedTuple):
    """A word or a phrase.

    `indexed` is what the full-text index can find (its words adjacent and in order, the last one
    a prefix if `is_prefix`), None where it can find nothing of it. `literal` is text that the
    article must have as it stands, whatever its case: set where the index ignores what was typed
    ("C++", an emoji, a word of Chinese). `column` is title or text (summary included), None both.
    """

    indexed: str | None
    literal: str | None = None
    is_prefix: bool = False
    column: str | None = None


class Near(NamedTuple):
    """Words with at most `distance` others between the first and the last."""

    words: tuple[str, ...]
    distance: int


class Field(NamedTuple):
    """author, source, tag, folder, lang, publisher, url or story has this value."""

    name: str
    value: str


class Flag(NamedTuple):
    """What an article is or has: unread, read, starred, edited, full, copy, hidden; audio, image,
    video, enclosure."""

    name: str


class Between(NamedTuple):
    """Its place in time, Unix seconds: from `since` on, before `until`; None leaves it open."""

    since: int | None
    until: int | None


class Pattern(NamedTuple):
    """A regular expression (Python's) that its title, summary or text matches, case aside."""

    pattern: str


class Not(NamedTuple):
    """What the part is not true of."""

    part: "Node"


class And(NamedTuple):
    """All of the parts are true."""

    parts: tuple["Node", ...]


class Or(NamedTuple):
    """One of the parts is true."""

    parts: tuple["Node", ...]


Node = Words | Near | Field | Flag | Between | Pattern | Not | And | Or
