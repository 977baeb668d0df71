"""HTML made safe to keep."""

import html
import re
from typing import Any

import nh3
from lxml import etree

from newscli.pages.markup import bounded, parse, plain_text, readable

_MAX_DEPTH = 500
_FEW_TAGS = 500  # so many cannot be nested deeply enough to matter
_FEW_REFERENCES = 5_000
_FEW_OPEN = 200
_HARMLESS_CHARS = 40_000
_TAME_CHARS = 500_000
_MAX_REFERENCES = 100_000  # nh3 takes 0.1 s for so many "&amp;", and 27 s for two million
_TAG_NAMES = (
    "a abbr address article aside audio b bdi bdo blockquote br caption center cite code col "
    "colgroup dd del details dfn div dl dt em embed figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr i iframe img ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section "
    "small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul "
    "var video wbr"
)
_DROPPED_NAMES = (
    "annotation annotation-xml button head noscript object script select style svg template "
    "textarea title"
)
_TAGS = set(_TAG_NAMES.split())
_DROPPED_WHOLE = set(_DROPPED_NAMES.split())
# `class` tells a caption from a paragraph, `width` and `height` a picture from a tracking pixel.
_CLASSED = {"class"}
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "audio": {"src"},
    "blockquote": {"cite", "class"},
    "del": {"cite", "datetime"},
    "div": _CLASSED,
    "em": _CLASSED,
    "embed": {"src"},
    "figure": _CLASSED,
    "iframe": {"src", "width", "height"},
    "img": {"src", "alt", "width", "height", "class"},
    "ins": {"cite", "datetime"},
    "ol": {"start"},
    "p": _CLASSED,
    "q": {"cite"},
    "small": _CLASSED,
    "source": {"src"},
    "span": _CLASSED,
    "td": {"colspan"},
    "th": {"colspan"},
    "time": {"datetime"},
    "video": {"src"},
}
_SCHEMES = {"http", "https", "mailto"}
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)")
_UNCLOSED_NAMES = "br img hr wbr input source embed col p li dt dd td th tr option"
_UNCLOSED = frozenset(_UNCLOSED_NAMES.split())


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel=None,
)


def sanitise_html(markup: str) -> str:
    """The HTML with only what shows text, pictures, links and embedded media.

    Scripts, styles and comments go with their content; links are http, https, mailto or
    relative. At most two million characters are read. What is nested too deeply to be parsed in
    reasonable time comes back as its words, escaped.
    """
    # A tag full of attributes costs nh3 the square of their number: little in a short text.
    markup = readable(markup) if len(markup) <= _HARMLESS_CHARS else bounded(markup)
    is_long = markup.count("<") > _FEW_TAGS or markup.count("&") > _FEW_REFERENCES
    if is_long and not _is_tame(markup):
        balanced = _balanced(markup)
        if balanced is None or balanced.count("&") > _MAX_REFERENCES:
            return html.escape(plain_text(markup), quote=False)
        markup = balanced
    return str(_CLEANER.clean(markup))


def _is_tame(markup: str) -> bool:
    """True when no more than 200 elements are ever open at a time, and references are few.

    Elements whose end tag may be left out are not counted: they end each other.
    """
    if markup.count("&") > _MAX_REFERENCES or len(markup) > _TAME_CHARS:
        return False
    open_now: dict[str, int] = {}
    total = 0
    for slash, name in _TAG_NAME.findall(markup):
        if name in _UNCLOSED:
            continue
        depth = open_now.get(name, 0)
        if not slash:
            open_now[name] = depth + 1
            total += 1
            if total > _FEW_OPEN:
                return False
        elif depth:
            open_now[name] = depth - 1
            total -= 1
    return True


def _balanced(markup: str) -> str | None:
    """The markup with every element closed where lxml closes it; None when that is too deep.

    nh3 follows HTML 5 and opens again in each paragraph what an earlier one left open: 2,000
    unclosed <b> cost it two seconds.
    """
    root = parse(markup)
    if root is None or _is_deep(root):
        return None
    etree.strip_elements(root, *_DROPPED_WHOLE, with_tail=False)
    return "".join(_serialised(part) for part in root)


def _serialised(part: Any) -> str:
    return str(etree.tostring(part, method="html", encoding="unicode"))


def _is_deep(root: Any) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False
