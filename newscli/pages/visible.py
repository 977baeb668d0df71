"""What a web page shows its readers about its story: the headline, who wrote it, and when."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice, pairwise, takewhile
from typing import Any

from lxml import etree

from newscli.pages.people import after_by, key_of

_MAX_HEADS = 10
_MAX_HEAD_CHARS = 400
_MAX_FOUND = 60
_MAX_NODES = 400
_MAX_PROPERTIES = 2000
_MAX_TRIED = 20
_MAX_LINE_CHARS = 200
_NEAR_PIECES = 40
_MAX_NEAR_NODES = 300
_MAX_BYLINE_CHARS = 70
_MAX_PIECE_CHARS = 90
_MAX_PROSE_CHARS = 160
_HEADER_CHARS = 600
_UP = 4

_ASIDE_TAGS = frozenset(("aside", "nav", "footer", "form", "blockquote", "figure"))
_NEVER_NEAR_TAGS = _ASIDE_TAGS - {"aside"}
_ASIDE_NAMES = (
    "comment|related|sidebar|footer|teaser|recommend|widget|popular|promo|trending|reply|replies|"
    "response|discussion|latest|most-?read|copyright|recent|taboola|outbrain|newsletter"
)
# In the style of "ArticleHeaderComment" a comment is a kind of article.
_ASIDE = re.compile(rf"(?:(?<![^\W_])(?:{_ASIDE_NAMES})|(?-i:Comments))", re.I)
_WHOLE = frozenset(("body", "html"))
_FRONT_PAGE = re.compile(r"(?:(?:https?:)?//[^/]+)?/?(?:index\.\w+)?", re.I)
_OWN_FOOTER = re.compile(r"(?:post|entry|article|story)[-_]{0,2}footer", re.I)
_LINE_TAGS = frozenset(("br", "div", "li", "p", "section", "td", "h2", "h3", "h4"))
_NO_LINES = frozenset(("script", "style", "select", "option", "button", "svg", "figure"))


def _named(*words: str) -> str:
    """XPath: an element whose class or id has one of the words in it; the first letters aside."""
    tests = [f"contains({name}, '{word}')" for word in words for name in ("@class", "@id")]
    return f"::*[@class or @id][{' or '.join(tests)}]"


_BYLINES = "descendant" + _named("yline", "yLine", "uthor", "utor", "uteur", "riter", "osted-by")
_DATES = _named("date", "Date", "ublish", "osted", "time", "Time", "atum", "echa")
_BY_REL = "//*[@rel='author']"
_MICRODATA = "//*[@itemprop]"


class Shown:
    """A page's visible parts; its headline is the one that the page names elsewhere too."""

    def __init__(self, root: Any, titles: list[str], parts: list[str]) -> None:
        """`titles` are what the page is called elsewhere, `parts` what they begin with."""
        self._root = root
        self._titles = titles
        self._parts = parts

    def headline(self) -> Iterator[str]:
        """The headline, without what stands beside it but not in the page's other names."""
        if self._found:
            yield self._found[1]

    def first_head(self) -> Iterator[str]:
        """The texts of <h1>."""
        return (text for _, text in self._heads("h1"))

    def author_links(self) -> Iterator[str]:
        """Links to the author, as the page marks them; those that stand with the first."""
        holder = None
        for element in self._root.xpath(_BY_REL)[:_MAX_FOUND]:
            if holder is not None and holder not in element.iterancestors():
                continue
            for text in self._lines([element]):
                holder = next(islice(element.iterancestors(), 1, None), None)
                yield text

    def bylines(self) -> Iterator[str]:
        """Short lines that are named byline or author."""
        return self._lines(self._root.xpath(_BYLINES))

    def dated(self) -> Iterator[str]:
        """Short lines behind the headline that are named a date."""
        if self._found is None:
            return self._lines(self._root.xpath(f"descendant{_DATES}"))
        head = self._found[0]  # before it stands today's date
        return self._lines(head.xpath(f"following{_DATES}"))

    def times(self) -> Iterator[str]:
        """What <time> elements behind the headline say, or all where there is no headline."""
        head = self._found[0] if self._found else None
        is_behind = head is None
        for element in islice(self._root.iter("h1", "h2", "h3", "time"), _MAX_FOUND):
            if element is head:
                is_behind = True
            elif element.tag == "time" and is_behind and not is_aside(element):
                yield _time_of(element)

    def near_headline(self) -> Iterator[str]:
        """The short lines around the headline: those of its header, then what follows it."""
        head = self._head
        if head is None:
            return
        header = head
        for _ in range(_UP):
            parent = header.getparent()
            if parent is None or _short_text(parent, _HEADER_CHARS) is None:
                break
            header = parent
        known = (head, *head.iterancestors())
        yield from islice(_short_lines(header, known), _NEAR_PIECES)
        behind = (line for sibling in _following(header) for line in _short_lines(sibling))
        yield from islice(behind, _NEAR_PIECES)

    def near_byline(self) -> Iterator[str]:
        """The lines around the headline that begin with "By", whole where links break them."""
        lines = [line.strip() for line in self.near_headline()]
        for line, following in pairwise([*lines, ""]):
            words = after_by(line) if line else None
            if words is not None and len(line) <= _MAX_BYLINE_CHARS:
                yield words or following

    def _lines(self, elements: list[Any]) -> Iterator[str]:
        for element in elements[:_MAX_FOUND]:
            if _short_text(element, _MAX_LINE_CHARS) is not None and not is_aside(element):
                yield _time_of(element)

    @property
    def _head(self) -> Any | None:
        return self._found[0] if self._found else next(self._root.iter("h1"), None)

    @cached_property
    def _found(self) -> tuple[Any, str] | None:
        """The heading that is named elsewhere as it stands, or in part; an <h1> first."""
        heads = [*self._heads("h1"), *self._heads("h2", "h3")]
        for agreed, titles in ((_same, [*self._titles, *self._parts]), (_agreed, self._titles)):
            for head, text in heads:
                if found := next(filter(None, (agreed(text, title) for title in titles)), None):
                    return head, found
        return None

    def _heads(self, *tags: str) -> list[tuple[Any, str]]:
        """Headings with their words, but for those that lead to the site's front page."""
        found = islice(self._root.iter(*tags), _MAX_HEADS)
        return [
            (head, text)
            for head in found
            if (text := line_of(head)[:_MAX_HEAD_CHARS]) and not _is_logo(head)
        ]


