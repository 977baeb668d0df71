"""What the sample serves: the hosts, their addresses and how each of them behaves.

Every host is invented and stands under .example, which RFC 2606 keeps free.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from newscli.core.entry import Subscription
from newscli.demo.articles import article, articles, slugs
from newscli.demo.templates import feed, moment, page

RSS = "application/rss+xml"
RDF = "application/rdf+xml"
ATOM = "application/atom+xml"
JSON = "application/feed+json"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A site: its texts lie in `pages/FOLDER`, and its articles stand at `article_path`."""

    folder: str
    host: str
    article_path: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One address and its answer.

    `template` is a file of `feeds/`, the slug of a page, or "" where the status says it all.
    """

    host: str
    path: str
    folder: str = ""
    template: str = ""
    media_type: str = HTML
    encoding: str = "utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire for a resource; `changed_at` is None where nothing is dated."""

    status: int
    body: bytes
    content_type: str
    changed_at: int | None
    headers: tuple[tuple[str, str], ...]


HERALD = Outlet("harbour-herald", "harbour-herald.example", "/news/{slug}")
LEDGER = Outlet("ledger-compass", "ledger-compass.example", "/articles/{slug}")
COURIER = Outlet("aldbourg-courier", "aldbourg-courier.example", "/{slug}.html")
RADIO = Outlet("strait-radio", "strait-radio.example", "/stories/{slug}")
RELAY = Outlet("daily-relay", "daily-relay.example", "/story/{slug}/")
LADDER = Outlet("stack-ladder", "stack-ladder.example", "/posts/{slug}/")
ORBIT = Outlet("small-orbit", "small-orbit.example", "/{slug}")
KUESTE = Outlet("kuestenblatt", "kuestenblatt.example", "/artikel/{slug}.html")
GACETA = Outlet("gaceta", "gaceta-puerto-almar.example", "/noticias/{slug}")
MERIDIAN = Outlet("meridian", "meridian-world.example", "/{slug}")

OUTLETS = (
    HERALD, LEDGER, COURIER, RADIO, RELAY, LADDER, ORBIT, KUESTE, GACETA, MERIDIAN
)  # fmt: skip


def _feed(
    outlet: Outlet,
    path: str,
    template: str,
    media_type: str,
    encoding: str = "utf-8",
    headers: tuple[tuple[str, str], ...] = (),
) -> Resource:
    return Resource(
        outlet.host, path, outlet.folder, template, media_type, encoding, headers=headers
    )


FEEDS = (
    _feed(
        HERALD, "/feed.xml", "harbour-herald.xml", RSS, headers=(("Cache-Control", "max-age=60"),)
    ),
    _feed(LEDGER, "/rss/latest", "ledger-compass.xml", RSS),
    _feed(COURIER, "/atom.xml", "aldbourg-courier.xml", ATOM),
    _feed(RADIO, "/podcast.rss", "strait-radio.xml", RSS),
    _feed(RELAY, "/feed/", "daily-relay.xml", RSS),
    _feed(LADDER, "/index.atom", "stack-ladder.xml", ATOM),
    _feed(ORBIT, "/feed.json", "small-orbit.json", JSON),
    _feed(KUESTE, "/rss.xml", "kuestenblatt.xml", RSS, "windows-1252"),
    _feed(GACETA, "/feeds/portada.xml", "gaceta.xml", RSS),
    _feed(MERIDIAN, "/feeds/ar.xml", "meridian-ar.xml", RSS),
    _feed(MERIDIAN, "/feeds/ja.rdf", "meridian-ja.xml", RDF),
)

ELSEWHERE = (
    Resource(
        GACETA.host,
        "/rss",
        status=302,
        headers=(("Location", f"http://{GACETA.host}/feeds/portada.xml"),),
    ),
    Resource("old-mill-gazette.example", "/rss.xml", status=410),
    Resource("weatherglass.example", "/feed.json", status=429, headers=(("Retry-After", "3600"),)),
)
"""Addresses that answer with a status and no document."""


def subscriptions() -> tuple[Subscription, ...]:
    """The sources that the sample follows, as a list of sources would name them."""
    return (
        Subscription("http://harbour-herald.example/feed.xml", folder="News", tags=("local",)),
        Subscription("http://aldbourg-courier.example/atom.xml", folder="News", tags=("capital",)),
        Subscription("http://strait-radio.example/podcast.rss", folder="News", tags=("audio",)),
        Subscription("http://daily-relay.example/feed/", folder="News", tags=("aggregator",)),
        Subscription(
            "http://ledger-compass.example/rss/latest", folder="News/Business", tags=("money",)
        ),
        Subscription("http://kuestenblatt.example/rss.xml", folder="World", tags=("deutsch",)),
        Subscription("http://gaceta-puerto-almar.example/rss", folder="World", tags=("español",)),
        Subscription("http://meridian-world.example/feeds/ar.xml", folder="World", tags=("عربي",)),
        Subscription(
            "http://meridian-world.example/feeds/ja.rdf", folder="World", tags=("日本語",)
        ),
        Subscription("http://stack-ladder.example/index.atom", folder="Tech", tags=("databases",)),
        Subscription("http://small-orbit.example/feed.json", folder="Science"),
        Subscription("http://weatherglass.example/feed.json", folder="Science", tags=("weather",)),
        Subscription("http://old-mill-gazette.example/rss.xml", folder="News", tags=("local",)),
    )


def resources() -> Iterator[Resource]:
    """Every address of the sample: feeds, home pages, articles, and those without a document."""
    yield from FEEDS
    yield from ELSEWHERE
    for outlet in OUTLETS:
        yield Resource(outlet.host, "/", outlet.folder, "home")
        yield from _article_pages(outlet)


def answer(resource: Resource, anchor: int, *, edited: bool) -> Answer:
    """The resource as it is served when the newest article is a few minutes old."""
    text = _document(resource, anchor, edited=edited)
    return Answer(
        status=resource.status,
        body=text.encode(resource.encoding),
        content_type=f"{resource.media_type}; charset={resource.encoding}",
        changed_at=_changed_at(resource, anchor, edited=edited),
        headers=resource.headers,
    )


def _article_pages(outlet: Outlet) -> Iterator[Resource]:
    for slug in slugs(outlet.folder):
        yield Resource(outlet.host, outlet.article_path.format(slug=slug), outlet.folder, slug)


def _document(resource: Resource, anchor: int, *, edited: bool) -> str:
    if not resource.template:
        return f"<!DOCTYPE html>\n<title>{resource.status}</title>\n"
    if resource.media_type == HTML:
        return page(resource.folder, resource.template, anchor, edited=edited)
    return feed(resource.template, resource.folder, anchor, edited=edited)


def _changed_at(resource: Resource, anchor: int, *, edited: bool) -> int | None:
    if not resource.template:
        return None
    if resource.media_type == HTML and resource.template != "home":
        shown = article(resource.folder, resource.template, edited=edited)
        return moment(shown.updated, anchor)
    return max(moment(one.updated, anchor) for one in articles(resource.folder, edited=edited))
