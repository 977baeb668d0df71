"""A source's own settings, as they are kept and as they come back."""

from newscli.core.options import NONE, Options, from_rows, to_rows

FULL = Options(
    headers=(("Authorization", "Bearer ${TOKEN}"), ("X-Feed", "full")),
    user_agent="Mozilla/5.0",
    proxy="http://proxy.example:3128",
    interval_s=7200,
    timeout_s=2.5,
    cookie_file="/home/me/cookies.txt",
    insecure=True,
    full_text="on",
    allow_private=True,
)


def test_what_is_kept_comes_back_as_it_was():
    assert from_rows(to_rows(FULL)) == FULL


def test_nothing_set_keeps_nothing():
    assert (to_rows(NONE), from_rows([])) == ([], NONE)


def test_only_what_is_set_is_kept():
    options = Options(interval_s=900, timeout_s=90.0, insecure=False)

    assert to_rows(options) == [("interval_s", "900"), ("timeout_s", "90")]


def test_a_name_that_a_later_version_knows_is_left_out():
    assert from_rows([("colour", "blue"), ("user_agent", "me")]) == Options(user_agent="me")
