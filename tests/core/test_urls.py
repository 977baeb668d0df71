"""Addresses, made comparable and safe to open."""

import pytest

from newscli.core.urls import absolute_url, canonical_url


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
