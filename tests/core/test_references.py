"""Secrets that are named, and what of a setting may be shown."""

import pytest

from newscli.core.references import has_literal_user, shown_header, shown_proxy


@pytest.mark.parametrize(
    "value",
    ["${TOKEN}", "Bearer ${TOKEN}", "basic ${keyring:news.example/me}", "${USER}${TOKEN}"],
)
def test_a_header_that_only_names_secrets_is_shown(value):
    assert shown_header("Authorization", value) == value


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key", "x-auth", "My-Token",
     "Client-Secret", "X-Password", "SessionId"],
)  # fmt: skip
@pytest.mark.parametrize("value", ["hunter2", "Bearer hunter2", "hunter2 ${A}", "a=${A}", "Bearer"])
def test_any_other_value_of_a_header_for_secrets_is_not(name, value):
    assert shown_header(name, value) == "***"


def test_a_header_for_other_things_is_shown_but_for_a_password_in_an_address():
    assert shown_header("Accept", "text/xml") == "text/xml"
    assert shown_header("Referer", "http://me:hunter2@h/") == "http://me:***@h/"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:hunter2@proxy.example:3128", "http://***@proxy.example:3128"),
        ("http://hunter2@proxy.example", "http://***@proxy.example"),
        ("http://me:hunter@2@proxy.example", "http://***@proxy.example"),
        ("http://me:${PASS}@proxy.example", "http://***@proxy.example"),
        ("http://hunter2${keyring:a/b}@${HOST}:1", "http://***@${HOST}:1"),
        ("http://${ME}:${keyring:a/b}@proxy.example", "http://${ME}:${keyring:a/b}@proxy.example"),
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("${MY_PROXY}", "${MY_PROXY}"),
    ],
)
def test_the_user_of_a_proxy_is_shown_only_where_it_is_named(url, shown):
    assert (shown_proxy(url), has_literal_user(url)) == (shown, shown != url)
