"""The element of a web page that holds its story, less what is not the story.

Elements are weighed by the words that stand in them outside links. What names itself as something
else (pruning.py) does not count; what the page itself names as its story goes before what is
larger.
"""

import re
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from newscli.pages.pruning import NEVER_STORY, Marks, believed, claim_of, describes_picture, is_sure
from newscli.pages.weighing import TITLES, Candidate, weighed

_LEAST_CHARS = 80  # of words outside links
_SHARE = 0.85  # of the story's words an element must hold to stand for all of it
_NAMED_SHARE = 0.3  # of the words of the largest element; less has one of many teasers
_NEXT_SHARE = 0.5  # of the words of the largest story that the first of several has
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Story(NamedTuple):
    """Where a page's story stands, and its markup without what is not the story.

    `element` is as the page has it; the markup is not safe to show.
    """

    element: Any
    markup: str


def find_story(root: Any) -> Story | None:
    """The story of a page, by its tree; None where no element has 80 characters outside links."""
    dropped = _dropped(root)
    found = _chosen(weighed(root, dropped))
    if found is None:  # a list may be the story
        found = _chosen(weighed(root, dropped, without=TITLES))
    return None if found is None else Story(found, _markup(found, dropped))


def _markup(found: Any, dropped: set[Any]) -> str:
    copy = deepcopy(found)
    pairs = list(zip(found.iter(), copy.iter(), strict=True))
    for original, twin in pairs:
        if original not in dropped or twin is copy:
            continue
        if not describes_picture(original):
            _remove(twin)
        elif next(twin.iter("img"), None) is None and not _is_caption(twin.getparent()):
            twin.tag = "figcaption"
    return str(etree.tostring(copy, method="html", encoding="unicode", with_tail=False))


def _is_caption(element: Any) -> bool:
    return element.tag == "figcaption" or any(
        holder.tag == "figcaption" for holder in element.iterancestors()
    )


def _remove(element: Any) -> None:
    """Takes an element out, but not the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = _joined(before.tail, element.tail)
    elif element.tail:
        parent.text = _joined(parent.text, element.tail)
    parent.remove(element)


def _dropped(root: Any) -> set[Any]:
    """The elements that say that they are no story, but none that holds the likely story."""
    never = set(root.iter(*NEVER_STORY))
    page = Marks(root, never)
    trusted = believed(page.sizes, page.whole)
    likely = _chosen(weighed(root, never | page.named(frozenset(filter(is_sure, trusted)))))
    if likely is None:
        return never | page.named(trusted)
    story = Marks(likely, never)
    inside = {element for element, _ in story.marked}
    within = story.named(believed(story.sizes, story.whole))
    around = page.named(trusted) - inside - {likely, *likely.iterancestors()}
    return never | within | around


def _chosen(candidates: list[Candidate]) -> Any | None:
    """The deepest element that still has nearly all of the story."""
    whole = max(candidates, key=_score, default=None)
    if whole is None:
        return None
    least = max(_NAMED_SHARE * whole.score, _LEAST_CHARS)
    claims = [(claim_of(one.element), one) for one in candidates if one.score >= least]
    for claim in (2, 1):
        if named := [one for made, one in claims if made == claim]:
            whole = _first(named)
            break
    within = [one for one in candidates if whole.holds(one) and one.score >= _SHARE * whole.score]
    best = max(within, key=lambda one: (one.depth, one.score), default=whole)
    return best.element if best.text >= _LEAST_CHARS else None


def _first(named: list[Candidate]) -> Candidate:
    """The largest; where a page goes on with further stories, the first of them."""
    largest = max(named, key=_score)
    least = _NEXT_SHARE * largest.score
    before = [one for one in named if one.end < largest.begin and one.score >= least]
    return min(before, key=lambda one: one.begin, default=largest)


def _score(candidate: Candidate) -> int:
    return candidate.score


def _joined(first: str | None, second: str) -> str:
    """Both texts, without what lxml reads from a reference such as &#27; and refuses to write."""
    return _NOT_XML.sub("", f"{first or ''} {second}")
