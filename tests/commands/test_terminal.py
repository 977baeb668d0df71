"""The verbs on a real (pseudo) terminal."""

import os
import pty
import re
import select
import struct
import sys
import time
from fcntl import ioctl
from termios import TIOCSWINSZ

import pytest

from newscli.invocation import complain


def on_terminal(*words, columns=80, lines=200, seconds=30, **variables):
    """Runs newscli on a terminal of that size; its exit code and all that it wrote there."""
    pid, terminal = pty.fork()
    if pid == 0:
        environment = {**os.environ, "TERM": "xterm", "PAGER": "cat", **variables}
        os.execve(sys.executable, [sys.executable, "-m", "newscli", *words], environment)
    ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    written = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), written.decode("utf-8", "replace")


def without_codes(text):
    return re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x1b]*\x1b\\)", "", text)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["headlines"],
        ["read", "19"],
        ["search", "sabotage"],
        ["related", "19"],
        ["sources"],
        ["sources", "show", "1"],
        ["config"],
        ["db", "info"],
        ["help", "query"],
        ["fetch"],
    ],
    ids=lambda words: " ".join(words) or "(bare)",
)
def test_a_verb_draws_its_screen(words, demo):
    code, text = on_terminal(*words)

    assert code == 0
    assert without_codes(text).strip()
    assert "internal error" not in text


def test_a_fetch_shows_a_line_for_news_and_one_summary(demo):
    code, text = on_terminal("fetch", "--force")

    assert code == 0
    assert re.search(r"0 new in 12 sources · 11 unchanged · 1 not due", without_codes(text))


def test_a_newcomer_is_welcomed_with_the_three_ways(home):
    code, text = on_terminal()

    assert code == 5
    ways = ("newscli demo", "newscli sources add", "newscli sources import")
    assert [way for way in ways if way not in without_codes(text)] == []


def test_colours_are_named_ones_and_links_can_be_followed(demo):
    _, text = on_terminal("read", "19")

    assert set(re.findall(r"\x1b\[([0-9;]*)m", text)) <= {
        "", "0", "1", "2", "3", "34", "35", "36", "1;34", "2;3", "2;34", "2;36", "2;3;34", "1;36",
    }  # fmt: skip
    assert "\x1b]8;" in text


def test_no_color_leaves_no_colour(demo):
    _, text = on_terminal("headlines", NO_COLOR="1")

    assert re.findall(r"\x1b\[[0-9;]*3[0-9]m", text) == []


def test_a_long_article_goes_through_the_pager(demo):
    _, text = on_terminal("read", "19", lines=10, PAGER="sed s/^/PAGED:/")

    assert "PAGED:" in text


def test_a_short_list_does_not(demo):
    _, text = on_terminal("headlines", "-n", "2", PAGER="sed s/^/PAGED:/")

    assert "PAGED:" not in text


def test_what_a_screen_says_to_type_leads_to_the_same_profile(demo, monkeypatch):
    monkeypatch.delenv("NEWSCLI_PROFILE")

    _, front = on_terminal("--profile", "demo")
    _, by_variable = on_terminal(NEWSCLI_PROFILE="demo")

    assert "newscli --profile demo read 39" in without_codes(front)
    assert "newscli read 39" in without_codes(by_variable)


def test_a_file_that_is_shown_to_be_copied_is_not_broken_and_a_sentence_is(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    complain("a line in your crontab:\n\n*/15 * * * *  newscli fetch --cron --wait 60")
    complain("newscli: there is no article of this number\n  try: newscli headlines --unread --all")

    assert capsys.readouterr().err.splitlines() == [
        "a line in your crontab:",
        "",
        "*/15 * * * *  newscli fetch --cron --wait 60",
        "newscli: there is no article",
        "  of this number",
        "  try: newscli headlines --unread --all",
    ]


def test_an_argument_that_is_missing_is_said_without_stray_characters(home):
    _, text = on_terminal("completion")

    assert "Choose from: bash, zsh, fish" in " ".join(text.split())
