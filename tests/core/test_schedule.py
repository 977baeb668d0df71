"""When a source may be asked again."""

import pytest

from newscli.core.schedule import Delay, after_failure, back_off_s, next_at, retry_after_s
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

    assert next_at(cautious, now=NOW, is_forced=False) == NOW + 50
    assert next_at(cautious, now=NOW, is_forced=True) is None
    assert next_at(told, now=NOW, is_forced=True) == NOW + 50


def test_a_wait_that_is_over_is_none():
    assert (
        next_at(make_source(wait_until=NOW, back_off_until=NOW), now=NOW, is_forced=False) is None
    )
