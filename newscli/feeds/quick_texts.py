"""Texts, markup and links of a feed's elements, cleaned and resolved as feedparser does it."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from urllib.parse import urljoin

from newscli.feeds.quick_long import MARK, LongTexts
from newscli.feeds.quick_names import Element, Names, Unsure

_XHTML_TYPE = "application/xhtml+xml"
TYPES = {
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
    "xhtml": _XHTML_TYPE,
    _XHTML_TYPE: _XHTML_TYPE,
}
_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_QUERY_ENTITY = re.compile(r"&([A-Za-z0-9_]+);")
_C1 = re.compile("[\x80-\x9f]")
# Control characters that were meant as Windows-1252.
WINDOWS_1252 = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(128, 160)}


class Texts:
    """What feedparser knows while it reads a text: the base and the language in force."""

    def __init__(
        self,
        names: Names,
        long_texts: LongTexts,
        *,
        is_atom10: bool,
        may_hold_controls: Callable[[], bool],
    ) -> None:
        self.names = names
        self.long_texts = long_texts
        self.is_atom10 = is_atom10
        self.may_hold_controls = may_hold_controls  # U+0080 to U+009F, in a text or as a reference
        self.language: str | None = None
        self.base = ""
        self.outer_base = ""

    def attributes(self, element: Element) -> dict[str, str]:
        """An element's attributes; a base is not expected among them."""
        found = self.names.attributes(element)
        if found and ("xml:base" in found or "base" in found):
            raise Unsure(f"a base in {element.tag}")
        return found

    def enter(self, element: Element) -> dict[str, str]:
        """An element's attributes, its base put in force; `leave` must follow.

        Only a base that stays as it is when joined with itself, as feedparser does it at each
        element.
        """
        found = self.names.attributes(element)
        if found and (base := found.get("xml:base", found.get("base"))):
            self.base = self._joined(base)
            is_web = self.base.startswith(("http://", "https://"))
            if not is_web or self._joined(self.base) != self.base:
                raise Unsure(f"base {base}")
        return found

    def leave(self) -> None:
        # Where the outer element has no base, feedparser keeps the inner one for all that follows.
        if self.outer_base:
            self.base = self.outer_base

    def resolve(self, url: str) -> str:
        """A URL made absolute where a base is in force."""
        return self._joined(url) if self.base or ":///" in url else url

    def _joined(self, url: str) -> str:
        return _joined(self.base, url)

    def language_of(self, attributes: dict[str, str]) -> str | None:
        """The language that an element declares, else the one in force; None where it says none."""
        declared = attributes.get("xml:lang", attributes.get("lang"))
        return self.language if declared is None else declared or None

    def text(self, element: Element, *, is_link: bool = False) -> str:
        """The text of an element that holds nothing else."""
        if len(element):
            raise Unsure(f"elements in {element.tag}")
        text = (element.text or "").strip()
        if is_link and text:
            text = self.resolve(text)
        return text if text.isascii() else self.clean(text)

    def _value(self, element: Element) -> str | bytes:
        """The text of an element that may hold a long one, which then is in UTF-8."""
        mark = (element.text or "").strip() if len(self.long_texts) else ""
        if mark[:1] != MARK or len(element):
            return self.text(element)
        text = self.long_texts.take(mark).strip()
        if text.isascii():
            return text
        words = text.decode()  # where it is no UTF-8, lxml shall say so
        cleaned = self.clean(words.strip())
        return text if cleaned is words else cleaned.encode()

    def clean(self, text: str) -> str:
        """Undoes UTF-8 that was taken for Latin-1, and Windows-1252 that was taken for Unicode."""
        if text.isascii():
            return text
        try:
            text = text.encode("iso-8859-1").decode("utf-8")
        except UnicodeError:
            if not self.may_hold_controls():
                return text
        return text.translate(WINDOWS_1252) if _C1.search(text) else text

    def detail(self, element: Element, default_type: str) -> dict[str, str | bytes | None]:
        """A text with its type, language and base."""
        attributes = self.enter(element)
        kind = TYPES.get(attributes.get("type", default_type))
        if kind is None or attributes.get("mode") == "base64":
            raise Unsure(f"a text of type {attributes.get('type')}")
        language = self.language_of(attributes)
        detail = {
            "value": self._markup(element) if kind == _XHTML_TYPE else self._value(element),
            "type": kind,
            "language": language and language.replace("_", "-"),
            "base": self.base,
        }
        self.leave()
        return detail

    def _markup(self, element: Element) -> str:
        """The XHTML in an element; in Atom 1.0 without the `<div>` that stands around it all."""
        pieces: list[str] = []
        self._write(self._div(element) if self.is_atom10 else element, pieces)
        return self.clean("".join(pieces).strip())

    def _div(self, element: Element) -> Element:
        if len(element) != 1 or not _is_blank(element.text) or not _is_blank(element[0].tail):
            return element
        is_div = self._tag(element[0]).partition(" ")[0] == "div"
        return element[0] if is_div else element

    def _write(self, element: Element, pieces: list[str]) -> None:
        if element.text:
            pieces.append(escape(element.text, quote=False))
        for child in element:
            tag = self._tag(child)
            pieces.append(f"<{tag}>")
            self._write(child, pieces)
            pieces.append(f"</{tag.partition(' ')[0]}>")
            if child.tail:
                pieces.append(escape(child.tail, quote=False))

    def _tag(self, element: Element) -> str:
        """An element's name and attributes as they stand in a start tag."""
        name = self.names[element.tag]
        if name or not element.tag.startswith(_XHTML):
            raise Unsure(f"{element.tag} in XHTML")
        local = element.tag.removeprefix(_XHTML).lower()
        is_foreign = any(key[0] == "{" and not key.startswith(_XML) for key in element.attrib)
        if is_foreign or local in ("math", "svg"):
            raise Unsure(f"a foreign name in {element.tag}")
        attributes = self.attributes(element).items()
        return "".join([local, *(f' {key}="{_quoted(value)}"' for key, value in attributes)])


@lru_cache(maxsize=1000)  # an Atom feed may name its base in each of its texts
def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, _SLASHES.sub(r"\1\3", url))
    except ValueError:
        return ""


def link_of(attributes: dict[str, str]) -> str | None:
    """The address among an element's attributes; None where it has none."""
    first = attributes.get("url", attributes.get("uri", attributes.get("href")))
    return first or attributes.get("href")


def without_query_entities(url: str) -> str:
    """A link whose `&b=2` became `&b;=2`, mended."""
    return _QUERY_ENTITY.sub(r"&\g<1>", url) if "&" in url else url


def _quoted(value: str) -> str:
    # As xml.sax.saxutils has it, which would bring http, email and ssl with it.
    return escape(value, quote=False).replace('"', "&quot;")


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()
