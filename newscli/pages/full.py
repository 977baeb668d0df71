"""The story of an article's own web page: which of its elements holds it.

A page has no labels that can be trusted, so its elements are weighed: the words that stand in
paragraphs, less those of links. What a page itself names as its story goes before what is larger.
"""

import codecs
import re
from typing import Any, NamedTuple

from lxml import etree

from newscli.pages.markup import MAX_CHARS, bounded, parse

_MAX_BYTES = 4 * MAX_CHARS
_LEAST_CHARS = 250  # of words outside links; a login wall has fewer
_SHARE = 0.85  # of the story's words an element must hold to stand for all of it
_NAMED_SHARE = 0.3  # of the words of the largest element; less has one of many teasers

_DROPPED_NAMES = (
    "aside button footer head header nav noscript script select style svg template textarea"
)
_DROPPED = tuple(_DROPPED_NAMES.split())
_DROPPED_FORM = "dropped-form"
_NAMED = frozenset(("article", "main"))
_CANDIDATES = frozenset(("article", "body", "div", "main", "section", "td"))
_PARAGRAPHS = frozenset(("blockquote", "p", "pre"))
# Words straight in these are a menu's or a title's more often than a story's.
_NO_STORY = frozenset(("h1", "h2", "h3", "h4", "label", "li", "ol", "ul"))

_WORD = re.compile(r"\w")

# `bounded` drops these attributes, so what they say goes into the class. The bounds make it linear.
_NAMING_TAG = re.compile(
    r"<(article|div|main|section|span|td)(?=\s[^<>]{0,1000}?"
    r"(?<=[\s\"'])(?:itemprop=[\"']?[^\"'<>=]{0,100}?\barticleBody\b|role=[\"']?main\b))",
    re.I,
)
_NAMED_CLASS = "newscli-story"

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_META_BYTES = 4096
# As in feeds/syndication.py: Python also has codecs that turn plain letters into controls.
_TEXT_CHARSET = re.compile(
    r"(?!utf-?7$|utf_7$)(?:utf|iso|latin|windows|cp|koi8|big5|gb|euc|shift|sjis|mac|us-ascii|ascii|"
    r"ks_c|hz|tis|viscii|ibm|l[1-9]$)[\w.:-]*",
    re.I,
)
# What browsers read instead (encoding.spec.whatwg.org, 4.2).
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I)


def main_markup(page: bytes, *, content_type: str | None) -> str | None:
    """The markup of the element that holds a web page's story; it is not safe to show.

    None for what is no HTML, and where fewer than 250 characters stand outside links. At most two
    million characters are read.
    """
    if not _is_html(page, content_type):
        return None
    markup = _decoded(page[:_MAX_BYTES], content_type)[:MAX_CHARS]
    root = parse(bounded(_NAMING_TAG.sub(rf'<\1 class="{_NAMED_CLASS}"', markup)))
    if root is None:
        return None
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    scale = _Scale()
    found = _chosen(scale.weigh(root))
    if found is None:
        return None
    for form in scale.forms:
        form.tag = _DROPPED_FORM
    etree.strip_elements(found, _DROPPED_FORM, with_tail=False)
    return str(etree.tostring(found, method="html", encoding="unicode", with_tail=False))


class _Candidate(NamedTuple):
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
        return self.text - self.links

    @property
    def is_named(self) -> bool:
        """True where the page itself says that this is its story."""
        return self.element.tag in _NAMED or self.element.get("class") == _NAMED_CLASS


class _Open:
    """An element that is being walked through."""

    __slots__ = ("begin", "links", "tag", "text")

    def __init__(self, tag: str, begin: int) -> None:
        self.tag = tag
        self.begin = begin
        self.text = 0
        self.links = 0


class _Scale:
    """Weighs the elements of one page in one walk."""

    def __init__(self) -> None:
        self.forms: list[Any] = []
        """Those without a story; some sites have all of a page in one form."""
        self._open: list[_Open] = []
        self._paragraphs = 0
        self._anchors = 0
        self._begun = 0

    def weigh(self, root: Any) -> list[_Candidate]:
        """The candidates, each after those within it."""
        found: list[_Candidate] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._begin(element.tag)
                self._count(element.text)
            else:
                candidate = self._end(element)
                if element.tag in _CANDIDATES or candidate.is_named:
                    found.append(candidate)
                self._count(element.tail)
        return found

    def _begin(self, tag: str) -> None:
        self._begun += 1
        self._open.append(_Open(tag, self._begun))
        self._paragraphs += tag in _PARAGRAPHS
        self._anchors += tag == "a"

    def _end(self, element: Any) -> _Candidate:
        done = self._open.pop()
        self._paragraphs -= done.tag in _PARAGRAPHS
        self._anchors -= done.tag == "a"
        candidate = _Candidate(
            element, done.begin, self._begun, len(self._open), done.text, done.links
        )
        if done.tag == "form" and candidate.score < _LEAST_CHARS:
            self.forms.append(element)
        elif self._open:
            self._open[-1].text += done.text
            self._open[-1].links += done.links
        return candidate

    def _count(self, text: str | None) -> None:
        if not text or not self._open or not _WORD.search(text):
            return
        size = len(" ".join(text.split()))
        holder = self._open[-1]
        if self._anchors:
            holder.links += size
        elif self._paragraphs or holder.tag not in _NO_STORY:
            holder.text += size


def _chosen(candidates: list[_Candidate]) -> Any | None:
    """The deepest element that still has nearly all of the story."""
    largest = max(candidates, key=_score, default=None)
    if largest is None:
        return None
    named = [
        one
        for one in candidates
        if one.is_named and one.score >= max(_NAMED_SHARE * largest.score, _LEAST_CHARS)
    ]
    whole = max(named, key=_score, default=largest)
    within = [
        one
        for one in candidates
        if one.begin >= whole.begin and one.end <= whole.end and one.score >= _SHARE * whole.score
    ]
    best = max(within, key=lambda one: (one.depth, one.score), default=whole)
    return best.element if best.text >= _LEAST_CHARS else None


def _score(candidate: _Candidate) -> int:
    return candidate.score


def _is_html(page: bytes, content_type: str | None) -> bool:
    if content_type:
        return "html" in content_type.lower()
    return bool(_HTML.search(page[:_META_BYTES]))


def _decoded(page: bytes, content_type: str | None) -> str:
    """The page's text: by its byte order mark, its Content-Type, its <meta>, or as UTF-8."""
    for mark, charset in _BOMS.items():
        if page.startswith(mark):
            return page.removeprefix(mark).decode(charset, "replace")
    named = _charset(content_type or "") or _charset(page[:_META_BYTES].decode("latin-1"))
    return page.decode(named or "utf-8", "replace")


def _charset(text: str) -> str | None:
    """The codec that a header or a page names; None where it names none that is for text."""
    match = _CHARSET.search(text)
    if match is None or not _TEXT_CHARSET.fullmatch(match[1]):
        return None
    try:
        name = codecs.lookup(match[1]).name
    except LookupError:
        return None
    return _READ_AS.get(name, name)
