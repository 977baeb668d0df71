"""HTML into a tree, at a cost in proportion to its length whoever wrote it.

Both parsers here have inputs that make them quadratic or worse: nh3 elements that are nested
deeply or left open, lxml a tag with a hundred thousand attributes (it appends each to a list that
it walks). So what is large is looked at first, and rewritten where it is not plainly harmless.
"""

import html
import re
from typing import Any

from lxml import etree

from newscli.core.text import unescape, without_tags

MAX_CHARS = 2_000_000
_HARMLESS_CHARS = 20_000  # as one tag full of attributes this costs under 50 ms
_S = r" \t\n\r\f"  # white space in HTML; Python's \s has more
_ATTRIBUTE = (
    rf"[{_S}/]*+[^{_S}/>][^{_S}/>=]*+[{_S}]*+"
    rf"(?:=[{_S}]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_S}>]*+))?+"
)
ORDINARY = re.compile(
    rf"(?:[^<]++|<(?![a-zA-Z/])|</?[a-zA-Z][^{_S}/>]*+(?:{_ATTRIBUTE}){{0,60}}+[{_S}/]*+>)*+"
)
_RAW_TEXT = re.compile(
    r"<[!?]|<(?:iframe|math|no(?:embed|frames|script)|plaintext|script|style|svg|template|textarea"
    r"|title|xmp)\b",
    re.I,
)
TOKEN = re.compile(
    rf"<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^>{_S}/]*+(?:{_ATTRIBUTE})*+)[{_S}/]*+(?:>|\Z)|<"
)
_NAMED_VALUE = re.compile(rf"([a-zA-Z]++)=[{_S}]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^{_S}>\"']++))")
_KEPT = frozenset(("href", "src", "alt", "title", "class", "width", "height", "start", "colspan"))
_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"
    r"|<(script|style|svg|math|template|textarea|title|xmp|noembed|noframes|noscript)\b"
    r".*?(?:</\1\b[^>]*+(?:>|\Z)|\Z)",
    re.I | re.S,
)
# In XHTML they are empty; HTML reads on to an end tag that never comes, and the article with it.
_SELF_CLOSED = re.compile(
    r"<(a|audio|b|div|em|i|iframe|noscript|object|p|script|span|strong|style|svg|textarea|title"
    r"|video)((?:\s[^<>]*[\s\"'])?)/>",
    re.I,
)
_FALLBACK = re.compile(r"(<iframe\b[^<>]*+>).*?(?=</iframe\b|\Z)", re.I | re.S)
_DOCUMENT_TAG = re.compile(r"</?(?:html|body)\b[^<>]*+>", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")


def bounded(markup: str) -> str:
    """As `readable`, cut at two million characters, and without what makes lxml slow."""
    markup = readable(markup[:MAX_CHARS])
    if len(markup) <= _HARMLESS_CHARS:
        return markup
    whole = ORDINARY.match(markup)
    is_ordinary = whole is not None and whole.end() == len(markup)
    if is_ordinary and not _RAW_TEXT.search(markup):
        return markup
    return TOKEN.sub(_rewritten, _DROPPED.sub(" ", markup))


def readable(markup: str) -> str:
    """The markup, its elements that are closed within their tag, as in XHTML, with an end tag.

    The words for readers without frames go.
    """
    markup = _encodable(markup)
    if "/>" in markup:
        markup = _SELF_CLOSED.sub(r"<\1\2></\1>", markup)
    if "<iframe" in markup or "<IFRAME" in markup:
        markup = _FALLBACK.sub(r"\1", markup)
    return markup


def parse(markup: str) -> Any | None:
    """The tree of a piece of HTML, below an `html` element; None when lxml gives not all of it.

    That is so for an empty text and for elements some 2,000 deep. The markup is `bounded`.
    """
    if "\0" in markup:
        markup = markup.replace("\0", "")
    if "</body" in markup or "</html" in markup:
        markup = _DOCUMENT_TAG.sub("", markup)  # what follows a second </body> would be lost
    # A parser a call: half a microsecond, and no lock between the threads of a fetch.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(markup.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    is_whole = root is not None and len(root) and not parser.error_log.filter_from_fatals()
    return root if is_whole else None


def plain_text(markup: str) -> str:
    """The words of any markup, entities resolved, a blank line where an element broke the line."""
    return unescape(without_tags(markup))


def _encodable(text: str) -> str:
    """The text without lone surrogates, which no parser takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def _rewritten(token: re.Match[str]) -> str:
    slash, name, attributes = token.groups()
    if name is None:
        return "&lt;"
    if slash:
        return f"</{name}>"
    return f"<{name}{_kept_attributes(attributes)}>"


def _kept_attributes(attributes: str) -> str:
    kept: dict[str, str] = {}
    for name, *values in _NAMED_VALUE.findall(attributes[:_HARMLESS_CHARS]):
        if name.lower() in _KEPT:
            kept.setdefault(name.lower(), "".join(values))
    return "".join(f' {name}="{html.escape(unescape(value))}"' for name, value in kept.items())
