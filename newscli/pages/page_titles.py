"""What a link to an article is called on a page: its headline, wherever its card has it."""

import re
from collections.abc import Sequence
from typing import Any

from newscli.pages import words
from newscli.pages.links import is_generic, trimmed, without_phrase
from newscli.pages.page_names import NEXT, PREVIOUS, RELATED
from newscli.pages.page_places import Place, head_kind

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLE_NAMES = re.compile(r"(?:title|headline|heading|hed)(?![a-z])|headline", re.I)
_MAX_CARD = 4  # elements around a link that may be its card
_MAX_PARTS = 30  # of a card
_MAX_TEXT_CHARS = 300
_LEAST_CHARS, _LEAST_WORDS = 25, 4  # of a headline, where only a class name says that it is one
_SURE_CHARS, _SURE_WORDS = 12, 2
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_CHARS = 6
_WORD = re.compile(r"[^\W\d_]")
_PRICE = re.compile(r"\W*[$€£¥]\s*[\d.,]+\W*\Z")
_SIGNS = re.compile(r"[\W_]*\Z")


def best_title(links: Sequence[Any]) -> tuple[str, bool]:
    """The headline of what several links of one card lead to; True where it is in a heading."""
    ranked = [found for link in links for found in _titles(link)]
    rank, title = max(ranked, key=lambda one: (one[0], len(one[1])), default=(0, ""))
    return title, rank >= 4


def is_headline(title: str, *, is_sure: bool) -> bool:
    """True for words that are long enough to be a headline."""
    if not _WORD.search(title) or _PRICE.match(title):
        return False
    if len(_CJK.findall(title)) >= _CJK_CHARS or (is_sure and _is_cjk(title)):
        return True
    if head_kind(title, is_heading=True) == RELATED and len(title) < _LEAST_CHARS:
        return False
    least_chars, least_words = (
        (_SURE_CHARS, _SURE_WORDS) if is_sure else (_LEAST_CHARS, _LEAST_WORDS)
    )
    return len(title) >= least_chars and len(title.split()) >= least_words


def _is_cjk(title: str) -> bool:
    return len(title) >= _CJK_CHARS and bool(_CJK.search(title))


def way_of(link: Any, place: Place, rel: Sequence[str]) -> str:
    """PREVIOUS or NEXT, by a link's rel, by names around it, by its words; "" for neither."""
    text = _text(link)
    if text.isdigit():
        return ""
    if "prev" in rel or "previous" in rel:
        return PREVIOUS
    if "next" in rel:
        return NEXT
    if place.kind in (PREVIOUS, NEXT):
        return place.kind
    if place.pager and place.way:
        return place.way
    for way in (PREVIOUS, NEXT):
        begins = words.beginning(way).match(text)
        if begins and _is_pager_text(begins, text, place):
            return way
    return ""


def pager_title(links: Sequence[Any], way: str) -> str:
    """The headline of the article before or after; else the words of the link."""
    ranked = []
    for link in links:
        for rank, title in _titles(link):
            begins = words.beginning(way).match(title)
            rest = trimmed(title[begins.end() :]) if begins else title
            ranked.append((rank if rest else -1, rest or title))
    return max(ranked, key=lambda one: (one[0], len(one[1])), default=(0, ""))[1]


def _is_pager_text(begins: re.Match[str], text: str, place: Place) -> bool:
    """True for "Previous article", and in a pager for "Previous", with a title or without."""
    is_whole = bool(_SIGNS.match(text[begins.end() :]))
    if " " in begins[1].strip() or _CJK.search(begins[1]):
        return is_whole or not place.in_story or place.pager
    return place.pager and (is_whole or text[begins.end() :].lstrip()[:1] in ":：»→>–—|-")


def _titles(link: Any) -> list[tuple[int, str]]:
    """What a link may be called, each with how well: in a heading, its words, its picture's."""
    found: list[tuple[int, str]] = []
    inner = _title_within(link)
    if inner:
        found.append((5, _clean(inner)))
    own = _clean(_text(link))
    if own and not is_generic(own) and not _PRICE.match(own):
        found.append((4 if _in_heading(link) else 3, own))
    elif not inner:
        around = _card_title(link)
        if around:
            found.append((2, _clean(around)))
    for name in ("title", "aria-label"):
        found.append((1, _clean(link.get(name) or "")))
    image = next(link.iter("img"), None)
    if image is not None:
        found.append((0, _clean(image.get("alt") or "")))
    return [one for one in found if _WORD.search(one[1])]


def _clean(text: str) -> str:
    return trimmed(without_phrase(" ".join(text[: 2 * _MAX_TEXT_CHARS].split())))


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _title_within(link: Any) -> str:
    """The heading that a link holds, or what it names its title."""
    for element in link.iter(*_HEADINGS):
        if text := _text(element):
            return text
    if len(link) and len(_text(link)) > 1:
        for element in link.iter("div", "span", "p", "strong", "b"):
            if _TITLE_NAMES.search(element.get("class") or "") and (text := _text(element)):
                return text
    return ""


def _in_heading(link: Any) -> bool:
    node = link.getparent()
    for _ in range(2):
        if node is None:
            return False
        if node.tag in _HEADINGS:
            return True
        node = node.getparent()
    return False


def _card_title(link: Any) -> str:
    """The heading beside a link that says only "Read more", in the card of both."""
    node = link.getparent()
    for _ in range(_MAX_CARD):
        if node is None or node.tag in ("body", "html") or len(node) > _MAX_PARTS:
            return ""
        headings = [one for one in node.iter(*_HEADINGS) if _text(one)][:2]
        if headings:
            return _text(headings[0]) if len(headings) == 1 else ""
        node = node.getparent()
    return ""
