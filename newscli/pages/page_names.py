"""What the names of an element's classes say of the links in it: related, pager, neither."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

OUT, LISTS, RELATED, PREVIOUS, NEXT = "out", "lists", "related", "previous", "next"
"""No links of the article; lists of others; its related articles; those before and after it."""

_LONGEST_NAMES = 300
_OUT = re.compile(
    r"(?<![a-z])(?:comments?(?:-?(?:list|area|content|form|respond|body|wrapper|section))?|respond"
    r"|disqus|livefyre|outbrain|taboola|revcontent|mgid|zergnet|dianomi|plista|ligatus|adsbygoogle"
    r"|advert(?:isement|ising|s)?|ads|sponsor(?:ed|s)?|promoted|affiliates?|colophon|cookies?|gdpr"
    r"|consent|masthead|navbar|(?:main|site|top|primary|global)-?nav(?:igation)?"
    r"|(?:sub|mega|main|mobile|top|side|primary|site|drop-?down)?-?menu|breadcrumbs?|shar(?:e|ing)"
    r"|sharedaddy|addthis|addtoany|newsletter|subscri(?:be|ption)|sign-?up|paywall|login|tag-?cloud"
    r"|(?:site|page|global|main)-?(?:footer|header)|footer-?(?:nav|menu|widgets?|links)|skip-?links?"
    r"|language-?switcher|related-?(?:tags?|products?|games?|searches|topics?|categories))(?![a-z])",
    re.I,
)
_LISTS = re.compile(
    r"(?:most|top)[-_]?(?:read|popular|viewed|shared|commented|discussed|recent|clicked|stories"
    r"|news)|popular|trending|(?:latest|recent|newest|breaking)[-_]?(?:news|posts?|articles?"
    r"|stories|entries|comments?|headlines)|meistgelesen|mas-leid|plus-lus|piu-letti"
    r"|editors?-?picks?|(?<![a-z])(?:ticker|archives?|random-?posts?|carousel|slideshow)(?![a-z])",
    re.I,
)
_RELATED = re.compile(
    r"(?<![a-z])(?:related|relation|relatives)(?!-?(?:tag|topic|entit|product|game|search|categor"
    r"|ticker|compan|term|quote|image|ship))|relpost|yarpp|rp4wp|jp-related"
    r"|(?<![a-z])crp(?![a-z])|you-?(?:may|might)-?(?:also|like|be)|also-?(?:read|like)|read-?also"
    r"|read-?(?:next|this)|see-?also|more-?on(?![a-z])|more-?like-?this|(?<![a-z])similar(?![a-z])"
    r"|similar-?(?:posts|articles|stories|news|entries|content)|further-?reading"
    r"|recommended-?(?:posts|articles|stories|reading|news)|verwandt|aehnlich|ähnlich"
    r"|lesen-?sie-?auch|mehr-?zum-?thema|zum-?thema|lire-?aussi|a-lire|similaires|relacionad[oa]s?"
    r"|leia-?(?:tambem|mais)|le[ae]-?tambien|te-?puede-?interesar|leggi-?anche|correlat[ie]"
    r"|lees-?ook|gerelateerd|czytaj-?(?:tez|takze)|powiazane|podobne|inline-?stor(?:y|ies)",
    re.I,
)
_MINOR_NAMES = (
    "author authors byline by-line entry-meta post-meta meta category categories cat-links tags "
    "tag-links tag-list post-tags entry-tags posted-by posted-on eyebrow kicker avatar vcard "
    "section-name rubric post-categories comment-count comments-link author-info labels "
    "author-name post-author entry-author entry-categories article-tags article__tags"
)
_MINOR = frozenset(_MINOR_NAMES.split())
_PAGER = re.compile(
    r"(?:post|article|story|entry|single|posts|news)[-_]?(?:nav(?:igation)?|pager|pagination|links)"
    r"(?![a-z])|(?<![a-z])(?:next-?prev(?:ious)?|prev(?:ious)?-?next|nav-?links|blog-?pager"
    r"|nav-?(?:single|below|above)|page-?nav|pager|navigation)(?![a-z])|adjacent-?post"
    r"|(?<![a-z])(?:prev(?:ious)?|next|older|newer)-?(?:post|article|story|entry|news|link|btn)"
    r"|(?:post|article|story|entry|news|nav)-?(?:prev(?:ious)?|next)(?![a-z])",
    re.I,
)
_WAY = re.compile(
    r"(?<![a-z])(?:(prev(?:ious)?|older)|(next|newer))(?![a-z])(?!-?(?:arrow|slide|button-))", re.I
)
_SLIDES = re.compile(
    r"slick|carousel|slid|swiper|gallery|owl-|calendar|page-?numbers|lightbox|comment|video|player"
    r"|glide|flickity|multipage|page-?links",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SITE_TAGS = frozenset(("nav", "header", "footer"))
_OUT_ROLES = frozenset(("navigation", "banner", "contentinfo", "menu", "menubar", "search"))


class Mark(NamedTuple):
    """What an element says of itself: `kind` is OUT, LISTS, RELATED or "".

    `pager` where it is named one, `way` PREVIOUS or NEXT, `minor` the line of an author or tags.
    """

    kind: str = ""
    pager: bool = False
    way: str = ""
    minor: bool = False


UNMARKED = Mark()


def mark_of(element: Any) -> Mark:
    """What an element's tag, role and names say."""
    attributes = element.attrib
    tag = element.tag
    if not attributes and tag not in _SITE_TAGS:
        return UNMARKED
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_LONGEST_NAMES]
    site = tag if tag in _SITE_TAGS else ""
    if attributes.get("role") in _OUT_ROLES:
        site = "nav"
    return _mark(names, site) if site or len(names) > 1 else UNMARKED


@lru_cache(maxsize=4096)
def _mark(names: str, site: str) -> Mark:
    tokens = names.lower().split()
    names = _CAMEL.sub("-", names).replace("_", "-").lower()
    is_slides = bool(_SLIDES.search(names))
    is_pager = bool(_PAGER.search(names)) and not is_slides
    way = _WAY.search(names) if not is_slides else None
    found = way and (PREVIOUS if way[1] else NEXT)
    both = way is not None and len({bool(one[1]) for one in _WAY.finditer(names)}) > 1
    mark = Mark(
        _kind(names, site, is_pager=is_pager or bool(way)),
        is_pager or both,
        "" if both or not found else found,
        not _MINOR.isdisjoint(tokens),
    )
    return UNMARKED if mark == UNMARKED else mark


def _kind(names: str, site: str, *, is_pager: bool) -> str:
    if _OUT.search(names):
        return OUT
    if _LISTS.search(names):
        return LISTS
    if _RELATED.search(names):
        return RELATED
    is_part = "entry" in names or "post" in names or "article" in names or "story" in names
    if site == "nav" and not is_pager:
        return OUT
    return OUT if site == "footer" and not is_part and not is_pager else ""
