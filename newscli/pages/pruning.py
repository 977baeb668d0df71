"""Elements of a page that are not its story, told by their tags, roles and class names.

A word in a class name is only believed while it names a small part of the page: sites also call
the story itself a "widget" or an "overlay".
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree

_NEVER = (
    "button datalist dialog head input label map meter noscript object option optgroup progress "
    "script select style svg template textarea"
)
NEVER_STORY = frozenset(_NEVER.split())
"""Tags of elements that show no running text."""

_TAGS = frozenset(("aside", "footer", "nav"))
_ROLE_NAMES = (
    "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search "
    "tablist toolbar tooltip"
)
_ROLES = frozenset(_ROLE_NAMES.split())
_WORD = re.compile(r"\w")
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)

# Shares of a page's words that elements named so may hold, all together, to be left out.
_SURE, _LIKELY, _UNSURE = 0.9, 0.5, 0.2
_WORDS = {
    _SURE: (
        "comment comments commentlist disqus livefyre spot-im respond outbrain taboola revcontent "
        "mgid zergnet dianomi plista footer colophon cookie cookies gdpr masthead"
    ),
    _LIKELY: (
        "ad ads adbox adslot adunit advert advertisement advertisements advertising adsense "
        "sponsor sponsored promo promos promobox promoted promotion partner partners affiliate "
        "share shares sharing sharebar sharedaddy sharethis addthis addtoany social socials "
        "sociable follow followus followers related relatedposts relatedarticles yarpp crp "
        "recommended recommendation recommendations recirc recirculation trending popular "
        "mostpopular mostread mostviewed morefrom moreon nextup upnext newsletter newsletters "
        "signup subscribe subscription mailchimp optin cta rail pagination pager skip "
        "skiplink login register donate donation popup modal "
        "lightbox backdrop printonly sr-only visuallyhidden offscreen tagcloud taglist "
        "teaser teasers ticker poll survey nav navbar navigation menu submenu sidebar consent "
        "breadcrumb breadcrumbs"
    ),
    _UNSURE: (
        "author authors authorbox bio byline bylines credit credits copyright caption "
        "captions photocredit meta metadata postmeta entrymeta timestamp pubdate datetime "
        "published updated readtime readingtime eyebrow kicker tags tag topics keywords "
        "categories rating ratings votes toolbar tools utility textresizer fontsize gallery "
        "galleries slideshow slider carousel player jwplayer video videos audio hidden hide "
        "invisible tooltip overlay toggle button buttons btn icon icons banner search form "
        "disclaimer correction inset pullquote teaserbox infobox print crumb crumbs jump anchor "
        "widget widgets feedback reactions likes rss app download hashtags thumbnail thumb avatar "
        "profile"
    ),
}
# Two words that mean it only together.
_PAIRS = {
    _SURE: "jp-relatedposts",
    _LIKELY: (
        "most-popular most-read most-viewed most-shared more-stories more-news more-articles "
        "more-from more-on also-read also-like read-also see-also read-more read-next up-next "
        "next-up next-article next-post prev-post post-navigation nav-links post-list "
        "article-list story-list news-list sign-up screen-reader sr-only visually-hidden "
        "skip-link top-stories latest-news you-may in-this editors-picks around-web "
        "from-web call-to-action related-content teaser-list link-list"
    ),
    _UNSURE: (
        "read-time reading-time post-meta entry-meta article-meta post-date publish-date "
        "published-on last-updated photo-credit image-credit image-caption about-author "
        "posted-by posted-on posted-in filed-under post-tags entry-tags entry-footer "
        "post-footer article-footer story-footer pull-quote text-size font-size"
    ),
}
_TRUST = {
    word: share for share, words in (*_WORDS.items(), *_PAIRS.items()) for word in words.split()
}
_CAPTIONS = frozenset(("caption", "captions", "image-caption"))
_LONGEST = 300
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def marks_of(element: Any) -> tuple[str, ...]:
    """The words of an element that say it is no story: its tag, its role, names of its classes."""
    tag = element.tag
    if tag in _TAGS:
        return (f"<{tag}>",)
    attributes = element.attrib
    if not attributes:
        return ()
    if attributes.get("role") in _ROLES:
        return (f"role {attributes['role']}",)
    if "hidden" in attributes or _UNSEEN.search(attributes.get("style", "")):
        return ("unseen",)
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return _words_of(names[:_LONGEST]) if len(names) > 1 else ()


@lru_cache(maxsize=4096)
def _words_of(names: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names.split():
        parts = [part.lower() for part in _PART.findall(name)]
        for one in (*parts, *map("-".join, pairwise(parts)), name.lower()):
            if one in _TRUST:
                found[one] = None
    return tuple(found)


_CLAIM = re.compile(
    r"(?:article|story|entry|post|news|blog)[-_]{0,2}(?:body|content|text|copy|detail)(?![a-z])",
    re.I,
)


def claim_of(element: Any) -> int:
    """2 where the page says that this is its story, 1 where it is the page's main part, else 0."""
    attributes = element.attrib
    if element.tag == "article" or "articleBody" in attributes.get("itemprop", ""):
        return 2
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if _CLAIM.search(names[:_LONGEST]):
        return 2
    return int(element.tag == "main" or attributes.get("role") == "main")


class Marks:
    """The marked elements below one, and how many characters outside links each mark covers."""

    def __init__(self, root: Any, never: Collection[Any]) -> None:
        self.marked: list[tuple[Any, tuple[str, ...]]] = []
        self.sizes: Counter[str] = Counter()
        self.whole = 0
        self._walk(root, never)

    def named(self, marks: frozenset[str]) -> set[Any]:
        """The elements that have one of the marks."""
        return {element for element, own in self.marked if not marks.isdisjoint(own)}

    def _walk(self, root: Any, never: Collection[Any]) -> None:
        inside: list[tuple[Any, list[str], int]] = []
        active: Counter[str] = Counter()
        total = anchors = 0
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if element in never:
                    walker.skip_subtree()
                    continue
                anchors += element.tag == "a"
                marks = marks_of(element)
                if marks and element is not root and element.tag != "body":
                    self.marked.append((element, marks))
                    inside.append((element, [mark for mark in marks if not active[mark]], total))
                    active.update(marks)
                total += 0 if anchors else size_of(element.text)
                continue
            anchors -= element.tag == "a"
            if inside and inside[-1][0] is element:
                _, marks_here, before = inside.pop()
                active.subtract(marks_of(element))
                for mark in marks_here:
                    self.sizes[mark] += total - before
            if element is not root and not anchors:
                total += size_of(element.tail)
        self.whole = total


def size_of(text: str | None) -> int:
    """The characters of a text, its white space collapsed; 0 where it has no letter or digit."""
    return len(" ".join(text.split())) if text and _WORD.search(text) else 0


def describes_picture(element: Any) -> bool:
    """True where nothing but its being a caption marks an element."""
    marks = marks_of(element)
    return bool(marks) and _CAPTIONS.issuperset(marks)


def believed(sizes: Mapping[str, int], whole: int) -> frozenset[str]:
    """The marks that are to be believed, by how many characters elements marked so hold."""
    sure = frozenset(
        mark for mark, size in sizes.items() if is_sure(mark) and size <= _SURE * whole
    )
    rest = whole - max((sizes[mark] for mark in sure), default=0)
    return sure | {m for m, size in sizes.items() if size <= _TRUST.get(m, _LIKELY) * rest}


def is_sure(mark: str) -> bool:
    """True for marks such as "comments", of which there may be more than of the story."""
    return _TRUST.get(mark) == _SURE
