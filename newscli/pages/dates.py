"""Dates as web pages write them: for machines, and for readers in a dozen languages."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MAX_CHARS = 200
_FIRST_DAY = date(1970, 1, 1).toordinal()
_OLDEST_AT = 788_918_400  # 1995: no news page is older; what is, is a CMS's zero or a birthday
_DAY_S = 86_400


class Moment(NamedTuple):
    """A time in Unix seconds; what names no zone is taken for UTC.

    `precision`: 0 for a day (its first second), 1 with a clock, 2 with its zone as well.
    """

    at: int
    precision: int


# January to December. A row holds the names and the usual short forms in English, German, French,
# Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian, Swedish and Danish.
_MONTH_ROWS = (
    "january jan januar jänner jaenner janvier janv enero ene gennaio gen janeiro januari styczeń "
    "stycznia sty январь января янв січень січня січ",
    "february feb febr februar feber février fevrier févr fevr fév febrero febbraio fevereiro fev "
    "februari luty lutego lut февраль февраля фев февр лютий лютого лют",
    "march mar mrz märz maerz mär mars marzo março marco maart mrt marzec marca март марта мар "
    "березень березня бер",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр квітень квітня "
    "кві квіт",
    "may mai mayo maggio mag maio mei maj maja май мая травень травня тра трав",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze июнь июня июн червень червня "
    "чер черв",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip июль июля июл липень липня "
    "лип",
    "august aug août aout agosto ago augustus sierpień sierpnia sie augusti август августа авг "
    "серпень серпня сер серп",
    "september sept sep septembre septiembre setiembre settembre set setembro wrzesień września "
    "wrz сентябрь сентября сен сент вересень вересня вер",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź "
    "октябрь октября окт жовтень жовтня жов жовт",
    "november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб "
    "листопада лис",
    "december dec dezember dez décembre decembre déc dicembre dic diciembre dezembro grudzień "
    "grudnia gru декабрь декабря дек грудень грудня гру груд",
)
_MONTHS = {name: number for number, row in enumerate(_MONTH_ROWS, 1) for name in row.split()}

# Hours east of Greenwich. Left out: names that two zones share, such as IST.
_ZONE_ROWS = {
    0: "z utc gmt ut wet",
    1: "bst west cet mez met",
    2: "cest mesz eet",
    3: "eest msk",
    -5: "est cdt",
    -4: "edt",
    -6: "cst mdt",
    -7: "mst pdt",
    -8: "pst",
    8: "hkt sgt",
    9: "jst kst",
    10: "aest",
    11: "aedt",
}
_ZONES = {name: hours for hours, row in _ZONE_ROWS.items() for name in row.split()}

_EPOCH = re.compile(r"\D{0,8}([0-9]{10})([0-9]{3})?\D{0,3}")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?:[T ]?([0-9]{2})([0-9]{2}))?")
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_DAY = r"(?<![0-9])(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[^\W\d_]{3,12})"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
# The year first: ISO 8601, and the dates of China, Japan ("2019年11月20日") and Korea.
_YEAR_FIRST = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:\s?[-/.年년]\s?)(?P<month>[0-9]{1,2})"
    r"(?:\s?[-/.月월]\s?)(?P<day>[0-9]{1,2})(?![0-9])[日일]?"
)
# "19. November 2019", "19 de noviembre de 2019", "1er mars 2019", "19-Nov-2019".
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|º|ª|°)?[\s.,/-]{{0,3}}(?:(?:de|of)\s)?{_MONTH}[\s.,/'’-]{{1,3}}"
    rf"(?:del?\s)?{_YEAR}",
    re.I,
)
# "November 19, 2019", "Nov. 19th 2019", and asctime's "Nov 19 08:00:00 UTC 2019".
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_MONTH}[\s.,/-]{{1,3}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,?\s(?P<clock>{_CLOCK}(?:\s[A-Z]{{3,4}})?))?[\s.,/-]{{1,3}}{_YEAR}",
    re.I,
)
_NUMBERS = re.compile(
    rf"{_DAY}\s?(?P<mark>[./-])\s?(?P<month>[0-9]{{1,2}})\s?(?P=mark)\s?"
    r"(?P<year>(?:19|20)?[0-9]{2})(?![0-9.])"
)
_TIME = re.compile(
    r"(?<![0-9.:+-])(?P<hour>[0-9]{1,2})(?:(?P<mark>\s?[:.hH時시]\s?)(?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?分?)?(?![0-9])"
    r"(?:\s{0,2}(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
    r"(?:\s{0,2}(?P<uhr>Uhr)\b)?"
    r"(?:\s{0,2}\(?(?P<zone>[A-Za-z]{1,4})(?![A-Za-z]))?"
    r"(?:\s{0,2}(?P<sign>[+−-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?(?![0-9]))?"
)
# "/2019/11/20/", "/2019-11-20-title", "/2019/nov/20/", "/201911/20/" and "/20191120/".
_IN_URL = re.compile(
    r"[/_=-]((?:19|20)[0-9]{2})([/_-]?)([0-9]{1,2}|[a-z]{3})(?:\2|(?<=[0-9]{6})/)([0-9]{1,2})(?![0-9])",
    re.I,
)


def moment_of(text: str, *, month_first: bool = False) -> Moment | None:
    """The first date in the text's first 200 characters, with the clock beside it; else None.

    Knows ISO 8601, RFC 9110's form, asctime's, epoch seconds and milliseconds, and dates with the
    month in words. `month_first` reads 3/4/2019 as in the United States; 3.4.2019 is never so.
    """
    text = " ".join(text[:_MAX_CHARS].split())
    whole = _whole_number(text)
    return whole or next(_written(text, month_first=month_first), None)


def moment_in_url(url: str) -> Moment | None:
    """The day that a path names, such as /2019/11/20/; None for a month alone."""
    for year, _, name, day in _IN_URL.findall(url[:2000]):
        month = int(name) if name.isdigit() else _MONTHS.get(name.lower(), 0)
        found = _moment(int(year), month, int(day))
        if found:
            return found
    return None


def is_possible(moment: Moment, *, now: int | None) -> bool:
    """False for what no news page can mean: before 1995, or more than a day after now."""
    return moment.at >= _OLDEST_AT and (now is None or moment.at <= now + _DAY_S)


def is_month(word: str) -> bool:
    """True for a month's name or its usual short form."""
    return word.strip(".").casefold() in _MONTHS


