"""When a source may be asked again."""

import pytest

from newscli.core.options import Options
from newscli.core.schedule import (
    Delay,
    Wait,
    after_failure,
    back_off_s,
    fresh_s,
    next_visit,
    retry_after_s,
    waits,
)
from tests.fakes import NOW, make_source


def test_back_off_doubles_up_to_a_day():
    waits = [back_off_s(failures) for failures in range(1, 9)]

    assert waits == [1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", 31 * 86_400),
        ("Wed, 18 Nov 2026 11:07:40 GMT", 60),
        ("Wed, 18 Nov 2020 11:07:40 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, seconds):
    assert retry_after_s(value, now=NOW) == seconds


def test_the_servers_word_is_kept_to_the_second():
    delay = after_failure(1, status=429, wait_s=3600, now=NOW)

    assert delay == Delay(wait_until=NOW + 3600)


def test_a_failure_without_a_word_backs_off():
    assert after_failure(2, status=500, wait_s=None, now=NOW) == Delay(back_off_until=NOW + 3600)


def test_gone_ends_the_asking():
    assert after_failure(1, status=410, wait_s=None, now=NOW) == Delay(
        disabled_reason="HTTP 410 Gone"
    )


def test_force_overrides_our_back_off_but_not_the_servers_word():
    cautious = make_source(back_off_until=NOW + 50)
    told = make_source(wait_until=NOW + 50)

    assert waits(cautious, now=NOW) == Wait(NOW + 50, "back-off")
    assert waits(cautious, now=NOW, is_forced=True) is None
    assert waits(told, now=NOW, is_forced=True) == Wait(NOW + 50, "retry-after")


def test_a_wait_that_is_over_is_none():
    assert waits(make_source(wait_until=NOW, back_off_until=NOW, next_at=NOW), now=NOW) is None


def test_the_latest_of_several_waits_counts():
    source = make_source(wait_until=NOW + 10, next_at=NOW + 90, next_why="ttl")

    assert waits(source, now=NOW) == Wait(NOW + 90, "ttl")


@pytest.mark.parametrize(
    ("cache_control", "expires", "age", "seconds"),
    [
        ("max-age=600", "", "", 600),
        ("public, Max-Age=600, must-revalidate", "", "", 600),
        ('max-age="600"', "", "100", 500),
        ("max-age=0", "", "", None),
        ("no-cache, max-age=600", "", "", None),
        ("private, no-store", "Wed, 18 Nov 2026 11:07:40 GMT", "", None),
        ("", "Wed, 18 Nov 2026 11:07:40 GMT", "", 60),
        ("", "Wed, 18 Nov 2020 11:07:40 GMT", "", None),
        ("", "0", "", None),
        ("", "-1", "", None),
        ("max-age=99999999999999", "", "", 31 * 86_400),
        ("", "", "", None),
    ],
)
def test_freshness_is_read_from_cache_control_and_expires(cache_control, expires, age, seconds):
    assert fresh_s(cache_control, expires, age=age, now=NOW) == seconds


def test_an_interval_of_the_users_own_goes_before_all_else():
    source = make_source(options=Options(interval_s=900), every_s=86_400, skip_hours="11,12")

    assert next_visit(source, fresh_s=7200, now=NOW) == Wait(NOW + 900, "interval")


def test_the_feeds_ttl_and_the_servers_max_age_put_the_next_visit_off():
    assert next_visit(make_source(every_s=43_200), fresh_s=7200, now=NOW).why == "ttl"
    assert next_visit(make_source(), fresh_s=43_200, now=NOW) == Wait(NOW + 43_200, "max-age")


def test_no_word_of_theirs_puts_it_off_by_more_than_a_day():
    source = make_source(every_s=30 * 86_400)

    assert next_visit(source, fresh_s=31 * 86_400, now=NOW).until == NOW + 86_400


def test_skipped_hours_and_days_are_waited_out():
    # NOW is a Wednesday, 11:06:40; an hour later is 12:06:40, and Thursday is day 3.
    midnight = NOW + 46_400
    hours = make_source(skip_hours=",".join(map(str, range(11, 24))))
    days = make_source(skip_hours=hours.skip_hours, skip_days="3")

    assert next_visit(hours, fresh_s=None, now=NOW) == Wait(midnight, "skip")
    assert next_visit(days, fresh_s=None, now=NOW) == Wait(midnight + 86_400, "skip")


def test_two_sources_that_fail_together_are_not_asked_together_again():
    first, second = (
        after_failure(6, status=500, wait_s=None, now=NOW, source_id=source_id).back_off_until
        for source_id in (1, 2)
    )

    assert first != second
    assert all(NOW + 0.9 * 57_600 <= at <= NOW + 57_600 for at in (first, second))


@pytest.mark.parametrize(("ahead_s", "is_due"), [(60, False), (3600, False), (90_000, True)])
def test_what_was_noted_while_the_clock_was_ahead_counts_for_nothing(ahead_s, is_due):
    then = NOW + ahead_s
    source = make_source(asked_at=then, next_at=then + 7200, wait_until=then + 60, next_why="ttl")

    assert (waits(source, now=NOW) is None) is is_due
