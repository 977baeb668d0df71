"""What stands after a colon in a query: fields, flags, times."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newscli.core import moments, query_words
from newscli.core.errors import QueryError, UsageError
from newscli.core.query_nodes import Between, Field, Flag, Node

if TYPE_CHECKING:
    from newscli.core.query_tokens import Token

FIELDS = {
    "title": "title:word",
    "text": "text:word",
    "author": 'author:"Ann Lee"',
    "source": "source:lobsters, or its id",
    "tag": "tag:energy",
    "folder": "folder:News/World",
    "lang": "lang:de",
    "publisher": "publisher:reuters",
    "url": "url:example.org",
    "story": "story:412",
    "is": "is:unread",
    "has": "has:audio",
    "age": "age:<2d",
    "date": "date:2026-11-01..2026-11-08",
    "since": "since:7d",
    "until": "until:2026-11-01",
}
"""The fields, each with an example."""

IS = ("unread", "read", "starred", "edited", "full", "copy", "hidden")
HAS = ("audio", "image", "video", "enclosure")
_AGE = re.compile(r"([<>]=?|)\s*(\d{1,6})\s*(m|min|h|d|w)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_DAY_S = 86_400
_HINT = "newscli help query"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like another; None where none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.7)), None)


def node(token: "Token", text: str, *, now: int) -> Node:
    """What a field means. Raises QueryError for a value that it cannot have."""
    name = token.name.partition(":")[0]
    at = token.at + len(name) + 1
    value = token.value.strip()
    if not value.strip("*"):
        raise QueryError(
            f"{name}: has no value; {FIELDS[name]}", query=text, position=token.at, hint=_HINT
        )
    match name:
        case "title" | "text":
            return query_words.words(token, text, column=name)
        case "is":
            return _flag(value, IS, text, at)
        case "has":
            return _flag(value, HAS, text, at)
        case "age" | "date" | "since" | "until":
            return _time(name, value, text, at, now=now)
        case "story" if not value.isdecimal():
            raise QueryError(
                f'"{value}" is no id of an article: story:412', query=text, position=at, hint=_HINT
            )
        case _:
            return Field(name, value)


def _flag(value: str, known: tuple[str, ...], text: str, at: int) -> Flag:
    if value.lower() in known:
        return Flag(value.lower())
    near = nearest(value.lower(), known)
    meant = f"; did you mean {near}?" if near else ""
    raise QueryError(
        f'"{value}" is none of {", ".join(known)}{meant}', query=text, position=at, hint=_HINT
    )


def _time(name: str, value: str, text: str, at: int, *, now: int) -> Between:
    try:
        match name:
            case "age":
                return _age(value, now)
            case "date":
                return _date(value, now)
            case "since":
                return Between(moments.parse(value, now=now), None)
            case _:
                return Between(None, moments.parse(value, now=now))
    except (UsageError, OverflowError):
        raise QueryError(
            f'"{value}" is no time; {FIELDS[name]}', query=text, position=at, hint=_HINT
        ) from None


def _age(value: str, now: int) -> Between:
    """age:<2d is younger than two days, age:>30d older; age:2d is age:<2d."""
    match = _AGE.fullmatch(value.lower())
    if match is None:
        raise UsageError(value)
    moment = moments.parse(match[2] + match[3], now=now)
    return Between(None, moment) if match[1].startswith(">") else Between(moment, None)


def _date(value: str, now: int) -> Between:
    """A day, or days from..to, both of them included; one end may be left open."""
    first, dots, last = value.partition("..")
    since = moments.parse(first, now=now) if first else None
    until = moments.parse(last if dots else first, now=now) if last or not dots else None
    ends = last if dots else first
    if until is not None and (_DAY.match(ends) or ends.lower() in ("today", "yesterday")):
        # The next midnight: a day of a change of clocks has not 24 hours.
        until = moments.midnight_after(until)
    if since is None and until is None:
        raise UsageError(value)
    return Between(since, until)
