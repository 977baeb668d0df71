"""The outlines of an OPML document: by an XML parser, and where it is damaged, by their tags."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from newscli.core.errors import FeedError
from newscli.core.text import unescape

Event = Mapping[str, str] | None
"""An outline's attributes where it begins, their names in lower case; None where it ends."""

_TAG = re.compile(r"<(/?)outline\b", re.I)
_ATTRIBUTE = re.compile(
    r"\b(xmlUrl|htmlUrl|url|text|title|type|category)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I
)
_AFTER = re.compile(r"</?\w+>|<!--.*?-->|\s+", re.DOTALL)


def well_formed(data: bytes) -> list[Event] | None:
    """The outlines of a document that is XML; None when it is damaged.

    Raises FeedError when it is XML of another kind.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if etree.QName(root).localname.lower() != "opml":
        raise FeedError("not OPML: its first element is not opml")
    body = root.find("{*}body")
    if body is None:
        raise FeedError("not OPML: it has no body")
    return list(_walked(body))


def _walked(body: etree._Element) -> Iterator[Event]:
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if isinstance(element.tag, str) and etree.QName(element).localname == "outline":
            facts = {str(name).lower(): str(value) for name, value in element.attrib.items()}
            yield facts if event == "start" else None


def salvaged(data: bytes) -> Iterator[Event]:
    """The outlines of a damaged document: bare ampersands, markup in attributes, a missing end.

    Each tag is looked at by itself, so that one that is broken does not take the next with it.
    """
    text = _decoded(data)
    if not re.search(r"<opml\b", text[:4096], re.I):
        raise FeedError("not OPML: it does not begin as OPML does")
    tags = list(_TAG.finditer(text))
    ends = [tag.start() for tag in tags[1:]] + [len(text)]
    for tag, end in zip(tags, ends, strict=True):
        if tag[1]:
            yield None
            continue
        segment = text[tag.end() : end]
        facts: dict[str, str] = {}
        for name, double, single in _ATTRIBUTE.findall(segment):
            facts.setdefault(name.lower(), unescape(double or single))
        yield facts
        if _closes_itself(segment):
            yield None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _closes_itself(segment: str) -> bool:
    """True when the tag ends in "/>", and nothing but other elements' ends follows."""
    _, closing, rest = segment.rpartition("/>")
    return bool(closing) and not _AFTER.sub("", rest)
