"""Blocks of text as one JSON column, and back."""

import json
from collections.abc import Sequence

from newscli.core.models import Block, Span


def encode_blocks(blocks: Sequence[Block]) -> str:
    """[[kind, text, level, marker, [[start, end, url], ...]], ...] without spaces."""
    return json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))


def decode_blocks(column: str) -> tuple[Block, ...]:
    """The blocks that `encode_blocks` wrote; none where they are not made yet ("")."""
    if not column:
        return ()
    return tuple(
        Block(kind, text, level, marker, tuple(Span(*span) for span in spans))
        for kind, text, level, marker, spans in json.loads(column)
    )
