"""The story in a publisher's HTML, at a tenth of the cost of its blocks: what a fetch needs of it.

`blocks.py` reads one article for a person; this reads all that a fetch brings, for the full-text
index and for the name of the publisher. Both leave out what is not the story.
"""

import re
from collections.abc import Mapping

from newscli.core.models import Block
from newscli.core.text import clean_text, unescape
from newscli.pages import boilerplate
from newscli.pages.adverts import without_adverts
from newscli.pages.inline import Run, link_url
from newscli.pages.markup import MAX_CHARS

# The rest of a tag. "<" ends it too, so that a row of open tags costs no more than its length;
# where quotes do not pair up, the next ">" ends it, or the end of all.
_REST = r"(?:[^<>\"']*+(?:\"[^\"]*+\"[^<>\"']*+|'[^']*+'[^<>\"']*+){0,200}+>|[^<>]*+(?:>|\Z))"
_TAG = re.compile(rf"<[a-zA-Z/]{_REST}")
_BREAKING_TAG = re.compile(
    r"<(/?(?:address|article|aside|blockquote|br|caption|center|dd|details|div|d[lt]|figcaption"
    r"|figure|footer|h[1-6r]|header|iframe|img|li|main|nav|ol|p|pre|section|summary|table|tbody|td"
    rf"|tfoot|th|thead|tr|ul|video|audio))(?=[\s/>]){_REST}",
)
_UNSHOWN_NAMES = (
    "annotation|annotation-xml|audio|button|head|iframe|math|noscript|object|script|select|style"
    "|svg|template|textarea|title|video"
)
_UNSHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|<[!?][^<>]*+>"
    rf"|<({_UNSHOWN_NAMES})(?=[\s/>])(?:[^<>]*+(?<=/)>|.*?(?:</\1\s*>|\Z))",
    re.S,
)
_MAY_BE_UNSHOWN = re.compile(rf"<(?:[!?]|/?[A-Z]|(?:{_UNSHOWN_NAMES})[\s/>])")
_UPPER_CASE_TAG = re.compile(r"</?[A-Z][a-zA-Z0-9]*+")
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
_BREAK = "\0"


def story_of(markup: str, *, base_url: str | None) -> tuple[Block, ...]:
    """The lines of text, in order, with the kinds that `boilerplate.classify` gives by words.

    A line ends at each <br>; only short lines have links. At most two million characters are read.
    """
    shown = _shown(without_adverts(markup[:MAX_CHARS]))
    lines = _lines(shown)
    clues = [place for place, line in enumerate(lines) if line and boilerplate.has_clue(line)]
    if clues:
        page = _Page(shown, lines, base_url)
        labels = {place: label for place in clues if (label := page.label(place))}
        if labels:
            return page.labelled(labels)
    return tuple([Block("paragraph", line) for line in lines if line])


def _lines(shown: str) -> list[str]:
    """The text of each piece between tags that break the line; many are empty."""
    text = unescape(_TAG.sub("", _BREAKING_TAG.sub(f" {_BREAK} ", shown)))
    # White space is folded in one go: piece by piece it takes twice as long.
    parts = [part.strip() for part in " ".join(text.split()).split(_BREAK)]
    return [part if part.isascii() and part.isprintable() else clean_text(part) for part in parts]


class _Page:
    """The pieces of a page that a clue gives reason to look at more closely."""

    def __init__(self, shown: str, lines: list[str], base_url: str | None) -> None:
        pieces = _BREAKING_TAG.split(shown)
        self._pieces = pieces[::2]
        self._tags = ["", *pieces[1::2]]
        self._lines = lines
        self._base_url = base_url

    def label(self, place: int) -> str:
        """What one line is by its own words."""
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
        block = Block(_KINDS.get(self._tags[place], "paragraph"), self._lines[place])
        return _linked(self._pieces[place], block, self._base_url) if is_linked else block


def _shown(markup: str) -> str:
    """The markup with its tags in lower case, without what no reader sees."""
    if _BREAK in markup:
        markup = markup.replace(_BREAK, "")
    if not _MAY_BE_UNSHOWN.search(markup):
        return markup
    return _UNSHOWN.sub(" ", _UPPER_CASE_TAG.sub(lambda tag: tag[0].lower(), markup))


def _linked(piece: str, block: Block, base_url: str | None) -> Block:
    """The block with the links of a short line."""
    if "<a " not in piece or len(block.text) > _MAX_LABELLED_CHARS:
        return block
    run = Run()
    words, *links = _ANCHOR.split(piece)
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
