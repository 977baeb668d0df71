"""Why each source was asked or not: `sources doctor` and `fetch --explain`, on the demo."""

import json
import re
import shlex
import sqlite3
from contextlib import closing

import pytest

from newscli.core.causes import CAUSES
from tests.commands.test_terminal import on_terminal, without_codes


def rows_of(text):
    return [line.split("\t") for line in text.splitlines()]


def test_a_pipe_gets_a_line_for_each_source_those_that_need_you_first(newscli, demo):
    done = newscli("sources", "doctor")

    rows = rows_of(done.out)
    assert (done.code, done.err, len(rows)) == (0, "", 13)
    assert {len(row) for row in rows} == {11}
    assert [row[:4] for row in rows[:2]] == [
        ["13", "http://old-mill-gazette.example/rss.xml", "gone", "410"],
        ["12", "http://weatherglass.example/feed.json", "failed", "429"],
    ]
    assert [row[6:8] + row[10:] for row in rows[:2]] == [
        ["", "×", "newscli --profile demo sources remove 13"],
        ["retry-after", "×", "newscli --profile demo sources edit 12 --interval 12h"],
    ]


def test_json_has_the_visits_and_the_advice(newscli, demo):
    (record,) = json.loads(newscli("sources", "doctor", "2", "--json").out)

    visits = [{**visit, "at": "", "size_bytes": 0, "duration_ms": 0} for visit in record["visits"]]
    usual = {"at": "", "size_bytes": 0, "duration_ms": 0, "problem": None, "status": 200}
    assert visits == [
        {**usual, "outcome": "new", "new": 4, "changed": 0},
        {**usual, "outcome": "new", "new": 0, "changed": 1},
    ]
    assert (record["history"], record["former_urls"]) == ("▪▪", [])
    assert record["advice"] == {"code": "healthy", "words": "nothing to do", "command": None}


def test_fields_choose_the_advice_and_its_command(newscli, demo):
    done = newscli("sources", "doctor", "12", "--fields", "id,command")

    assert done.out == "12\tnewscli --profile demo sources edit 12 --interval 12h\n"


FACTS = {"newscli": "newscli", "id": "1", "site": "https://x.example/", "more": "64"}
FACTS |= {"longer": "60", "service": "council", "user": "me"}
ADVISED = sorted({one.command.format_map(FACTS) for one in CAUSES if one.command})


@pytest.mark.parametrize("command", [one for one in ADVISED if one.startswith("newscli")])
def test_every_command_that_is_advised_is_understood(newscli, command):
    done = newscli(*shlex.split(command)[1:], "--help")

    assert (done.code, done.err) == (0, "")


def test_sources_are_named_by_id_title_or_address_and_shown_once(newscli, demo):
    done = newscli("sources", "doctor", "Orbit", "11", "http://weatherglass.example/feed.json")

    assert [row[0] for row in rows_of(done.out)] == ["12", "11"]


@pytest.mark.parametrize(
    ("words", "code"), [(["4711"], 1), (["No Such Paper"], 1), (["The"], 2), (["1"], 0), ([], 0)]
)
def test_the_exit_code_is_that_of_the_other_verbs(newscli, demo, words, code):
    assert newscli("sources", "doctor", *words).code == code


def test_without_sources_it_says_how_to_get_some(newscli):
    assert newscli("sources", "doctor").code == 5


def test_a_database_of_ones_own_goes_with_the_command(newscli, small_home, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCLI_DB", str(small_home / "news.db"))
    with closing(sqlite3.connect(small_home / "news.db")) as raw, raw:
        raw.execute("UPDATE source SET asked_at = NULL")

    done = newscli("sources", "doctor", "--fields", "command")

    assert done.out == f"newscli --db {small_home / 'news.db'} fetch 1\n"


def test_an_old_address_is_told(newscli, demo, home):
    (database,) = home.rglob("news.db")
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("INSERT INTO source_url VALUES ('http://old.example/feed', 11, 1795000000)")

    (record,) = json.loads(newscli("sources", "doctor", "11", "--json").out)

    assert record["former_urls"] == [
        {"url": "http://old.example/feed", "until_at": "2026-11-18T11:06:40Z"}
    ]


def test_a_fetch_explains_each_source_asked_or_not(newscli, demo):
    done = newscli("fetch", "2", "12", "--explain")

    assert (done.code, [row[:3] for row in rows_of(done.out)]) == (
        0,
        [
            ["12", "http://weatherglass.example/feed.json", "waiting"],
            ["2", "The Aldbourg Courier", "unchanged"],
        ],
    )
    assert "0 new in 2 sources · 1 unchanged · 1 not due" in done.err


def test_an_explained_plan_asks_nobody(newscli, demo):
    before = newscli("sources", "doctor", "2", "12", "--json").out
    done = newscli("fetch", "2", "12", "--dry-run", "--explain")
    after = newscli("sources", "doctor", "2", "12", "--json").out

    assert [row[2] for row in rows_of(done.out)] == ["waiting", "due"]
    assert (done.err, before) == ("1 of 2 sources would be asked\n", after)


def test_quiet_leaves_the_explanation_out_of_a_pipe(newscli, demo):
    assert newscli("fetch", "--explain", "-q")[1:] == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        ["sources", "doctor"],
        ["fetch", "--explain"],
        ["fetch", "--dry-run"],
        ["fetch", "--dry-run", "--explain"],
    ],
    ids=" ".join,
)
def test_a_terminal_gets_its_screen(words, demo):
    code, text = on_terminal(*words, columns=80)

    lines = without_codes(text).splitlines()
    assert (code, "internal error" in text) == (0, False)
    assert any(re.match(r"(! |in \d+ min +)12  weatherglass", line) for line in lines)
