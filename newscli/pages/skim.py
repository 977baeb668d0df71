"""The story in a publisher's HTML, at a tenth of the cost of its blocks: what a fetch needs of it.

`blocks.py` reads one article for a person; this reads all that a fetch brings, for the full-text
index and for the name of the publisher. Both leave out what is not the story.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from newscli.core.models import Block
from newscli.core.text import unescape
from newscli.pages import boilerplate, clues
from newscli.pages.adverts import may_hold_adverts, without_adverts
from newscli.pages.inline import Run, link_url
from newscli.pages.markup import MAX_CHARS
from newscli.pages.pieces import REST, Pieces
from newscli.pages.quick_pieces import pieces_of

_TAG = re.compile(rf"<[a-zA-Z/]{REST}")
_ANCHOR = re.compile(
    r"<a\s(?:[^<>]*?\s)?href\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++))[^<>]*+>"
    r"(.*?)(?:</a>|\Z)",
    re.I | re.S,
)
_KINDS = {
    "li": "list",
    "td": "table",
    "th": "table",
    "pre": "code",
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
    **{f"h{rank}": "heading" for rank in range(1, 7)},
}
_LEADING = frozenset(("lead", "share"))
_MAX_LABELLED_CHARS = 500


class Story(NamedTuple):
    """What a markup says; `is_spaced` where no word of it is in a script without spaces."""

    blocks: tuple[Block, ...] = ()
    is_spaced: bool = True


def story_of(markup: bytes, *, base_url: str | None) -> Story:
    """The lines of text, in order, with the kinds that `boilerplate.classify` gives by words.

    The markup is in UTF-8. A line ends at each <br>; only short lines have links. Where all of it
    is the story, the first line is a block and the rest another, a blank line between its lines.
    At most two million characters are read.
    """
    if len(markup) > MAX_CHARS:
        markup = markup.decode()[:MAX_CHARS].encode()
    if may_hold_adverts(markup):
        markup = without_adverts(markup.decode()).encode()
    pieces = pieces_of(markup)
    lines = pieces.lines()
    if places := clues.places(lines, pieces.text):
        page = _Page(pieces, lines, base_url)
        labels = {place: label for place in places if (label := page.label(place))}
        if labels:
            return Story(page.labelled(labels), pieces.is_spaced)
    parts = [line for line in lines if line]
    texts = (*parts[:1], "\n\n".join(parts[1:]))
    blocks = tuple([Block("paragraph", text) for text in texts if text])
    return Story(blocks, pieces.is_spaced)


class _Page:
    """The lines of a page that a clue gives reason to look at more closely."""

    def __init__(self, pieces: Pieces, lines: list[str], base_url: str | None) -> None:
        self._pieces = pieces
        self._lines = lines
        self._base_url = base_url

    def label(self, place: int) -> str:
        """What one line is by its own words."""
        if not boilerplate.may_be_labelled(self._lines[place]):
            return ""  # its links need not be found
        return boilerplate.label_of(self._block(place, is_linked=True))

    def labelled(self, found: Mapping[int, str]) -> tuple[Block, ...]:
        """All lines, as boilerplate or story; `found` are the labels by their own words."""
        # Only what comes behind such a line is told by its links, too.
        has_followers = not _LEADING.isdisjoint(found.values())
        places = [place for place, line in enumerate(self._lines) if line]
        blocks = [self._block(place, is_linked=has_followers or place in found) for place in places]
        labels = [found.get(place, "") for place in places]
        boilerplate.settle(blocks, labels)
        return boilerplate.kinds_by(blocks, labels)

    def _block(self, place: int, *, is_linked: bool) -> Block:
        """One line, with its kind, and with its links where they are wanted and it is short."""
        block = Block(_KINDS.get(self._pieces.tag(place), "paragraph"), self._lines[place])
        if not is_linked or len(block.text) > _MAX_LABELLED_CHARS:
            return block
        return _linked(self._pieces.markup(place), block, self._base_url)


def _linked(markup: str, block: Block, base_url: str | None) -> Block:
    """The block with the links that its markup has."""
    if not markup:
        return block
    run = Run()
    words, *links = _ANCHOR.split(markup)
    _add(run, words, None)
    for double, single, bare, label, after in zip(*[iter(links)] * 5, strict=True):
        _add(run, label, link_url(unescape(double or single or bare or ""), base_url))
        _add(run, after, None)
    for text, spans in run.take(is_one=True):
        return block._replace(text=text, spans=spans)
    return block


def _add(run: Run, piece: str, url: str | None) -> None:
    words = unescape(_TAG.sub("", piece))
    if words:
        run.add(words, url)
