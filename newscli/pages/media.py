"""Pictures and embedded media: which say something, and which words are their captions."""

import re
from itertools import islice
from typing import Any

from newscli.core.models import Block, Span
from newscli.core.text import one_line
from newscli.pages.inline import link_url

_MAX_ALT_CHARS = 500
_MAX_CAPTION_CHARS = 400
_TRACKER = re.compile(
    r"feeds\.feedburner\.com|feedsportal\.|feeds\.wordpress\.com|pixel\.wp\.com|stats\.wp\."
    r"|doubleclick\.net|google-analytics|/~(?:r|ff|4)/|flattr|buysellads|addtoany|sharethis"
    r"|addthis|/share[-_]?(?:icon|button)|social[-_]?icon|(?:piwik|matomo)\.php|/(?:pixel|spacer"
    r"|blank|1x1|transparent)\.(?:gif|png)|tracking[-_]?pixel|/open\.aspx|gravatar\.com/avatar",
    re.I,
)
_NO_ALT = re.compile(
    r"(?:an? )?(?:image|img|photo|picture|bild|foto|imagen|icon|logo|thumbnail|thumb|screenshot"
    r"|avatar|figure|banner|spacer|undefined|null|none|alt|alt text|untitled)?[\s\d._#:-]*"
    r"|\S*\.(?:jpe?g|png|gif|webp|svg|avif|bmp|heic)|(?:img|dsc|dscn|p|screenshot|screen shot)"
    r"[-_ ]?[\d ._:apm-]+|[0-9a-f-]{16,}|https?://\S+"
    r"|(?:share|tweet|flattr|like|follow)\b.{0,40}|twitter|facebook|linkedin|pinterest|whatsapp"
    r"|email|reddit|delicious|digg|stumbleupon|google\+?",
    re.I,
)
_INLINE_CLASS = re.compile(r"emoji|smiley|emoticon|latex|\bmath|\btex\b", re.I)
_CAPTION_CLASS = re.compile(r"caption|legende|bildunterschrift|image-credit", re.I)
_FIGURE_CLASS = re.compile(r"caption|figure|image|photo|picture|bild|media", re.I)
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")


def image_block(image: Any, base_url: str | None) -> Block | None:
    """The picture as its alternative text, which links to it; None where that says nothing."""
    alt = one_line(image.get("alt") or "")
    if not _says_something(alt, image.get("src") or "") or is_tracker(image):
        return None
    urls = (link_url(image.get(name), base_url) for name in _SOURCES if image.get(name))
    url = next((url for url in urls if url), None)
    return Block("image", alt, spans=(Span(0, len(alt), url),) if url else ())


def _says_something(alt: str, src: str) -> bool:
    """False for an icon's name, a file's name, or an address."""
    if not alt or len(alt) > _MAX_ALT_CHARS or _NO_ALT.fullmatch(alt):
        return False
    stem = src.partition("?")[0].rpartition("/")[2].rpartition(".")[0]
    return " " in alt or alt.casefold() != stem.casefold()


def inline_words(image: Any) -> str | None:
    """The words that a picture stands for within a line: an emoji, a formula; else None."""
    alt = image.get("alt")
    if not alt or len(alt) > _MAX_ALT_CHARS:
        return None
    is_emoji = len(alt) <= 8 and not alt.isascii() and not any(map(str.isalnum, alt))
    return alt if is_emoji or _INLINE_CLASS.search(image.get("class") or "") else None


def embed_block(element: Any, base_url: str | None) -> Block | None:
    """A video, a sound or another page in this one, as its address."""
    if is_tracker(element):
        return None
    own = (element.get(name) for name in _SOURCES)
    inner = (source.get("src") for source in islice(element.iter("source"), 3))
    urls = (link_url(href, base_url) for href in (*own, *inner) if href)
    url = next((url for url in urls if url and url.startswith("http")), None)
    return Block("embed", url, spans=(Span(0, len(url), url),)) if url else None


def is_tracker(element: Any) -> bool:
    """True for a picture or frame that is there to count readers or to share."""
    width, height = element.get("width"), element.get("height")
    if width in ("0", "1", "1px") or height in ("0", "1", "1px"):
        return True
    return bool(_TRACKER.search((element.get("src") or "")[:1000]))


def is_caption(element: Any) -> bool:
    """True for what stands under a picture and describes it."""
    tag = element.tag
    if tag == "figcaption":
        return True
    name = element.get("class")
    if name and _CAPTION_CLASS.search(name) and not _holds_image(element):
        return True
    previous = element.getprevious()
    while previous is not None and previous.tag == "br" and not (previous.tail or "").strip():
        previous = previous.getprevious()
    if previous is None or (previous.tail or "").strip() or not _is_image(previous):
        return False
    return (
        _is_short(element)
        and (tag in ("em", "i", "small") or tag == "p")
        and (_is_figure(element.getparent()) or (tag != "p" and _is_last(element)))
    )


def _holds_image(element: Any) -> bool:
    # The first thirty only: else nested elements of the class would cost their depth each.
    return any(inner.tag in ("img", "p", "figure") for inner in islice(element.iter(), 1, 30))


def _is_image(element: Any) -> bool:
    while element.tag in ("a", "picture", "div", "span") and len(element) == 1:
        if (element.text or "").strip() or (element[0].tail or "").strip():
            return False
        element = element[0]
    if element.tag in ("a", "picture") and len(element):
        element = element[-1]
    return bool(element.tag == "img")


def _is_short(element: Any) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > _MAX_CAPTION_CHARS:
            return False
    return True


def _is_figure(parent: Any) -> bool:
    if parent is None or len(parent) > 4:
        return False
    return bool(parent.tag == "figure" or _FIGURE_CLASS.search(parent.get("class") or ""))


def _is_last(element: Any) -> bool:
    return element.getnext() is None and not (element.tail or "").strip()
