"""The numbers that an article's links have: the same in every form of it, and for `open --link`."""

from collections.abc import Iterable

from newscli.core.models import BODY_KINDS, Block


def footnotes(blocks: Iterable[Block]) -> list[str]:
    """The URLs of the body's links, each once, in the order of first mention; number 1 is first."""
    urls = (span.url for block in blocks if block.kind in BODY_KINDS for span in block.spans)
    return list(dict.fromkeys(urls))
