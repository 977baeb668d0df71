"""Ids and dates of entries, made comparable."""

import pytest

from newscli.core.entry import ParsedEntry
from newscli.core.normalise import distinct_guids, sensible_time, sort_at


def entry(guid=None, url=None, title=None, summary=None):
    return ParsedEntry(guid=guid, url=url, title=title, summary=summary)


def test_the_publishers_guid_is_kept_where_it_is_one():
    assert distinct_guids([entry("a", "u1"), entry("b", "u2")]) == ["a", "b"]


def test_without_a_guid_the_link_serves():
    assert distinct_guids([entry(None, "u1")]) == ["u1"]


def test_without_guid_and_link_the_words_make_the_same_guid_each_time():
    one = entry(title="Gale", summary=b"Force nine")

    (guid,) = distinct_guids([one])

    assert guid.startswith("sha256:")
    assert distinct_guids([entry(title="Calm"), one])[1] == guid


def test_entries_that_share_a_guid_stay_apart_by_their_links_in_any_order():
    entries = [entry("home", "u1"), entry("home", "u2"), entry("c", "u3")]

    assert distinct_guids(entries) == ["home u1", "home u2", "c"]
    assert distinct_guids(entries[::-1]) == ["c", "home u2", "home u1"]


def test_entries_that_share_guid_and_link_stay_apart_by_their_words():
    guids = distinct_guids([entry("g", "u", "One"), entry("g", "u", "Two")])

    assert len(set(guids)) == 2


def test_entries_that_agree_in_everything_are_one():
    guids = distinct_guids([entry("g", "u", "One"), entry("g", "u", "One")])

    assert len(set(guids)) == 1


def test_an_articles_place_in_time_is_never_in_the_future():
    assert [sort_at(at, seen_at=100) for at in (None, 50, 100, 5000)] == [100, 50, 100, 100]


@pytest.mark.parametrize("at", [None, 0, -62_135_596_800, 300_000_000, 10**12])
def test_a_placeholder_is_no_date(at):
    assert sensible_time(at) is None
