"""Points in time as people write them."""

from datetime import datetime

import pytest

from newscli.core.errors import UsageError
from newscli.core.moments import parse
from tests.fakes import NOW


@pytest.mark.parametrize(
    ("text", "ago_s"),
    [("30m", 1800), ("48h", 172_800), ("7d", 604_800), ("2w", 1_209_600), ("now", 0)],
)
def test_a_duration_counts_back_from_now(text, ago_s):
    assert parse(text, now=NOW) == NOW - ago_s


def test_a_date_is_local_midnight():
    assert parse("2026-11-01", now=NOW) == int(datetime(2026, 11, 1).timestamp())


def test_today_began_at_midnight_and_yesterday_a_day_before():
    today = datetime.fromtimestamp(parse("today", now=NOW))

    assert (today.hour, today.minute, today.second) == (0, 0, 0)
    assert datetime.fromtimestamp(parse("yesterday", now=NOW)).date() < today.date()


@pytest.mark.parametrize("text", ["", "soon", "7", "7y", "2026-13-01", "tomorrow"])
def test_anything_else_is_refused_with_examples(text):
    with pytest.raises(UsageError, match="48h"):
        parse(text, now=NOW)
