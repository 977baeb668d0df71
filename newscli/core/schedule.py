"""When a source may be asked again."""

from email.utils import parsedate_to_datetime
from typing import NamedTuple

from newscli.core.models import Source

_FIRST_BACK_OFF_S = 1800
_DAY_S = 86_400
_LONGEST_WAIT_S = 31 * _DAY_S


class Delay(NamedTuple):
    """What a failure leads to; all None: ask again at the next fetch.

    `wait_until` is the server's word and always kept, `back_off_until` our own caution, which a
    source named by the user or --force overrides. `disabled_reason` ends the asking.
    """

    wait_until: int | None = None
    back_off_until: int | None = None
    disabled_reason: str | None = None


def next_at(source: Source, *, now: int, is_forced: bool) -> int | None:
    """The time before which this source must not be asked; None when it may be asked now."""
    bounds = [source.wait_until] if is_forced else [source.wait_until, source.back_off_until]
    latest = max((bound for bound in bounds if bound is not None), default=0)
    return latest if latest > now else None


def after_failure(failures: int, *, status: int | None, wait_s: int | None, now: int) -> Delay:
    """What to do after a source's n-th failure in a row (n from 1).

    410 means that the feed was removed on purpose and that links to it should go
    (RFC 9110, section 15.5.11); Retry-After is obeyed (section 10.2.3).
    """
    if status == 410:
        return Delay(disabled_reason="HTTP 410 Gone")
    if wait_s is not None:
        return Delay(wait_until=now + wait_s)
    return Delay(back_off_until=now + back_off_s(failures))


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
        try:
            seconds = int(parsedate_to_datetime(value).timestamp()) - now
        except (ValueError, TypeError, OverflowError):
            return None
    return max(0, min(seconds, _LONGEST_WAIT_S))
