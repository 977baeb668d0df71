"""feedparser's names of elements and attributes, by the namespaces that a document declares.

feedparser looks at the prefix that it knows for a namespace, and where it knows none, at the one
that the document declares. tests/feeds/test_quick.py compares the tables with feedparser's own.
"""

from collections.abc import Iterable, Mapping
from typing import Any

NAMESPACES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://example.com/newformat#": "",
    "http://example.com/necho": "",
    "http://purl.org/echo/": "",
    "uri/of/echo/namespace#": "",
    "http://purl.org/pie/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://webns.net/mvcb/": "admin",
    "http://purl.org/rss/1.0/modules/aggregation/": "ag",
    "http://purl.org/rss/1.0/modules/annotate/": "annotate",
    "http://media.tangent.org/rss/1.0/": "audio",
    "http://backend.userland.com/blogchannelmodule": "blogchannel",
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://purl.org/rss/1.0/modules/company": "co",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://my.theinfo.org/changed/1.0/rss/": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/email/": "email",
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://freshmeat.net/rss/fm/": "fm",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://postneo.com/icbm/": "icbm",
    "http://purl.org/rss/1.0/modules/image/": "image",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/link/": "l",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://purl.org/rss/1.0/modules/reference/": "ref",
    "http://purl.org/rss/1.0/modules/richequiv/": "reqv",
    "http://purl.org/rss/1.0/modules/search/": "search",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://schemas.xmlsoap.org/soap/envelope/": "soap",
    "http://purl.org/rss/1.0/modules/servicestatus/": "ss",
    "http://hacks.benhammersley.com/rss/streaming/": "str",
    "http://purl.org/rss/1.0/modules/subscription/": "sub",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://schemas.pocketsoap.com/rss/mydescmodule/": "szf",
    "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/rss/1.0/modules/textinput/": "ti",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://purl.org/rss/1.0/modules/wiki/": "wiki",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://podlove.org/simple-chapters": "psc",
}
# Elements that feedparser has a method for, by prefix; every other one it keeps under its name.
_METHODS = {
    "": "abstract author body category channel cloud content contributor copyright created "
    "description email enclosure entry expirationdate feed fullitem generator geom georssgeom guid "
    "height homepage id image info issued item keywords language lastbuilddate link managingeditor "
    "modified name newlocation pubdate published rights rss source subtitle summary tagline tags "
    "textinput title updated uri url webmaster where width",
    "cc": "license",
    "content": "encoded",
    "creativecommons": "license",
    "dc": "author contributor creator date description language publisher rights subject title",
    "dcterms": "created issued modified valid",
    "feedburner": "browserfriendly",
    "georss": "box line point polygon where",
    "gml": "exterior linearring linestring point polygon pos poslist",
    "itunes": "author block category email explicit image keywords link name owner subtitle "
    "summary",
    "media": "category content credit description group keywords license player rating restriction "
    "thumbnail title",
    "psc": "chapter chapters",
    "xhtml": "body",
}
HANDLED = frozenset(
    f"{prefix}_{name}" if prefix else name
    for prefix, names in _METHODS.items()
    for name in names.split()
)
# Names without a method that still matter: roots, and what syndication._every_s reads.
_KEPT = frozenset({"rdf_rdf", "ttl", "sy_updateperiod", "sy_updatefrequency"})
# Elements whose name is a key of feedparser's dictionaries: they would overwrite what it holds.
_KEYS = frozenset({"authors", "contributors", "href", "links", "publisher", "publishers"})
_KNOWN_PREFIXES = frozenset(NAMESPACES.values()) - {""}
_READ_ATTRIBUTES = frozenset(
    {
        "about", "base", "domain", "href", "ispermalink", "label", "lang", "lastmod", "length",
        "mode", "rel", "scheme", "term", "text", "type", "uri", "url", "version", "xmlns",
    }
)  # fmt: skip
_MANY_ATTRIBUTES = 100  # lxml looks each up among all of them
_XLINK = "http://www.w3.org/1999/xlink"
Element = Any  # lxml brings no types


