"""Fills the templates: `{{kind}}` and `{{kind:argument}}`, with every date relative to an anchor.

In all of them: `{{rfc822:-35m}}`, `{{iso:-2h}}`, `{{date:-1d}}`, `{{clock:-9h}}`, `{{weekday:-1d}}`
(units m, h, d; always UTC). In an article also `{{page:HTML}}`, which stands on its page but not
in the feed. In a feed a date takes an article's slug too, and `{{title:SLUG}}`,
`{{summary:SLUG}}`, `{{author:SLUG}}`, `{{updated:SLUG}}`, `{{html:SLUG}}` give its parts, escaped
as the feed's format asks; `{{cdata:SLUG}}` is the HTML as it is.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from html import escape

from newscli.demo.articles import SampleArticle, article, articles, resource_text

Filling = Callable[[str], str]

_PLACEHOLDER = re.compile(r"\{\{([a-z0-9]+)(?::(.*?))?\}\}", re.DOTALL)
_OFFSET = re.compile(r"-(\d+)([mhd])")
_UNIT_S = {"m": 60, "h": 3600, "d": 86400}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def moment(offset: str, anchor: int) -> int:
    """Unix seconds of an offset such as "-35m", counted from the anchor."""
    match = _OFFSET.fullmatch(offset)
    if match is None:
        raise ValueError(f"not an offset: {offset!r}")
    return anchor - int(match[1]) * _UNIT_S[match[2]]


def feed(name: str, outlet: str, anchor: int, *, edited: bool) -> str:
    """The feed `feeds/NAME`, filled with its outlet's articles."""
    as_text = _json_text if name.endswith(".json") else escape
    held = {one.slug: one for one in articles(outlet, edited=edited)}
    return _fill(resource_text("feeds", name), _feed_fillings(held, anchor, as_text))


def page(outlet: str, slug: str, anchor: int, *, edited: bool) -> str:
    """An article's page (or "home"): the article inside its outlet's layout."""
    shown = article(outlet, slug, edited=edited)
    html = _fill(shown.html, _dates(anchor) | {"page": str})
    fillings: dict[str, Filling] = {
        "title": lambda _: escape(shown.title),
        "author": lambda _: escape(shown.author),
        "summary": lambda _: escape(shown.summary),
        "language": lambda _: shown.language,
        "published": lambda _: _iso(moment(shown.published, anchor)),
        "updated": lambda _: _iso(moment(shown.updated, anchor)),
        "body": lambda _: html,
    }
    return _fill(resource_text("pages", outlet, "layout.html"), _dates(anchor) | fillings)


def _fill(template: str, fillings: Mapping[str, Filling]) -> str:
    return _PLACEHOLDER.sub(lambda match: fillings[match[1]](match[2] or ""), template)


def _dates(anchor: int) -> dict[str, Filling]:
    return {
        "rfc822": lambda offset: formatdate(moment(offset, anchor), usegmt=True),
        "iso": lambda offset: _iso(moment(offset, anchor)),
        "date": lambda offset: _iso(moment(offset, anchor))[:10],
        "clock": lambda offset: _iso(moment(offset, anchor))[11:16],
        "weekday": lambda offset: _WEEKDAYS[_utc(moment(offset, anchor)).weekday()],
    }


def _feed_fillings(
    held: Mapping[str, SampleArticle], anchor: int, as_text: Filling
) -> dict[str, Filling]:
    dates = _dates(anchor)

    def published(form: str) -> Filling:
        return lambda what: dates[form](held[what].published if what in held else what)

    def html(slug: str) -> str:
        return _fill(held[slug].html, dates | {"page": lambda _: ""}).strip()

    return {
        **{form: published(form) for form in dates},
        "title": lambda slug: as_text(held[slug].title),
        "summary": lambda slug: as_text(held[slug].summary),
        "author": lambda slug: as_text(held[slug].author),
        "updated": lambda slug: dates["iso"](held[slug].updated),
        "html": lambda slug: as_text(html(slug)),
        "cdata": html,
    }


def _json_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _iso(at: int) -> str:
    return f"{_utc(at):%Y-%m-%dT%H:%M:%SZ}"
