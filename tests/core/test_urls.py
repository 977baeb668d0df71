"""Addresses, made comparable and safe to open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.urls import (
    absolute_url,
    canonical_url,
    is_same_server,
    shown_url,
    user_of,
    with_user_of,
    without_user,
)


@pytest.mark.parametrize(
    "dirty",
    [
        "https://E.example/a?utm_source=x",
        "https://e.example/a#top",
        "https://e.example/a?utm_source=x&fbclid=1#top",
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


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:hunter2@e.example/feed", "https://me:***@e.example/feed"),
        ("https://me:hunter2@e.example:8080/@me/feed", "https://me:***@e.example:8080/@me/feed"),
        ("https://me:hun:ter@2@e.example/", "https://me:***@e.example/"),
        ("https://:hunter2@e.example", "https://:***@e.example"),
        ("https://me:hunt/er#2@e.example/", "https://me:***@e.example/"),
        ("https://me:${PASS}@e.example/", "https://me:${PASS}@e.example/"),
        ("https://me@e.example/", "https://me@e.example/"),
        ("https://e.example:8080/@me:you@x", "https://e.example:8080/@me:you@x"),
        ("https://[::1]:8080/@me", "https://[::1]:8080/@me"),
        ("mail me:you@e.example", "mail me:you@e.example"),
    ],
)
def test_a_password_in_an_address_is_not_shown(url, shown):
    assert shown_url(url) == shown


def test_a_text_with_addresses_shows_none_of_their_passwords():
    line = 'newscli: http://a:b@c/d: no "ftp://e:f@g"; try http://h/i'

    assert shown_url(line) == 'newscli: http://a:***@c/d: no "ftp://e:***@g"; try http://h/i'


@pytest.mark.parametrize(
    ("url", "user", "rest"),
    [
        ("https://me:p%40ss%3A@e.example/a@b", ("me", "p@ss:"), "https://e.example/a@b"),
        ("HTTPS://me@e.example", ("me", ""), "HTTPS://e.example"),
        ("https://a:b@c@e.example?d", ("a", "b@c"), "https://e.example?d"),
        ("https://:@e.example/", None, "https://e.example/"),
        ("https://e.example/a@b", None, "https://e.example/a@b"),
    ],
)
def test_a_user_is_told_apart_from_an_address(url, user, rest):
    assert (user_of(url), without_user(url)) == (user, rest)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://E.example/b", "https://e.example/a"),
        ("https://e.example:443/", "https://me:you@e.example/"),
        ("https://e.example/", "http://e.example/"),
        ("http://e.example:8080/", "http://e.example:8080/a"),
    ],
)
def test_a_server_is_its_scheme_host_and_port_or_the_https_of_the_same(url, first):
    assert is_same_server(url, first)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("http://e.example/", "https://e.example/"),
        ("https://e.example:8443/", "https://e.example/"),
        ("https://e.example/", "http://e.example:8080/"),
        ("https://www.e.example/", "https://e.example/"),
        ("https://e.example.evil.example/", "https://e.example/"),
        ("https://e.example:x/", "https://e.example/"),
    ],
)
def test_any_other_server_is_another(url, first):
    assert not is_same_server(url, first)


@pytest.mark.parametrize(
    ("first", "url", "there"),
    [
        ("https://u:p@a.example/", "https://a.example/feed", "https://u:p@a.example/feed"),
        ("https://u:p@a.example/", "https://b.example/feed", "https://b.example/feed"),
        ("https://a.example/", "https://a.example/feed", "https://a.example/feed"),
        ("https://u:p@a.example/", "https://v@a.example/feed", "https://v@a.example/feed"),
    ],
)
def test_a_sites_user_is_also_that_of_its_feed_but_of_no_other_server(first, url, there):
    assert with_user_of(first, url) == there


@pytest.mark.parametrize(
    ("link", "opened"),
    [
        ("https://a.example/b\x06c", "https://a.example/b%06c"),
        ("/b\u202ec", "https://site.example/b%E2%80%AEc"),
        ("https://a.exam\nple/b\tc d", "https://a.example/bc%20d"),
        ("/b\x9bc\ud800", "https://site.example/b%C2%9Bc%3F"),
    ],
)
def test_an_address_holds_no_control_that_a_terminal_would_obey(link, opened):
    assert absolute_url(link, base="https://site.example/a") == opened


NAMES = ("utm_x", "UTM_Y", "pk_", "ref_src", "ref", "id", "at_custom1")  # of parameters


@given(
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https"]),
        st.text("ab.-1:@A", min_size=1, max_size=8),
        st.text("/ab.~%:@!;,=\\ü", max_size=10),
        st.lists(
            st.sampled_from(["?", "&", "=", "#", "1", ";", "%75", "+", "/", "é", *NAMES]),
            max_size=8,
        ).map("".join),
    )
)
def test_a_plain_address_is_as_canonical_as_one_with_more_to_it(url):
    assert canonical_url(url) == canonical_url(f" {url}")
