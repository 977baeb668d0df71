"""Who is named by a web page as its publisher, or as where its story is from."""

from collections.abc import Iterator, Mapping
from itertools import islice

from newscli.core.models import Origin
from newscli.core.publishers import host_of, is_one_site
from newscli.pages.jsonld import Thing
from newscli.pages.lookup import Page, is_url, line, name_of

_MAX_ORIGINS = 20
_MAX_SPAN_CHARS = 500


def origins_of(page: Page, rules: Mapping[str, str]) -> tuple[Origin, ...]:
    """Whom the page names, each once, at most 20; `rules` are those that tell each origin."""
    found: dict[Origin, None] = {}
    for name, tellers in rules.items():
        for rule in tellers.split():
            for origin in islice(_told(page, name, rule), _MAX_ORIGINS):
                if origin.name or origin.url:
                    found.setdefault(origin)
    return tuple(found)[:_MAX_ORIGINS]


def _told(page: Page, name: str, rule: str) -> Iterator[Origin]:
    place, _, key = rule.partition(":")
    if place == "json-ld":
        for story in page.stories:
            yield from _in_story(page, story, name, key)
    elif name == "canonical:other-host":
        yield from _elsewhere(page, name, page.found(rule))
    else:
        yield from (_origin(page, name, value) for value in page.found(rule))


def _origin(page: Page, name: str, value: str) -> Origin:
    """From a value that is a name, or an address."""
    span = line(value, _MAX_SPAN_CHARS)
    return Origin(name, name_of(value), page.url(value) if is_url(span) else None, span)


def _elsewhere(page: Page, name: str, values: Iterator[str]) -> Iterator[Origin]:
    """From addresses of other sites."""
    for value in values:
        url = page.deep_url(value)
        if url and not is_one_site(host_of(url), host_of(page.address)):
            yield Origin(name, None, url, line(value, _MAX_SPAN_CHARS))


def _in_story(page: Page, story: Thing, name: str, key: str) -> Iterator[Origin]:
    things = story.things(key)
    for thing in things:
        # A work is named by its title; who published it stands in it.
        names = thing.strings("publisher" if key == "isBasedOn" else "name")
        values = [*thing.strings("url"), *thing.strings("@id")]
        urls = [(url, value) for value in values if (url := page.url(value))]
        span = next(iter((*names, *(value for _, value in urls))), "")
        url = urls[0][0] if urls else None
        yield Origin(name, name_of(next(iter(names), "")), url, line(span, _MAX_SPAN_CHARS))
    if not things:
        yield from (_origin(page, name, value) for value in story.strings(key))
