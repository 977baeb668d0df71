"""Ids, URLs and dates of entries, made comparable."""

import pytest

from newscli.core.entry import ParsedEntry
from newscli.core.normalise import (
    absolute_url,
    canonical_url,
    distinct_guids,
    sensible_time,
    sort_at,
)


@pytest.mark.parametrize(
    "dirty",
    [
        "https://E.example/a?utm_source=x",
        "https://e.example/a#top",
        " https://e.example/a ",
        "http://e.example/a",
        "https://e.example:443/a?fbclid=1&utm_medium=rss",
        "https://user:secret@e.example/a",
    ],
)
def test_tracking_case_scheme_and_fragment_do_not_make_a_new_url(dirty):
    assert canonical_url(dirty) == "https://e.example/a"


@pytest.mark.parametrize(
    "url",
    [
        "https://e.example/a?id=2",
        "https://e.example/watch?v=abc&list=d",
        "https://e.example:8080/a",
        "https://e.example/A",
    ],
)
def test_what_tells_pages_apart_stays_in_the_url(url):
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.example", "javascript:alert(1)", "https://", "http://[", "/a"]
)
def test_what_is_not_a_web_address_has_no_canonical_url(url):
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("/a b", "https://e.example/x/y", "https://e.example/a%20b"),
        ("//cdn.example/a", "https://e.example", "https://cdn.example/a"),
        ("javascript:alert(1)", "https://e.example", None),
        ("a", None, None),
        (None, "https://e.example", None),
    ],
)
def test_a_link_becomes_absolute_or_is_dropped(url, base, expected):
    assert absolute_url(url, base=base) == expected


def entry(guid=None, url=None, title=None, summary=None):
    return ParsedEntry(guid=guid, url=url, title=title, summary=summary)


def test_the_publishers_guid_is_kept_where_it_is_one():
    assert distinct_guids([entry("a", "u1"), entry("b", "u2")]) == ["a", "b"]


def test_without_a_guid_the_link_serves():
    assert distinct_guids([entry(None, "u1")]) == ["u1"]


def test_without_guid_and_link_the_words_make_the_same_guid_each_time():
    one = entry(title="Gale", summary="Force nine")

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
