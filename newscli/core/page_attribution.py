"""Who published first what a web page shows, when that is not the site that it is on.

The rules, in the order of trust. The first that names one publisher, other than the site itself,
decides; a news agency that signs a text goes before a canonical link, since a chain of papers
points each agency's copy at one of its own.

| rule | what says so |
|---|---|
| json-ld:isBasedOn, meta:original-source, meta:syndication-source | the page's own declaration |
| json-ld:sourceOrganization, json-ld:provider | the same, but for names of companies |
| dateline | "BRUSSELS (AP) —" |
| byline | the author is an agency: "AP Staff" |
| sign-off | "(dpa)" behind the last sentence, "© 2019 The Associated Press" |
| source-line | "Source: dw.com" at either end, but not under a picture, a table or a chart |
| republished | "This article was originally published by …" |
| canonical:other-host | rel=canonical, where the page does not name itself by that host |
| json-ld:publisher, og:site_name | a known publisher that does not own the host |
| title-suffix | " - Publisher" on an aggregator |
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from newscli.core.attribution import Credit, Wording, credit_of, publisher_name
from newscli.core.bylines import agency_of, sign_off_of
from newscli.core.datelines import dateline_of
from newscli.core.models import Attribution, Block, Metadata, Origin
from newscli.core.publishers import (
    host_of,
    is_one,
    is_one_site,
    is_own_site,
    key_of,
    known_name,
)

_DECLARED = ("json-ld:isBasedOn", "meta:original-source", "meta:syndication-source")
_ORGANIZATIONS = ("json-ld:sourceOrganization", "json-ld:provider", "meta:sourceOrganization")
_NAMING = ("json-ld:publisher", "og:site_name", "meta:publisher")
_LINES = frozenset(("paragraph", "quote", "list", "heading", "promotion", "source_line"))
_FIGURES = frozenset(("image", "caption", "table", "embed", "code"))
_LONG = 120
_HEAD_LINES = 4
_TAIL_LINES = 8
_MAX_LINE_CHARS = 300
_STORY_URL = re.compile(r"https?://(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/.*[\w]", re.I)


class _Page(NamedTuple):
    """What the rules look at."""

    url: str
    metadata: Metadata
    blocks: tuple[Block, ...]
    words: Wording

    def origins(self, rules: Sequence[str]) -> Iterator[Origin]:
        for rule in rules:
            yield from (origin for origin in self.metadata.origins if origin.rule == rule)


def attribute_page(
    *, url: str, metadata: Metadata, blocks: Sequence[Block], words: Wording
) -> Attribution | None:
    """The publisher, by the first rule that names one; None for the site itself, and if unsure.

    `url` is where the page was found; of `blocks`, all are looked at, story or not.
    """
    page = _Page(url, metadata, tuple(blocks), words)
    for rule in (
        partial(_declared, rules=_DECLARED),
        partial(_declared, rules=_ORGANIZATIONS),
        _datelines,
        _bylines,
        _sign_offs,
        _lines,
        _canonical,
        _named,
        _title_suffix,
    ):
        for credit in rule(page):
            if credit.publisher and not _is_self(page, credit.publisher):
                return Attribution(credit.publisher, credit.rule, credit.span)
    return None


def _declared(page: _Page, rules: Sequence[str]) -> Iterator[Credit]:
    for origin in page.origins(rules):
        host = host_of(origin.url or "")
        if host and (_is_site(page, host) or _is_nobody(page, host)):
            continue
        name = _sure_name(page, origin.name or host)
        if name and not (rules is _ORGANIZATIONS and _is_company(page, name)):
            yield Credit(name, origin.rule, origin.span)


def _datelines(page: _Page) -> Iterator[Credit]:
    heads = [block for block in page.blocks if block.kind in ("paragraph", "list")]
    found = [
        (dateline_of(block.text, page.words.agencies), block.text) for block in heads[:_HEAD_LINES]
    ]
    # "(dpa)" by itself is a signature.
    agencies = [
        line for line, text in found if line and (line.span != text or text[0] not in "(（")
    ]
    if agencies and all(line.agency == agencies[0].agency for line in agencies):
        yield Credit(agencies[0].agency, "dateline", agencies[0].span)


def _bylines(page: _Page) -> Iterator[Credit]:
    """Nobody where an agency is one of several authors: "Jane Roe and Reuters"."""
    authors = page.metadata.authors
    agencies = [agency_of(author, page.words) for author in authors]
    if authors and all(agencies) and len({key_of(agency or "") for agency in agencies}) == 1:
        yield Credit(agencies[0], "byline", authors[0])


def _sign_offs(page: _Page) -> Iterator[Credit]:
    found = {}
    for place in _tail(page):
        block = page.blocks[place]
        is_line = block.kind != "heading" and not _is_under_figure(page, place)
        signed = sign_off_of(block.text, page.words) if is_line else None
        if signed:
            found[key_of(signed.agency)] = Credit(signed.agency, "sign-off", signed.span)
    if len(found) == 1:
        yield from found.values()


def _lines(page: _Page) -> Iterator[Credit]:
    """Source lines and republished lines; nobody where they name several."""
    places = {*_head(page), *_tail(page)}
    found = [credit for place in sorted(places) if (credit := _credit(page, place)) is not None]
    names = {key_of(credit.publisher or "") for credit in found}
    if len(names) == 1 and (name := _sure_name(page, found[0].publisher or "")):
        yield found[0]._replace(publisher=name)


def _credit(page: _Page, place: int) -> Credit | None:
    block = page.blocks[place]
    if len(block.text) > _MAX_LINE_CHARS:
        return None
    behind = _behind_pattern(page.words).search(block.text)
    if behind:
        block = block._replace(text=block.text[: behind.start()], spans=())
    credit = credit_of(block, page.words)
    if credit is None or (credit.rule == "source-line" and _is_under_figure(page, place)):
        return None
    return credit


def _canonical(page: _Page) -> Iterator[Credit]:
    publishers = page.words.publishers
    for origin in page.origins(("canonical:other-host",)):
        host = _host_of_story(origin.url or "")
        if not host or _is_site(page, host) or _is_nobody(page, host):
            continue
        named = [one.name for one in page.origins(_NAMING) if one.name]
        named += [page.metadata.site_name] if page.metadata.site_name else []
        theirs = [name for name in named if is_own_site(name, f"https://{host}/", publishers)]
        if any(name == page.metadata.site_name for name in theirs):
            continue  # a site under another address, such as that of an edition
        name = known_name(host, publishers) or next(iter(theirs), None) or host
        yield Credit(name, origin.rule, origin.span)


def _host_of_story(url: str) -> str:
    """The host of a link that leads deeper than to a front page; "" for any other."""
    match = _STORY_URL.match(url)
    return host_of(url) if match else ""


def _named(page: _Page) -> Iterator[Credit]:
    """A publisher that is known, or any on an aggregator; else the name may be a company's."""
    publishers = page.words.publishers
    is_aggregator = _is_aggregator(page)
    for origin in page.origins(_NAMING):
        name = _sure_name(page, origin.name or "")
        known = known_name(name, publishers) if name else None
        if known or (name and is_aggregator and not _is_company(page, name)):
            yield Credit(name, origin.rule, origin.span)


