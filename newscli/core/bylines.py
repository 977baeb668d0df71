"""News agencies that sign an article: as its author, or behind its last sentence."""

import re
from functools import cache

from newscli.core.attribution import Wording
from newscli.core.datelines import Dateline, names_of

_MAX_BYLINE_CHARS = 120
_MAX_COPYRIGHT_CHARS = 300
_ENDING_CHARS = 40
_COPYRIGHT = r"(?:\(c\)|©|copyright)\s?(?:\(c\)|©)?\s?"
_YEAR = r"(?:19|20)\d\d\s?,?\s?"


def agency_of(author: str, words: Wording) -> str | None:
    """The agency that an author is: "AP Staff", "Jane Roe, Associated Press", "dpa/lno".

    None for people, and where an agency is not alone: "Jane Roe and Reuters", "dpa/AFP".
    """
    if len(author) > _MAX_BYLINE_CHARS:
        return None
    match = _byline_pattern(words).fullmatch(author.strip())
    if match is None:
        return None
    head = match["head"] or ""
    return None if _agency_pattern(words).search(head) else match["agency"]


def sign_off_of(text: str, words: Wording) -> Dateline | None:
    """The agency that a last line is signed by: "… said. (dpa)", "© 2019 The Associated Press"."""
    if len(text) <= _MAX_COPYRIGHT_CHARS and (match := _copyright_pattern(words).match(text)):
        return Dateline(match["agency"] or match["dated"], match.group().strip())
    ending = _ending_pattern(words).search(text[-_ENDING_CHARS:])
    return Dateline(ending["agency"], ending["span"]) if ending else None


def _every_name(words: Wording) -> tuple[str, ...]:
    known = [name for names in words.publishers.known for name in names if "." not in name]
    return tuple(sorted({*words.agencies, *known}, key=len, reverse=True))


@cache
def _byline_pattern(words: Wording) -> re.Pattern[str]:
    around = "|".join(map(re.escape, words.bylines)) or "(?!)"
    return re.compile(
        rf"(?:(?P<head>[^\n,|/]{{3,60}}?)\s?(?:,|\||\s[-–—]\s|\bof)\s*)?(?:(?i:{around})\s+)?"
        rf"(?i:the\s+)?(?P<agency>{names_of(_every_name(words))})"
        rf"(?:/[a-z]{{2,3}})?(?:[\s,]+(?i:{around}))?\.?"
    )


@cache
def _agency_pattern(words: Wording) -> re.Pattern[str]:
    several = r"\b(?:and|und|et|y|e|en|i|with|mit|avec|con)\b"
    return re.compile(rf"\b(?:{names_of(_every_name(words))})\b|{several}")


@cache
def _copyright_pattern(words: Wording) -> re.Pattern[str]:
    names = names_of(_every_name(words))
    own = rf"(?i:{_COPYRIGHT}{_YEAR}(?:by\s+)?(?:the\s+)?)(?P<agency>{names})(?!\w)"
    return re.compile(rf"{own}|(?i:{_COPYRIGHT}(?:the\s+)?)(?P<dated>{names})\s{_YEAR}")


@cache
def _ending_pattern(words: Wording) -> re.Pattern[str]:
    names = names_of(words.agencies)
    return re.compile(
        rf"(?:[.!?…»”\"“。]\s?|\A)(?P<span>[(（\[](?:(?i:source|quelle|fuente|fonte|sumber)\s?:\s?)?"
        rf"(?P<agency>{names})(?:/[a-z]{{2,3}})?[)）\]])\.?\Z"
    )
