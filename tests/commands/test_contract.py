"""The command contract: exit codes, streams, forms of output; on the demo's articles."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newscli.storage import db

DOCS = Path(__file__).parents[2] / "docs"
REPUBLISHED = "http://daily-relay.example/story/cable-sabotage/"
READING = [
    ["headlines"],
    ["headlines", "--all"],
    ["search", "sabotage"],
    ["read", REPUBLISHED],
    ["read", "--raw", REPUBLISHED],
    ["read", "--markdown", REPUBLISHED],
    ["related", REPUBLISHED],
    ["sources"],
    ["sources", "list", "--failing"],
    ["sources", "show", "1"],
    ["sources", "export"],
    ["export", "1-5"],
    ["export", "1-5", "--format", "markdown"],
    ["export", "1-5", "--format", "csv"],
    ["tag", "list"],
    ["config"],
    ["config", "path"],
    ["db", "path"],
    ["db", "info"],
    ["db", "check"],
    [],
]
BOX_OR_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2500-\u259f]")


def as_words(words):
    return " ".join(words) or "(bare)"


@pytest.mark.parametrize("words", READING, ids=as_words)
def test_a_pipe_gets_no_escapes_no_boxes_and_no_clipping(newscli, demo, words):
    done = newscli(*words)

    assert (done.code, BOX_OR_ESCAPE.findall(done.out + done.err)) == (0, [])


@pytest.mark.parametrize("words", READING, ids=as_words)
def test_every_verb_gives_json_that_parses(newscli, demo, words):
    done = newscli(*words, "--json")

    assert done.code == 0
    assert json.loads(done.out) is not None


def sections() -> dict[str, dict[str, str]]:
    """docs/json.md: fields and types, by the verb's words."""
    found: dict[str, dict[str, str]] = {}
    for part in (DOCS / "json.md").read_text("utf-8").split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        fields = dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", body, re.MULTILINE))
        for verb in re.findall(r"`([^`]+)`", heading):
            found[" ".join(re.findall(r"\b[a-z]+\b", verb))] = fields
    return found


TYPES = {
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
    "time": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(value))),
}
DOCUMENTED = {
    "headlines": ["headlines", "--all"],
    "newscli": [],
    "read": ["read", "1-60"],
    "export": ["export"],
    "search": ["search", "sabotage"],
    "related": ["related", "1-60"],
    "sources list": ["sources", "list"],
    "sources export": ["sources", "export"],
    "sources show": ["sources", "show", "1"],
    "fetch": ["fetch"],
    "mark read": ["mark", "read", "1"],
    "mark undo": ["mark", "undo"],
    "tag add": ["tag", "add", "later", "1"],
    "tag remove": ["tag", "remove", "later", "1"],
    "tag list": ["tag", "list"],
    "config show": ["config", "show"],
    "config get": ["config", "get", "fetch.jobs"],
    "config set": ["config", "set", "fetch.jobs", "4"],
    "config check": ["config", "check"],
    "config path": ["config", "path"],
    "db path": ["db", "path"],
    "db info": ["db", "info"],
    "db check": ["db", "check"],
    "db backup": ["db", "backup"],
    "db vacuum": ["db", "vacuum"],
    "sources disable": ["sources", "disable", "1"],
    "sources enable": ["sources", "enable", "1"],
    "sources rename": ["sources", "rename", "1", "Mine"],
    "sources move": ["sources", "move", "1", "News"],
    "sources tag": ["sources", "tag", "1", "daily"],
    "sources remove": ["sources", "remove", "1"],
}


def misfits(record, fields):
    """The fields of a record whose names or types are not as documented."""
    wrong = set(record) ^ set(fields)
    for name in set(record) & set(fields):
        kinds = fields[name].split(" or ")
        if not any(TYPES[kind](record[name]) for kind in kinds):
            wrong.add(f"{name}: {record[name]!r} is no {fields[name]}")
    return wrong


@pytest.mark.parametrize("verb", DOCUMENTED)
def test_the_json_of_a_verb_is_what_the_documentation_says(newscli, demo, verb):
    newscli("mark", "read", "2")
    newscli("tag", "add", "later", "2")

    done = newscli(*DOCUMENTED[verb], "--json")

    document = json.loads(done.out)
    records = document if isinstance(document, list) else [document]
    assert records
    assert set().union(*(misfits(record, sections()[verb]) for record in records)) == set()


