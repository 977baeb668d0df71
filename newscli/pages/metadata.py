"""What a web page says of itself: to machines, and to its readers.

RULES is the whole of the precedence. For each field it has the rules in their order, of which the
first that says something sensible counts. A rule is a place and what to look for there:

| place | is |
|---|---|
| json-ld | a property of the story in JSON-LD; see jsonld.py |
| site | a property of the web site in JSON-LD |
| meta | the content of a <meta> with this name or property |
| itemprop | microdata, outside comments and teasers |
| link | the address of a <link> with this rel |
| shown | what readers see; a method of visible.py's Shown |
| page | the <title>, the language of <html>, the day in the address |
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newscli.core.models import Metadata
from newscli.core.text import clean_text, unescape, without_tags
from newscli.pages.dates import Moment, is_possible, moment_of, most_exact
from newscli.pages.document import Document
from newscli.pages.lookup import Page, line, name_of
from newscli.pages.origins import origins_of
from newscli.pages.people import is_outlet, names_of
from newscli.pages.titles import without_site

RULES: dict[str, str] = {
    "title": """
        shown:headline json-ld:headline meta:og:title itemprop:headline meta:twitter:title
        meta:parsely-title meta:sailthru.title meta:citation_title meta:dc.title
        shown:first_head page:title json-ld:name""",
    "authors": """
        json-ld:author meta:author meta:citation_author meta:parsely-author meta:sailthru.author
        meta:dc.creator meta:dcterms.creator meta:byl meta:dcsext.author itemprop:author
        shown:author_links shown:bylines shown:near_byline meta:article:author
        meta:og:article:author json-ld:creator meta:twitter:creator""",
    "published_at": """
        json-ld:datePublished meta:article:published_time meta:og:article:published_time
        itemprop:datePublished meta:parsely-pub-date meta:sailthru.date meta:citation_date
        meta:citation_publication_date meta:dc.date.issued meta:dcterms.issued meta:dcterms.created
        meta:dc.date.created meta:dc.created meta:dc.date meta:dcterms.date meta:article.published
        meta:article_date_original meta:published-date meta:publish-date meta:publish_date
        meta:publication_date meta:publicationdate meta:pubdate meta:date_published meta:pdate
        meta:cxenseparse:recs:publishtime meta:ptime meta:displaydate meta:og:published_time
        meta:og:pubdate meta:originalpublicationdate meta:release_date meta:created meta:date
        json-ld:dateCreated json-ld:uploadDate
        page:date shown:near_headline shown:times shown:dated""",
    "updated_at": """
        json-ld:dateModified meta:article:modified_time meta:og:article:modified_time
        meta:og:updated_time itemprop:dateModified meta:dcterms.modified meta:dc.date.modified
        meta:dc.modified meta:last-modified meta:lastmod meta:modified meta:revised
        meta:utime meta:date_updated shown:near_headline shown:times shown:dated""",
    "language": """
        page:language json-ld:inLanguage meta:content-language meta:og:locale
        itemprop:inLanguage meta:dc.language meta:language""",
    "canonical_url": "link:canonical meta:og:url json-ld:mainEntityOfPage json-ld:url",
    "image": """
        meta:og:image meta:og:image:secure_url meta:og:image:url json-ld:image meta:twitter:image
        meta:twitter:image:src meta:parsely-image-url itemprop:image link:image_src
        json-ld:thumbnailUrl meta:thumbnail""",
    "site_name": """
        meta:og:site_name site:name json-ld:publisher meta:application-name
        meta:apple-mobile-web-app-title meta:dc.publisher""",
    "story": "json-ld:articleBody",
}

# The same for who published it first: what the origin is called, and the rules that tell it.
ORIGINS: dict[str, str] = {
    "json-ld:isBasedOn": "json-ld:isBasedOn",
    "meta:original-source": "meta:original-source",
    "meta:syndication-source": "meta:syndication-source link:syndication-source",
    "json-ld:sourceOrganization": "json-ld:sourceOrganization",
    "json-ld:provider": "json-ld:provider",
    "meta:sourceOrganization": "itemprop:sourceOrganization",
    "canonical:other-host": "link:canonical meta:og:url",
    "json-ld:publisher": "json-ld:publisher",
    "og:site_name": "meta:og:site_name",
    "meta:publisher": "meta:publisher meta:dc.publisher itemprop:publisher",
}

_MAX_TITLE_CHARS = 300
_MAX_STORY_CHARS = 200_000
_MAX_TRIED = 60
_UPDATED = re.compile(
    r"updat|modifi|revis|edited|aktualisiert|geändert|stand:|mis à jour|modifié|actualizad|"
    r"atualizad|aggiornat|modificat|bijgewerkt|gewijzigd|aktualizacj|oppdatert|uppdaterad|opdateret|"
    r"обновл|изменен|оновлен|güncell|diperbarui|更新",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:publish|publi[ée]|publicad|pubblicat|posted|veröffentlicht|erschienen|gepubliceerd|"
    r"opublikowan|publicera|publiser|опубликован|опубліковано|yayın|发布|發布|公開)",
    re.I,
)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}|[a-z]{2}|[0-9]{3})\b)?(?![a-z])", re.I)
_LOGIN = frozenset("0123456789_")
_BYLINES = ("shown:bylines", "shown:near_byline")


def metadata_of(document: Document) -> Metadata:
    """The page's metadata, by RULES; safe to show, each value of a bounded length."""
    page = Page(document)
    published = _moment(page, "published_at")
    updated = _moment(page, "updated_at")
    if published and updated and updated.at <= published.at:
        updated = None
    return Metadata(
        title=_title(page),
        authors=_authors(page),
        published_at=published.at if published else None,
        updated_at=updated.at if updated else None,
        language=_first(map(_language, _values(page, "language"))),
        canonical_url=_first(map(page.deep_url, _values(page, "canonical_url"))),
        image=_first(map(page.url, _values(page, "image"))),
        site_name=_first(map(name_of, _values(page, "site_name"))),
        story=_first(map(_story, _values(page, "story"))),
        origins=origins_of(page, ORIGINS),
    )


