"""Filters of newsboat, said in newscli's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.newsboat import query_of


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread == "no"', "-is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('tags # "news"', "tag:news"),
        ('tags !# "sea ports"', '-tag:"sea ports"'),
        ('title =~ "cable"', "title:cable"),
        ('content !~ "football"', "-text:football"),
        ('feedtitle = "The Paper"', 'source:"The Paper"'),
        ('flags # "s"', "is:starred"),
        ('flags != ""', "is:starred"),
        ("age < 7", "age:<7d"),
        ("age <= 7", "age:<8d"),
        ("age > 2", "-age:<3d"),
        ("age between 0:7", "age:<8d"),
        ("age between 2:7", "age:<8d -age:<2d"),
        ('unread = "yes" and tags # "a" and age < 2', "is:unread tag:a age:<2d"),
        ('(tags # "a" or tags # "b") and unread = "yes"', "(tag:a OR tag:b) is:unread"),
        ('((tags # "a"))', "tag:a"),
    ],
)
def test_a_filter_has_its_equal(there, here):
    assert query_of(there) == here


@pytest.mark.parametrize(
    "there",
    [
        "",
        'unread = "yes',
        'unread = "yes" and',
        '(unread = "yes"',
        'unread = "yes")',
        "total_count > 3",
        'title =~ "ca.*ble"',
        'title =~ "a|b"',
        "age between 1",
        "age < x",
        "and and and",
    ],
)
def test_what_has_no_equal_or_does_not_parse_is_none(there):
    assert query_of(there) is None


@given(st.text(alphabet='()"=~!#<>: \\aunreadtgs0123456789-', max_size=40))
def test_no_filter_is_too_odd_to_be_looked_at(text):
    assert query_of(text) is None or query_of(text)
