"""Rules: what is done with the new articles of a fetch."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from newscli.commands import _rules

ITEM = "<item><guid>{0}</guid><title>{0}</title><link>https://a.example/{0}</link></item>"
PRINT = """import json, os, sys
article = json.load(sys.stdin)
with open(sys.argv[1], "a") as file:
    print(article["title"], os.environ["NEWSCLI_TITLE"], os.environ["NEWSCLI_ID"], file=file)
"""


@pytest.fixture
def feed(newscli, home, tmp_path):
    """A followed file whose feed has one article, "old"."""
    file = tmp_path / "feed.xml"
    write(file, "old")
    assert newscli("sources", "add", file).code == 0
    return file


def write(file, *titles):
    items = "".join(map(ITEM.format, titles))
    file.write_text(f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>")


def fetched(newscli, feed, *titles):
    write(feed, *titles, "old")
    done = newscli("fetch", "--force")
    assert done.code == 0
    return done


def headlines(newscli, *words):
    return {row["title"]: row for row in json.loads(newscli("headlines", *words, "--json").out)}


def rules(newscli):
    return json.loads(newscli("rules", "list", "--json").out)


@pytest.fixture
def printing(tmp_path):
    """A command that notes the article that it gets, and the file in which it does."""
    script, notes = tmp_path / "note.py", tmp_path / "notes"
    script.write_text(PRINT)
    return f"{sys.executable} {script} {notes}", notes


def test_a_rule_marks_and_tags_new_articles_and_no_others(newscli, feed):
    newscli("rules", "add", "title:news OR title:old", "--do", "tag:daily,star,read")

    fetched(newscli, feed, "news", "weather")

    rows = headlines(newscli)
    assert {title: row["starred"] for title, row in rows.items()} == {
        "news": True, "weather": False, "old": False,
    }  # fmt: skip
    assert set(headlines(newscli, "--tag", "daily")) == {"news"}
    assert set(headlines(newscli, "--unread")) == {"old", "weather"}


def test_hits_are_counted(newscli, feed):
    newscli("rules", "add", "title:news*", "--do", "read")

    fetched(newscli, feed, "news-1", "news-2")
    fetched(newscli, feed, "news-3", "news-1", "news-2")

    (rule,) = rules(newscli)
    assert rule["hits"] == 3
    assert rule["hit_at"] is not None


def test_the_articles_of_a_new_source_are_new(newscli, feed, tmp_path):
    newscli("rules", "add", "title:first", "--do", "star")
    other = tmp_path / "other.xml"
    write(other, "first")

    newscli("sources", "add", other)

    assert set(headlines(newscli, "--starred")) == {"first"}


def test_what_is_hidden_is_in_no_list_unless_it_is_meant(newscli, feed):
    newscli("rules", "add", "title:advert", "--do", "hide")
    newscli("views", "save", "hid", "is:hidden")

    fetched(newscli, feed, "advert", "hidden treasure")
    newscli("mark", "unread", "--all")

    assert set(headlines(newscli)) == {"hidden treasure", "old"}
    assert {row["title"] for row in json.loads(newscli("--json").out)} == {"hidden treasure", "old"}
    assert set(headlines(newscli, "hidden")) == {"hidden treasure"}
    assert set(headlines(newscli, "is:hidden")) == {"advert"}
    assert set(headlines(newscli, "tag:hidden")) == {"advert"}
    assert set(headlines(newscli, "--tag", "hidden")) == {"advert"}
    assert set(headlines(newscli, ":hid")) == {"advert"}
    assert set(headlines(newscli, "title:advert")) == set()


def test_rules_are_run_in_their_order(newscli, feed):
    newscli("rules", "add", "is:starred", "--do", "tag:late")
    newscli("rules", "add", "title:news", "--do", "star")
    newscli("rules", "move", "2", "1")

    fetched(newscli, feed, "news")

    assert [rule["id"] for rule in rules(newscli)] == [2, 1]
    assert set(headlines(newscli, "--tag", "late")) == {"news"}


def test_a_rule_that_means_nothing_any_more_is_said_and_the_others_go_on(newscli, feed, home):
    newscli("rules", "add", "title:news", "--do", "read")
    newscli("rules", "add", "title:news", "--do", "star")
    with closing(sqlite3.connect(home / "news.db")) as raw, raw:
        raw.execute("UPDATE rule SET query = ':gone' WHERE id = 1")

    done = fetched(newscli, feed, "news")

    assert 'newscli: rule 1: no view is called "gone"\n' in done.err
    assert set(headlines(newscli, "--starred")) == {"news"}
    assert set(headlines(newscli, "--unread")) == {"news", "old"}


def test_an_expression_that_takes_for_ever_ends_no_fetch(newscli, feed, monkeypatch):
    from newscli.storage import functions

    monkeypatch.setattr(functions, "PATTERN_S", 0.05)
    newscli("rules", "add", "/(a+)+$/", "--do", "read")
    newscli("rules", "add", "title:a*", "--do", "star")

    done = fetched(newscli, feed, "a" * 40 + "!")

    assert "newscli: rule 1: /(a+)+$/ takes too long: it was ended\n" in done.err
    assert len(headlines(newscli, "--starred")) == 1


def test_a_command_gets_the_article(newscli, feed, printing):
    command, notes = printing
    newscli("rules", "add", "title:news*", "--do", f"star,exec:{command}")

    fetched(newscli, feed, "news-$(x)", "weather")

    (row,) = headlines(newscli, "--starred").values()
    assert notes.read_text() == f"news-$(x) news-$(x) {row['id']}\n"


def test_notify_starts_the_users_own_command(newscli, feed, printing, monkeypatch):
    command, notes = printing
    monkeypatch.setenv("NEWSCLI_NOTIFY", command)
    newscli("rules", "add", "title:news", "--do", "notify")

    fetched(newscli, feed, "news")

    assert notes.read_text().startswith("news news ")


def test_a_machine_without_notifications_says_so(newscli, feed, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    newscli("rules", "add", "title:news", "--do", "notify,star")

    done = fetched(newscli, feed, "news")

    assert "rule 1: no notify-send here; NEWSCLI_NOTIFY names another command\n" in done.err
    assert set(headlines(newscli, "--starred")) == {"news"}


def test_a_notifier_that_is_no_command_is_said(newscli, feed, monkeypatch):
    monkeypatch.setenv("NEWSCLI_NOTIFY", "say 'news")
    newscli("rules", "add", "title:news", "--do", "notify")

    done = fetched(newscli, feed, "news")

    assert "rule 1: NEWSCLI_NOTIFY is no command: no closing quotation\n" in done.err


def test_a_command_that_fails_is_said_once(newscli, feed):
    command = f"{sys.executable} -c 'raise SystemExit(7)'"
    newscli("rules", "add", "title:news*", "--do", f"exec:{command}")

    done = fetched(newscli, feed, "news-1", "news-2", "news-3")

    assert done.err.count("rule 1: ") == 1
    assert f"rule 1: {sys.executable} ended with 7 for article " in done.err
    assert ", and for 2 others not well\n" in done.err


def test_a_command_that_is_not_there_is_tried_once(newscli, feed, tmp_path):
    newscli("rules", "add", "title:news*", "--do", f"exec:{tmp_path}/none")

    done = fetched(newscli, feed, "news-1", "news-2", "news-3")

    assert done.err.count("no such file or directory") == 1
    assert done.err.count("; not started for the other 2\n") == 1


def test_a_command_that_hangs_is_ended_with_all_that_it_started(newscli, feed, monkeypatch):
    monkeypatch.setattr(_rules, "TIMEOUT_S", 0.5)
    pids = feed.with_name("pids")
    newscli("rules", "add", "title:news", "--do", f"exec:sh -c 'sleep 60 & echo $! > {pids}; wait'")

    begun = time.monotonic()
    done = fetched(newscli, feed, "news")

    assert time.monotonic() - begun < 30
    assert "rule 1: sh: was ended after 0 s (article 2)\n" in done.err
    assert is_gone(int(pids.read_text()))


def is_gone(pid):
    """True once no such process runs; a killed one may wait for its parent to look at it."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{pid}/stat")
        if status.exists() and status.read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_a_command_prints_is_talk(newscli, feed):
    newscli("rules", "add", "title:news", "--do", "exec:echo hello")
    write(feed, "news")

    done = subprocess.run(
        [sys.executable, "-m", "newscli", "fetch", "--force", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert isinstance(json.loads(done.stdout), list)
    assert "hello\n" in done.stderr


def test_a_test_lists_and_does_nothing(newscli, feed, printing):
    command, notes = printing
    newscli("rules", "add", "title:old", "--do", f"read,star,exec:{command}")

    done = newscli("rules", "test", "1")

    assert done.out.startswith("1\t1\t0\t")
    assert done.err.startswith("rule 1 finds 1 article: read,star,exec:")
    assert not notes.exists()
    assert rules(newscli)[0]["hits"] == 0


def test_a_rule_is_applied_to_what_is_held(newscli, feed, printing):
    command, notes = printing
    newscli("rules", "add", "title:old", "--do", f"tag:x,exec:{command}")

    done = newscli("rules", "apply", "1", "--json")

    assert json.loads(done.out) == {"rule": 1, "articles": 1}
    assert notes.read_text() == "old old 1\n"
    assert set(headlines(newscli, "--tag", "x")) == {"old"}


def test_commands_are_started_for_the_newest_fifty(newscli, feed, printing):
    command, notes = printing
    fetched(newscli, feed, *(f"news-{number}" for number in range(60)))
    newscli("rules", "add", "title:news*", "--do", f"exec:{command}")

    done = newscli("rules", "apply", "1")

    assert "rule 1: 60 articles; " in done.err
    assert len(notes.read_text().splitlines()) == 50


@pytest.mark.parametrize("verb", ["test", "apply", "remove"])
def test_a_rule_that_there_is_not_is_said(newscli, feed, verb):
    done = newscli("rules", verb, "9")

    assert (done.code, done.err) == (1, "newscli: no rule 9\n  try: newscli rules list\n")


@pytest.mark.parametrize("words", [["title:(", "--do", "read"], ["news", "--do", "dance"]])
def test_what_cannot_be_run_is_not_added(newscli, feed, words):
    assert newscli("rules", "add", *words).code == 2
    assert rules(newscli) == []
