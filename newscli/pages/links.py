"""The links of a page that are worth naming, each with words that say where it leads."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from newscli.core.models import BODY_KINDS, Block, PageLink, Span
from newscli.core.urls import canonical_url
from newscli.pages import words

_MAX_LABEL_CHARS = 200
_MAX_SENTENCE_CHARS = 120
_MAX_LINKS = 300
_SHARING = re.compile(
    r"facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share|home\?status)"
    r"|linkedin\.com/(?:share|cws)|pinterest\.\w+/pin/create|reddit\.com/submit|t\.me/share"
    r"|telegram\.me/share|wa\.me/\?|api\.whatsapp\.com/send|bsky\.app/intent|tumblr\.com/share"
    r"|getpocket\.com/(?:save|edit)|news\.ycombinator\.com/submitlink|vk\.com/share"
    r"|mastodonshare|addtoany\.com|feedburner\.com|doubleclick\.net",
    re.I,
)
_NAVIGATION = re.compile(
    r"/(?:tags?|category|categories|authors?|kategorie|etiqueta|login|signin|signup|register"
    r"|subscribe|newsletters?|abo|cart|wp-admin|search/label)(?:/|\?|\Z)",
    re.I,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|gz|mp[34]|exe|dmg|py|js|css)\Z", re.I)
_WORD = re.compile(r"\w")
_PART = re.compile(r"\s*[:：–—|»›>→\n]|\s+-|\W*\Z")
_EDGES = " \t\n\"'“”„«»‹›→←➜►>|:–—-[]()…"
_SENTENCE_END = re.compile(r"[.!?]\s|[。！？]|\n")
_REFERENCE_KINDS = BODY_KINDS - {"image", "code"}


def outside_links(block: Block, start: int = 0) -> str:
    """The block's text from `start` on, without the words of links."""
    return "".join(_between_links(block, start))


def _between_links(block: Block, start: int = 0) -> list[str]:
    """The parts of that text, in order: before, between and behind the links."""
    parts: list[str] = []
    for span in block.spans:
        parts.append(block.text[start : max(span.start, start)])
        start = max(start, span.end)
    return [*parts, block.text[start:]]


def titled_links(labelled: Iterable[tuple[Block, str]], base_url: str | None) -> Iterator[PageLink]:
    """The links of related, pager, teaser and source lines; what names nothing is left out."""
    for block, label in labelled:
        if label in ("related", "teaser"):
            yield from _named(block, "related", base_url)
        elif label == "source":
            yield from _named(block, "source", base_url)
        elif label == "pager":
            yield from _pages(block, base_url)


def references(blocks: Iterable[Block], base_url: str | None) -> Iterator[PageLink]:
    """The links in the running text to other pages, with their words; at most 300."""
    left = _MAX_LINKS
    for block in blocks:
        if block.kind not in _REFERENCE_KINDS:
            continue
        for span in block.spans[:left]:
            if is_article_link(span.url):
                left -= 1
                yield PageLink("reference", span.url, _reference_label(block, span))


def is_article_link(url: str) -> bool:
    """False for e-mail, sharing, tags, authors, sign-up pages."""
    return (
        url.startswith("http")
        and not _SHARING.search(url)
        and not _NAVIGATION.search(url.partition("?")[0])
    )


def is_same_page(url: str, base_url: str | None) -> bool:
    """True when both lead to one page, whatever the fragment and tracking parameters."""
    return base_url is not None and _canonical(url) == _canonical(base_url)


def is_same_site(url: str, base_url: str) -> bool:
    """True when one host is the other's, or a part of it; files are no pages of it."""
    host, own = _host(url), _host(base_url)
    is_own = bool(host) and (host == own or host.endswith(f".{own}") or own.endswith(f".{host}"))
    return is_own and not _FILE.search(url.partition("?")[0])


def _named(block: Block, kind: str, base_url: str | None) -> Iterator[PageLink]:
    for span in block.spans:
        label = _title(block, span)
        if is_article_link(span.url) and label:
            yield PageLink(kind, span.url, label)


def _title(block: Block, span: Span) -> str:
    """The linked title; where the link says only "here", the longest part of its line; or ""."""
    around = sorted(_between_links(block), key=len, reverse=True)
    for text in (block.text[span.start : span.end], *around):
        title = trimmed(without_phrase(text))
        if _WORD.search(title) and not is_generic(title):
            return title
    return ""


def without_phrase(text: str) -> str:
    """The text behind "Read more:", "Source:"; "Related work" is no such phrase."""
    for kind in ("related", "source"):
        begins = words.beginning(kind).match(text)
        if begins is not None and _PART.match(text, begins.end()):
            return text[begins.end() :]
    return text


def _pages(block: Block, base_url: str | None) -> Iterator[PageLink]:
    previous, following = words.beginning("previous"), words.beginning("next")
    kind, at = "", 0
    for span in block.spans:
        before, own = block.text[at : span.start], block.text[span.start : span.end]
        for text in (before, own):
            if previous.match(text):
                kind = "previous"
            elif following.match(text):
                kind = "next"
        begins = previous.match(own) or following.match(own)
        label = trimmed(own[begins.end() :]) if begins else trimmed(own)
        if kind and is_article_link(span.url):
            yield PageLink(kind, span.url, label or trimmed(own))
        at = span.end


def _reference_label(block: Block, span: Span) -> str:
    """The linked words; the sentence around them where they say only "here"."""
    own = trimmed(block.text[span.start : span.end])
    if own and not is_generic(own):
        return own
    ends = [end.end() for end in _SENTENCE_END.finditer(block.text, 0, span.start)]
    following = _SENTENCE_END.search(block.text, span.end)
    start = max(ends[-1] if ends else 0, span.end - _MAX_SENTENCE_CHARS)
    end = following.start() + 1 if following else len(block.text)
    sentence = block.text[start : min(end, start + _MAX_SENTENCE_CHARS)]
    return " ".join(sentence.split()).strip(_EDGES) or own or span.url


def is_generic(text: str) -> bool:
    """True for words that do not say where a link leads: "here", "Read more"."""
    return bool(words.whole("generic").match(text) or words.whole("read_on").match(text))


def trimmed(text: str) -> str:
    """A label in one line, without quotes and arrows around it; at most 200 characters."""
    text = " ".join(text.split()).strip(_EDGES)
    if len(text) > _MAX_LABEL_CHARS:
        text = text[:_MAX_LABEL_CHARS].rpartition(" ")[0] + "…"
    return text


@lru_cache(maxsize=256)
def _canonical(url: str) -> str:
    return (canonical_url(url) or url).rstrip("/")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
