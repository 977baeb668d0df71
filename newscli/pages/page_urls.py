"""What an address says of where it leads, seen from the article whose page has it."""

import re
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from newscli.core.urls import absolute_url, canonical_url
from newscli.pages.document import Document

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|zip|gz|mp[34]|m4a|exe|dmg|css|js)\Z", re.I
)
_FEW = 3  # words of a label that may still be a section's name
_SECOND_LEVEL = frozenset(("co", "com", "net", "org", "ac", "gov", "edu", "or", "ne", "go", "in"))
_SOCIAL = re.compile(
    r"(?:[a-z-]+\.)?(?:facebook|fb|twitter|instagram|linkedin|pinterest|youtube|tiktok|vk|ok|xing"
    r"|telegram|t|threads|bsky|flipboard|snapchat|tumblr|whatsapp|wa|feedly)"
    r"\.(?:com|net|me|ru|org|app)",
    re.I,
)
_PROFILE = re.compile(r"/*(?:(?:user|channel|company|in|c|pages|groups|profile)/)?[^/]*/?\Z", re.I)
_UNWANTED_HOST = re.compile(
    r"(?:[\w-]+\.)*(?:t\.co|eepurl\.com|list-manage\.com|campaign-archive\d*\.com|gravatar\.com"
    r"|feeds?\.feedburner\.com|outbrain\.com|taboola\.com|doubleclick\.net|disqus\.com|addtoany\.com"
    r"|plus\.google\.com|b\.hatena\.ne\.jp|share\.flipboard\.com|getpocket\.com|po\.st"
    r"|news\.ycombinator\.com|aboutcookies\.org|web\.whatsapp\.com|paper\.li)",
    re.I,
)
_UNWANTED_PATH = re.compile(
    r"/(?:hashtag|intent|sharer|share|submit|subscri(?:be|ption)s?|newsletters?|login|log-in|sign-?(?:in"
    r"|up)|register|registrieren|anmelden|abo|wp-login\.php|print|drucken|imprimir|feed|rss|comments?"
    r"|tryprimefree|datenschutz|impressum|privacy|privacy-policy|terms)(?:/|\.html?|\.php)?\Z"
    r"|/(?:hashtag|intent|sharer|newsletters?)/|/amp/?\Z",
    re.I,
)
_PRINT = re.compile(r"(?:\A|&)(?:print|share|replytocom|output|format|amp)=", re.I)
_SECTION = re.compile(
    r"/(?:topics?|themen?|sections?|ressorts?|rubrik(?:en)?|kategorien?|categorias?|categoria|sujet"
    r"|temas?|etiquetas?|profiles?|people|person|autor(?:en|es)?|auteurs?|authors?|redaktion|users?"
    r"|contributors?|staff|by|shows?|collections?|shop|store|label|keyword|schlagwort)(?:/|\Z)",
    re.I,
)
_LISTING = re.compile(r"/(?:page|seite|pagina|p)/?\d+/?\Z", re.I)
_NUMBER_AT_END = re.compile(
    r"(?:[/_,.-]|/?(?:page|seite|p|pagina)[-_/=]?)?\d{1,3}(?:\.\w{2,5})?/?\Z", re.I
)
_EXTENSION = re.compile(r"\.[a-z]\w{1,4}\Z", re.I)
_PAGE_QUERY = re.compile(
    r"(?:\A|&)(?:page|paged|p|pg|seite|pagina|start|offset|cpage)=\d{1,4}(?:&|\Z)", re.I
)

_POST_QUERY = re.compile(r"(?:\A|[?&])p=\d+(?:&|\Z)")  # WordPress without permalinks


