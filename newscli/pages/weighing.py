"""The elements of a page weighed by the words that stand in them, outside links and within."""

from collections.abc import Collection
from typing import Any, NamedTuple

from lxml import etree

from newscli.pages.pruning import claim_of, size_of

_CANDIDATES = frozenset(("article", "body", "div", "main", "section", "td"))
_PARAGRAPHS = frozenset(("blockquote", "p", "pre"))
# Words straight in these are a menu's or a title's more often than a story's.
TITLES = frozenset(("h1", "h2", "h3", "h4"))
_NO_STORY = TITLES | {"li", "ol", "ul"}


class Candidate(NamedTuple):
    """An element that may hold the story; `begin` and `end` are its places among all elements.

    `text` counts the characters outside links, `links` those within.
    """

    element: Any
    begin: int
    end: int
    depth: int
    text: int
    links: int

    @property
    def score(self) -> int:
        """What speaks for it, in characters."""
        return self.text - self.links

    def holds(self, other: "Candidate") -> bool:
        """True where the other is within this one, or is it."""
        return self.begin <= other.begin and other.end <= self.end


class _Open:
    """An element that is being walked through."""

    __slots__ = ("begin", "links", "text")

    def __init__(self, begin: int) -> None:
        self.begin = begin
        self.text = 0
        self.links = 0


class _Scale:
    """One walk through a page."""

    def __init__(self, no_story: Collection[str]) -> None:
        self.found: list[Candidate] = []
        self._no_story = no_story
        self._open: list[_Open] = []
        self._paragraphs = 0
        self._anchors = 0
        self._begun = 0

    def begin(self, tag: str) -> None:
        self._begun += 1
        self._open.append(_Open(self._begun))
        self._paragraphs += tag in _PARAGRAPHS
        self._anchors += tag == "a"

    def end(self, element: Any) -> None:
        tag = element.tag
        done = self._open.pop()
        self._paragraphs -= tag in _PARAGRAPHS
        self._anchors -= tag == "a"
        if tag in _CANDIDATES or claim_of(element):
            place = (done.begin, self._begun, len(self._open))
            self.found.append(Candidate(element, *place, done.text, done.links))
        if self._open:
            self._open[-1].text += done.text
            self._open[-1].links += done.links

    def count(self, text: str | None, tag: str) -> None:
        size = size_of(text)
        if not size or not self._open:
            return
        if self._anchors:
            self._open[-1].links += size
        elif self._paragraphs or tag not in self._no_story:
            self._open[-1].text += size


def weighed(
    root: Any, skipped: Collection[Any], *, without: Collection[str] = _NO_STORY
) -> list[Candidate]:
    """The elements that may hold the story, each after those within it.

    What stands in skipped elements does not count, nor words straight in the tags `without`.
    """
    scale = _Scale(without)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            scale.begin(element.tag)
            if element in skipped:
                walker.skip_subtree()
            else:
                scale.count(element.text, element.tag)
            continue
        scale.end(element)
        parent = element.getparent()
        if parent is not None:
            scale.count(element.tail, parent.tag)
    return scale.found