@pytest.mark.parametrize("verb", ["headlines", "search sabotage", "related 1-60", "sources list"])
def test_json_lines_are_the_same_objects(newscli, demo, verb):
    whole = json.loads(newscli(*verb.split(), "--json").out)
    lines = [json.loads(line) for line in newscli(*verb.split(), "--jsonl").out.splitlines()]

    assert lines == whole


def test_fields_choose_columns_and_their_order(newscli, demo):
    done = newscli("headlines", "--limit", "1", "--fields", "title,id")

    (row,) = json.loads(newscli("headlines", "--limit", "1", "--json").out)
    assert done.out == f"{row['title']}\t{row['id']}\n"


def test_an_unknown_field_is_refused_with_the_nearest(newscli, demo):
    done = newscli("headlines", "--fields", "titel")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith('newscli: no field "titel"; did you mean title?')


def test_global_options_stand_before_or_after_the_verb(newscli, demo):
    assert newscli("--json", "headlines").out == newscli("headlines", "--json").out


def test_tabs_and_line_breaks_in_fields_are_escaped(newscli, small_home):
    with closing(sqlite3.connect(small_home / "news.db")) as raw, raw:
        raw.execute("UPDATE article SET title = 'a' || char(9) || 'b' || char(10) || '\\'")

    done = newscli("headlines", "--fields", "id,title", "--limit", "1")

    assert done.out == "3\ta\\tb\\n\\\\\n"


# The table of exit codes, row by row.


def test_exit_0_also_when_some_sources_failed_while_others_worked(newscli, home, tmp_path):
    add_files(newscli, tmp_path, "good", "bad")
    (tmp_path / "bad.xml").unlink()

    done = newscli("fetch")

    assert done.code == 0
    assert re.search(r"^newscli: .*bad.*no such file", done.err, re.MULTILINE)


