"""What a web page says of its story in JSON-LD (schema.org), however it was written."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from newscli.core.text import unescape
from newscli.core.urls import canonical_url

_MAX_DEPTH = 40
_MAX_THINGS = 1000
_MAX_VALUES = 50
_MAX_MENDED_CHARS = 300_000

# Types of schema.org that are a story; the second are pages, which may be about anything.
_STORY = re.compile(r"(?:\w*Article|\w*Posting|\w*Report|Review|CreativeWork)\Z")
_PAGE_NAMES = "WebPage ItemPage AboutPage MedicalWebPage VideoObject AudioObject PodcastEpisode"
_PAGE_TYPES = frozenset(_PAGE_NAMES.split())
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_NAMING = ("@value", "name", "url", "@id", "contentUrl")

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]', re.S)
_BROKEN = re.compile(
    r'(?P<string>"(?:[^"\\]++|\\.)*+")|,(?=\s*+[\]}])|<!--|-->|/\*.{0,40}?\*/'
    r"|//(?=\s{0,9}(?:<!|\]\]>|-->))|<!\[CDATA\[|\]\]>",
    re.S,
)
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.S)
_LONE = re.compile(
    r'"(headline|datePublished|dateModified|inLanguage)"\s{0,9}+:\s{0,9}+'
    r'"((?:[^"\\\n]++|\\.){1,500}+)"'
)
_LONE_NAME = re.compile(
    r'"(author|publisher|isBasedOn|sourceOrganization)"\s{0,9}+:\s{0,9}+[\[{\s]{1,20}+'
    r'(?:"@?(?:type|id)"\s{0,9}+:\s{0,9}+"[^"\n]{0,200}+"\s{0,9}+,\s{0,9}+){0,2}'
    r'"name"\s{0,9}+:\s{0,9}+"([^"\\\n]{1,200}+)"'
)
_DECODER = json.JSONDecoder(strict=False)


class Thing:
    """A node of JSON-LD; `ids` are all nodes of the page, for values that only refer to one."""

    def __init__(self, node: dict[str, Any], ids: dict[str, dict[str, Any]]) -> None:
        self._node = node
        self._ids = ids

    @property
    def types(self) -> list[str]:
        """The last words of its types: NewsArticle, whatever stands before it."""
        kinds = _listed(self._node.get("@type"))
        return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]

    def strings(self, key: str) -> list[str]:
        """The values of a property as strings: for a thing its name, else its address."""
        values = (_string(value) for value in self._values(key))
        return [value for value in values if value]

    def things(self, key: str) -> list["Thing"]:
        """The values of a property that are things themselves."""
        return [Thing(value, self._ids) for value in self._values(key) if isinstance(value, dict)]

    def _values(self, key: str) -> Iterator[Any]:
        for value in _listed(self._node.get(key))[:_MAX_VALUES]:
            if isinstance(value, dict) and "name" not in value:
                yield self._ids.get(str(value.get("@id")), value)
            else:
                yield value


def things_of(scripts: Sequence[str]) -> list[Thing]:
    """The things of a page that stand for themselves, in their order, at most 1,000.

    Reads what is no good JSON too: trailing commas, comments, control characters, bad escapes.
    """
    found: list[dict[str, Any]] = []
    for script in scripts:
        _collect(_loaded(script), found, 0)
    ids = {str(node["@id"]): node for node in found if "@id" in node and len(node) > 2}
    return [Thing(node, ids) for node in found]


def stories_of(things: Sequence[Thing], url: str) -> list[Thing]:
    """The thing that is the page's story, then those that are the page itself.

    A story of this address goes before one without any, that before one of another address.
    """
    stories = [thing for thing in things if any(_STORY.match(kind) for kind in thing.types)]
    pages = [thing for thing in things if _PAGE_TYPES.intersection(thing.types)]
    here = canonical_url(url)
    stories.sort(key=lambda thing: _strangeness(thing, here))
    return [*stories[:1], *pages[:3]]


def _strangeness(thing: Thing, here: str | None) -> int:
    """From 0 for a thing of this address to 3 for one without a headline."""
    named = [*thing.strings("url"), *thing.strings("mainEntityOfPage"), *thing.strings("@id")]
    urls = [canonical_url(name.partition("#")[0]) for name in named]
    if here and here in urls:
        return 0
    if not (thing.strings("headline") or thing.strings("name")):
        return 3
    return 2 if any(urls) else 1


def _collect(value: Any, found: list[dict[str, Any]], depth: int) -> None:
    """Adds the nodes of a document, but for those that are values of another's properties."""
    if depth > _MAX_DEPTH:
        return
    for node in _listed(value):
        if len(found) >= _MAX_THINGS:
            return
        if isinstance(node, list):
            _collect(node, found, depth + 1)
        elif isinstance(node, dict):
            found.append(node)
            for key in _HOLDERS:
                _collect(node.get(key), found, depth + 1)


def _loaded(script: str) -> Any:
    script = script.strip().removesuffix(";")
    if _is_deep(script):
        return None
    loaded = _json(script)
    if loaded is not None or len(script) > _MAX_MENDED_CHARS:
        return loaded
    script = _BROKEN.sub(_mended, script).strip()
    if _is_deep(script):
        return None
    loaded = _json(script)
    return _lone_values(script) if loaded is None else loaded


def _json(script: str) -> Any:
    """What the JSON at the beginning of a text says, whatever follows; None if it is none."""
    try:
        return _DECODER.raw_decode(script)[0]
    except ValueError:
        return None


def _mended(match: re.Match[str]) -> str:
    return _ESCAPE.sub(_good_escape, match["string"]) if match["string"] else ""


def _good_escape(match: re.Match[str]) -> str:
    return match[0] if match[1] else match[2]


def _lone_values(script: str) -> dict[str, Any] | None:
    """What can be told of JSON that is broken beyond mending: strings behind well-known names."""
    found: dict[str, Any] = {}
    for match in _LONE.finditer(script):
        found.setdefault(match[1], unescape(_unescaped(match[2])))
    for match in _LONE_NAME.finditer(script):
        found.setdefault(match[1], {"name": _unescaped(match[2])})
    return {"@type": "Article", **found} if found else None


def _unescaped(text: str) -> str:
    value = _json(f'"{text}"')
    return value if isinstance(value, str) else text


def _is_deep(script: str) -> bool:
    """True where more than 40 brackets are open at a time: json would recurse as deep."""
    if script.count("[") + script.count("{") <= _MAX_DEPTH:
        return False
    depth = 0
    for match in _TOKEN.finditer(script):
        mark = match[0][0]
        if mark != '"':
            depth += 1 if mark in "[{" else -1
            if depth > _MAX_DEPTH:
                return True
    return False


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _string(value: Any) -> str:
    if isinstance(value, dict):
        named = (value[key] for key in _NAMING if value.get(key))
        value = next((one[0] if isinstance(one, list) else one for one in named), "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""
