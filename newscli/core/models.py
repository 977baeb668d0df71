"""What we hold: sources, articles and their parts.

Times are Unix seconds in UTC; None means never or not known. These are NamedTuples because
every read verb imports them and they cost a fifth of a dataclass at start-up.
"""

from typing import NamedTuple

from newscli.core.options import Options

BODY_KINDS = frozenset(
    {"heading", "paragraph", "quote", "list", "code", "table", "caption", "image"}
)
"""Blocks that are the story. The others (teaser, promotion, source_line, pager, embed) are not."""


class Span(NamedTuple):
    """A link inside a block: the characters text[start:end] lead to url (http, https, mailto)."""

    start: int
    end: int
    url: str


class Block(NamedTuple):
    """A piece of an article's text, in reading order.

    `level` is a heading's rank (1 to 6) or a list item's depth (from 0); `marker` a list item's
    "•" or "3.". A list has one block an item. A table's text has a line a row and a tab between
    cells. Only code and tables keep their line breaks and spaces; `\\n` elsewhere is a <br>.
    """

    kind: str
    text: str
    level: int = 0
    marker: str = ""
    spans: tuple[Span, ...] = ()


class PageLink(NamedTuple):
    """A link that the article's own HTML offers.

    `kind`: related, previous, next, reference (in the running text) or source.
    """

    kind: str
    url: str
    label: str


class Body(NamedTuple):
    """What an article's blocks are made from; `base_url` is what its links start from.

    `sent` is the publisher's markup, packed by zlib; without it there is sanitised HTML, or text.
    """

    article_id: int
    title: str
    text: str
    sent: bytes | None
    html: str | None
    base_url: str | None


class Page(NamedTuple):
    """An article made ready to be read: sanitised HTML, blocks, and the links that it offers."""

    html: str | None
    blocks: tuple[Block, ...]
    links: tuple[PageLink, ...]


class Attribution(NamedTuple):
    """Who published first, and why we say so: the rule's name and the words that it rests on."""

    publisher: str
    rule: str
    span: str


class Origin(NamedTuple):
    """Somebody whom a page names as its publisher or as where its story is from.

    `rule` is the name of what said so ("json-ld:publisher"), `span` its very words.
    """

    rule: str
    name: str | None
    url: str | None
    span: str


class Metadata(NamedTuple):
    """What a web page says of itself; all of it safe to show. Times are Unix seconds."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: int | None = None
    updated_at: int | None = None
    language: str | None = None
    canonical_url: str | None = None
    image: str | None = None
    site_name: str | None = None
    story: str | None = None
    """JSON-LD's articleBody; often cut, so never taken unasked."""
    origins: tuple[Origin, ...] = ()


class WebArticle(NamedTuple):
    """An article as its own web page has it: made by pages/webpage.py, safe to show and to store.

    `url` is where it was found in the end; `words` counts those of `text`, the story alone.
    """

    url: str
    metadata: Metadata
    attribution: Attribution | None
    html: str
    blocks: tuple[Block, ...]
    links: tuple[PageLink, ...]
    text: str
    words: int


class Visit(NamedTuple):
    """What came of asking a source once; `number` counts its visits from 1.

    `outcome` is new, unchanged, failed or gone, as in core/report.py.
    """

    source_id: int
    number: int
    at: int
    outcome: str
    status: int | None = None
    new: int = 0
    changed: int = 0
    size_bytes: int = 0
    duration_ms: int = 0
    problem: str | None = None


class Source(NamedTuple):
    """What the user follows, with how it has been doing.

    `wait_until` is the server's word (Retry-After), `back_off_until` our caution after failures,
    `next_at` when it is worth asking again, by the rule `next_why` (core/schedule.py).
    `moved_to` is where permanent redirects lead, seen in the last `moved_seen` fetches.
    """

    id: int
    url: str
    title: str
    site_url: str | None
    folder: str
    tags: tuple[str, ...]
    added_at: int
    disabled_at: int | None
    disabled_reason: str | None
    asked_at: int | None
    answered_at: int | None
    failures: int
    problem: str | None
    wait_until: int | None
    back_off_until: int | None
    etag: str | None
    last_modified: str | None
    content_hash: bytes | None
    feed_title: str | None
    visits: int
    next_at: int | None
    next_why: str | None
    every_s: int | None
    skip_hours: str | None
    skip_days: str | None
    rhythm: str | None
    moved_to: str | None
    moved_seen: int
    articles: int
    unread: int
    newest_at: int | None
    options: Options


class Headline(NamedTuple):
    """One row of a list of articles. `sort_at` is its place in time: never in the future.

    `story_id` is the lowest id among the articles of its story, `copy_of` what it is a copy of.
    """

    id: int
    title: str
    url: str | None
    publisher: str | None
    source: str
    source_id: int
    author: str | None
    language: str | None
    published_at: int | None
    seen_at: int
    sort_at: int
    read_at: int | None
    starred_at: int | None
    words: int
    story_id: int | None = None
    copy_of: int | None = None


class Told(NamedTuple):
    """An article of a story; `share` is how much of the shorter text a copy has of its original."""

    headline: Headline
    share: float | None


class Story(NamedTuple):
    """The articles about one event, in order of their places in time.

    `head` is the id of the article that is shown for it; `only_here` has, by article, a sentence
    that says what no other source does.
    """

    id: int
    head: int
    articles: tuple[Told, ...]
    only_here: tuple[tuple[int, str], ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Who tells it, each once, by the publishers that are known."""
        names = (told.headline.publisher or told.headline.source for told in self.articles)
        return tuple(dict.fromkeys(names))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is told in, without regions."""
        known = [told.headline.language for told in self.articles if told.headline.language]
        return tuple(dict.fromkeys(language.split("-")[0].lower() for language in known))


class Hit(NamedTuple):
    """A search result: the headline and a snippet with the matches as (start, end) in it."""

    headline: Headline
    snippet: str
    matches: tuple[tuple[int, int], ...]
    score: float


class Related(NamedTuple):
    """An article or a page that belongs with another; `id` is None where we do not hold it.

    `kind`: related, previous, next, reference (offered by the page); story (the same event), later,
    earlier or similar (by text). `score` is what they are ranked by, 0 to 1 (core/related.py).
    """

    id: int | None
    title: str
    url: str | None
    source: str | None
    sort_at: int | None
    kind: str
    reason: str
    score: float = 0.0


class HeldEnclosure(NamedTuple):
    """A file that an article carries."""

    url: str
    media_type: str | None
    length_bytes: int | None


class HeldPage(NamedTuple):
    """What became of asking for an article's own page, last at `asked_at`.

    `problem` is that of the last request; the text of an earlier one may be held all the same.
    """

    url: str
    asked_at: int
    problem: str | None
    image: str | None


class Article(NamedTuple):
    """One article with everything that `read` shows; `html` is sanitised, None for plain text.

    `text_from` is whose text, HTML and blocks these are, feed or page; `texts` which are there.
    `revision` is the number of the earlier text that this is; None for the present one.
    """

    headline: Headline
    summary: str
    text: str
    html: str | None
    blocks: tuple[Block, ...]
    links: tuple[PageLink, ...]
    enclosures: tuple[HeldEnclosure, ...]
    tags: tuple[str, ...]
    attribution: Attribution | None
    updated_at: int | None
    edited_at: int | None
    revisions: int
    source_url: str
    text_from: str = "feed"
    texts: tuple[str, ...] = ("feed",)
    page: HeldPage | None = None
    revision: int | None = None