class Unsure(Exception):
    """It is not certain what feedparser would read here."""


class Names(dict[str, str]):
    """An element's name as feedparser's methods bear it, by lxml's tag; "" for one that says
    nothing that we keep.

    Made of all declarations of a document, prefix and URI, since feedparser lets none go out of
    scope. Unsure where it would depend on their order what an element is.
    """

    def __init__(self, declared: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._keys: dict[str, str] = {}  # of attributes
        self._prefixes: dict[str, str] = {}  # of namespaces that feedparser does not know
        uris: dict[str, str] = {}
        known, unnamed = set(), set()
        for written, uri in declared:
            prefix = _ascii(written).lower()
            standard = _standard_prefix(uri)
            if standard is not None:
                known.add(standard)
            elif not prefix:
                unnamed.add(uri)
            _once(uris, prefix, uri)
            if standard is None and prefix:
                _once(self._prefixes, uri, prefix)
            if standard not in (None, prefix) and prefix in _KNOWN_PREFIXES:
                raise Unsure(f"{prefix} stands for another namespace")
        if not known.isdisjoint(self._prefixes.values()) or unnamed & self._prefixes.keys():
            raise Unsure("a prefix for two namespaces, or a namespace with and without one")

    def __missing__(self, tag: object) -> str:
        if not isinstance(tag, str):
            raise Unsure("a processing instruction or an entity")
        name = self._name(_ascii(tag)).lower().replace(":", "_")
        is_key = name in _KEYS or name.endswith(("_detail", "_parsed"))
        if is_key:
            raise Unsure(name)
        self[tag] = name if name in HANDLED or name in _KEPT else ""
        return self[tag]

    def attributes(self, element: Element) -> dict[str, str]:
        """An element's attributes under feedparser's keys."""
        attributes = element.items()
        if not attributes:
            return {}
        if len(attributes) > _MANY_ATTRIBUTES:
            raise Unsure("too many attributes")
        found = {}
        for written, value in attributes:
            key = self._keys.get(written) or self._key(written)
            found[key] = value.lower() if key in ("rel", "type") else value
        return found

    def _key(self, written: str) -> str:
        if written[0] == "{":
            uri, _, local = written[1:].partition("}")
            if not _standard_prefix(uri) and local.lower() in _READ_ATTRIBUTES:
                raise Unsure(written)  # feedparser takes these for the attribute without a prefix
        self._keys[written] = key = self._name(_ascii(written)).lower()
        return key

    def _name(self, written: str) -> str:
        if written[0] != "{":
            return written
        uri, _, local = written[1:].partition("}")
        standard = _standard_prefix(uri)
        prefix = self._prefixes.get(uri, "") if standard is None else standard
        return f"{prefix}:{local}" if prefix else local


def is_xlink_declared_within(
    declared: Iterable[tuple[str, str]], root: Mapping[str | None, str]
) -> bool:
    """True where an element below the root declares XLink: feedparser makes an attribute of it."""
    total = sum(uri == _XLINK and prefix != "" for prefix, uri in declared)
    return total != sum(uri == _XLINK and prefix is not None for prefix, uri in root.items())


def _standard_prefix(uri: str) -> str | None:
    """The prefix that feedparser has for a namespace, "" for those of feeds; None if none."""
    lower = uri.lower()
    return "" if "backend.userland.com/rss" in lower else NAMESPACES.get(lower)


def _ascii(name: str) -> str:
    # Expat takes fewer letters in names than libxml2 does.
    if not name.isascii():
        raise Unsure("a name outside of ASCII")
    return name


def _once(table: dict[str, str], key: str, value: str) -> None:
    if key and table.setdefault(key, value) != value:
        raise Unsure(f"{key} means two things")
