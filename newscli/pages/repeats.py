"""What comes again and again on a source's pages, in the same words: that is not the story."""

import hashlib
import re
from collections.abc import Iterable, Set

from newscli.core.models import BODY_KINDS, Block, WebArticle
from newscli.pages.blocks import text_of, word_count

LEAST_SEEN = 3
"""On so many articles of a source a block was seen before it counts as repeated."""

_MOST_CHARS = 500
_WORD = re.compile(r"\w")
_MOST_SHARE = 0.5  # of an article's words; more than that is the same story, told again


def digests(blocks: Iterable[Block]) -> set[bytes]:
    """What each short block says, as hashes: each once, however often an article repeats it."""
    return {digest(block) for block in blocks if _is_learnt(block)}


def digest(block: Block) -> bytes:
    """A hash of what a block says, whatever its kind, case and white space."""
    folded = " ".join(block.text.casefold().split())
    return hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest()


def _is_learnt(block: Block) -> bool:
    is_short = len(block.text) <= _MOST_CHARS and block.kind != "image"
    return is_short and bool(_WORD.search(block.text))


def without(article: WebArticle, repeated: Set[bytes]) -> WebArticle:
    """The article with its repeated blocks as promotions; as it was where that is half of it."""
    blocks = without_blocks(article.blocks, repeated)
    if blocks == article.blocks:
        return article
    text = text_of(blocks)
    return article._replace(blocks=blocks, text=text, words=word_count(text))


def without_blocks(blocks: tuple[Block, ...], repeated: Set[bytes]) -> tuple[Block, ...]:
    """The blocks, those of the story that are repeated as promotions.

    A heading only goes where nothing of the story is left below it: "Background" comes again and
    again, too.
    """
    found = [*blocks]
    is_over, below = True, 0
    for place in range(len(found) - 1, -1, -1):
        block = found[place]
        if block.kind not in BODY_KINDS:
            continue
        is_repeated = _is_learnt(block) and digest(block) in repeated
        if is_repeated and (block.kind != "heading" or (is_over and below <= block.level)):
            found[place] = block._replace(kind="promotion")
        elif block.kind == "heading":
            is_over, below = True, block.level
        else:
            is_over, below = False, 0
    before, after = word_count(text_of(blocks)), word_count(text_of(found))
    return tuple(found) if after >= _MOST_SHARE * before else blocks
