"""The news agency that stands in an article's first line: "BRUSSELS (AP) —"."""

import re
from functools import cache
from typing import NamedTuple

_MAX_ACRONYM_CHARS = 4
_MAX_CHARS = 200
_LEAST_BARE_CHARS = 3
_PLACE = (
    r"(?:[^\W\d_a-zß-ÿа-я][\w.'’-]*+(?:[\s/-]++(?:[^\W\d_a-zß-ÿа-я][\w.'’-]*+|am|an|de|del|der"
    r"|di|do|da|du|la|le|el|in|im|upon|sur|на)){0,4}(?:\s*+,[^()（）!?/]{1,28})?)"
)


_SIGN = re.compile("[(（/【[［日]")


class Dateline(NamedTuple):
    """An agency as the list has it, and the words that name it."""

    agency: str
    span: str


def dateline_of(text: str, agencies: tuple[str, ...]) -> Dateline | None:
    """The one agency that a first paragraph is headed by; None where it names two, or none."""
    head = text[:_MAX_CHARS]
    # Of most first lines a cheap look is enough.
    is_bare = head[:_LEAST_BARE_CHARS].isupper() and head.startswith(_bare(agencies))
    if not is_bare and _SIGN.search(head) is None:
        return None
    match = _pattern(agencies).match(head)
    if match is None:
        return None
    groups = match.groupdict()
    named = next(filter(None, map(groups.get, ("agency", "opening", "wire", "korean", "bare"))), "")
    agency = _as_listed(named, agencies)
    second = groups["second"] or groups["before"]
    if second and any(second.strip().casefold() == name.casefold() for name in agencies):
        return None
    place, rest = groups["place"], text[match.end() :]
    if groups["agency"] and not _is_parted(match.group(), place or "", rest):
        return None
    if len(agency) == 2 and place and not place.split(",")[0].isupper():
        return None  # "Access Point (AP) - …"; the Associated Press writes its places in capitals
    return Dateline(agency, match.group().strip())


def names_of(agencies: tuple[str, ...]) -> str:
    """A pattern of the agencies: short ones in their own case only, "(ap)" is another word too."""
    short = "|".join(re.escape(name) for name in agencies if len(name) <= _MAX_ACRONYM_CHARS)
    long = "|".join(
        re.escape(name).replace("'", "['’]") for name in agencies if len(name) > _MAX_ACRONYM_CHARS
    )
    return "|".join(filter(None, (short, f"(?i:{long})" if long else "")))


def _is_parted(span: str, place: str, rest: str) -> bool:
    """A dash stands behind it; none is needed in other scripts, and behind a place with a date."""
    if span.rstrip()[-1] not in ")）/" or not rest or not rest.lstrip()[:1].isascii():
        return True
    return any(map(str.isdigit, place))


def _as_listed(name: str, names: tuple[str, ...]) -> str:
    return next((listed for listed in names if listed.casefold() == name.casefold()), name)


@cache
def _bare(agencies: tuple[str, ...]) -> tuple[str, ...]:
    """The agencies that may stand without brackets."""
    return tuple(name for name in agencies if len(name) >= _LEAST_BARE_CHARS and name.isupper())


@cache
def _pattern(agencies: tuple[str, ...]) -> re.Pattern[str]:
    """The forms "PLACE (AGENCY) -", "PLACE /AGENCY/ --", "【東京共同】", "新华社北京3日电",
    "(서울=연합뉴스)" and "AGENCY - "."""
    names = names_of(agencies)
    bare = "|".join(map(re.escape, _bare(agencies)))
    return re.compile(
        rf"(?!The\s)(?P<place>{_PLACE})?[\s.–—-]{{0,4}}"
        rf"(?:[(（]|(?P<slash>/))\s?(?P<agency>{names})"
        rf"(?:\s?[/–+-]\s?(?P<second>[\w ]{{2,18}}))?\s?"
        rf"(?(slash)/|[)）])"
        rf"\s*(?:\.?\s*[-–—―:：]+|\Z|(?=[^\x00-\u2fff])|(?<=[)）])(?=\s[^\Wa-zа-я_])"
        rf"|(?<=/)\.?(?=\s))"
        rf"|[【\[［](?P<before>[^】\]］=]{{0,12}}=|[^】\]］]{{0,24}}?)(?P<opening>{names})[】\]］]"
        rf"|[(（]?(?P<wire>{names})[^\s。，.,()（）]{{0,12}}?\d{{1,2}}日(?:电|電)"
        rf"|[(\[][^()=\[\]]{{1,12}}=\s?(?P<korean>{names})[)\]]"
        + (rf"|(?P<bare>{bare})(?:\s?[–—]\s|\s-\s|\.-\s)" if bare else r"|(?P<bare>(?!))")
    )
