"""The names of a page's authors, out of what stands where they should."""

import re
import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files

from newscli.core.text import strip_tags
from newscli.pages.dates import is_month, moment_of
from newscli.pages.words import phrases

_MAX_NAMES = 10
_MAX_CHARS = 300
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 6

_LINK = re.compile(r"https?:/|\bwww\.", re.I)
_NO_NAME = re.compile(r"[{}<>=\\@#:]|\w[.](?:com|html?|php)\b", re.I)
_ADDRESS = re.compile(r"[(\[<]?\b[\w.+-]{1,64}@[\w.-]{1,100}\b[)\]>]?|(?<!\S)@\w{1,40}")
_BRACKETS = re.compile(r"\s?[(\[（][^()\[\]（）]{0,80}[)\]）]")
_DATED = re.compile(r"(?<!\w)[0-9].*", re.S)
_PARTS = re.compile(r"\s*[;|•·/,、，｜\n]\s*|\s[-–—]\s|\s&\s")
_EDGES = ' \t.,:;|/／+•·–—-*"“”„»«>‹›'
_LETTERS = re.compile(r"[A-Z.]{2,5}")  # a degree, not an author
_WORD = re.compile(r"\w")
_REVERSED = re.compile(r"([^\W\d_][\w'’-]+),\s([^\W\d_][\w'’.-]*(?:\s[^\W\d_]\.?)?)")


def names_of(
    texts: Iterable[str], *, is_prose: bool = False, outlets: Collection[str] = ()
) -> tuple[str, ...]:
    """The people and desks named, in their order, each once, ten at most; safe to show.

    Goes: "By", job titles, addresses, dates, links. An agency behind a name stays with it:
    "Jane Roe, Associated Press". `outlets` are keys of names that are cut off the end. `is_prose`
    is for what readers see, where a name is followed by more; else the whole is taken for names.
    """
    found: dict[str, str] = {}
    for text in texts:
        for name in _names_in(text, is_prose=is_prose):
            name = _without_outlet(name, outlets)
            found.setdefault(key_of(name), name)
        if len(found) >= _MAX_NAMES:
            break
    return tuple(found.values())[:_MAX_NAMES]


def after_by(line: str) -> str | None:
    """What follows "By" or "Written by" at the beginning of a line; None where there is none."""
    match = _by().match(f"{line} ")
    return None if match is None else line[match.end() :].strip()


def _names_in(text: str, *, is_prose: bool) -> list[str]:
    text = strip_tags(text[: 4 * _MAX_CHARS])[:_MAX_CHARS]
    text = _BRACKETS.sub("", _ADDRESS.sub("", text)).strip(_EDGES)
    if _LINK.search(text):
        return []
    text = _by().sub("", text)
    if is_prose:
        text = _undated(_behind().split(text, maxsplit=1)[0])
    if match := _REVERSED.fullmatch(text):
        text = f"{match[2]} {match[1]}"
    names: list[str] = []
    for part in _PARTS.split(text):
        for place, one in enumerate(_and().split(part)):
            name = _untitled(_by().sub("", one.strip(_EDGES))).strip(_EDGES.replace(".", ""))
            if names and not place and _is_agency(name):
                names[-1] = f"{names[-1]}, {name}"
            elif _is_name(name, is_prose=is_prose) and not _is_after(name, names, is_prose):
                names.append(name)
    return names


def _undated(text: str) -> str:
    """What stands before a date: "Jane Roe May 13, 2024"."""
    head, day, _ = text.partition(match[0]) if (match := _DATED.search(text)) else (text, "", "")
    words = head.strip(_EDGES).split()
    return " ".join(words[:-1] if day and words and is_month(words[-1]) else words)


def _is_after(name: str, names: list[str], is_prose: bool) -> bool:
    """True for what follows a whole name: a degree, or a town in what readers see."""
    if not names:
        return False
    return bool(_LETTERS.fullmatch(name)) or (is_prose and " " in names[-1] and " " not in name)


def _untitled(name: str) -> str:
    return name if _is_agency(name) else _title().sub("", name)


def _is_name(name: str, *, is_prose: bool) -> bool:
    if not 2 <= len(name) <= _MAX_NAME_CHARS or len(name.split()) > _MAX_NAME_WORDS:
        return False
    if _NO_NAME.search(name) or not _WORD.search(name) or _is_nobody(name.casefold()):
        return False
    if name.replace(" ", "").isdecimal() or is_month(name) or moment_of(name):
        return False
    words = name.split()
    is_phrase = words[-1][0].islower() or words[0].casefold() in _table()["articles"]
    return not (is_prose and is_phrase)


def _is_nobody(name: str) -> bool:
    return name in _table()["nobody"] or (name.endswith("admin") and " " not in name)


def _is_agency(name: str) -> bool:
    return name in phrases("agencies")


def key_of(name: str) -> str:
    """The letters and digits of a text, for comparing."""
    return "".join(filter(str.isalnum, name.casefold()))


def is_outlet(name: str, outlets: Collection[str]) -> bool:
    """True for a name that is, or begins with, one of an outlet: "Example News", "Example"."""
    words = name.split()
    return any(key_of("".join(words[:most])) in outlets for most in range(1, len(words) + 1))


def _without_outlet(name: str, outlets: Collection[str]) -> str:
    words = name.split()
    for kept in range(2, len(words)):
        if key_of("".join(words[kept:])) in outlets:
            return " ".join(words[:kept])
    return name


@cache
def _table() -> dict[str, frozenset[str]]:
    text = files("newscli.pages").joinpath("people.toml").read_text("utf-8")
    return {
        kind: frozenset(phrase.casefold() for group in groups.values() for phrase in group)
        for kind, groups in tomllib.loads(text).items()
    }


def _alternatives(kind: str) -> str:
    longest_first = sorted(_table()[kind], key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in longest_first)


@cache
def _by() -> re.Pattern[str]:
    behind = r"(?:\s?[:：]\s?|\s+|(?=[\u3400-\u9fff]))"
    particle = rf"(?:{_alternatives('particles')})(?:\s?:\s?|\s+(?-i:(?=[^\W\da-z_][^\s]*+\s\S)))"
    return re.compile(rf"\A(?:(?:{_alternatives('by')}){behind}|{particle})+", re.I)


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_alternatives('and')})\s")


@cache
def _behind() -> re.Pattern[str]:
    """Long words in any case; the short ones, such as "le", may begin a name."""
    return re.compile(rf"(?<!\w)(?:{_alternatives('behind')}|(?i:{_alternatives('ending')}))(?!\w)")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|\s)(?:{_alternatives('titles')})\Z", re.I)
