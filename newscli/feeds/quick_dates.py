"""The dates of feeds: the two common forms read with a pattern each, the others by feedparser."""

import calendar
import re
import time
from datetime import date

_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# feedparser's hours east of Greenwich (datetimes/rfc822.py); to it, other names are Greenwich.
ZONES = {
    "ut": 0, "gmt": 0, "z": 0, "adt": -3, "ast": -4, "at": -4, "edt": -4, "est": -5, "et": -5,
    "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7, "pdt": -7, "pst": -8,
    "pt": -8, "a": -1, "n": 1, "m": -12, "y": 12, "met": 1, "mest": 2,
}  # fmt: skip
# "Wed, 26 Nov 2025 03:07:28 GMT" and "26 Nov 2025 03:07 -0500".
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s+)?([0-9]{1,2})\s+([A-Za-z]{3})\s+([0-9]{4})"
    r"\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s+(?:([+-])([0-9]{2}):?([0-9]{2})|([A-Za-z]{1,5}))"
)
# "2023-11-01T14:44:01.25+01:00", "2023-11-01 14:44:01Z" and "2023-11-01".
_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2}))?)?"
)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_FIRST, _END = -62_135_596_800, 253_402_300_800  # the years 1, which some write for none, to 9999


def seconds(text: str) -> int | None:
    """Unix seconds; None where feedparser knows none."""
    if match := _RFC_3339.fullmatch(text):
        year, month, day, *clock, sign, hours, minutes = match.groups("0")
        moment = _moment(year, month, day, *clock)
        offset_s: int | None = _offset_s(sign, hours, minutes)
    elif match := _RFC_822.fullmatch(text):
        day, name, year, *clock, sign, hours, minutes, zone = match.groups("0")
        moment = _moment(year, _MONTHS.get(name.lower(), "0"), day, *clock)
        offset_s = _offset_s(sign, hours, minutes) if zone == "0" else _zone_s(zone.lower())
    else:
        return _by_feedparser(text)
    if moment is None or offset_s is None or not _FIRST <= moment - offset_s < _END:
        return _by_feedparser(text)
    return moment - offset_s


def _moment(*parts: str) -> int | None:
    """Seconds of a time at Greenwich; None for a time that does not exist."""
    year, month, day, hour, minute, second = map(int, parts)
    if not (year and hour < 24 and minute < 60 and second < 60):
        return None
    try:
        days = date(year, month, day).toordinal() - _FIRST_DAY
    except ValueError:
        return None
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def _offset_s(sign: str, hours: str, minutes: str) -> int:
    size = int(hours) * 3600 + int(minutes) * 60
    return -size if sign == "-" else size


def _zone_s(name: str) -> int | None:
    is_more_than_greenwich = name.startswith("gmt") and name != "gmt"  # such as GMTA
    return None if is_more_than_greenwich else ZONES.get(name, 0) * 3600


def _by_feedparser(text: str) -> int | None:
    from feedparser.datetimes import _parse_date

    moment = _parse_date(text)
    return calendar.timegm(moment) if isinstance(moment, time.struct_time) else None
