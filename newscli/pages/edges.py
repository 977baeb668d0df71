"""The edges of a page's story: what stands before its first and behind its last paragraph.

Works on blocks, by where they stand and how they begin. Nothing is dropped but the headline, which
is shown anyway; the rest gets a kind that says that it is not the story.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from newscli.core.models import Block
from newscli.pages.links import is_same_site

_TEXT_KINDS = frozenset(("paragraph", "quote", "list", "code", "table"))
_LEAST_PARAGRAPH = 80
_MAX_ENDING, _MAX_LINKED_ENDING = 200, 400
_MAX_SECTION = 80
_MAX_LINE = 60
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?…:。！？｡؟۔।][\W_]*\Z")
_DATED = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


def trim(blocks: Sequence[Block], *, titles: Sequence[str], url: str) -> tuple[Block, ...]:
    """The blocks with what is around the story labelled so, and without the headline.

    `titles` are the names that the page gives itself: its headline, its <title>; `url` is its
    address.
    """
    found = list(blocks)
    _mark_lines(found)
    _mark_sections(found)
    _mark_links(found, url)
    _mark_endings(found)
    _mark_beginnings(found)
    return tuple(_without_headline(found, titles))


def _mark(blocks: list[Block], place: int, kind: str = "promotion") -> None:
    blocks[place] = blocks[place]._replace(kind=kind)


def _is_story(block: Block) -> bool:
    return block.kind in _TEXT_KINDS or block.kind == "heading"


def _mark_lines(blocks: list[Block]) -> None:
    for place, block in enumerate(blocks):
        if _is_story(block) and len(block.text) <= _MAX_LINE and _whole("advert").match(block.text):
            _mark(blocks, place)


def _mark_sections(blocks: list[Block]) -> None:
    """From "Comments" on it is another part of the page, if that is the smaller one."""
    sizes = [_unlinked(block) if _is_story(block) else 0 for block in blocks]
    for place, block in enumerate(blocks):
        if block.kind not in ("heading", "paragraph") or len(block.text) > _MAX_SECTION:
            continue
        if not _whole("section").match(block.text) or sum(sizes[place:]) > sum(sizes[:place]) / 2:
            continue
        for behind in range(place, len(blocks)):
            if _is_story(blocks[behind]):
                _mark(blocks, behind)
        return


def _mark_links(blocks: list[Block], url: str) -> None:
    """Rows of links: items of a list or headings, and single ones behind the story."""
    last = _last_paragraph(blocks)
    run: list[int] = []
    for place, block in enumerate([*blocks, Block("", "")]):
        if block.kind in ("list", "heading") and _leads_on(block, url):
            run.append(place)
            continue
        if len(run) >= 2:
            for one in run:
                _mark(blocks, one, "teaser")
        run = []
        if place > last and _is_story(block) and block.text and _leads_on(block, url):
            _mark(blocks, place, "teaser")


def _mark_endings(blocks: list[Block]) -> None:
    for place in range(len(blocks) - 1, 0, -1):
        block = blocks[place]
        if not _is_story(block):
            continue
        if not _is_ending(block):
            return
        _mark(blocks, place)


def _is_ending(block: Block) -> bool:
    if block.kind == "heading":
        return True
    if block.kind == "paragraph" and len(block.text) <= _MAX_LINE and not _ENDED.search(block.text):
        return True
    longest = _MAX_LINKED_ENDING if block.spans else _MAX_ENDING
    return len(block.text) <= longest and _begins("ending").match(block.text) is not None


def _mark_beginnings(blocks: list[Block]) -> None:
    for place, block in enumerate(blocks):
        if block.kind == "paragraph" and len(block.text) > _LEAST_PARAGRAPH:
            return
        is_line = block.kind in ("paragraph", "list") and not _ENDED.search(block.text)
        if is_line and _DATED.search(block.text):
            _mark(blocks, place)


def _without_headline(blocks: list[Block], titles: Sequence[str]) -> list[Block]:
    """Up to the first paragraph; a subheading there stays."""
    known = [words for title in titles if (words := _words(title))]
    for place, block in enumerate(blocks[:8]):
        if block.kind == "paragraph" and len(block.text) > 2 * _LEAST_PARAGRAPH:
            break
        own = _words(block.text)
        is_title = block.kind == "heading" and block.level == 1
        is_title = is_title or any(_is_same(own, title) for title in known)
        if block.kind in ("heading", "paragraph") and own and is_title:
            _mark_above(blocks, place)
            return [*blocks[:place], *blocks[place + 1 :]]
    return blocks


def _mark_above(blocks: list[Block], headline: int) -> None:
    """Lines above the headline name a department or a series."""
    for place, block in enumerate(blocks[:headline]):
        is_short = block.kind == "paragraph" and len(block.text) <= _MAX_LINE
        if is_short and not _ENDED.search(block.text):
            _mark(blocks, place)


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(text.casefold()))


def _is_same(words: set[str], title: set[str]) -> bool:
    """True where they share nearly all; a title may have the site's name besides."""
    return len(words & title) >= 0.8 * max(len(words), 0.6 * len(title))


def _last_paragraph(blocks: Sequence[Block]) -> int:
    places = (
        place
        for place, block in enumerate(blocks)
        if block.kind in _TEXT_KINDS and _unlinked(block) >= _LEAST_PARAGRAPH
    )
    return max(places, default=len(blocks))


def _unlinked(block: Block) -> int:
    return len(block.text) - sum(span.end - span.start for span in block.spans)


def _leads_on(block: Block, url: str) -> bool:
    """All of it leads to other pages of the site."""
    is_link = bool(block.spans) and _unlinked(block) <= 0.15 * len(block.text)
    return is_link and all(is_same_site(span.url, url) for span in block.spans)


@cache
def _whole(kind: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{_alternatives(kind)})[\W_]*\Z", re.I)


@cache
def _begins(kind: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,4}}(?:{_alternatives(kind)})", re.I)


def _alternatives(kind: str) -> str:
    phrases = {phrase for language in _tables()[kind].values() for phrase in language}
    return "|".join(map(_pattern, sorted(phrases, key=lambda phrase: (-len(phrase), phrase))))


def _pattern(phrase: str) -> str:
    head = phrase.removesuffix("…").rstrip()
    parts = [r"\s+".join(map(re.escape, part.split())) for part in head.split("…")]
    text = r".{0,200}?".join(part if not n else rf"\s*{part}" for n, part in enumerate(parts))
    text = text.replace("'", "['’]")
    bounded = rf"{text}(?!\w)" if head[-1:].isalnum() and ord(head[-1]) < 0x2E80 else text
    return rf"{bounded}.*" if phrase.endswith("…") else bounded


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("newscli.pages").joinpath("edges.toml").read_text("utf-8"))
