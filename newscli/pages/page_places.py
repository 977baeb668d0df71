"""Where on a page its links stand: in a list of related articles, in a pager, or in neither.

Told by headings ("Related stories", "Most read") and by the names of classes; a heading goes
before the names around it.
"""

import re
from typing import Any, NamedTuple

from newscli.pages import words
from newscli.pages.page_names import LISTS, NEXT, OUT, PREVIOUS, RELATED, UNMARKED, Mark, mark_of

_MAX_HEADS = 200  # headings of lists that are looked at
_MAX_SIBLINGS = 60  # elements that may belong to one of them
_MAX_CLIMB = 4
_MAX_HEAD_CHARS = 80
_MAX_REST_CHARS = 40
_LEAST_TITLE_CHARS = 20
_MAX_CARD_CHARS = 400  # outside links, of a teaser in a list
_LINK_SHARE = 0.6  # of a paragraph's words, in a list of links
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(("span", "strong", "b", "em", "i", "u", "font", "small", "a"))
_BLOCKS = frozenset(("p", "div", "label", "legend", "header", "li", "dt", "summary", "section"))
_HEADS = _HEADINGS | _INLINE | _BLOCKS
_WITH_OWN_LINKS = frozenset(("p", "div", "li", "dt", "section", "font", "small"))
_COLON = re.compile(r"\s*[:：»›>→–—|-]")
_SIGNS = re.compile(r"\W*\Z")
_BY = re.compile(r"\s+(?:by|von|par|por)\b", re.I)


class Place(NamedTuple):
    """Where an element stands: `kind` is OUT, LISTS, RELATED, PREVIOUS, NEXT or "".

    `headed` where a heading said so, `pager` within what is named a pager, `way` PREVIOUS or NEXT
    by a name, `minor` in the line of an author or of tags.
    """

    kind: str = ""
    headed: bool = False
    pager: bool = False
    way: str = ""
    minor: bool = False
    in_link: bool = False
    in_story: bool = False


_NOWHERE = Place()


def places_of(root: Any, story: Any | None) -> dict[Any, Place]:
    """The places of the links and of all that holds one.

    What holds the story is nowhere by its own names.
    """
    return _Survey(root, story).places


def head_kind(text: str, *, is_heading: bool) -> str:
    """What stands under these words: LISTS, RELATED, PREVIOUS or NEXT; "" where they are no head.

    More words may follow in a heading ("More on the election"), none elsewhere but after a colon.
    """
    text = " ".join(text.split())
    for phrases, kind in (("other_lists", LISTS), ("related", RELATED), ("list_heads", RELATED)):
        begins = words.beginning(phrases).match(text)
        if begins is None:
            continue
        rest = text[begins.end() :]
        if _BY.match(rest):
            return LISTS
        if _SIGNS.match(rest) or (_COLON.match(rest) and kind == RELATED):
            return kind
        if is_heading and len(rest) <= _MAX_REST_CHARS:
            return kind
    if words.ending("list_ends").search(text):
        return LISTS
    for phrases in (PREVIOUS, NEXT):
        if " " in text.strip() and words.whole(phrases).match(text):
            return phrases
    return ""


class _Survey:
    """One pass over a page in its order: each element's place, from its parent's and its own."""

    def __init__(self, root: Any, story: Any | None) -> None:
        self.places: dict[Any, Place] = {}
        self._forced: dict[Any, Place] = {}
        self._heads = 0
        self._linked = _with_links(root)
        self._story = story
        self._around = set() if story is None else {story, *story.iterancestors()}
        for element in root.iter("*"):
            self._visit(element)

    def _visit(self, element: Any) -> None:
        place = self.places.get(element.getparent(), _NOWHERE)
        if place.kind == OUT:
            self.places[element] = place
            return
        if element in self._linked:
            self.places[element] = place = self._place(element, place)
        if element.tag in _HEADS and place.kind != OUT:
            self._head(element, place)

    def _place(self, element: Any, above: Place) -> Place:
        if element in self._around:
            return above._replace(in_story=True) if element is self._story else above
        mark = mark_of(element)
        place = _within(above, mark) if mark is not UNMARKED else above
        forced = self._forced.pop(element, None)
        if forced is not None and mark.kind != OUT:
            place = place._replace(kind=forced.kind, headed=True)
        return place._replace(in_link=True) if element.tag == "a" else place

    def _head(self, element: Any, place: Place) -> None:
        text = _own_text(element)
        if not 2 <= len(text) <= _MAX_HEAD_CHARS or self._heads >= _MAX_HEADS:
            return
        kind = _head_kind_of(element, text, place)
        if not kind:
            return
        self._heads += 1
        if element in self._linked and element.tag != "a" and _has_own(element, text):
            self.places[element] = place._replace(kind=kind, headed=True)
            return
        for one in self._region(element):
            self._forced[one] = Place(kind)

    def _region(self, head: Any) -> list[Any]:
        """The elements that stand under a heading: what follows it, up to the next."""
        node = head
        for _ in range(_MAX_CLIMB):
            if node in self._around:
                return []
            found, is_over = self._following(node, head)
            if found or is_over:
                return found
            node = node.getparent()
            if node is None or node.tag in ("body", "html"):
                return []
        return []

    def _following(self, node: Any, head: Any) -> tuple[list[Any], bool]:
        """The elements with links behind a node; and whether there is no use to look further."""
        if node.tag in _INLINE and len((node.tail or "").strip()) > _MAX_REST_CHARS:
            return [], True
        found: list[Any] = []
        for number, one in enumerate(node.itersiblings("*")):
            if number >= _MAX_SIBLINGS or one in self._around or self._ends(one, head):
                return found, True
            if one in self._linked:
                if not _is_of_links(one) or (found and _is_headed(one, self._linked)):
                    return found, True
                if found and node is not head and not _is_alike(found[0], one):
                    return found, True
                found.append(one)
            elif _is_long(one):
                return found, True
            if node.tag in _INLINE and len((one.tail or "").strip()) > _MAX_REST_CHARS:
                return found, True
        return found, bool(found)

    def _ends(self, one: Any, head: Any) -> bool:
        """True for the next heading, where it is no title in the list."""
        if one.tag not in _HEADINGS or one in self._linked:
            return False
        return head.tag not in _HEADINGS or one.tag <= head.tag or _kind_of(one) != ""


