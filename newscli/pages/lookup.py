"""Where a page may say something of itself; what the rules of metadata.py name."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice

from newscli.core.publishers import host_of
from newscli.core.text import one_line, strip_tags, unescape
from newscli.core.urls import absolute_url, without_user
from newscli.pages.dates import moment_in_url
from newscli.pages.document import Document
from newscli.pages.jsonld import Thing, stories_of, things_of
from newscli.pages.people import key_of
from newscli.pages.titles import first_part, without_site
from newscli.pages.visible import Shown, line_of, microdata

_MAX_METAS = 1000
_MAX_URL_CHARS = 2000
_MAX_LINE_CHARS = 300
_MAX_NAME_CHARS = 120
_MAX_NAMES = 5

# The names of the page that its headline is known by.
_TITLES = "json-ld:headline meta:og:title meta:twitter:title page:title"
_SITES = "meta:og:site_name site:name json-ld:publisher meta:application-name meta:twitter:site"
_CANONICAL = "link:canonical meta:og:url"
_PROPERTY_NAMES = "author dateModified datePublished headline image inLanguage publisher"
_PROPERTIES = frozenset(("sourceOrganization", *_PROPERTY_NAMES.split()))
_URL = re.compile(r"https?://", re.I)
_DEEP = re.compile(r"://[^/?#]+(?:/+[^/?#]|/*\?.)")


class Page:
    """A page as the rules see it: each names a place, and what to look for there."""

    def __init__(self, document: Document) -> None:
        self.address = document.url
        self._document = document
        self._root = document.root
        self._places: dict[str, Callable[[str], Iterable[str]]] = {
            "json-ld": self._in_story,
            "site": self._in_site,
            "meta": lambda key: self._metas.get(key, []),
            "itemprop": lambda key: self._microdata.get(key, []),
            "link": self._in_links,
            "shown": lambda key: getattr(self._shown, key)(),
            "page": lambda key: getattr(self, f"_{key}")(),
        }

    def found(self, rule: str) -> Iterator[str]:
        """What a rule finds, in the page's order."""
        place, _, key = rule.partition(":")
        return iter(self._places[place](key))

    def url(self, text: str) -> str | None:
        """The address as it can be opened; None where it is none, and for one that is too long."""
        if len(text) > _MAX_URL_CHARS:
            return None
        url = absolute_url(one_line(unescape(text)), base=self.address)
        return without_user(url)[:_MAX_URL_CHARS] if url else None

    def deep_url(self, text: str) -> str | None:
        """The address, where it leads deeper than to a site's root."""
        url = self.url(text)
        return url if url and _DEEP.search(url) else None

    @cached_property
    def _things(self) -> list[Thing]:
        return things_of(self._document.json_ld)

    @cached_property
    def stories(self) -> list[Thing]:
        """The page's story in JSON-LD, and what is said of the page itself."""
        return stories_of(self._things, self._document.url)

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for meta in islice(self._root.iter("meta"), _MAX_METAS):
            names = (meta.get("property"), meta.get("name"), meta.get("http-equiv"))
            content = meta.get("content")
            for name in filter(None, names if content else ()):
                found.setdefault(name.strip().lower(), []).append(content)
        return found

    @cached_property
    def _microdata(self) -> dict[str, list[str]]:
        return microdata(self._root, _PROPERTIES)

    @cached_property
    def _shown(self) -> Shown:
        titles = [line(value, _MAX_LINE_CHARS) for value in self._all(_TITLES)]
        bare = [title for title in (without_site(one, self.site_names) for one in titles) if title]
        parts = list(filter(None, map(first_part, bare)))
        return Shown(self._root, [*bare, *(part for part in parts if len(part) >= 20)], parts)

    @cached_property
    def site_names(self) -> list[str]:
        """What the site is called, its host included."""
        host = host_of(self.address)
        names = (line(value, _MAX_LINE_CHARS) for value in self._all(_SITES))
        return [*names, host, *host.split(".")[-3:-1]]

    @cached_property
    def site_keys(self) -> frozenset[str]:
        """The same as letters and digits, for comparing."""
        return frozenset(filter(None, map(key_of, self.site_names)))

    def _all(self, rules: str) -> list[str]:
        return [value for rule in rules.split() for value in islice(self.found(rule), _MAX_NAMES)]

    def _in_story(self, key: str) -> list[str]:
        return next((found for one in self.stories if (found := one.strings(key))), [])

    def _in_site(self, key: str) -> list[str]:
        sites = (thing for thing in self._things if "WebSite" in thing.types)
        return [value for site in islice(sites, 1) for value in site.strings(key)]

    def _in_links(self, key: str) -> list[str]:
        links = islice(self._root.iter("link"), _MAX_METAS)
        return [
            link.get("href")
            for link in links
            if link.get("href") and key in (link.get("rel") or "").lower().split()
        ]

    def _title(self) -> list[str]:
        title = next(self._root.iter("title"), None)
        return [] if title is None else [line_of(title)]

    def _language(self) -> list[str]:
        html = next(self._root.iter("html"), None)
        lang = html.get("lang") if html is not None else None
        return [lang] if lang else []

    def _date(self) -> list[str]:
        urls = (self.address, *self._all(_CANONICAL))
        moments = (moment_in_url(url) for url in islice(urls, 3))
        return [str(moment.at) for moment in moments if moment]


def line(text: str, most: int) -> str:
    """The words of a value on one line, at most so many characters of them."""
    return strip_tags(text[: 4 * most])[:most].strip()


def name_of(text: str) -> str | None:
    """A name of somebody; None for an address, and for nothing."""
    name = line(text, _MAX_NAME_CHARS)
    return None if not name or is_url(name) else name


def is_url(text: str) -> bool:
    """True for what begins as a web address does."""
    return _URL.match(text) is not None