class Own(NamedTuple):
    """The article's own addresses: `keys` to compare by, `base` where its links start.

    `paths` are theirs without a slash at the end: of where it was found, then of its other names.
    """

    url: str
    base: str
    keys: frozenset[str]
    site: str
    paths: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, url: str) -> Self:
        """By where it was found, and by what the page calls its address."""
        root = document.root
        named = root.find(".//base[@href]")
        base = absolute_url(named.get("href"), base=url) if named is not None else url
        found = [url]
        for element in root.iter("link"):
            if "canonical" in (element.get("rel") or "").lower().split():
                found.append(absolute_url(element.get("href"), base=url) or url)
        for element in root.iter("meta"):
            if element.get("property") == "og:url":
                found.append(absolute_url(element.get("content"), base=url) or url)
        keys = [key for one in found[:4] if (key := canonical_url(one))]
        every = {form for key in keys for form in (key, key.rstrip("/"), f"{key.rstrip('/')}/")}
        paths = dict.fromkeys(path for key in keys if (path := urlsplit(key).path.rstrip("/")))
        return cls(url, base or url, frozenset(every), site_of(url), tuple(paths))

    def url_of(self, link: Any) -> str:
        """Where an element's href leads; "" for what is no http(s) address."""
        return absolute_url(link.get("href"), base=self.base) or ""

    def key_of(self, link: Any) -> str:
        """The same for comparing, as core/urls.py makes it."""
        return canonical_url(self.url_of(link)) or ""

    def is_same_site(self, url: str) -> bool:
        """True for other hosts of one site, too."""
        return bool(self.site) and site_of(url) == self.site


def site_of(url: str) -> str:
    """The part of a host that one owner has, as far as its look tells: "bbc.co.uk"; "" if none."""
    host = _host(url)
    parts = host.split(".")
    if len(parts) <= 2:
        return host
    is_country = len(parts[-1]) == 2 and (parts[-2] in _SECOND_LEVEL or len(parts[-2]) <= 2)
    return ".".join(parts[-3:] if is_country else parts[-2:])


def is_unwanted(url: str, own: Own) -> bool:
    """True for what no reader follows from an article: profiles, sharing, print, its own home."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    host, path = (parts.hostname or "").removeprefix("www."), parts.path
    if _FILE.search(path) or _UNWANTED_HOST.fullmatch(host) or _UNWANTED_PATH.search(path):
        return True
    if _SOCIAL.fullmatch(host) and (_PROFILE.fullmatch(path) and not _is_watched(parts.query)):
        return True
    if not own.is_same_site(url):
        return False
    return (path in ("", "/") and not parts.query) or bool(_PRINT.search(parts.query))


def is_section(url: str, label: str) -> bool:
    """True for a part of a site: a topic, an author; an address of one word with a short label."""
    path = urlsplit(url).path
    if _SECTION.search(path):
        return True
    last = path.strip("/")
    is_short = len(label.split()) <= _FEW and label.isascii()
    return is_short and "/" not in last and last.count("-") <= 1 and not re.search(r"\d", url)


def is_of_page(url: str, own: Own) -> bool:
    """True for another page of the same article, and for a page of a listing."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if not own.is_same_site(url):
        return False
    if _LISTING.search(parts.path):
        # Where articles themselves are numbered so, it is another of them.
        return not any(_LISTING.search(one) for one in own.paths)
    if _PAGE_QUERY.search(parts.query) and (path in own.paths or not path):
        return not (_POST_QUERY.search(parts.query) and any(map(_POST_QUERY.search, own.keys)))
    return any(_numbers_on(path, one) for one in own.paths)


def _numbers_on(path: str, own: str) -> bool:
    """True where a path is the article's own with the number of a page behind it.

    What has another number in the same place is another article ("/budget-5", "/budget-6"), and so
    is what has a longer one ("/budget-56").
    """
    for start in (own, _EXTENSION.sub("", own)):
        rest = path[len(start) :]
        if len(start) > 1 and path.startswith(start) and _NUMBER_AT_END.fullmatch(rest):
            return not (start[-1].isdigit() and rest[0].isdigit())
    return False


def _is_watched(query: str) -> bool:
    return query.startswith(("v=", "story_fbid=")) or "&v=" in query


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
