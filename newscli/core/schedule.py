"""When a source may be asked again."""

import re
from typing import NamedTuple

from newscli.core import rhythm
from newscli.core.models import Source

_FIRST_BACK_OFF_S = 1800
_DAY_S = 86_400
_LONG_S = 7200
_CLOCK_S = 3600
_LONGEST_WAIT_S = 31 * _DAY_S
_MAX_AGE = re.compile(r"(?:^|[,\s])(?:s-maxage|max-age)\s*=\s*\"?(\d+)")


class Delay(NamedTuple):
    """What a failure leads to; all None: ask again at the next fetch.

    `wait_until` is the server's word and always kept, `back_off_until` our own caution, which a
    source named by the user or --force overrides. `disabled_reason` ends the asking.
    """

    wait_until: int | None = None
    back_off_until: int | None = None
    disabled_reason: str | None = None


class Wait(NamedTuple):
    """Until when a source is left alone, and the rule that says so: a key of REASONS."""

    until: int
    why: str


REASONS = {
    "retry-after": "its server said so (Retry-After)",
    "back-off": "after failures, twice as long each time, up to a day",
    "max-age": "its server says that it stays as it is until then (Cache-Control or Expires)",
    "ttl": "the feed says that it changes no more often (ttl or updatePeriod)",
    "skip": "the feed names hours or days without news (skipHours, skipDays)",
    "interval": "your own interval for it",
    "rhythm": "nothing new is likely before, going by when it published",
}
"""What each rule means, in words that follow "asked again at …:"."""


def waits(source: Source, *, now: int, is_forced: bool = False) -> Wait | None:
    """Why this source must not be asked now; None when it is due.

    A source named by the user, or --force, overrides all but the server's Retry-After. What was
    noted while the clock was ahead counts for nothing: it would last until that time has come.
    """
    if source.asked_at is not None and source.asked_at > now + _CLOCK_S:
        return None
    bounds = [(source.wait_until, "retry-after")]
    if not is_forced:
        bounds += [(source.back_off_until, "back-off"), (source.next_at, source.next_why or "")]
    later = [Wait(until, why) for until, why in bounds if until is not None and until > now]
    return max(later, default=None)


def next_visit(source: Source, *, fresh_s: int | None, now: int) -> Wait:
    """When a source that has just answered is asked again.

    Its own rhythm decides, or the user's interval; the server's max-age and the feed's ttl put it
    off by a day at most, skipHours and skipDays to the next hour that they leave. A file on this
    machine is always due.
    """
    if source.url.startswith("file:"):
        return Wait(now, "file")
    if source.options.interval_s is not None:
        return Wait(now + source.options.interval_s, "interval")
    due_at = rhythm.next_time(rhythm.decode(source.rhythm or ""), asked_at=now)
    due = Wait(due_at + _jitter_s(due_at - now, source.id, now), "rhythm")
    for seconds, why in ((source.every_s, "ttl"), (fresh_s, "max-age")):
        if seconds is not None:
            due = max(due, Wait(now + min(seconds, _DAY_S), why), key=lambda wait: wait.until)
    return _after_skipped(due, _numbers(source.skip_hours), _numbers(source.skip_days))


def _jitter_s(interval_s: int, source_id: int, now: int) -> int:
    """Up to a tenth of a long interval, so that sources added together are not asked together."""
    if interval_s <= _LONG_S:
        return 0
    import hashlib  # 4 ms, of which whoever only asks what is due has no need

    spread = hashlib.blake2b(f"{source_id} {now}".encode(), digest_size=4).digest()
    return interval_s * int.from_bytes(spread) // (10 * 2**32)


def _after_skipped(due: Wait, hours: frozenset[int], days: frozenset[int]) -> Wait:
    """The first hour from then on that RSS skipHours and skipDays allow (GMT)."""
    at = due.until
    for _ in range(7 * 24 if hours or days else 0):
        # Day 0 of Unix time was a Thursday.
        if at // 3600 % 24 not in hours and (at // _DAY_S + 3) % 7 not in days:
            break
        at = (at // 3600 + 1) * 3600
    return due if at == due.until else Wait(at, "skip")


def _numbers(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in (text or "").split(",") if part.isdigit())


def fresh_s(cache_control: str, expires: str, *, age: str, now: int) -> int | None:
    """For how many seconds an answer stays fresh; None where its headers do not say.

    max-age less Age goes before Expires (RFC 9111, sections 4.2.1 and 5.3); no-cache and no-store
    ask for a new request each time. At most 31 days.
    """
    directives = cache_control.lower()
    if "no-cache" in directives or "no-store" in directives:
        return None
    found = _MAX_AGE.search(directives)
    if found:
        seconds = int(found[1][:9]) - (int(age[:9]) if age.isdigit() else 0)
    elif expires.strip():
        seconds = retry_after_s(expires, now=now) or 0 if not expires.strip().isdigit() else 0
    else:
        return None
    return min(seconds, _LONGEST_WAIT_S) if seconds > 0 else None


def after_failure(
    failures: int, *, status: int | None, wait_s: int | None, now: int, source_id: int = 0
) -> Delay:
    """What to do after a source's n-th failure in a row (n from 1).

    410 means that the feed was removed on purpose and that links to it should go
    (RFC 9110, section 15.5.11); Retry-After is obeyed (section 10.2.3).
    """
    if status == 410:
        return Delay(disabled_reason="HTTP 410 Gone")
    if wait_s is not None:
        return Delay(wait_until=now + wait_s)
    wait = back_off_s(failures)
    return Delay(back_off_until=now + wait - _jitter_s(wait, source_id, now))


def back_off_s(failures: int) -> int:
    """Seconds to leave a source alone after that many failures in a row: doubles up to a day."""
    return int(min(_FIRST_BACK_OFF_S * 2 ** min(failures - 1, 16), _DAY_S))


def retry_after_s(value: str, *, now: int) -> int | None:
    """Seconds to wait, from a Retry-After header; None if it says nothing usable.

    Takes both forms, delay-seconds and HTTP-date. Never negative, at most 31 days.
    RFC 9110, section 10.2.3.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        seconds = int(value[:9])
    else:
        from email.utils import parsedate_to_datetime

        try:
            seconds = int(parsedate_to_datetime(value).timestamp()) - now
        except (ValueError, TypeError, OverflowError):
            return None
    return max(0, min(seconds, _LONGEST_WAIT_S))
