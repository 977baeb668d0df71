"""What a shell is told when Tab is pressed, and what the shells make of it."""

import os
import pty
import select
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from newscli.storage import completion, db
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

SCRIPTS = Path(__file__).parents[2] / "newscli" / "shell"
EVIL = "Evil \\$(touch pwned) `touch pwned` '; touch pwned; \" touch pwned \" $'x' title"
TITLES = [
    "3\tThe tide and the cable",
    "2\tA harbour at night",
    "1\tCable cut near the harbour",
]


def complete(*words, shell="zsh"):
    done = subprocess.run(
        [sys.executable, "-m", "newscli", *words], env={**os.environ, "_NEWSCLI_COMPLETE": shell},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["headlines", "--un"], ["--unread", "--until"]),
        (["read", ""], ["3", "2", "1", "next"]),
        (["read", "1"], ["1"]),
        (["read", "01"], []),
        (["read", "x"], []),
        (["mark", "read", "2"], ["2"]),
        (["sources", "show", "The"], ["The Source"]),
        (["fetch", "1"], ["1"]),
        (["headlines", "--source=The"], ["--source=The Source"]),
        (["config", "get", "fetch.j"], ["fetch.jobs"]),
        (["help", "q"], ["query"]),
        (["config", "set", "read.images", "k"], ["kitty"]),
        (["config", "set", "fetch.jobs", ""], []),
        (["read", "n"], ["next"]),
        (["--profile", "w"], ["work"]),
        (["headlines", "--tag", ""], ["daily", "late night"]),
        (["tag", "remove", "la"], ["late night"]),
        (["headlines", "--fields", "ur"], ["url"]),
        (["headlines", "--fields", "id,ti"], ["id,title"]),
        (["sources", "--fields", "fold"], ["folder"]),
        (["sources", "list", "--fields", "id,i"], []),
        (["digest", "--since", "l"], ["last"]),
        (["sources", "import", "x"], ["", "files"]),
        (["--profile", "no such one", "read", ""], []),
        (["no-such-verb", "--un"], []),
        (["read", "--no-such-option", "1", "2"], ["2"]),
    ],
    ids=" ".join,
)
def test_tab_offers(words, offered, small_home, newscli):
    newscli("tag", "add", "daily,late night", "1")
    (small_home / "profiles" / "work").mkdir(parents=True)

    lines = complete(*words)

    found = [line.partition("\t")[0] for line in lines]
    assert (["", "files"] if lines == ["\tfiles"] else found) == (offered or found[:0])


def test_ids_come_with_titles_the_newest_first(small_home):
    assert complete("mark", "read", "") == TITLES


def test_nothing_is_said_where_there_is_no_database_yet(home):
    assert complete("diff", "") == []


def test_an_older_database_is_left_for_a_command_to_bring_up_to_date(small_home):
    with closing(sqlite3.connect(small_home / "news.db")) as connection:
        connection.execute("PRAGMA user_version = 3")

    lines = complete("diff", "")

    with closing(sqlite3.connect(small_home / "news.db")) as connection:
        assert (lines, connection.execute("PRAGMA user_version").fetchone()) == ([], (3,))


def test_ids_are_found_by_their_first_digits_however_old(home):
    connection = db.connect(home / "news.db")
    drafts = [make_draft(f"g{n}", title=f"T{n}", published_at=NOW - n) for n in range(1, 131)]
    store_drafts(connection, drafts, is_made=False)

    found = completion.ids_starting(connection, "13", limit=50)
    many = completion.ids_starting(connection, "1", limit=5)
    connection.close()

    assert sorted(number for number, _ in found) == [13, 130]
    assert [number for number, _ in many] == sorted(number for number, _ in many)[::-1]


