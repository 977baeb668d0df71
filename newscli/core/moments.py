"""Points in time as people write them: 48h, 7d, yesterday, 2026-11-01."""

import re
from datetime import datetime, timedelta

from newscli.core.errors import UsageError

_AGO = re.compile(r"(\d{1,6})\s*(m|min|h|d|w)")
_SECONDS = {"m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}


def parse(text: str, *, now: int) -> int:
    """The moment as Unix seconds. A duration counts back from now; a date means local midnight.

    Raises UsageError for anything else.
    """
    word = text.strip().lower()
    if match := _AGO.fullmatch(word):
        return now - int(match[1]) * _SECONDS[match[2]]
    midnight = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0)
    days = {"today": 0, "yesterday": 1}
    if word == "now":
        return now
    if word in days:
        return int((midnight - timedelta(days=days[word])).timestamp())
    try:
        return int(datetime.fromisoformat(text.strip()).timestamp())
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f'"{text}" is no time: give 48h, 7d, 2w, today, yesterday, 2026-11-01 or '
            "2026-11-01T18:00"
        ) from None


def midnight_after(at: int) -> int:
    """The local midnight at the end of the day of a moment, in Unix seconds."""
    day = datetime.fromtimestamp(at).replace(hour=0, minute=0, second=0)
    return int((day + timedelta(days=1)).timestamp())