def _values(page: Page, field: str) -> Iterator[str]:
    """What the rules of a field find, in their order."""
    for rule in RULES[field].split():
        yield from islice(page.found(rule), _MAX_TRIED)


def _first(values: Iterable[str | None]) -> str | None:
    return next(filter(None, values), None)


def _title(page: Page) -> str | None:
    titles = (line(value, _MAX_TITLE_CHARS) for value in _values(page, "title"))
    return _first(without_site(title, page.site_names) for title in titles)


def _moment(page: Page, field: str) -> Moment | None:
    """The first date that can be, made more exact by others of the same day."""
    found: list[Moment] = []
    for rule in RULES[field].split():
        if found and (found[0].precision == 2 or rule.startswith("shown:")):
            break
        texts = list(islice(page.found(rule), _MAX_TRIED))
        if rule.startswith("shown:"):
            texts = _dated_parts(texts, is_update=field == "updated_at")
        moments = filter(None, map(moment_of, texts))
        found.extend(islice((one for one in moments if is_possible(one, now=None)), 1))
    return most_exact(found)


def _dated_parts(lines: list[str], *, is_update: bool) -> list[str]:
    """The parts of lines that date the story, or of those that date its last change.

    Those that say that they are a date of publication come first.
    """
    if is_update:
        found = map(_UPDATED.search, lines)
        return [match.string[match.end() :] for match in found if match]
    parts = [_UPDATED.split(line, maxsplit=1)[0] for line in lines]
    return sorted(parts, key=lambda part: not _PUBLISHED.search(part))


def _authors(page: Page) -> tuple[str, ...]:
    """The first names that are people's, as it seems; else the first of all.

    A site's own name is often followed by its town: "Example Online, Hamburg, Germany".
    """
    doubtful: list[tuple[str, ...]] = []
    for rule in RULES["authors"].split():
        names = _names(page, rule)
        if names and is_outlet(names[0], page.site_keys):
            doubtful.append(names[:1])
        elif sure := tuple(name for name in names if not _is_login(name, page)):
            return sure
        elif names:
            doubtful.append(names)
    return doubtful[0] if doubtful else ()


def _is_login(name: str, page: Page) -> bool:
    """True for what a CMS's user may be called, or the site itself."""
    return name.islower() or not _LOGIN.isdisjoint(name) or is_outlet(name, page.site_keys)


def _names(page: Page, rule: str) -> tuple[str, ...]:
    """Who a rule names; of bylines, those in the first that names anybody."""
    texts = list(islice(page.found(rule), _MAX_TRIED))
    groups = [[text] for text in texts] if rule in _BYLINES else [texts]
    is_prose = rule.startswith("shown:")
    found = (names_of(group, is_prose=is_prose, outlets=page.site_keys) for group in groups)
    return next(filter(None, found), ())


def _language(text: str) -> str | None:
    match = _LANGUAGE.match(text.strip()[:40])
    if match is None or match[1].lower() in ("und", "mul", "zxx"):
        return None
    return match[1].lower() + (f"-{match[2]}" if match[2] else "")


def _story(text: str) -> str | None:
    paragraphs = clean_text(unescape(without_tags(unescape(text[:_MAX_STORY_CHARS])))).splitlines()
    lines = (" ".join(line.split()) for line in paragraphs)
    return "\n\n".join(line for line in lines if line) or None