def test_bash_parts_words_at_an_equals_sign_and_keeps_quotes(small_home):
    assert complete("headlines", "--source", "=", "The", shell="bash")[0][:10] == "The Source"
    assert complete("headlines", "--source", '"The So', shell="bash")[0][:10] == "The Source"
    assert complete("fetch", "The\\ So", shell="bash")[0][:10] == "The Source"


def test_a_name_that_two_sources_have_is_offered_by_id(small_home):
    connection = db.connect(small_home / "news.db")
    store_drafts(connection, [make_draft("b")], url="https://other.example/feed")
    connection.close()

    assert [line.partition("\t")[0] for line in complete("fetch", "")] == ["1", "2"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell, newscli):
    done = newscli("completion", shell)

    assert done.out in {file.read_text("utf-8") for file in SCRIPTS.iterdir()}


@pytest.fixture
def shells_path(small_home, tmp_path, monkeypatch):
    """A PATH on which newscli is this one."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "newscli").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newscli "$@"\n')
    (binaries / "newscli").chmod(0o755)
    monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(SCRIPTS.parents[1]))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def needs(shell):
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed")


BASH = ["bash", "--norc", "--noprofile", "-i"]
ZSH = ["zsh", "-f", "-i"]
FISH = ["fish", "--no-config", "-i"]
BEGIN = {
    "bash": f"PS1='> '; source {SCRIPTS}/newscli.bash\n",
    "zsh": f"PS1='> '; autoload -Uz compinit; compinit -u; source {SCRIPTS}/_newscli\n",
}
EACH = [
    pytest.param(BASH, marks=needs("bash"), id="bash"),
    pytest.param(ZSH, marks=needs("zsh"), id="zsh"),
]


def typed(shell, keys, *until):
    """What a shell on a terminal shows after these keys, until all of `until` is there."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="dumb", COLUMNS="100")
        os.execvp(shell[0], shell)
    os.write(terminal, (BEGIN[shell[0]] + "echo rea''dy\n").encode())
    _until(terminal, [b"ready\r"])
    os.write(terminal, keys.encode())
    shown = _until(terminal, [text.encode() for text in until])
    os.write(terminal, b"\x03exit\n")
    os.close(terminal)
    os.waitpid(pid, 0)
    return shown.decode("utf-8", "replace")


def _until(terminal, wanted):
    shown = b""
    end = time.monotonic() + 20
    while any(text not in shown for text in wanted) and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 65_536)
            except OSError:  # its end, on Linux
                break
    return shown


@pytest.mark.parametrize("shell", EACH)
def test_a_shell_shows_titles_beside_ids(shell, shells_path):
    titles = [line.partition("\t")[2] for line in TITLES]

    shown = typed(shell, "newscli read \t\t", *titles)

    assert [title for title in titles if title not in shown] == []


@pytest.mark.parametrize("shell", EACH)
def test_a_shell_puts_one_candidate_alone_on_the_line(shell, shells_path):
    shown = typed(shell, "newscli sources show --fields id,title Th\t\n", "1\tThe Source\r")

    assert "newscli sources show --fields id,title The\\ Source" in shown


@pytest.mark.parametrize("shell", EACH)
def test_a_hostile_title_is_no_command_to_a_shell(shell, shells_path):
    connection = db.connect(shells_path / "home" / "news.db")
    connection.execute("UPDATE source SET name = ?", (EVIL,))
    connection.execute("UPDATE article SET title = ?", (EVIL,))
    connection.close()

    shown = typed(shell, "newscli sources show Ev\t\nnewscli read \t\t\x15echo do''ne\n", "done\r")

    assert ("touch pwned" in shown, (shells_path / "pwned").exists()) == (True, False)


@needs("fish")
@pytest.mark.parametrize(
    ("line", "lines"),
    [("newscli diff ", TITLES), ("newscli headlines --unr", ["--unread\tOnly unread ones."])],
)
def test_fish_offers(line, lines, shells_path):
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {SCRIPTS}/newscli.fish; complete -C {line!r}"],
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines() == lines
