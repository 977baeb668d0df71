"""Views: queries with names."""

import re
import unicodedata
from collections.abc import Container
from typing import NamedTuple

_MOST = 40
_NAME = re.compile(rf"[^\W_][\w.-]{{0,{_MOST - 1}}}")


class View(NamedTuple):
    """A query that `:name` stands for."""

    name: str
    query: str
    made_at: int


class Counted(NamedTuple):
    """A view and how many articles it has; None where its query means nothing."""

    name: str
    query: str
    articles: int | None
    unread: int | None


def is_view_name(name: str) -> bool:
    """True for what can stand after a colon: letters and digits first, then also . - and _."""
    return _NAME.fullmatch(name) is not None


def view_name(title: str, *, taken: Container[str]) -> str:
    """A name for a view that is called by some words; with a number where it is taken."""
    words = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", title))
    name = words.lstrip("._-")[:_MOST].rstrip("._-") or "view"
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name[: _MOST - 1 - len(str(number))]}-{number}"
    return free
