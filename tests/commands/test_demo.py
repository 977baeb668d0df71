"""The demo, end to end: the same sample that a newcomer sees."""

import json
import re

import pytest

REPUBLISHED = "http://daily-relay.example/story/cable-sabotage/"
EDITED = "http://aldbourg-courier.example/cable-homes.html"


@pytest.fixture
def read(newscli, demo):
    def article(url):
        return json.loads(newscli("read", url, "--json", "--peek").out)

    return article


def test_the_demo_prints_headlines_and_five_commands_that_work(newscli, home):
    done = newscli("demo")

    commands = re.findall(r"^  newscli (.+?)(?:  .*)?$", done.err, re.MULTILINE)
    assert (done.code, len(done.out.splitlines()), len(commands)) == (0, 20, 5)
    assert [newscli(*command.split()).code for command in commands] == [0] * 5


def test_the_demo_leaves_the_users_own_sources_alone(newscli, home):
    newscli("demo", "-q")

    assert newscli("headlines").code == 5


def test_search_finds_the_event_in_several_outlets(newscli, demo):
    hits = json.loads(newscli("search", "sabotage", "--json").out)

    assert len({hit["source"] for hit in hits}) >= 4


def test_a_republished_article_is_shown_clean(newscli, demo):
    text = newscli("read", REPUBLISHED).out

    body = text.partition("\n\n")[2].partition("\n\nRelated\n")[0]
    boilerplate = ("You may be interested", "Read also", "Follow us", "Source:", "Previous", "Next")
    assert [line for line in boilerplate if line in body] == []
    assert "Freighter stopped off the shoals" in body


def test_raw_shows_the_lines_that_were_hidden(newscli, demo):
    text = newscli("read", "--raw", REPUBLISHED).out

    assert all(line in text for line in ("You may be interested", "Follow us", "Source: "))


def test_a_republished_article_names_its_publisher_and_the_words_that_say_so(read):
    article = read(REPUBLISHED)

    assert (article["publisher"], article["source"]) == ("Harbour Herald", "The Daily Relay")
    assert article["attribution"]["span"] == "Source: Harbour Herald"


def test_what_an_article_offers_is_related_with_its_kind(newscli, demo):
    rows = json.loads(newscli("related", REPUBLISHED, "--json").out)

    kinds = [row["kind"] for row in rows]
    assert {"related", "previous", "next", "similar"} <= set(kinds)
    assert all(row["id"] for row in rows if row["kind"] in ("related", "previous", "next"))
    assert all(row["reason"] for row in rows)


def test_an_edited_article_keeps_its_id_and_its_words_before(read):
    article = read(EDITED)

    assert article["title"] == "Cable sabotage leaves 41,000 Skarholm homes offline"
    assert (article["revisions"], article["edited_at"] is not None) == (1, True)


def test_failing_sources_say_why_and_what_happens_next(newscli, demo):
    rows = json.loads(newscli("sources", "list", "--failing", "--json").out)

    assert [(row["status"], row["problem"], row["next_at"] is not None) for row in rows] == [
        ("disabled", "HTTP 410 Gone", False),
        ("failing", "HTTP 429 Too Many Requests", True),
    ]


def test_other_scripts_and_enclosures_are_there(newscli, demo):
    articles = [json.loads(line) for line in newscli("export").out.splitlines()]

    titles = " ".join(article["title"] for article in articles)
    assert re.search("[\u0600-\u06ff]", titles)
    assert re.search("[\u3040-\u30ff]", titles)
    assert "audio/mpeg" in {e["media_type"] for a in articles for e in a["enclosures"]}


def test_fetching_the_demo_again_stores_nothing_new(newscli, demo):
    done = newscli("fetch", "--force", "--json")

    outcomes = {report["outcome"] for report in json.loads(done.out)}
    assert (done.code, outcomes) == (0, {"unchanged", "waiting"})


def test_watch_finds_the_demos_sources_as_fetch_does(newscli, demo):
    newscli("sources", "enable", "1")
    enabled = json.loads(newscli("sources", "show", "1", "--json").out)

    done = newscli("watch", "--times", "1")

    source = json.loads(newscli("sources", "show", "1", "--json").out)
    assert done.code == 0
    assert enabled["next_why"] != "rhythm"
    assert (source["next_why"], source["problem"]) == ("rhythm", None)
