"""`newscli watch`: a fetch, and what it brought."""

import json

import pytest

from tests.commands.test_rules import feed, write

__all__ = ["feed"]


def test_only_what_came_in_meanwhile_is_listed(newscli, feed):
    write(feed, "old", "tide", "cable")

    done = newscli("watch", "title:tide OR title:old", "--times", "1", "--json")

    assert [row["title"] for row in json.loads(done.out)] == ["tide"]
    assert json.loads(newscli("watch", "title:tide", "--times", "1", "--json").out) == []


def test_the_json_is_that_of_headlines(newscli, feed):
    write(feed, "old", "tide")

    watched = newscli("watch", "--times", "1", "--json")

    assert watched.out == newscli("headlines", "title:tide", "--json").out


def test_lines_are_what_headlines_prints(newscli, feed):
    write(feed, "old", "tide")

    done = newscli("watch", "--times", "1")

    assert done.out == newscli("headlines", "title:tide").out


def test_rules_are_run_and_what_they_hide_is_not_listed(newscli, feed):
    newscli("rules", "add", "title:advert", "--do", "hide")
    write(feed, "old", "advert", "tide")

    done = newscli("watch", "--times", "1", "--fields", "title")

    assert done.out == "tide\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--every", "5s"], '--every is "5s", must be 5m to 31d: 10m, 1h, 900'),
        (["--json"], "one JSON document has an end: say --times"),
        (["title:"], "title: has no value; title:word"),
        ([":gone"], 'no view is called "gone"'),
    ],
)
def test_what_cannot_be_watched_is_said_at_once(newscli, feed, words, why):
    done = newscli("watch", *words)

    assert done.code == 2
    assert done.err.startswith(f"newscli: {why}\n")
