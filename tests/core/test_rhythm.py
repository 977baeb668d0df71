"""When a source is worth asking again, by when it has published."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.rhythm import decode, encode, learn, next_time

HOUR, DAY = 3600, 86_400
MONDAY = 1_794_787_200  # 16 Nov 2026, 00:00 UTC


def daily_at(hour, *, days=30, until=MONDAY):
    """The times of a source that publishes once a day at that hour."""
    return [until - day * DAY + hour * HOUR for day in range(1, days + 1)]


def visits(times, *, begin=MONDAY, days=1):
    """The hours (since `begin`) at which the source is asked, when nothing new ever comes."""
    rhythm, at, found = learn(times, now=begin), begin, []
    while (at := next_time(rhythm, asked_at=at)) < begin + days * DAY:
        found.append((at - begin) / HOUR)
    return found


def test_a_busy_source_is_asked_every_hour():
    wire = [MONDAY - n * 1200 for n in range(1, 90)]

    asked = visits(wire)

    assert len(asked) == 28
    assert max(b - a for a, b in itertools.pairwise(asked)) < 1


def test_a_habit_is_learnt_and_its_hours_are_asked_more_often_than_others():
    asked = visits(daily_at(7))

    near = [hour for hour in asked if 6 <= hour <= 9]
    far = [hour for hour in asked if hour > 12]
    assert len(near) >= 3
    assert len(far) <= len(near)


def test_a_quiet_night_is_left_alone():
    paper = [MONDAY - day * DAY + hour * HOUR for day in range(1, 8) for hour in range(8, 22)]

    asked = visits(paper)

    assert len([hour for hour in asked if 10 <= hour < 16]) >= 6
    assert len([hour for hour in asked if 0 <= hour < 6]) <= 4


def test_weekdays_without_news_are_asked_less():
    workdays = [at for at in daily_at(9, days=56) if (at // DAY + 3) % 7 < 5]

    monday = len(visits(workdays))
    saturday = len(visits(workdays, begin=MONDAY + 5 * DAY))

    assert saturday < monday


def test_a_source_that_fell_silent_is_asked_once_a_day():
    once_busy = [MONDAY - 90 * DAY - n * HOUR for n in range(100)]

    assert next_time(learn(once_busy, now=MONDAY), asked_at=MONDAY) == MONDAY + DAY


def test_without_any_article_it_is_asked_in_two_hours():
    assert learn([], now=MONDAY) is None
    assert next_time(None, asked_at=MONDAY) == MONDAY + 2 * HOUR


@pytest.mark.parametrize(
    "odd",
    [
        [MONDAY - 5 * DAY] * 50,
        [MONDAY - 5 * DAY + second for second in range(50)],
        [MONDAY - 5 * DAY, *[MONDAY + DAY] * 50],
    ],
    ids=["the same second", "an import", "the future"],
)
def test_many_articles_at_once_are_one_occasion(odd):
    assert learn(odd, now=MONDAY) == learn([MONDAY - 5 * DAY], now=MONDAY)


def test_order_does_not_matter():
    times = daily_at(7)

    assert learn(times, now=MONDAY) == learn(times[::-1], now=MONDAY)


def test_what_is_stored_leads_to_the_same_visits():
    rhythm = learn(daily_at(7), now=MONDAY)

    again = decode(encode(rhythm))

    first, second = (next_time(one, asked_at=MONDAY + 8 * HOUR) for one in (rhythm, again))
    assert abs(first - second) < 600


@pytest.mark.parametrize("text", ["", "x", "1 2 3", " ".join(["-1"] * 32), " ".join(["1.5"] * 32)])
def test_what_is_no_rhythm_is_none(text):
    assert decode(text) is None


@given(st.lists(st.integers(0, 4_000_000_000), max_size=100), st.integers(1, 4_000_000_000))
def test_it_is_never_asked_sooner_than_50_minutes_or_later_than_a_day(times, now):
    rhythm = learn(times, now=now)

    at = next_time(decode(encode(rhythm)) if rhythm else None, asked_at=now)

    assert now + 3000 <= at <= now + DAY


@given(st.text(alphabet="0123456789 .-x\u0663", max_size=200))
def test_no_text_is_too_odd_to_decode(text):
    decode(text)
