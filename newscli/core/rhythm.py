"""How often a source publishes, and at which hours: when is it worth asking again?

A request is well spent in the hours in which something new is likely, and wasted in the others. So
a source is asked again once the number of articles to be expected since the last request reaches a
threshold. benchmarks/week.py shows what that costs and brings over a simulated week.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_HOUR_S = 3600
_DAY_S = 86_400
_SHORTEST_S = 3000  # with cron's quarter of an hour, an article is seen within the hour
_LONGEST_S = _DAY_S
_UNKNOWN_S = 2 * _HOUR_S
# Asked again once an eighth of an article is expected. Of a usual week's articles 99% are seen
# within the hour, of a week of blogs 95%, for 11 and 19 times fewer requests than at every quarter
# of an hour; a twelfth: 99% and 96% for 10 and 16 times fewer; a fifth: 98% and 92%, 12 and 21.
_EXPECTED = 1 / 8
_FADING_S = 21 * _DAY_S  # what was three weeks ago tells a third of what is today
_FEW = 3.0  # so many articles weigh as much as knowing nothing of the hours
_SESSION_S = 300  # what comes within five minutes was put there in one go
_FULL_WEEKS_S = 14 * _DAY_S
_SCALE = 1000


class Rhythm(NamedTuple):
    """Articles a day, and how they are spread: shares of hours (UTC) and of weekdays, Monday first.

    Each of the shares sums to one.
    """

    per_day: float
    hours: tuple[float, ...]
    days: tuple[float, ...]


def learn(times: Sequence[int], *, now: int) -> Rhythm | None:
    """The rhythm of a source by when its newest articles appeared; None without any.

    Articles of the same minutes count once: a site that was imported anew publishes no more often.
    Days without any until `now` count as well, so a source that fell silent slows down.
    """
    moments = sorted({at // _SESSION_S * _SESSION_S for at in times if at <= now})
    if not moments:
        return None
    weights = [math.exp((at - now) / _FADING_S) for at in moments]
    span_s = max(now - moments[0], _DAY_S)
    # The weights of a source with one article a day, over the same span.
    daily = _FADING_S / _DAY_S * (1 - math.exp(-span_s / _FADING_S))
    hours, days = [0.0] * 24, [0.0] * 7
    for at, weight in zip(moments, weights, strict=True):
        hours[at // _HOUR_S % 24] += weight
        days[(at // _DAY_S + 3) % 7] += weight  # day 0 of Unix time was a Thursday
    # A habit is seldom kept to the minute: neighbouring hours are likely too.
    near = [(hours[h - 1] + 2 * hours[h] + hours[(h + 1) % 24]) / 4 for h in range(24)]
    is_long = span_s >= _FULL_WEEKS_S
    return Rhythm(sum(weights) / daily, _shares(near), _shares(days if is_long else [0.0] * 7))


def _shares(weights: Sequence[float]) -> tuple[float, ...]:
    total = sum(weights) + _FEW
    return tuple((weight + _FEW / len(weights)) / total for weight in weights)


def next_time(rhythm: Rhythm | None, *, asked_at: int) -> int:
    """When a source that was asked then is worth asking again: after 50 minutes to 24 hours."""
    if rhythm is None:
        return asked_at + _UNKNOWN_S
    at, expected = asked_at, 0.0
    while at < asked_at + _LONGEST_S:
        hour_ends = (at // _HOUR_S + 1) * _HOUR_S
        a_second = _a_second(rhythm, at)
        more = a_second * (hour_ends - at)
        if expected + more >= _EXPECTED:
            at += int((_EXPECTED - expected) / a_second)
            break
        expected += more
        at = hour_ends
    return max(asked_at + _SHORTEST_S, min(at, asked_at + _LONGEST_S))


def _a_second(rhythm: Rhythm, at: int) -> float:
    """Articles to be expected in a second of that hour."""
    of_hour = rhythm.hours[at // _HOUR_S % 24]
    of_day = rhythm.days[(at // _DAY_S + 3) % 7] * 7
    return max(rhythm.per_day * of_hour * of_day / _HOUR_S, 1e-12)


def encode(rhythm: Rhythm) -> str:
    """The rhythm as a line of whole numbers, in thousandths."""
    values = (rhythm.per_day, *rhythm.hours, *rhythm.days)
    return " ".join(str(round(value * _SCALE)) for value in values)


def decode(text: str) -> Rhythm | None:
    """The rhythm that `encode` wrote; None for anything else."""
    parts = text.split()
    if len(parts) != 32 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    per_day, *shares = (int(part[:9]) / _SCALE for part in parts)
    return Rhythm(per_day, _summing_to_one(shares[:24]), _summing_to_one(shares[24:]))


def _summing_to_one(shares: Iterable[float]) -> tuple[float, ...]:
    values = tuple(shares)
    total = sum(values)
    return tuple(value / total for value in values) if total else (1 / len(values),) * len(values)
