"""RSS 0.9x to 2.0, RDF and Atom, read by lxml at an eighth of feedparser's cost, or not at all.

feedparser stays the judge: what comes out is what syndication.parse makes of the document, or None
where that is not certain. benchmarks/parse.py compares the two over real feeds.
"""

import re
from contextlib import suppress
from functools import cache
from importlib.util import find_spec

from lxml import etree

from newscli.core.entry import ParsedFeed
from newscli.core.pcre import Search
from newscli.core.sizes import USUAL
from newscli.feeds import prolog, syndication
from newscli.feeds.quick_elements import ROOTS
from newscli.feeds.quick_long import LongTexts
from newscli.feeds.quick_names import Element, Names, Unsure, is_xlink_declared_within
from newscli.feeds.quick_reader import Reader

_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(
    rb"<\?xml[ \t]+version=(?:'1\.0'|\"1\.0\")"
    rb"(?:[ \t]+encoding=(?:'([\w.:-]+)'|\"([\w.:-]+)\"))?"
    rb"(?:[ \t]+standalone=(?:'yes'|'no'|\"yes\"|\"no\"))?[ \t]*\?>"
)
_FIRST_ELEMENT = re.compile(rb"<\w")
_PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE\s+(?:html|rss|feed)\s*>")
_has_control = Search(re.compile(rb"\xc2[\x80-\x9f]"))
# It begins with the rarer byte, and with one alone: a third of the time.
_has_control_reference = Search(re.compile(rb"#(?<=&#)(?:x0*[89]|0*1[2-5])"))
_UNSURE = (
    Unsure, etree.LxmlError, ValueError, LookupError, ArithmeticError, TypeError, RecursionError
)  # fmt: skip
_XML_TYPES = ("application/xml", "application/xml-dtd", "application/xml-external-parsed-entity")
_RSS_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM_VERSIONS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}


def parse(
    body: bytes, *, content_type: str | None, most_entries: int = USUAL.entries
) -> ParsedFeed | None:
    """The feed in a document as syndication.parse reads it; None where that should do it.

    Raises FeedError for too many entries; what else is wrong with a document, syndication.parse
    says.
    """
    if prolog.declares_entities(body):
        return None
    try:
        data = _utf8(body, content_type)
        long_texts = LongTexts(data)
        if len(long_texts):
            with suppress(*_UNSURE):
                return _parse(body, long_texts, most_entries)
        return _parse(body, LongTexts(data, are_taken=False), most_entries)
    except _UNSURE:
        return None


def _parse(body: bytes, long_texts: LongTexts, most_entries: int) -> ParsedFeed:
    root = _root(long_texts.rest)
    declared = list(etree.iterwalk(root, events=("start-ns",)))
    declared = [(prefix, uri) for _, (prefix, uri) in declared if uri]
    if is_xlink_declared_within(declared, root.nsmap):
        raise Unsure("XLink within")
    names = Names(declared)
    name = names[root.tag]
    if name not in ROOTS:
        raise Unsure(f"root {root.tag}")
    version = _version(name, root, names)
    reader = Reader(
        names,
        long_texts,
        is_atom10=version == "atom10",
        may_hold_controls=cache(lambda: _may_hold_controls(long_texts.document)),
        most_entries=most_entries,
    )
    reader.read_document(root, ROOTS[name], takes_language=name != "rdf_rdf")
    if len(long_texts):
        raise Unsure("a long text in an element that is passed over")
    return syndication.parsed_feed(
        {"version": version, "feed": reader.feed, "entries": reader.entries}, body
    )


def _root(data: bytes) -> Element:
    """The tree of a document whose prolog holds nothing that reaches beyond it."""
    if declaration := _DECLARATION.match(data):
        data = data[declaration.end() :]
    first = _FIRST_ELEMENT.search(data)
    if first is None:
        raise Unsure("no XML")
    prolog = data[: first.start()]
    if prolog.lstrip(b" \t\r\n")[:1] not in (b"", b"<"):
        raise Unsure("a text before all elements")
    # A comment or an instruction may hold what looks like the first element.
    is_bare = b"<!--" not in prolog and b"<?" not in prolog
    if b"<!DOCTYPE" in (_PLAIN_DOCTYPE.sub(b"", prolog, count=1) if is_bare else data):
        raise Unsure("a document type with more than a name")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        collect_ids=False,
        recover=False,
    )
    root = etree.fromstring(data, parser)
    if len(parser.error_log) or not prolog.isascii() or root.getnext() is not None:
        raise Unsure("a warning, or more than comments around the root")
    return root


