"""Tells the story from what a publisher puts around it: related, follow us, share, sources.

Precision comes first: what is not surely boilerplate stays in the story. No block is dropped or
changed; only its kind says what it is.
"""

import re
from collections.abc import Callable, Sequence

from newscli.core.attribution import credit_of, may_be_credit
from newscli.core.models import Block, PageLink
from newscli.pages import clues, words
from newscli.pages.links import (
    is_article_link,
    is_same_page,
    is_same_site,
    outside_links,
    references,
    titled_links,
)

_BEGUN = frozenset(("share", "previous", "next", "follow", "related"))
_CREDITS = frozenset(("source", "republished"))
_MAX_CHARS = 300
_MAX_FOLLOW_REST = 80
_LABELLED_KINDS = frozenset(("paragraph", "heading", "quote", "list"))
_NOT_BEFORE_SOURCE = frozenset(("image", "caption", "table", "embed", "code"))
_WORD = re.compile(r"\w")
_PART = re.compile(r"\s*[:：–—|»›>→\n]|\s+-|\W*\Z")
_PARTED = re.compile(r"\s*[:：]")

_KINDS = {
    "related": "promotion",
    "lead": "promotion",
    "promotion": "promotion",
    "footer": "promotion",
    "share": "promotion",
    "teaser": "teaser",
    "pager": "pager",
    "source": "source_line",
    "caption": "caption",
}
"""What each label makes of a block; a lead is a line that stands over related links."""

Test = Callable[[Block], bool]
Labelled = tuple[tuple[Block, ...], tuple[PageLink, ...]]


def classify(blocks: Sequence[Block], *, base_url: str | None) -> Labelled:
    """The blocks with what is not the story labelled so, and the links that the page offers.

    Kinds given: promotion (related, follow, share and appeared-first lines), pager, source_line,
    teaser. `base_url` is the article's own address. Links to it, to share, to tags and authors
    are left out; each page is named once, as related, previous, next or source rather than as a
    reference.
    """
    labels = [label_of(block) for block in blocks]
    settle(blocks, labels)
    _mark_teasers(blocks, labels, base_url)
    _mark_captions(blocks, labels)
    labelled = kinds_by(blocks, labels)
    links = [
        *titled_links(zip(blocks, labels, strict=True), base_url),
        *references(labelled, base_url),
    ]
    return labelled, _each_once(links, base_url)


def settle(blocks: Sequence[Block], labels: list[str]) -> None:
    """Takes back labels, and gives some, by where the blocks stand and what is around them."""
    _settle_footers(blocks, labels)
    _settle_sources(blocks, labels)
    _settle_leads(blocks, labels)


def kinds_by(blocks: Sequence[Block], labels: Sequence[str]) -> tuple[Block, ...]:
    """The blocks with the kind that their label makes of them."""
    return tuple(
        block._replace(kind=_KINDS[label]) if label else block
        for block, label in zip(blocks, labels, strict=True)
    )


def label_of(block: Block) -> str:
    """What a block is by its own words: a key of _KINDS, or "" for the story."""
    text = block.text
    if block.kind not in _LABELLED_KINDS or len(text) > clues.MAX_CHARS:
        return ""
    kinds = clues.kinds(text)
    if clues.ELLIPSIS in kinds:
        return "promotion"
    if "feed_footer" in kinds and words.whole("feed_footer").match(text):
        return "footer"
    if len(text) > _MAX_CHARS:
        return ""
    for kind, label, test in _TESTS:
        if kind in kinds and test(block):
            return label
    return _related(block) if "related" in kinds else ""


def may_be_labelled(text: str) -> bool:
    """False for the text of a block that is of the story, whatever links it has."""
    kinds = clues.kinds(text)
    if clues.ELLIPSIS in kinds or (
        "feed_footer" in kinds and words.whole("feed_footer").match(text)
    ):
        return True
    return len(text) <= _MAX_CHARS and (
        any(words.beginning(kind).match(text) for kind in kinds & _BEGUN)
        or ("read_on" in kinds and words.whole("read_on").match(text) is not None)
        or (not kinds.isdisjoint(_CREDITS) and may_be_credit(text, words.wording()))
    )


def _is_source(block: Block) -> bool:
    return block.kind != "list" and credit_of(block, words.wording()) is not None


def _is_share(block: Block) -> bool:
    """Nothing but words for sharing and names of platforms."""
    if not words.beginning("share").match(block.text):
        return False
    rest = words.anywhere("share", "platforms").sub("", block.text)
    return not _WORD.search(rest)


def _is_pager(block: Block) -> bool:
    """Links to the previous and next article, with nothing else but words for them."""
    begins = words.beginning("previous").match(block.text) or words.beginning("next").match(
        block.text
    )
    if begins is None or not block.spans or block.kind == "list":
        return False
    if _WORD.search(words.anywhere("previous", "next").sub("", outside_links(block))):
        return False
    end = begins.end()
    edges = {edge for span in block.spans for edge in (span.start, span.end)}
    return bool(_PART.match(block.text, end)) or end in edges or end + 1 in edges


def _is_read_on(block: Block) -> bool:
    """A link to the whole article: "Continue reading", or with its title behind."""
    begins = words.beginning("read_on").match(block.text)
    if begins is None or not block.spans:
        return False
    return bool(words.whole("read_on").match(block.text))


def _is_follow(block: Block) -> bool:
    begins = words.beginning("follow").match(block.text)
    if begins is None or len(block.text) - begins.end() > _MAX_FOLLOW_REST:
        return False
    end = begins.end()
    names_platform = words.anywhere("platforms").search(block.text[: end + 40])
    return bool(names_platform) or any(span.start <= end + 2 for span in block.spans)


