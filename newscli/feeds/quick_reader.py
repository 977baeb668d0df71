"""The walk over a feed's elements: containers, what is left out, and what state lies between.

feedparser carries state from one element to the next (mixin.py). Here is what of it reaches the
fields that we keep. Where a document does what no table foresees, the reader is Unsure, and
feedparser reads the document.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from newscli.feeds.quick_long import LongTexts
from newscli.feeds.quick_names import Element, Names, Unsure
from newscli.feeds.quick_texts import Texts

Context: TypeAlias = dict[str, Any]  # an entry, a source or the feed, under feedparser's keys
Table: TypeAlias = "dict[str, Handler]"
Handler: TypeAlias = "Callable[[Reader, Element, Context], None]"


class Reader(Texts):
    """Reads one document into dictionaries like feedparser's, `feed` and `entries`."""

    def __init__(
        self,
        names: Names,
        long_texts: LongTexts,
        *,
        is_atom10: bool,
        may_hold_controls: Callable[[], bool],
        most_entries: int,
    ) -> None:
        super().__init__(
            names, long_texts, is_atom10=is_atom10, may_hold_controls=may_hold_controls
        )
        self.most_entries = most_entries
        self.feed: Context = {}
        self.entries: list[Context] = []
        self.depth = 0  # of the element whose children are read
        self.title_depth = -1  # of the title that later ones, unless higher up, do not replace
        self.has_content = False
        self.has_channel = False
        self.is_in_entry = False

    def read_document(self, root: Element, table: Table, *, takes_language: bool) -> None:
        """Reads the whole document by the root's table."""
        attributes = self.enter(root)
        language = self.language_of(attributes)
        if language and takes_language:
            self.feed["language"] = language.replace("_", "-")
        self.read_children(root, attributes, self.feed, table)

    def read_children(
        self, element: Element, attributes: dict[str, str], context: Context, table: Table
    ) -> None:
        """Reads an element's children into a context; the element must have been entered."""
        outer = self.language, self.outer_base
        self.language, self.outer_base = self.language_of(attributes), self.base
        self.depth += 1
        names = self.names
        for child in element:
            handler = table.get(names[child.tag])
            if handler is None:
                raise Unsure(f"{child.tag} in {element.tag}")
            handler(self, child, context)
        self.depth -= 1
        self.language, self.outer_base = outer
        self.leave()

    def skip(self, element: Element, context: Context) -> None:
        """An element that says nothing to us, with all that is in it."""
        for part in element.iter() if len(element) else (element,):
            if self.names[part.tag]:
                raise Unsure(f"{part.tag} in {element.tag}")
            self.attributes(part)

    def skip_leaf(self, element: Element, context: Context) -> None:
        """An element that feedparser has a method for, which changes nothing that we keep."""
        self.attributes(element)
        if len(element):
            raise Unsure(f"elements in {element.tag}")

    def skip_text(self, element: Element, context: Context) -> None:
        """A text that we do not keep."""
        self.detail(element, "text/plain")

    def skip_categories(self, element: Element, context: Context) -> None:
        """A podcast's categories, which stand in each other."""
        for part in element.iter():
            if self.names[part.tag] != "itunes_category":
                raise Unsure(f"{part.tag} in {element.tag}")
            self.attributes(part)

    def feed_image(self, element: Element, feed: Context) -> None:
        """The feed's picture."""
        self._read_apart(element, {"title", "link", "description", "url", "width", "height"})

    def feed_text_input(self, element: Element, feed: Context) -> None:
        """A form for a search."""
        self._read_apart(element, {"title", "link", "description", "name"})

    def entry_image(self, element: Element, entry: Context) -> None:
        """An entry's picture."""
        self._read_apart(element, {"url", "width", "height"})

    def _read_apart(self, element: Element, parts: set[str]) -> None:
        """Passes over an element of which nothing lasts but the depth of its title."""
        self.attributes(element)
        self.title_depth = -1
        for child in element:
            name = self.names[child.tag]
            self.attributes(child)
            if name not in parts:
                raise Unsure(f"{child.tag} in {element.tag}")
            if self.detail(child, "text/plain")["value"] and name == "title":
                self.title_depth = self.depth + 2