def most_exact(moments: list[Moment]) -> Moment | None:
    """The first, or one within a day of it that also knows the clock, or its zone."""
    if not moments:
        return None
    near = [moment for moment in moments if abs(moment.at - moments[0].at) < _DAY_S]
    return max(near, key=lambda moment: moment.precision)


def _whole_number(text: str) -> Moment | None:
    """Epoch seconds or milliseconds ("/Date(1574208000000)/"), or 20191120, as the whole text."""
    if match := _EPOCH.fullmatch(text):
        return Moment(int(match[1]), 2)
    if match := _COMPACT.match(text):
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        found = _moment(year, month, day)
        if found and match[4]:
            offset_s = 0 if "Z" in text[match.end() :].upper() else None
            return _with_clock(found, (hour, minute, 0), offset_s)
        return found
    return None


def _written(text: str, *, month_first: bool) -> Iterator[Moment]:
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _NUMBERS):
        for match in pattern.finditer(text):
            day = _day(match, month_first=month_first)
            if day:
                yield _at_clock(day, match, text)


def _day(match: re.Match[str], *, month_first: bool) -> Moment | None:
    year, month, day = match["year"], match["month"], int(match["day"])
    if not month.isdigit():
        return _moment(int(year), _MONTHS.get(month.lower(), 0), day)
    number = int(month)
    if match.re is _NUMBERS:
        is_swapped = number > 12 or (month_first and match["mark"] == "/" and day <= 12)
        day, number = (number, day) if is_swapped else (day, number)
        if len(year) == 2 and match["mark"] != ".":
            return None
    return _moment(int(year) + (2000 if len(year) == 2 else 0), number, day)


def _at_clock(day: Moment, match: re.Match[str], text: str) -> Moment:
    """The day with the clock behind it, inside it (asctime) or, failing these, before it."""
    behind = re.sub(r"^[\s,T|·•–—@-]{1,4}", " ", text[match.end() :])
    inside = match.groupdict().get("clock") or ""
    for part in (inside, behind[:40], text[: match.start()][-40:]):
        for clock in _TIME.finditer(part):
            if clock["mark"] or clock["half"] or clock["uhr"]:
                return _with_clock(day, _clock(clock), _offset_s(clock))
    return day


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return hour, minute, second


def _offset_s(match: re.Match[str]) -> int | None:
    """Seconds east of Greenwich; None where no zone is named."""
    named = _ZONES.get((match["zone"] or "").lower())
    if match["sign"] and (named is not None or not match["zone"]):
        size = int(match["hours"]) * 3600 + int(match["minutes"] or 0) * 60
        return size if match["sign"] == "+" else -size
    return None if named is None else named * 3600


def _with_clock(day: Moment, clock: tuple[int, int, int], offset_s: int | None) -> Moment:
    hour, minute, second = clock
    if hour == 24 and not minute:
        hour = 0
    if hour > 23 or minute > 59 or second > 60 or abs(offset_s or 0) > 15 * 3600:
        return day
    seconds = hour * 3600 + minute * 60 + second
    return Moment(day.at + seconds - (offset_s or 0), 1 if offset_s is None else 2)


def _moment(year: int, month: int, day: int) -> Moment | None:
    try:
        return Moment((date(year, month, day).toordinal() - _FIRST_DAY) * _DAY_S, 0)
    except ValueError:
        return None