def _is_logo(head: Any) -> bool:
    link = next(head.iter("a"), None)
    return link is not None and _FRONT_PAGE.fullmatch(link.get("href") or "") is not None


def _time_of(element: Any) -> str:
    """The date of an element for machines, else its words; "updated" first where it is named so."""
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    text = element.get("datetime") or _short_text(element, _MAX_LINE_CHARS) or ""
    if element.tag == "abbr" and element.get("title"):
        text = element.get("title")
    return f"updated {text}" if "updat" in marks or "modif" in marks else text


def _short_lines(element: Any, known: Collection[Any] = ()) -> Iterator[str]:
    """The texts in an element that do not belong to a paragraph, nor to comments and teasers.

    `known` are elements that are neither, whatever they are called.
    """
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in islice(walk, _MAX_NEAR_NODES):
        holder, text = (inner, inner.text) if event == "start" else (inner.getparent(), inner.tail)
        if event == "start" and inner not in known and _is_named_aside(inner, _NEVER_NEAR_TAGS):
            walk.skip_subtree()
            continue
        if event == "start" and inner.tag in ("time", "abbr"):
            yield _time_of(inner)
        if holder is None or (inner is element and event == "end"):
            continue
        if text and not text.isspace() and len(text) <= _MAX_PIECE_CHARS and not _is_prose(holder):
            yield text


def _is_prose(holder: Any) -> bool:
    for _ in range(3):
        if holder is None or holder.tag in _NO_LINES:
            return holder is not None
        if holder.tag in ("p", "li"):
            return _short_text(holder, _MAX_PROSE_CHARS) is None
        holder = holder.getparent()
    return False


def line_of(element: Any) -> str:
    """The words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _short_text(element: Any, most: int) -> str | None:
    """The words of an element on one line, with a bar where readers see the next; None if long."""
    parts: list[str] = []
    left = most
    for event, inner in islice(etree.iterwalk(element, events=("start", "end")), _MAX_NODES):
        text = inner.text if event == "start" else inner.tail if inner is not element else ""
        bar = " | " if inner.tag in _LINE_TAGS else ""
        parts.append(f"{bar}{text or ''}")
        left -= len((text or "").strip())
        if left < 0:
            return None
    return " ".join("".join(parts).split())


def is_aside(element: Any) -> bool:
    """True within comments, teasers, the footer and the like."""
    holders = takewhile(lambda holder: holder.tag not in _WHOLE, element.iterancestors())
    return _is_named_aside(element) or any(map(_is_named_aside, holders))


def _is_named_aside(element: Any, tags: frozenset[str] = _ASIDE_TAGS) -> bool:
    if element.tag in tags:
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _ASIDE.search(marks) is not None and not _OWN_FOOTER.search(marks)


def microdata(root: Any, names: frozenset[str]) -> dict[str, list[str]]:
    """The values of each of the names in the page, but for those in comments and teasers.

    Where a name stands in several scopes, those of the first count.
    """
    found: dict[str, list[str]] = {}
    scopes: dict[str, Any] = {}
    tried: Counter[str] = Counter()
    for element in root.xpath(_MICRODATA)[:_MAX_PROPERTIES]:
        for name in names.intersection(element.get("itemprop").split()):
            tried[name] += 1
            if tried[name] > _MAX_TRIED or is_aside(element):
                continue
            scope = _scope_of(element)
            if scopes.setdefault(name, scope) is scope and (value := _value(element)):
                found.setdefault(name, []).append(value)
    return found


def _scope_of(element: Any) -> Any | None:
    holders = element.iterancestors()
    return next((holder for holder in holders if holder.get("itemscope") is not None), None)


def _value(element: Any) -> str:
    for name in ("content", "datetime"):
        if element.get(name):
            return str(element.get(name))
    if element.tag in ("img", "link") or (not len(element) and element.get("src")):
        return str(element.get("src") or element.get("href") or "")
    named = element.find(".//*[@itemprop='name']")
    if named is not None:
        return str(named.get("content") or line_of(named))
    return line_of(element)[:_MAX_HEAD_CHARS]


def _following(element: Any) -> Iterator[Any]:
    """The elements behind an element, as large as they are."""
    while element is not None and element.tag != "body":
        yield from element.itersiblings()
        element = element.getparent()


def _same(head: str, reference: str) -> str | None:
    return reference if key_of(head) == key_of(reference) else None


def _agreed(head: str, reference: str) -> str | None:
    """What a headline and another name of the page have in common; None where they differ."""
    one, other = key_of(head), key_of(reference)
    if not one or not other:
        return None
    if one in other and 2 * len(one) >= len(other):
        return head
    if one in other and len(one) >= 12:
        return head
    if other in one and 2 * len(other) >= len(one):
        return reference
    return None
