"""Whether two names mean one publisher, and whether a page is on that publisher's own site."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

_PLAIN_NAMES = "www com co org net gov edu ac m amp mobile news de fr uk us eu"
_PLAIN_LABELS = frozenset(_PLAIN_NAMES.split())
_LEAST_SHARED = 4
_ARTICLE = re.compile(r"(?:the|die|der|das|le|la|les|el|il|de)\s+(?=\S)")
_SPECIAL = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l"})


class Publishers(NamedTuple):
    """Publishers known by several names: each a tuple of them, the one to show first.

    A name with a dot and no space ("apnews.com") is a host of theirs. `for_others` are hosts that
    serve the pages of others, and are nobody's own site.
    """

    known: tuple[tuple[str, ...], ...] = ()
    for_others: tuple[str, ...] = ()


def host_of(url: str) -> str:
    """The host of a URL without "www."; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def known_name(name: str, publishers: Publishers) -> str | None:
    """The name that a known publisher is shown by, from any name or host of theirs."""
    found = _known(name, publishers)
    return found[0] if found else None


def is_one(name: str, other: str, publishers: Publishers) -> bool:
    """True where two names, or a name and a host, mean the same publisher."""
    if not name or not other:
        return False
    known = _known(name, publishers)
    if known:
        return known is _known(other, publishers)
    for one, host in ((name, other), (other, name)):
        if _is_host(host) and not _is_host(one):
            return is_own_site(one, f"https://{host}/", publishers)
    own, their = _words(name), _words(other)
    shorter, longer = sorted((own, their), key=len)
    if "".join(own) == "".join(their):
        return bool(own)
    return len("".join(shorter)) >= _LEAST_SHARED and longer[: len(shorter)] == shorter


def is_own_site(name: str, url: str, publishers: Publishers) -> bool:
    """True where the URL's host is the publisher's own, as far as names can tell.

    A host is told by its letters: "livescience", "nytimes" and "wsj" stand for the words that they
    are made of.
    """
    host = host_of(url)
    if not host or host in publishers.for_others:
        return False
    known = _known(name, publishers)
    if known and any(host == own or host.endswith(f".{own}") for own in known if _is_host(own)):
        return True
    if _is_host(name):
        return is_one_site(name, host)
    words = _words(name)
    return any(_stands_for(label, words) for label in _labels(host))


def is_one_site(host: str, other: str) -> bool:
    """True for hosts of one domain, and for editions such as example.com and example.de."""
    host, other = host.lower().removeprefix("www."), other.lower().removeprefix("www.")
    if host == other or host.endswith(f".{other}") or other.endswith(f".{host}"):
        return True
    own, their = _main_label(host), _main_label(other)
    shorter, longer = sorted((own, their), key=len)
    return own == their or (len(shorter) >= _LEAST_SHARED and longer.startswith(shorter))


@cache
def key_of(name: str) -> str:
    """The letters and digits of a name, without accents and its article: "Le Monde" is "monde"."""
    return "".join(_words(name))


@cache
def _words(name: str) -> tuple[str, ...]:
    folded = _ARTICLE.sub("", name.casefold().strip(), count=1).translate(_SPECIAL)
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char)
    )
    return tuple(re.findall(r"[^\W_]+", plain))


@cache
def _index(publishers: Publishers) -> dict[str, tuple[str, ...]]:
    return {_entry(name): names for names in publishers.known for name in names}


def _known(name: str, publishers: Publishers) -> tuple[str, ...] | None:
    return _index(publishers).get(_entry(name))


def _entry(name: str) -> str:
    """What a name is looked up by: hosts keep their dots."""
    return name.lower().removeprefix("www.") if _is_host(name) else key_of(name)


def _is_host(name: str) -> bool:
    return "." in name.strip(".") and " " not in name and not name.endswith(".")


def _labels(host: str) -> Iterable[str]:
    labels = [label.replace("-", "") for label in host.split(".")[:-1]]
    return [label for label in labels if label not in _PLAIN_LABELS]


def _main_label(host: str) -> str:
    """What a domain is named by: "bbc" in "news.bbc.co.uk"."""
    labels = host.split(".")
    if len(labels) >= 3 and len(labels[-1]) == 2 and len(labels[-2]) <= 3:
        return labels[-3]
    return labels[-2] if len(labels) >= 2 else host


def _stands_for(label: str, words: tuple[str, ...]) -> bool:
    """True where the label is the beginnings of the words, in order; the last may be left out."""
    if not words:
        return False
    for with_article in ((), ("the",), ("le",), ("la",), ("el",), ("die",), ("der",)):
        if _is_begun(label, (*with_article, *words)):
            return True
    whole = "".join(words)
    if len(whole) >= _LEAST_SHARED and (label.startswith(whole) or whole.startswith(label)):
        return min(len(label), len(whole)) >= _LEAST_SHARED
    return False


def _is_begun(label: str, words: tuple[str, ...]) -> bool:
    """Where the label can stand after each word: the places that its letters reach."""
    reached = {0}
    for word in words[:8]:
        nexts = {
            place + size
            for place in reached
            for size in range(1, min(len(word), len(label) - place) + 1)
            if label[place : place + size] == word[:size]
        }
        if len(label) in nexts:
            return len(label) > 1
        reached = nexts
    return False
