"""What a shell is told when Tab is pressed."""

import os
import subprocess
import sys

import pytest

from newscli.storage import db
from tests.conftest import store_drafts
from tests.fakes import make_draft

EVIL = "Evil \\$(touch pwned) `touch pwned` '; touch pwned; \" touch pwned \" $'x' title"


def complete(line, **variables):
    environment = {**os.environ, "_NEWSCLI_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line}
    done = subprocess.run(
        [sys.executable, "-m", "newscli"], env={**environment, **variables}, capture_output=True,
        text=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("newscli he", ['"headlines"', '"help"']),
        ("newscli headlines --un", ['"--unread"', '"--until"']),
        ("newscli read 1", ['"1":"Cable cut near the harbour"']),
        ("newscli sources show The", ['"The Source":"The Source']),
        ("newscli config get fetch.j", ['"fetch.jobs":']),
        ("newscli help q", ['"query"']),
    ],
)
def test_tab_offers(line, offered, small_home):
    text = complete(line)

    assert [offer for offer in offered if offer not in text] == []


@pytest.mark.parametrize("line", ["newscli read 1", "newscli fetch "])
def test_a_hostile_title_is_no_command_to_a_shell(line, home, tmp_path):
    connection = db.connect(home / "news.db")
    store_drafts(connection, [make_draft("a", title=EVIL)])
    connection.execute("UPDATE source SET name = ?", (EVIL,))
    connection.close()

    text = complete(line)

    active = set(text.partition("((")[2].rpartition("))")[0]) & set("\\$`';&|<>")
    assert (active - {"\\"}, "touch pwned" in text) == (set(), True)
    assert text.count("\\") == text.count("\\\\:") * 2


def test_bash_completes_ids(small_home):
    done = subprocess.run(
        [sys.executable, "-m", "newscli"],
        env={**os.environ, "_NEWSCLI_COMPLETE": "complete_bash", "COMP_WORDS": "newscli read ",
             "COMP_CWORD": "2"},
        capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout.split() == ["3", "2", "1"]


def test_bash_keeps_a_title_with_blanks_together(small_home):
    done = subprocess.run(
        [sys.executable, "-m", "newscli"],
        env={**os.environ, "_NEWSCLI_COMPLETE": "complete_bash", "COMP_WORDS": "newscli fetch Th",
             "COMP_CWORD": "2"},
        capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout == "The\\ Source\n"
