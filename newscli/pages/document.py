"""A whole web page as a tree, whoever wrote it: head, attributes and structured data included.

`markup.py` reads the piece of HTML that a feed carries; this reads what a server calls a page.
"""

import codecs
import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from newscli.core.text import unescape
from newscli.pages.markup import ORDINARY, TOKEN, readable

_MAX_BYTES = 16_000_000
_MAX_JSON_CHARS = 1_000_000
_MAX_DEPTH = 200
_MAX_ELEMENTS = 15_000
_MAX_CHARS = 1_200_000
_MAX_TAG_CHARS = 20_000
_KEPT_NAMES = (
    "alt aria-hidden aria-label charset class colspan content data-src data-srcset datetime dir "
    "height hidden href hreflang http-equiv id itemprop itemscope itemtype lang name property rel "
    "role src srcset start style title type value width"
)
_KEPT = frozenset(_KEPT_NAMES.split())
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_SELF_ENDING = frozenset(("dd", "dt", "li", "option", "p", "td", "th", "tr"))

_SCRIPT = re.compile(r"<script\b[^<>]*+>", re.I)
_JSON_LD = re.compile(r"\btype\s*=\s*[\"']?application/ld\+json", re.I)
_SCRIPT_END = re.compile(r"</script\b", re.I)
_NAMED_VALUE = re.compile(r"([a-zA-Z-]++)=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++))")
_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"
    r"|<(script|style|svg|math|template|textarea|xmp|noembed|noframes|noscript)\b"
    r".*?(?:</\1\b[^>]*+(?:>|\Z)|\Z)",
    re.I | re.S,
)
_END_OF_ALL = re.compile(r"</(?:html|body)\b[^<>]*+>", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I)

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


class Document(NamedTuple):
    """A web page: its tree below `html` (no scripts, no styles), and its JSON-LD as it stands.

    `url` is the address that it came from, where its relative links start.
    """

    root: Any
    json_ld: tuple[str, ...]
    url: str


def read_document(page: bytes, *, content_type: str | None, url: str) -> Document | None:
    """The page as a tree; None for what is no HTML, and for an empty page.

    At most 16 million bytes are looked at, and 1.2 million characters besides scripts and styles.
    Elements deeper than 200, and those after the first 15,000, are left out, but not their words.
    What it holds is not safe to show.
    """
    if not _is_html(page, content_type):
        return None
    markup = readable(_decoded(page[:_MAX_BYTES], content_type)).replace("\0", "")
    scripts = tuple(_json_ld(markup))
    root = _parsed(_END_OF_ALL.sub("", _DROPPED.sub(" ", markup)[:_MAX_CHARS]))
    return None if root is None else Document(root, scripts, url)


def _json_ld(markup: str) -> Iterator[str]:
    left = _MAX_JSON_CHARS
    begins = _SCRIPT.search(markup)
    while begins:
        ends = _SCRIPT_END.search(markup, begins.end())
        if ends is None:
            break
        if _JSON_LD.search(begins[0]):
            left -= ends.start() - begins.end()
            if left < 0:
                break
            yield markup[begins.end() : ends.start()].strip()
        begins = _SCRIPT.search(markup, ends.end())


def _parsed(markup: str) -> Any | None:
    """The tree, at a cost in proportion to the markup's length; see markup.py."""
    whole = ORDINARY.match(markup)
    if whole is None or whole.end() < len(markup) or _is_too_much(markup):
        markup = TOKEN.sub(_Rewriter().rewritten, markup)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and len(root) else None


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)")


def _is_too_much(markup: str) -> bool:
    """True where more than 200 elements may be open at a time, and for more than 15,000 in all."""
    depth = 0
    if markup.count("<") > _MAX_ELEMENTS:
        return True
    for slash, name in _TAG.findall(markup):
        name = name.lower()
        if name in _VOID or name in _SELF_ENDING:
            continue
        depth += -1 if slash else 1
        if depth > _MAX_DEPTH:
            return True
    return False


class _Rewriter:
    """Writes a page's tags again: few attributes, not too many elements, not too many at a time."""

    def __init__(self) -> None:
        self._depth = 0
        self._left = _MAX_ELEMENTS
        self._left_out: dict[str, int] = {}

    def rewritten(self, token: re.Match[str]) -> str:
        slash, name, attributes = token.groups()
        if name is None:
            return "&lt;"
        name = name.lower()
        if name in _VOID:
            return self._begun(name, attributes)
        if slash:
            if self._left_out.get(name):
                self._left_out[name] -= 1
                return " "
            self._depth = max(self._depth - 1, 0)
            return f"</{name}>"
        if self._depth >= _MAX_DEPTH or not self._left:
            self._left_out[name] = self._left_out.get(name, 0) + 1
            return " "
        self._depth += name not in _SELF_ENDING
        return self._begun(name, attributes)

    def _begun(self, name: str, attributes: str) -> str:
        if not self._left:
            return " "
        self._left -= 1
        return f"<{name}{_kept_attributes(attributes)}>"


def _kept_attributes(attributes: str) -> str:
    kept: dict[str, str] = {}
    for name, *values in _NAMED_VALUE.findall(attributes[:_MAX_TAG_CHARS]):
        if name.lower() in _KEPT:
            kept.setdefault(name.lower(), "".join(values))
    return "".join(f' {name}="{html.escape(unescape(value))}"' for name, value in kept.items())


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