def test_exit_1_when_nothing_matches(newscli, demo):
    done = newscli("search", "xyzzyq")

    assert (done.code, done.out) == (1, "")
    assert "nothing matches" in done.err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["read", "4711"], "newscli: no article 4711"),
        (["related", "4711"], "newscli: no article 4711"),
        (["mark", "read", "4711"], "newscli: no article 4711"),
        (["read", "900-901"], "newscli: no article from 900 to 901"),
        (["open", "4711"], "newscli: no article 4711"),
        (["sources", "show", "nobody"], 'newscli: no source "nobody"'),
        (["fetch", "nobody"], 'newscli: no source "nobody"'),
        (["headlines", "--source", "nobody"], 'newscli: no source "nobody"'),
        (["help", "nothing"], 'newscli: no topic "nothing"'),
        (["mark", "undo"], "newscli: no mark to take back"),
    ],
    ids=as_words,
)
def test_exit_1_when_there_is_no_such_thing(newscli, demo, words, line):
    done = newscli(*words)

    assert (done.code, done.out, done.err.splitlines()[0]) == (1, "", line)


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["headlines", "--frobnicate"],
        ["headlines", "--limit", "many"],
        ["headlines", "--since", "soon"],
        ["read", "abc"],
        ["read"],
        ["mark", "read"],
        ["sources", "add", "not an address"],
        ["sources", "add", "./no-such-file"],
        ["fetch", "--jobs", "0"],
        ["--profile", "../evil", "headlines"],
    ],
    ids=as_words,
)
def test_exit_2_for_usage(newscli, demo, words):
    done = newscli(*words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("newscli: ")
    assert "Traceback" not in done.err


def test_exit_2_for_a_query_with_a_caret_under_the_mistake(newscli, demo):
    done = newscli("search", 'cable "unbalanced')

    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[:3] == [
        "newscli: the quotation mark is never closed",
        '  cable "unbalanced',
        "        ^",
    ]


def test_exit_3_for_strict_when_any_source_failed(newscli, home, tmp_path):
    add_files(newscli, tmp_path, "good", "bad")
    (tmp_path / "bad.xml").unlink()

    assert newscli("fetch", "--strict").code == 3


def test_exit_4_when_every_source_failed(newscli, home, tmp_path):
    add_files(newscli, tmp_path, "one", "two")
    (tmp_path / "one.xml").unlink()
    (tmp_path / "two.xml").write_text("no feed")

    done = newscli("fetch")

    assert done.code == 4
    assert done.err.splitlines()[-2] == "newscli: all 2 sources asked failed"


@pytest.mark.parametrize("words", [["headlines"], ["fetch"], ["search", "x"], []], ids=as_words)
def test_exit_5_without_sources_says_the_three_ways(newscli, home, words):
    done = newscli(*words)

    assert (done.code, done.out) == (5, "")
    assert all(way in done.err for way in ("sources add", "sources import", "newscli demo"))


def test_exit_6_for_a_config_that_cannot_be_used(newscli, small_home):
    (small_home / "config.toml").write_text('[fetch]\njobs = "many"\n')

    done = newscli("headlines")

    assert (done.code, done.out) == (6, "")
    assert done.err.splitlines()[0] == (
        'newscli: config.toml: fetch.jobs is "many", must be a whole number from 1 to 64'
    )


def test_exit_6_for_a_key_that_nobody_knows_with_the_nearest(newscli, small_home):
    (small_home / "config.toml").write_text("[fetch]\njbos = 4\n")

    done = newscli("headlines")

    assert done.code == 6
    assert "did you mean fetch.jobs?" in done.err


def test_exit_6_for_a_database_that_cannot_be_used(newscli, home):
    home.mkdir()
    (home / "news.db").write_text("not a database at all, that is plain")

    done = newscli("headlines")

    assert (done.code, done.out) == (6, "")
    assert len(done.err.splitlines()) <= 2


def test_exit_75_while_another_fetch_holds_the_lock(newscli, small_home):
    with db.fetch_lock(small_home / "news.db.fetch-lock", wait_s=0):
        done = newscli("fetch")

    assert (done.code, done.out) == (75, "")
    assert done.err.startswith("newscli: another fetch is running")


def test_headlines_work_while_a_fetch_holds_the_lock_and_writes(newscli, small_home):
    writer = db.connect(small_home / "news.db")
    with db.fetch_lock(small_home / "news.db.fetch-lock", wait_s=0), db.transaction(writer):
        writer.execute("UPDATE article SET title = 'half done'")
        done = newscli("headlines")

    assert done.code == 0
    assert "half done" not in done.out


def test_exit_130_when_interrupted(newscli, small_home, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("newscli.storage.reads.headlines", interrupt)

    assert newscli("headlines").code == 130


def test_a_bug_of_ours_is_one_line_and_its_trace_goes_to_a_file(newscli, small_home, monkeypatch):
    monkeypatch.setattr("newscli.storage.reads.headlines", lambda *a, **k: 1 / 0)

    done = newscli("headlines")

    assert done.err.startswith("newscli: internal error: ZeroDivisionError")
    assert "Traceback" not in done.err
    assert "ZeroDivisionError" in (small_home / "newscli-error.log").read_text()


NEWSCLI = [sys.executable, "-m", "newscli"]


def test_a_closed_pipe_ends_quietly(demo):
    command = subprocess.list2cmdline([*NEWSCLI, "headlines", "--all", "--json"])
    done = subprocess.run(
        f"{command} | head -1; exit ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")


def test_an_empty_environment_is_enough(demo, home):
    done = subprocess.run(
        [*NEWSCLI, "--profile", "demo", "headlines"],
        env={"NEWSCLI_HOME": str(home)}, capture_output=True,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
    assert "サ" in done.stdout.decode("utf-8") or "海" in done.stdout.decode("utf-8")


def test_quiet_says_nothing_but_errors(newscli, demo):
    assert newscli("fetch", "-q")[1:] == ("", "")
    assert newscli("mark", "read", "1", "-q")[1:] == ("", "")
    assert newscli("read", "4711", "-q").err


def test_ids_come_from_a_list_of_ours_on_stdin(newscli, demo, monkeypatch):
    import io

    listed = newscli("headlines", "--limit", "3").out
    monkeypatch.setattr("sys.stdin", io.StringIO(listed))

    done = newscli("mark", "read", "-")

    assert "marked 3 articles as read" in done.err


def test_nothing_is_asked_where_stdin_is_no_terminal(demo):
    done = subprocess.run(
        [*NEWSCLI, "sources", "remove", "1"], stdin=subprocess.DEVNULL, capture_output=True,
        env={**os.environ}, timeout=30,
    )  # fmt: skip

    assert done.returncode == 0


def add_files(newscli, folder, *names):
    """Follows feeds that are files, each with one entry of its own."""
    for name in names:
        (folder / f"{name}.xml").write_text(
            f"<rss version='2.0'><channel><title>{name}</title>"
            f"<item><guid>{name}</guid><title>News of {name}</title></item></channel></rss>"
        )
        assert newscli("sources", "add", folder / f"{name}.xml").code == 0
