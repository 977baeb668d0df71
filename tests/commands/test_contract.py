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
    ["sources", "edit", "1"],
    ["sources", "doctor"],
    ["sources", "export"],
    ["export", "1-5"],
    ["export", "1-5", "--format", "markdown"],
    ["export", "1-5", "--format", "csv"],
    ["digest", "--since", "900d", "--peek"],
    ["tag", "list"],
    ["views", "list"],
    ["rules", "list"],
    ["rules", "test", "1"],
    ["search", "sabotage", "--explain"],
    ["watch", "--times", "1"],
    ["config"],
    ["config", "path"],
    ["config", "theme"],
    ["config", "theme", "--preview"],
    ["db", "path"],
    ["db", "info"],
    ["db", "check"],
    [],
]
BOX_OR_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2500-\u259f]")


def as_words(words):
    return " ".join(words) or "(bare)"


@pytest.fixture
def kept(newscli, demo):
    """A view and a rule, which has found articles."""
    newscli("views", "save", "cable", "title:cable")
    newscli("rules", "add", "title:cable", "--do", "tag:cable")
    newscli("rules", "apply", "1")


@pytest.mark.parametrize("words", READING, ids=as_words)
def test_a_pipe_gets_no_escapes_no_boxes_and_no_clipping(newscli, kept, words):
    done = newscli(*words)

    assert (done.code, BOX_OR_ESCAPE.findall(done.out + done.err)) == (0, [])


@pytest.mark.parametrize("words", [w for w in READING if "--format" not in w], ids=as_words)
def test_every_verb_gives_json_that_parses(newscli, kept, words):
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
FEED = str(Path(__file__).parents[1] / "data" / "feeds" / "rss2.xml")
LIST = str(Path(__file__).parents[1] / "data" / "urls")
DOCUMENTED = {
    "headlines": ["headlines", "--all"],
    "newscli": [],
    "read": ["read", "1-60"],
    "export": ["export"],
    "demo": ["demo"],
    "open": ["open", "1"],
    "sources add": ["sources", "add", FEED],
    "sources import": ["sources", "import", LIST],
    "search": ["search", "sabotage"],
    "search explain": ["search", "sabotage", "--explain"],
    "views save": ["views", "save", "new", "is:unread"],
    "views list": ["views", "list"],
    "rules add": ["rules", "add", "title:sponsored", "--do", "hide"],
    "rules list": ["rules", "list"],
    "rules test": ["rules", "test", "1"],
    "rules apply": ["rules", "apply", "1"],
    "related": ["related", "1-60"],
    "stories": ["stories", "--since", "90d"],
    "story": ["story", "5"],
    "digest": ["digest", "--since", "900d", "--by", "source"],
    "sources list": ["sources", "list"],
    "sources export": ["sources", "export"],
    "sources show": ["sources", "show", "1"],
    "sources edit": ["sources", "edit", "1", "--header", "X-Key: ${KEY}", "--timeout", "9"],
    "sources doctor": ["sources", "doctor"],
    "fetch": ["fetch"],
    "fetch explain": ["fetch", "--explain"],
    "mark read": ["mark", "read", "1"],
    "mark undo": ["mark", "undo"],
    "mark unread": ["mark", "unread", "1"],
    "mark star": ["mark", "star", "1", "--dry-run"],
    "mark unstar": ["mark", "unstar", "1-3"],
    "tag add": ["tag", "add", "later", "1"],
    "tag remove": ["tag", "remove", "later", "1"],
    "tag list": ["tag", "list"],
    "config show": ["config", "show"],
    "config get": ["config", "get", "fetch.jobs"],
    "config set": ["config", "set", "fetch.jobs", "4"],
    "config theme": ["config", "theme"],
    "config check": ["config", "check"],
    "config path": ["config", "path"],
    "db path": ["db", "path"],
    "db info": ["db", "info"],
    "db check": ["db", "check"],
    "db backup": ["db", "backup"],
    "db vacuum": ["db", "vacuum"],
    "db prune": ["db", "prune", "--keep", "90d", "--dry-run"],
    "db repair": ["db", "repair"],
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
def test_the_json_of_a_verb_is_what_the_documentation_says(newscli, kept, verb, monkeypatch):
    monkeypatch.setenv("BROWSER", "true")
    newscli("mark", "read", "2")
    newscli("tag", "add", "later", "2")

    done = newscli(*DOCUMENTED[verb], "--json")

    document = json.loads(done.out)
    records = document if isinstance(document, list) else [document]
    assert records
    assert set().union(*(misfits(record, sections()[verb]) for record in records)) == set()


@pytest.mark.parametrize(
    "verb", ["headlines", "search sabotage", "related 1-60", "sources list", "sources doctor"]
)
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
