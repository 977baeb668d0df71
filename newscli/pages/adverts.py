"""Advertisements that a feed's HTML itself calls so, by class or id."""

import re

from newscli.core.pcre import Search

_NAMES = "ads?|adverts?|advertisements?|advertising|adsbygoogle|sponsor|sponsored"
# The rest of an element that holds no other of its tag; what is unclosed stays.
_ADVERT = re.compile(
    r"<(aside|div|figure|ins|p|section|span|table)\b"
    r"(?=[^<>]{0,500}?\s(?:class|id)\s?=\s?[\"'](?:[^\"'<>]{0,200}?[\s_])?"
    rf"(?:{_NAMES})[\s\"'_])"
    r"[^<>]*+>(?:[^<]++|<(?!/?\1\b))*+</\1\s*+>",
    re.I,
)
# It begins with what is rare in markup; the name of the attribute is looked at behind it.
_is_named = Search(
    re.compile(
        rb"=[\"'](?<=[sd]=.)(?:[^\"'<>\s_]*+[\s_])*?"
        rb"(?:ad(?:s|verts?|vertisements?|vertising|sbygoogle)?|sponsor(?:ed)?)[\s\"'_]",
        re.I,
    )
)


def may_hold_adverts(markup: bytes) -> bool:
    """A cheap look at markup in UTF-8: False where `without_adverts` would find none."""
    return _is_named(markup)


def without_adverts(markup: str) -> str:
    """The markup without elements of such a name that are closed and hold none of their tag."""
    return _ADVERT.sub(" ", markup)