def _related(block: Block) -> str:
    """ "related" for a line that leads elsewhere, "lead" for one that stands over such lines."""
    begins = words.beginning("related").match(block.text)
    if begins is None:
        return ""
    end = begins.end()
    rest = block.text[end:]
    if not _WORD.search(rest):
        is_lead = block.kind != "list" and not block.spans
        return "lead" if is_lead else "related" if block.kind == "paragraph" else ""
    if any(span.end > end for span in block.spans):
        outside = "".join(_WORD.findall(outside_links(block, end)))
        linked = len(rest) - len(outside)
        return "related" if len(outside) <= 30 and len(outside) * 4 <= linked else ""
    return "related" if block.kind != "list" and _is_unlinked_line(block, rest) else ""


def _is_unlinked_line(block: Block, rest: str) -> bool:
    """The title behind the phrase is no link: the phrase is one, or a colon parts them."""
    sign = _PART if block.spans else _PARTED
    return bool(sign.match(rest)) and len(rest) <= 150 and rest[-1] not in ".!;。"


# By the kinds of phrases that a block may begin with, in the order in which they are asked.
_TESTS: tuple[tuple[str, str, Test], ...] = (
    ("share", "share", _is_share),
    ("previous", "pager", _is_pager),
    ("next", "pager", _is_pager),
    ("read_on", "promotion", _is_read_on),
    ("follow", "promotion", _is_follow),
    ("source", "source", _is_source),
    ("republished", "source", _is_source),
)


def _settle_footers(blocks: Sequence[Block], labels: list[str]) -> None:
    """Without links, only at the end: a post office may have appeared first on a list."""
    for place, label in enumerate(labels[:-2]):
        if label == "footer" and not blocks[place].spans:
            labels[place] = ""


def _settle_sources(blocks: Sequence[Block], labels: list[str]) -> None:
    """A source line stands at the end, or is short; under a picture or a chart it is theirs."""
    story = [place for place, label in enumerate(labels) if not label]
    late = max(len(labels) * 2 // 3, 1)
    for place, label in enumerate(labels):
        if label != "source":
            continue
        is_under_chart = place > 0 and blocks[place - 1].kind in _NOT_BEFORE_SOURCE
        is_last = not story or place > story[-1]
        is_short = len(blocks[place].text.split()) <= 5
        if is_under_chart or not (place <= 1 or place >= late or is_last or is_short):
            labels[place] = ""


def _settle_leads(blocks: Sequence[Block], labels: list[str]) -> None:
    """Lines of links after "Related articles" are teasers; without any, it was a heading."""
    for place, label in enumerate(labels):
        if label == "share":
            is_alone = not _follow_up(blocks, labels, place, "share", _is_platform)
            if is_alone and not blocks[place].spans and len(blocks[place].text.split()) == 1:
                labels[place] = ""
        if label == "lead" and not _follow_up(blocks, labels, place, "teaser", _is_link_line):
            labels[place] = ""


def _follow_up(
    blocks: Sequence[Block], labels: list[str], place: int, label: str, test: Test
) -> bool:
    end = place + 1
    while end < len(blocks) and (blocks[end].kind == "image" or test(blocks[end])):
        if blocks[end].kind != "image":
            labels[end] = label
        end += 1
    return label in labels[place + 1 : end]


def _is_platform(block: Block) -> bool:
    return (
        len(block.text) <= 60
        and bool(block.spans)
        and not _WORD.search(words.anywhere("share", "platforms").sub("", block.text))
    )


def _is_link_line(block: Block) -> bool:
    """All of it is one link."""
    return (
        block.kind in _LABELLED_KINDS
        and len(block.text) <= _MAX_CHARS
        and len(block.spans) == 1
        and not _WORD.search(outside_links(block))
    )


def _mark_teasers(blocks: Sequence[Block], labels: list[str], base_url: str | None) -> None:
    """A paragraph between paragraphs that is wholly a link to another article of the site."""
    if base_url is None:
        return
    for place in range(1, len(blocks) - 1):
        around = (blocks[place - 1], blocks[place + 1])
        is_between = all(block.kind == "paragraph" and len(block.text) > 80 for block in around)
        if labels[place] or not is_between or around[0].text.endswith((":", "：", ",")):
            continue
        if _is_teaser(blocks[place], base_url):
            labels[place] = "teaser"


def _mark_captions(blocks: Sequence[Block], labels: list[str]) -> None:
    """A bare line right behind a picture that is no sentence: what the picture shows."""
    for place in range(1, len(blocks)):
        block = blocks[place]
        is_line = block.kind == "paragraph" and 20 <= len(block.text) <= 160 and not block.spans
        is_line = is_line and len(block.text.split()) >= 4 and block.text[-1].isalnum()
        if is_line and blocks[place - 1].kind == "image" and not labels[place]:
            labels[place] = "caption"


def _is_teaser(block: Block, base_url: str) -> bool:
    if block.kind != "paragraph" or not _is_link_line(block):
        return False
    url = block.spans[0].url
    is_title = 20 <= len(block.text) <= 200 and len(block.text.split()) >= 4
    is_title = is_title and not block.text.endswith((".", "!", ":", ";", ","))
    is_elsewhere = is_same_site(url, base_url) and not is_same_page(url, base_url)
    return is_title and is_elsewhere and is_article_link(url) and "://" not in block.text


def _each_once(links: Sequence[PageLink], base_url: str | None) -> tuple[PageLink, ...]:
    kept: dict[str, PageLink] = {}
    for link in links:
        if not is_same_page(link.url, base_url):
            kept.setdefault(link.url.partition("#")[0], link)
    return tuple(kept.values())
