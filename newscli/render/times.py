"""Times as people read them, and as programs do."""

from datetime import UTC, datetime, timedelta

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_WORDS_A_MINUTE = 230


def iso(at: int | None) -> str | None:
    """A time as ISO 8601 in UTC, to the second: 2026-11-23T01:02:03Z."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def age(at: int, now: int) -> str:
    """How long ago, in at most ten cells: now, 18m, 6h, 6d, 13 Jun, 2024-06-13."""
    seconds = now - at
    if seconds < _MINUTE_S:
        return "now"
    if seconds < _HOUR_S:
        return f"{seconds // _MINUTE_S}m"
    if seconds < _DAY_S:
        return f"{seconds // _HOUR_S}h"
    if seconds < 7 * _DAY_S:
        return f"{seconds // _DAY_S}d"
    then = datetime.fromtimestamp(at)
    if seconds < 300 * _DAY_S:
        return f"{then.day} {then:%b}"
    return f"{then:%Y-%m-%d}"


def day_label(at: int, now: int) -> tuple[str, str]:
    """A day's name and its date: ("Today", "Sunday 22 November"); older days have the date only."""
    then, today = datetime.fromtimestamp(at).date(), datetime.fromtimestamp(now).date()
    date = f"{then:%A} {then.day} {then:%B}"
    if then == today:
        return "Today", date
    if then == today - timedelta(days=1):
        return "Yesterday", date
    if then.year != today.year:
        return f"{then.day} {then:%B} {then.year}", f"{then:%A}"
    return f"{then:%A}", f"{then.day} {then:%B}"


def date_time(at: int) -> str:
    """A time in full, local: Thu 13 Jun 2024 14:05."""
    then = datetime.fromtimestamp(at)
    return f"{then:%a} {then.day} {then:%b %Y %H:%M}"


def minutes_to_read(words: int) -> int:
    """Minutes for so many words, at 230 a minute; at least 1."""
    return max(1, round(words / _WORDS_A_MINUTE))


def until(at: int, now: int) -> str:
    """How long until then: in 56 min, in 3 h, in 2 days."""
    seconds = max(at - now, 0)
    if seconds < 90 * _MINUTE_S:
        return f"in {-(-seconds // _MINUTE_S) or 1} min"
    if seconds < 36 * _HOUR_S:
        return f"in {round(seconds / _HOUR_S)} h"
    return f"in {round(seconds / _DAY_S)} days"