def _utf8(body: bytes, content_type: str | None) -> bytes:
    """The document in UTF-8 without a mark, decoded as feedparser does it.

    feedparser/encodings.py, after RFC 3023; by the charsets that it finds without guessing.
    """
    data = body.removeprefix(_BOM)
    is_marked = len(data) < len(body)
    for charset in _charsets(content_type, _declared_charset(data)):
        decoded = _decoded(data, charset) if charset else None
        if decoded is not None:
            if is_marked and decoded is not data:
                raise Unsure("a mark of UTF-8, but another charset")
            return decoded
    if is_marked or not _can_guess():
        return data
    raise Unsure("no charset that fits")


def _declared_charset(data: bytes) -> str:
    """The charset that the XML declaration names; "" when it names none, or there is none."""
    declaration = _DECLARATION.match(data)
    if declaration is None:
        if data.startswith((b"<?", b"\xfe\xff", b"\xff\xfe")):
            raise Unsure("an unusual start")
        return ""
    # To feedparser, the last in the line counts.
    line = declaration.end(), data.find(b"\n", declaration.end()) + 1 or len(data)
    if data.find(b"?>", *line) != -1 and data.find(b"encoding=", *line) != -1:
        raise Unsure("more than one encoding declared")
    return (declaration[1] or declaration[2] or b"").decode().lower()


def _charsets(content_type: str | None, in_xml: str) -> tuple[str, str]:
    """The charset that RFC 3023 wants, and the one that the document declares."""
    line = syndication.headers(content_type).get("content-type", "")
    kind, *parameters = line.split(";")
    in_http = ""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            in_http = value.strip().strip("\"'")
    kind = kind.strip()
    if kind.startswith("text/"):
        wanted = in_http or "us-ascii"
    elif kind in _XML_TYPES or (kind.startswith("application/") and kind.endswith("+xml")):
        wanted = in_http or in_xml or "utf-8"
    else:
        wanted = in_xml or "utf-8"
    return wanted, in_xml


def _decoded(data: bytes, charset: str) -> bytes | None:
    """A document in UTF-8, by its charset; None when it is not in that.

    Whether what says that it is UTF-8 is right, lxml checks.
    """
    name = charset.lower().replace("_", "-")
    is_ascii = name in ("us-ascii", "ascii") and data.isascii()
    if is_ascii or name in ("utf-8", "utf8"):
        return data
    if not syndication.TEXT_CHARSET.fullmatch(charset):
        raise Unsure(f"charset {charset}")
    try:
        return data.decode("gb18030" if name == "gb2312" else charset).encode()
    except (UnicodeDecodeError, LookupError):
        return None


def _can_guess() -> bool:
    """True where feedparser would ask a library for the charset before it takes UTF-8."""
    return any(find_spec(library) for library in ("cchardet", "chardet"))


def _version(name: str, root: Element, names: Names) -> str:
    """feedparser's name of the format, by the root and the namespaces that it declares."""
    declared = {version for ns in root.nsmap.items() if (version := _namespace_version(*ns))}
    if len(declared) > 1:
        raise Unsure("namespaces of several formats")
    by_namespace = declared.pop() if declared else ""
    number = names.attributes(root).get("version", "")
    if name == "rss" and not by_namespace.startswith("rss"):
        return _RSS_VERSIONS.get(number) or ("rss20" if number.startswith("2.") else "rss")
    if name == "feed" and not by_namespace:
        return _ATOM_VERSIONS.get(number, "atom")
    if not by_namespace:
        raise Unsure("RDF without a namespace of RSS")
    return by_namespace


def _namespace_version(prefix: str | None, uri: str) -> str | None:
    lower = uri.lower()
    if lower == "http://my.netscape.com/rdf/simple/0.9/":
        return None if prefix else "rss090"
    known = {"http://purl.org/rss/1.0/": "rss10", "http://www.w3.org/2005/atom": "atom10"}
    return known.get(lower)


def _may_hold_controls(data: bytes) -> bool:
    """True when U+0080 to U+009F may stand in a text, written out or as a reference."""
    return (b"\xc2" in data and _has_control(data)) or _has_control_reference(data)
