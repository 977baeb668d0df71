"""The links that a web page offers with its article: related, before and after it, in its text.

A page's lists and pagers are found in its tree (page_places.py), what its text refers to in the
story's blocks. What leads nowhere from the article (navigation, tags, authors, sharing,
advertisements, what is most read) is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from newscli.core.models import BODY_KINDS, Block, PageLink
from newscli.core.text import one_line
from newscli.core.urls import canonical_url
from newscli.pages.boilerplate import label_of
from newscli.pages.document import Document
from newscli.pages.links import is_article_link, is_generic, references, titled_links, trimmed
from newscli.pages.page_names import LISTS, NEXT, OUT, PREVIOUS, RELATED
from newscli.pages.page_places import Place, places_of
from newscli.pages.page_titles import best_title, is_headline, pager_title, way_of
from newscli.pages.page_urls import Own, is_of_page, is_section, is_unwanted

_MAX_LINKS = 300
_MAX_SEEN = 5_000  # links of a page that are looked at
_LEAST_PARAGRAPH_CHARS = 30  # of a paragraph that is looked for in the story, without spaces
_MAX_WAYS = 2  # articles before it, and after it
_RANK = {PREVIOUS: 0, NEXT: 0, RELATED: 1, "source": 2, "reference": 3}
_ORDER = {RELATED: 0, PREVIOUS: 1, NEXT: 2, "source": 3, "reference": 4}
_NO_ARTICLE = frozenset(("tag", "author", "sponsored", "category", "home", "search"))
_LABELS = {"teaser": "teaser", "pager": "pager", "source_line": "source"}


class _Link(NamedTuple):
    """A link as it stands in the tree, and where that is."""

    element: Any
    place: Place


def page_links(
    document: Document, story: Any | None, blocks: Sequence[Block], *, url: str
) -> tuple[PageLink, ...]:
    """The links that belong with the article: related, previous, next, source, reference.

    `story` is the element of the document's tree that holds the story, `blocks` are made of it.
    In that order of kinds, within a kind in the page's; each address once, with the kind that
    says most; at most 300.
    """
    own = Own.of(document, url)
    places = places_of(document.root, story)
    every = [_Link(one, places[one]) for one in document.root.iter("a") if one in places]
    links = [link for link in every if link.place.kind != OUT][:_MAX_SEEN]
    found = [
        *_pagers(document, links, own),
        *_related(links, own),
        *_of_blocks(blocks, own, _shunned(links, own)),
        *_of_text(links, blocks, own),
    ]
    return tuple(_each_once(found, own))


def _shunned(links: Iterable[_Link], own: Own) -> set[str]:
    """The addresses that stand in the story only in lists of what has nothing to do with it."""
    inside = [link for link in links if link.place.in_story]
    listed = {
        own.key_of(link.element)
        for link in inside
        if link.place.kind == LISTS and link.place.headed
    }
    if not listed:
        return set()
    return listed - {own.key_of(link.element) for link in inside if link.place.kind != LISTS}


def _related(links: Iterable[_Link], own: Own) -> Iterator[PageLink]:
    cards: dict[str, list[_Link]] = {}
    for link in links:
        if link.place.kind != RELATED or link.place.minor:
            continue
        url = own.url_of(link.element)
        if url and _NO_ARTICLE.isdisjoint(_rel(link.element)) and _may_be_related(link, url, own):
            cards.setdefault(own.key_of(link.element), []).append(link)
    for key, card in cards.items():
        url = own.url_of(card[0].element)
        if key in own.keys:
            continue
        title, is_title = best_title([link.element for link in card])
        is_sure = is_title or any(link.place.headed for link in card)
        if is_headline(title, is_sure=is_sure) and not is_section(url, title):
            yield PageLink(RELATED, url, title)


def _may_be_related(link: _Link, url: str, own: Own) -> bool:
    is_near = link.place.in_story or own.is_same_site(url)
    return is_near and is_article_link(url) and not is_unwanted(url, own)


def _rel(element: Any) -> list[str]:
    rel = element.get("rel")
    return rel.lower().split() if rel else []


def _pagers(document: Document, links: Iterable[_Link], own: Own) -> Iterator[PageLink]:
    ways: dict[str, dict[str, list[Any]]] = {PREVIOUS: {}, NEXT: {}}
    for element, place in links:
        way = way_of(element, place, _rel(element))
        if way and _may_page(own.url_of(element), own):
            ways[way].setdefault(own.key_of(element), []).append(element)
    for way, found in ways.items():
        for card in list(found.values())[:_MAX_WAYS]:
            yield PageLink(way, own.url_of(card[0]), pager_title(card, way))
    for element in document.root.iter("link"):
        way = _way_of_rel(_rel(element))
        if way and not ways[way] and _may_page(own.url_of(element), own):
            yield PageLink(way, own.url_of(element), _head_title(element, links, own, way))


def _head_title(element: Any, links: Iterable[_Link], own: Own, way: str) -> str:
    """What a <link> in the head leads to: by its own title, or by that of a link in the page."""
    url, key = own.url_of(element), own.key_of(element)
    if title := trimmed(element.get("title") or ""):
        return title
    return pager_title([one for one, _ in links if own.key_of(one) == key], way) or url


def _way_of_rel(rel: list[str]) -> str:
    if "prev" in rel or "previous" in rel:
        return PREVIOUS
    return NEXT if "next" in rel else ""


def _may_page(url: str, own: Own) -> bool:
    return (
        bool(url)
        and own.is_same_site(url)
        and not is_of_page(url, own)
        and not is_unwanted(url, own)
    )


def _of_blocks(blocks: Sequence[Block], own: Own, shunned: set[str]) -> Iterator[PageLink]:
    labelled = [(block, _label(block)) for block in blocks]
    for link in titled_links(labelled, own.url):
        is_page = link.kind in (PREVIOUS, NEXT) and is_of_page(link.url, own)
        if not is_page and not is_unwanted(link.url, own):
            yield link
    for link in references((block for block in blocks if block.kind != "caption"), own.url):
        key = canonical_url(link.url)
        if key in shunned or is_unwanted(link.url, own) or is_of_page(link.url, own):
            continue
        yield link


def _of_text(links: Iterable[_Link], blocks: Sequence[Block], own: Own) -> Iterator[PageLink]:
    """The links in the story's paragraphs where its blocks have none: made of hidden words."""
    body = [block for block in blocks if block.kind in BODY_KINDS]
    if any(block.spans for block in body):
        return
    text = _squeezed(" ".join(block.text for block in body))
    known: dict[Any, bool] = {}
    for link in links:
        holder = link.element.getparent()
        url = own.url_of(link.element)
        if link.place.kind or holder is None or not is_article_link(url):
            continue
        if holder not in known:
            words = _squeezed("".join(holder.itertext()))
            known[holder] = len(words) >= _LEAST_PARAGRAPH_CHARS and words in text
        label = trimmed("".join(link.element.itertext()))
        if known[holder] and label and not is_unwanted(url, own):
            yield PageLink("reference", url, label)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _label(block: Block) -> str:
    if block.kind == "promotion" and block.spans:
        return "related" if label_of(block._replace(kind="paragraph")) == "related" else ""
    return _LABELS.get(block.kind, "")


_HTTP = re.compile(r"http:", re.I)


def _each_once(links: Iterable[PageLink], own: Own) -> list[PageLink]:
    """The links without tracking, each address once: the kind that says most, its best label."""
    best: dict[str, PageLink] = {}
    for link in links:
        key = canonical_url(link.url)
        if key is None or key in own.keys:
            continue
        url = f"http{key[5:]}" if _HTTP.match(link.url) else key
        held = best.get(key)
        if held is None or _RANK[link.kind] < _RANK[held.kind]:
            best[key] = PageLink(link.kind, url, link.label)
        elif _RANK[link.kind] == _RANK[held.kind] and is_generic(held.label):
            best[key] = held._replace(label=link.label)
    found = sorted(best.values(), key=lambda link: _ORDER[link.kind])[:_MAX_LINKS]
    return [link._replace(label=one_line(link.label)) for link in found]
