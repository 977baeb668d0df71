"""Times as people read them, and as programs do."""

from datetime import datetime

import pytest

from newscli.render.times import age, day_label, iso, minutes_to_read, until

NOON = int(datetime(2026, 11, 18, 12).timestamp())
HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("ago_s", "shown"),
    [
        (-60, "now"),
        (59, "now"),
        (60, "1m"),
        (3599, "59m"),
        (HOUR, "1h"),
        (DAY - 1, "23h"),
        (DAY, "1d"),
        (7 * DAY - 1, "6d"),
        (7 * DAY, "11 Nov"),
        (400 * DAY, "2025-10-14"),
    ],
)
def test_ages(ago_s, shown):
    assert age(NOON - ago_s, NOON) == shown


@pytest.mark.parametrize(
    ("ago_s", "label"),
    [
        (0, ("Today", "Wednesday 18 November")),
        (DAY, ("Yesterday", "Tuesday 17 November")),
        (2 * DAY, ("Monday", "16 November")),
        (400 * DAY, ("14 October 2025", "Tuesday")),
    ],
)
def test_days_have_names(ago_s, label):
    assert day_label(NOON - ago_s, NOON) == label


def test_iso_is_utc_to_the_second():
    assert (iso(0), iso(None)) == ("1970-01-01T00:00:00Z", None)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (460, 2), (2300, 10)])
def test_minutes_to_read(words, minutes):
    assert minutes_to_read(words) == minutes


@pytest.mark.parametrize(
    ("in_s", "words"),
    [
        (0, "in 1 min"),
        (61, "in 2 min"),
        (HOUR, "in 60 min"),
        (3 * HOUR, "in 3 h"),
        (3 * DAY, "in 3 days"),
    ],
)
def test_until(in_s, words):
    assert until(NOON + in_s, NOON) == words
