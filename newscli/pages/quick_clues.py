"""A look by PCRE2 at all lines of an article at once: which of them may be boilerplate?

It names each that `clues.has_clue` does, and few others.
"""

import re
from collections.abc import Iterable

from newscli.core.pcre import Find

_SIGN = rb"[^\0a-zA-Z0-9]"  # or a byte of a letter beyond ASCII
_ELLIPSIS = (
    rb"(?:[^\0a-zA-Z0-9.\xe2]|\.(?!\.\.)|\xe2(?!\x80\xa6))*+(?:\.\.\.|\xe2\x80\xa6)%b*+(?=\0|\z)"
) % _SIGN
_WRITTEN = {
    " ": rb"(?:[\s\x1c-\x1f]|\xc2\xa0)++",
    "'": "(?:'|’)".encode(),
    "i": "(?:[iI](?:\u0307)?+|İ|ı)".encode(),
}
_END = ""
_CHARS = 8  # more tell no more lines apart


class _Node(dict[str, "_Node"]):
    """What may follow, by the next character."""


def finder(starts: Iterable[str]) -> Find:
    """Finds lines that begin with one of these, or are an ellipsis, but for signs before it.

    Asked of lines in UTF-8, each with a NUL before it. `starts` are folded by `words.folded`.
    """
    top = _Node()
    for start in starts:
        node = top
        for character in (*start[:_CHARS].rstrip(), _END):
            node = node.setdefault(character, _Node())
    plain = _Node({first: node for first, node in top.items() if first.isascii()})
    others = _Node({first: node for first, node in top.items() if not first.isascii()})
    # A sign may end with the bytes of such a letter; one that is an "i", too.
    others["i"] = top.get("i", _Node())
    return Find(
        rb"\0(?:%b*+%b|%b*?(?=[\x80-\xff])%b|%b)"
        % (_SIGN, _any_of(plain), _SIGN, _any_of(others), _ELLIPSIS)
    )


def _any_of(node: _Node) -> bytes:
    """A pattern for all that may follow; a phrase that has ended needs nothing more."""
    if _END in node:
        return b""
    return b"(?:%b)" % b"|".join(_written(char) + _any_of(node[char]) for char in node)


def _written(character: str) -> bytes:
    """A character in either case, in UTF-8."""
    if known := _WRITTEN.get(character):
        return known
    forms = dict.fromkeys((character, character.upper(), character.title()))
    if len(forms) > 1 and character.isascii():
        return f"[{character}{character.upper()}]".encode()
    return b"(?:%b)" % b"|".join(re.escape(form.encode()) for form in forms)
