"""Does a feed cut its articles short: told from its entries, and from the pages that are held."""

import re

import pytest

from newscli.core.fuller import (
    NO_STORY,
    Entry,
    due_at,
    is_gain,
    pages_a_run,
    shows_page,
    sign,
    verdict,
)

READ_ON = re.compile(r"read on\Z", re.I)
LONG = "The council met until midnight and heard eleven witnesses about the quay. " * 12


def entry(text, *, words=None, last="", plain=False, files=False, page=None, problem=None):
    count = len(text.split()) if words is None else words
    return Entry("A title", text, count, last or text, plain, files, page, problem)


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (entry("The council met …"), "ellipsis"),
        (entry("The council met [...]"), "ellipsis"),
        (entry("The council met.", last="The council met. Read on"), "read_on"),
        (entry(""), "nothing"),
        (entry("", files=True), None),
        (entry("The council met until midnight.", plain=True), "summary"),
        (entry("A title and no more.", plain=True), None),
        (entry(LONG, plain=True), None),
        (entry("One.\n\nTwo.", plain=True), None),
    ],
)
def test_what_shows_that_an_entry_was_cut(one, shown):
    assert sign(one, READ_ON) == shown


def test_a_feed_is_truncated_where_half_of_its_entries_are_cut_and_says_how_many():
    entries = [entry("It began …")] * 3 + [entry(LONG)] * 2

    found = verdict(entries, READ_ON)

    assert (found.text, found.why) == ("truncated", "3 of 5 entries end in …")


def test_a_few_cut_entries_make_no_truncated_feed():
    assert verdict([entry("It began …")] + [entry(LONG)] * 4, READ_ON).text == "full"


def test_summaries_count_from_three_entries_on():
    summary = entry("The council met until midnight.", plain=True)

    assert verdict([summary] * 2, READ_ON).text == "unknown"
    assert verdict([summary] * 3, READ_ON).text == "truncated"


def test_pages_that_say_no_more_go_before_any_sign():
    cut = entry("It began …", words=40, page=41)

    assert verdict([cut] * 3, READ_ON).text == "full"


def test_pages_that_say_much_more_tell_of_short_entries():
    short = entry("It began. Then it ended.", words=60, page=400)

    found = verdict([short] * 3, READ_ON)

    assert found.text == "truncated"
    assert "60 words, their pages 400" in found.why


def test_pages_without_a_story_are_answers_too():
    blank = entry("It began …", problem=NO_STORY)

    assert verdict([blank] * 3, READ_ON).text == "full"


def test_a_source_without_articles_is_not_known():
    assert verdict([], READ_ON).text == "unknown"


@pytest.mark.parametrize(
    ("feed", "page", "gains"), [(100, 119, False), (100, 120, True), (0, 2, True)]
)
def test_a_page_must_say_a_fifth_more_to_be_worth_showing(feed, page, gains):
    assert is_gain(feed, page) == gains


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (entry("It began …", words=100, page=130), True),
        (entry("It began …", words=100, page=110), False),
        (entry("It began and ended.", words=100, page=150), False),
        (entry("It began and ended.", words=100, page=250), True),
        (entry("It began and ended.", words=400, page=900), False),
        (entry("It began and ended.", words=400, page=1300), True),
        (entry("It began …", words=100), False),
    ],
)
def test_the_page_is_shown_where_the_feed_is_cut_or_a_part(one, shown):
    assert shows_page(one, READ_ON) == shown


def test_a_first_fetch_asks_for_few_pages_and_a_failing_source_for_one():
    fresh = [entry("It began …")] * 8
    failing = [entry("It began …", problem="HTTP 500")] * 8

    assert pages_a_run(fresh, is_first=True, is_auto=True) == 10
    assert pages_a_run(fresh, is_first=False, is_auto=True) == 50
    assert pages_a_run(failing, is_first=False, is_auto=True) == 1
    assert pages_a_run(failing, is_first=False, is_auto=False) == 50


@pytest.mark.parametrize(
    ("tries", "status", "wait_s", "days"),
    [(1, 500, None, 1), (1, 404, None, 7), (1, 200, None, 7), (2, None, 3 * 86_400, 3)],
)
def test_a_page_that_failed_is_tried_again_later_where_that_may_help(tries, status, wait_s, days):
    assert due_at(tries=tries, status=status, wait_s=wait_s, now=0) == days * 86_400


def test_after_five_failures_a_page_is_left_alone():
    assert due_at(tries=5, status=500, wait_s=None, now=0) is None
