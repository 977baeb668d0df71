"""Who published an article first, with the words that say so; None when it is not sure."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from newscli.core.datelines import dateline_of
from newscli.core.models import Attribution, Block
from newscli.core.publishers import Publishers
from newscli.core.text import one_line

_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 7
_MAX_LINE_CHARS = 160
_MAX_REPUBLISHED_CHARS = 300
_PROSE_KINDS = frozenset(("paragraph", "list", "quote"))
_AGGREGATORS = frozenset(("news.google.com",))
_URL = re.compile(r"https?://\S+\Z", re.I)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}\Z", re.I)
_SENTENCE = re.compile(r"[.!?;:]\s|[。！？]")
_SEVERAL = re.compile(r"[/,|،、]|\s(?:and|und|et|y|e|и|i|og|och)\s")
_WRAPPING = " \t\"'“”„«»()[]‹›*_–—-|:："
# A name's words begin with a capital; scripts without capitals need the link around the name.
_NAME = re.compile(r"\s*((?:[A-Z0-9À-ÞА-Я][\w&'’.-]*|of|the|de|du|der|&)(?:\s(?=\S)|\Z|(?=\W)))+")


class Wording(NamedTuple):
    """The words that attributions are told by, in all languages; the caller reads the file.

    `source` stands before a colon and a name, `republished` directly before a name; `agencies`
    stand in datelines; `not_publishers`, in folded case, are the sources of charts and pictures.
    The rest is for web pages: words around an agency in a byline, words that make a name that of
    a source of figures, or of a company, hosts of aggregators, and what follows a source's name.
    """

    source: tuple[str, ...]
    republished: tuple[str, ...]
    agencies: tuple[str, ...]
    not_publishers: frozenset[str]
    publishers: Publishers = Publishers()
    bylines: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    aggregators: tuple[str, ...] = ()
    behind_source: tuple[str, ...] = ()


class Credit(NamedTuple):
    """A line that names a source; `publisher` is None where it names several, or no publisher."""

    publisher: str | None
    rule: str
    span: str


def attribute(
    *,
    source_title: str | None,
    feed_title: str | None,
    blocks: Sequence[Block],
    title: str,
    site_url: str | None,
    words: Wording,
) -> Attribution | None:
    """The publisher, by the first rule that names one other than the feed itself.

    The order: RSS 2.0's `<source>`, a source line (blocks of that kind) at either end of the
    text, the dateline of a news agency, the suffix of a title in an aggregator's feed.
    """
    candidates = (
        _origin(source_title),
        _source_line(blocks, words),
        _dateline(blocks, words),
        _title_suffix(title, site_url),
    )
    for credit in candidates:
        if credit and credit.publisher and not _is_same(credit.publisher, feed_title, site_url):
            return Attribution(credit.publisher, credit.rule, credit.span)
    return None


def _origin(source_title: str | None) -> Credit | None:
    """What RSS 2.0's `<source>` names."""
    if not source_title:
        return None
    return Credit(publisher_name(source_title), "rss:source", one_line(source_title))


def credit_of(block: Block, words: Wording) -> Credit | None:
    """What a block credits, when it is a source line as a whole ("Source: dw.com"); else None."""
    if len(block.text) > _MAX_REPUBLISHED_CHARS:
        return None
    return _named_source(block, words) or _republished(block, words)


def may_be_credit(text: str, words: Wording) -> bool:
    """False for the text of a block that credits nobody, whatever links it has."""
    patterns = _source_pattern(words.source), _republished_pattern(words.republished)
    return any(pattern.match(text) for pattern in patterns)


def publisher_name(text: str) -> str | None:
    """A publisher's name made presentable; None when it is none, or longer than 60 characters."""
    name = one_line(text).strip(_WRAPPING)
    if _URL.match(name):
        name = _host(name) or ""
    name = name.rstrip(".,; ").strip(_WRAPPING)
    has_letters = any(map(str.isalpha, name))
    return name if has_letters and len(name) <= _MAX_NAME_CHARS and "://" not in name else None


def _named_source(block: Block, words: Wording) -> Credit | None:
    match = _source_pattern(words.source).match(block.text)
    if match is None or len(block.text) > _MAX_LINE_CHARS:
        return None
    name = match["name"].strip(_WRAPPING)
    is_sentence = _SENTENCE.search(name.rstrip(".")) and not _URL.match(name)
    if is_sentence or len(name.split()) > _MAX_NAME_WORDS or not _begins_as_name(name, words):
        return None
    is_unsure = _SEVERAL.search(name) and not _URL.match(name)
    publisher = None if is_unsure else publisher_name(name)
    if publisher and publisher.casefold() in words.not_publishers:
        publisher = None
    return Credit(publisher, "source-line", block.text)


def _begins_as_name(name: str, words: Wording) -> bool:
    """False for lower case, but for "dw.com" and "dpa": "Source: of the Nile" names nobody."""
    if not name or not name[0].islower():
        return bool(name)
    return name in words.agencies or bool(_HOST.match(name) or _URL.match(name))


def _republished(block: Block, words: Wording) -> Credit | None:
    match = _republished_pattern(words.republished).match(block.text)
    if match is None:
        return None
    name = _name_at(block, match.end()).strip(_WRAPPING)
    if not _begins_as_name(name, words) or any(map(str.isdigit, name)):  # "published on 3 March"
        return None
    return Credit(publisher_name(name), "republished", block.text)


def _name_at(block: Block, start: int) -> str:
    """The words that stand there linked, or else with capitals."""
    span = next((span for span in block.spans if 0 <= span.start - start <= 5), None)
    if span is not None:
        return block.text[span.start : span.end]
    named = _NAME.match(block.text, start)
    return named.group() if named else ""


def _source_line(blocks: Sequence[Block], words: Wording) -> Credit | None:
    """The one publisher that source lines at the ends of the text name."""
    body = [place for place, block in enumerate(blocks) if block.kind in _PROSE_KINDS]
    first, last = (body[0], body[-1]) if body else (0, -1)
    credits = [
        credit_of(block, words)
        for place, block in enumerate(blocks)
        if block.kind == "source_line" and not first < place < last
    ]
    named = {credit.publisher for credit in credits if credit}
    return next((credit for credit in credits if credit), None) if len(named) == 1 else None


def _dateline(blocks: Sequence[Block], words: Wording) -> Credit | None:
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    found = dateline_of(first.text, words.agencies) if first else None
    return Credit(publisher_name(found.agency), "dateline", found.span) if found else None


def _title_suffix(title: str, site_url: str | None) -> Credit | None:
    """Google News ends each title with the publisher's name."""
    if _host(site_url or "") not in _AGGREGATORS:
        return None
    head, _, suffix = title.rpartition(" - ")
    return Credit(publisher_name(suffix), "title-suffix", suffix) if head.strip() else None


def _is_same(publisher: str, feed_title: str | None, site_url: str | None) -> bool:
    """True when the publisher is the feed itself, by its title or its host."""
    name, own = _key(publisher), _key(feed_title or "")
    if own and (name == own or (len(name) > 2 and f" {own} ".startswith(f" {name} "))):
        return True
    return publisher.lower().removeprefix("www.") == _host(site_url or "")


def _key(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split()).removeprefix("the ")


@lru_cache(maxsize=100)  # the site of a feed is asked for with each entry
def _host(url: str) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _either(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase).replace("'", "['’]") for phrase in phrases)


@cache
def _source_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,4}}?(?:{_either(phrases)})\s*[:：]\s*(?P<name>[^\n]+)\Z", re.I)


@cache
def _republished_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,4}}?(?:{_either(phrases)})(?=\s)\s*", re.I)
