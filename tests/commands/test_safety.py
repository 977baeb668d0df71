"""What must not happen: losing what is the user's, and lying to scripts."""

import json
import os
import subprocess
import sys

import pytest

NEWSCLI = [sys.executable, "-m", "newscli"]


def sources(newscli):
    return [row["id"] for row in json.loads(newscli("sources", "list", "--json").out)]


def test_the_demo_never_writes_to_a_database_that_was_named(newscli, small_home, monkeypatch):
    file = small_home / "news.db"

    done = newscli("--db", file, "demo")
    monkeypatch.setenv("NEWSCLI_DB", str(file))
    again = newscli("demo")

    assert (done.code, again.code) == (2, 2)
    assert len(newscli("headlines").out.splitlines()) == 3


def test_a_number_that_is_no_id_removes_nothing(newscli, demo):
    before = sources(newscli)

    done = newscli("sources", "remove", "99")

    assert (done.code, sources(newscli)) == (1, before)


def test_a_part_of_a_title_removes_nothing(newscli, demo):
    before = sources(newscli)

    done = newscli("sources", "remove", "Harbour")

    assert (done.code, sources(newscli)) == (1, before)


@pytest.mark.parametrize(
    "verb", [["read"], ["open"], ["related"], ["mark", "read"], ["tag", "add", "x"]]
)
def test_an_empty_id_is_an_error(newscli, demo, verb):
    assert newscli(*verb, "").code == 2


def test_an_empty_list_of_ids_on_stdin_is_nothing_to_do(newscli, demo, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert newscli("mark", "read", "-").code == 0


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_trouble(demo, closing):
    command = f"{subprocess.list2cmdline(NEWSCLI)} read - {closing}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_behind_the_output_is_said_with_a_code_of_its_own(demo):
    command = f"{subprocess.list2cmdline(NEWSCLI)} headlines > /dev/full"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)

    assert done.returncode == 74
    assert done.stderr == "newscli: cannot read or write: No space left on device\n"


def test_what_the_browser_says_is_not_our_result(demo):
    done = subprocess.run(
        [*NEWSCLI, "open", "1", "--json"],
        env={**os.environ, "BROWSER": "echo"}, capture_output=True, text=True,
    )  # fmt: skip

    assert json.loads(done.stdout)["id"] == 1
    assert done.stderr.splitlines()[0] == json.loads(done.stdout)["url"]


def test_a_hint_names_the_same_profile(newscli, demo):
    done = newscli("--profile", "demo", "read", "4711")

    assert done.err.splitlines()[1] == "  try: newscli --profile demo headlines"


def test_a_database_that_was_named_and_is_not_there_is_said(newscli, tmp_path):
    done = newscli("--db", tmp_path / "typo.db", "headlines")

    assert (done.code, "there is no such database" in done.err) == (6, True)


def test_a_damaged_list_of_sources_is_not_taken_for_an_empty_one(newscli, tmp_path):
    (tmp_path / "a.opml").write_text('<opml><body><outline xmlUrl="')

    assert newscli("sources", "import", tmp_path / "a.opml").code != 0


@pytest.mark.parametrize(
    ("value", "is_drawn"), [("1", True), ("0", False), ("", False)], ids=["1", "0", "empty"]
)
def test_force_color_draws_in_a_pipe_and_0_does_not(newscli, demo, monkeypatch, value, is_drawn):
    monkeypatch.setenv("FORCE_COLOR", value)

    assert ("\x1b[" in newscli("headlines").out) is is_drawn


def test_export_has_the_fields_that_are_asked_for(newscli, demo):
    assert newscli("export", "1", "--fields", "id").out == '{"id":1}\n'
    assert newscli("export", "1", "-f", "csv", "--fields", "id").out == "id\n1\n"
    assert newscli("export", "1", "-f", "csv", "--json").code == 2


@pytest.mark.parametrize("words", [["cable", "-b"], ["cable", "-ship"], ["cable", "-n5"]])
def test_a_dash_before_a_word_excludes(newscli, demo, words):
    assert newscli("search", *words).code == 0


def test_a_tag_that_there_is_not_is_said(newscli, demo):
    assert newscli("headlines", "--tag", "nope").code == 1