def _title_suffix(page: _Page) -> Iterator[Credit]:
    head, _, suffix = (page.metadata.title or "").rpartition(" - ")
    if head.strip() and _is_aggregator(page):
        yield Credit(_sure_name(page, suffix), "title-suffix", suffix)


def _is_self(page: _Page, name: str) -> bool:
    """True where the site that the page is on bears the name."""
    publishers = page.words.publishers
    if is_own_site(name, page.url, publishers):
        return True
    own = [page.metadata.site_name or ""]
    own += [origin.name or "" for origin in page.origins(_NAMING)]
    return any(
        is_one(name, one, publishers)
        for one in own
        if not known_name(one, publishers) and not _is_aggregator(page)
    )


def _is_site(page: _Page, host: str) -> bool:
    return is_one_site(host, host_of(page.url))


def _is_aggregator(page: _Page) -> bool:
    host = host_of(page.url)
    return any(host == one or host.endswith(f".{one}") for one in page.words.aggregators)


def _is_nobody(page: _Page, name: str) -> bool:
    return name.casefold() in page.words.not_publishers


def _sure_name(page: _Page, name: str) -> str | None:
    """The name made presentable; None for no publisher's, and for that of a source of figures."""
    sure = publisher_name(name)
    if sure is None or _is_nobody(page, sure):
        return None
    return None if _word_pattern(page.words.figures).search(sure) else sure


def _is_company(page: _Page, name: str) -> bool:
    if known_name(name, page.words.publishers):
        return False
    return _word_pattern(page.words.companies).search(name) is not None


def _is_under_figure(page: _Page, place: int) -> bool:
    """True right behind a picture, a table or a chart, or a short line that stands under one."""
    for before in reversed(page.blocks[max(place - 2, 0) : place]):
        if before.kind in _FIGURES:
            return True
        if len(before.text) > _LONG:
            return False
    return False


def _head(page: _Page) -> Iterator[int]:
    """The lines before the first long paragraph."""
    for place, block in enumerate(page.blocks[: 2 * _HEAD_LINES]):
        if block.kind in _LINES:
            if len(block.text) > _LONG and credit_of(block, page.words) is None:
                return
            yield place


def _tail(page: _Page) -> Iterator[int]:
    """The last lines: those behind the last long paragraph of the story, and that one."""
    places = [place for place, block in enumerate(page.blocks) if block.kind in _LINES]
    for place in reversed(places[-_TAIL_LINES * 4 :]):
        yield place
        block = page.blocks[place]
        is_story = block.kind in ("paragraph", "quote", "list") and len(block.text) > _LONG
        if is_story and credit_of(block, page.words) is None:
            return


@cache
def _behind_pattern(words: Wording) -> re.Pattern[str]:
    """What follows a source's name in the same line: a date, the editor."""
    behind = "|".join(map(re.escape, words.behind_source)) or "(?!)"
    return re.compile(
        rf"\s?[|｜]\s?(?=\d|(?i:{behind}))|\s(?=(?:19|20)\d\d\s?[-/年.]|(?i:{behind})\s?[:：])"
    )


@cache
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)")
