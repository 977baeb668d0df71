"""The words of words.toml, by kind, as patterns."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from newscli.core.attribution import Wording
from newscli.core.publishers import Publishers

START_CHARS = 24
_ANY_WORDS = "…"
_MAX_ANY_CHARS = 200
_CJK_END = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\W]\Z")


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of a kind, in all languages, each once, the longest first."""
    return _longest_first(phrase for language in _tables()[kind].values() for phrase in language)


@cache
def beginning(kind: str) -> re.Pattern[str]:
    """Matches a text that begins with a phrase of the kind, after signs such as "→"."""
    return re.compile(rf"[\W_]{{0,12}}?({_alternatives(phrases(kind))})", re.I)


@cache
def anywhere(*kinds: str) -> re.Pattern[str]:
    """Finds phrases of the kinds as whole words."""
    every = _longest_first(phrase for kind in kinds for phrase in phrases(kind))
    return re.compile(rf"(?<!\w)(?:{_alternatives(every)})", re.I)


@cache
def ending(kind: str) -> re.Pattern[str]:
    """Finds a phrase of the kind where a text ends with it, but for punctuation."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(phrases(kind))})[\W_]*\Z", re.I)


@cache
def whole(kind: str) -> re.Pattern[str]:
    """Matches a text that is one phrase of the kind, but for punctuation around it."""
    return re.compile(rf"[\W_]*(?:{_alternatives(phrases(kind))})[\W_]*\Z", re.I)


def starts(kind: str) -> frozenset[str]:
    """The first START_CHARS of the phrases of a kind, folded, as far as they are words."""
    heads = (folded(phrase).partition(_ANY_WORDS)[0] for phrase in phrases(kind))
    return frozenset(start for head in heads if (start := head.rstrip()[:START_CHARS]))


def folded(text: str) -> str:
    """A text in lower case, with one apostrophe, and one "i" for the four that Turkish has."""
    text = text.lower()
    if text.isascii():
        return text
    return text.replace("’", "'").replace("i\u0307", "i").replace("ı", "i")


@cache
def inner(kind: str) -> tuple[str, ...]:
    """What follows the "…" in those phrases of the kind that begin with it."""
    return tuple(
        phrase[1:].partition(_ANY_WORDS)[0].strip()
        for phrase in phrases(kind)
        if phrase.startswith(_ANY_WORDS)
    )


@cache
def wording() -> Wording:
    """The words that attributions are told by."""
    return Wording(
        source=phrases("source"),
        republished=phrases("republished"),
        agencies=phrases("agencies"),
        not_publishers=frozenset(name.casefold() for name in phrases("not_publishers")),
        publishers=Publishers(
            tuple(tuple(line.split(" = ")) for line in phrases("publishers")),
            phrases("hosts_for_others"),
        ),
        bylines=phrases("bylines"),
        figures=phrases("figures"),
        companies=phrases("companies"),
        aggregators=phrases("aggregators"),
        behind_source=phrases("behind_source"),
    )


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("newscli.pages").joinpath("words.toml").read_text("utf-8"))


def _longest_first(found: Iterable[str]) -> tuple[str, ...]:
    """Each once; those of one length by the alphabet, so that every run has the same patterns."""
    return tuple(sorted(set(found), key=lambda phrase: (-len(phrase), phrase)))


def _alternatives(found: tuple[str, ...]) -> str:
    return "|".join(_pattern(phrase) for phrase in found)


def _pattern(phrase: str) -> str:
    escaped = re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"\s+")
    escaped = escaped.replace(rf"\s+{_ANY_WORDS}", rf"\s*{_ANY_WORDS}")
    escaped = escaped.replace(rf"{_ANY_WORDS}\s+", rf"{_ANY_WORDS}\s*")
    escaped = escaped.replace(_ANY_WORDS, rf".{{0,{_MAX_ANY_CHARS}}}?")
    return escaped if _CJK_END.search(phrase) else rf"{escaped}(?!\w)"