def _own_text(element: Any) -> str:
    """An element's first words; those behind an icon that stands before them."""
    text = (element.text or "").strip()
    if text or not len(element):
        return text
    icon = element[0]
    has_words = bool((icon.text or "").strip()) or len(icon) > 0
    return "" if has_words else (icon.tail or "").strip()


def _head_kind_of(element: Any, text: str, place: Place) -> str:
    in_heading = _in_heading(element)
    is_free = in_heading and (not place.in_story or bool(place.kind))
    kind = head_kind(text, is_heading=is_free)
    is_button = words.whole("read_on").match(text) and not text.endswith((":", "："))
    if place.in_link and kind != LISTS and not in_heading:
        return ""
    return "" if is_button and (place.in_link or not in_heading) else kind


def _is_headed(element: Any, linked: set[Any]) -> bool:
    """True for a part that begins with a heading of its own, without a link."""
    first = next(iter(element), None)
    return first is not None and first.tag in _HEADINGS and first not in linked


def _within(above: Place, mark: Mark) -> Place:
    if above.kind == OUT or mark.kind == OUT:
        kind = OUT
    elif above.headed or not mark.kind:
        kind = above.kind
    else:
        kind = mark.kind
    is_related = mark.kind == RELATED
    way = mark.way or above.way
    return above._replace(
        kind=kind,
        pager=above.pager or mark.pager,
        way="" if mark.pager and not mark.way else way,
        minor=(above.minor or mark.minor) and not is_related,
    )


def _with_links(root: Any) -> set[Any]:
    """The links of a page and all that holds one."""
    found: set[Any] = set()
    for link in root.iter("a"):
        if link.get("href") is None:
            continue
        node = link
        while node is not None and node not in found:
            found.add(node)
            node = node.getparent()
    return found


def _in_heading(element: Any) -> bool:
    node, left = element, 3
    while node is not None and left:
        if node.tag in _HEADINGS:
            return True
        node, left = node.getparent(), left - 1
    return False


def _has_own(element: Any, text: str) -> bool:
    """True where the links of the list stand within the head: "Read more: <a>…</a>"."""
    if element.tag in _WITH_OWN_LINKS:
        return True
    return text.endswith((":", "：")) and len("".join(element.itertext())) > (
        len(text) + _LEAST_TITLE_CHARS
    )


def _kind_of(heading: Any) -> str:
    return head_kind("".join(heading.itertext())[:_MAX_HEAD_CHARS], is_heading=True)


def _is_long(element: Any) -> bool:
    return len(" ".join("".join(element.itertext()).split())) > _MAX_HEAD_CHARS


def _is_alike(first: Any, one: Any) -> bool:
    return bool(first.tag == one.tag) and first.get("class") == one.get("class")


def _is_of_links(element: Any) -> bool:
    """False for a paragraph, and what holds paragraphs, with too many words outside links."""
    links = [len("".join(link.itertext()).strip()) for link in element.iter("a")]
    whole = len("".join(element.itertext()).strip())
    if element.tag in ("p", "blockquote"):
        return sum(links) >= _LINK_SHARE * whole - _MAX_REST_CHARS
    return whole - sum(links) <= _MAX_CARD_CHARS * len(links)
