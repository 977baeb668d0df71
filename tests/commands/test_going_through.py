"""`read next`, `read --unread` and pictures: reading one article after the other."""

import io
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import time
from fcntl import ioctl
from termios import TIOCSWINSZ

import pytest
from PIL import Image

from newscli.render.keys import named
from tests.loopback import server


def ids(newscli, *words):
    return [int(row) for row in newscli("headlines", *words, "--fields", "id").out.split()]


def test_next_is_the_newest_unread_one_and_then_the_one_after_it(newscli, small_home):
    titles = [newscli("read", "next").out.splitlines()[0] for _ in range(3)]

    assert titles == ["The tide and the cable", "A harbour at night", "Cable cut near the harbour"]


def test_when_nothing_is_unread_next_says_so(newscli, small_home):
    newscli("read", "next", "next", "next")

    done = newscli("read", "next")

    assert (done.code, done.err) == (
        1, "newscli: nothing more is unread\n  try: newscli fetch\n"
    )  # fmt: skip


def test_next_is_one_article_to_a_program(newscli, small_home):
    assert json.loads(newscli("read", "next", "--json").out)["id"] == 3


def test_all_unread_ones_come_one_after_the_other_where_there_is_no_terminal(newscli, small_home):
    newscli("mark", "read", "2")

    done = newscli("read", "--unread")

    assert re.findall(r"^(?:The tide|A harbour|Cable cut).*$", done.out, re.MULTILINE) == [
        "The tide and the cable",
        "Cable cut near the harbour",
    ]
    assert ids(newscli, "--unread") == []


def test_a_look_at_the_unread_ones_leaves_them_unread(newscli, small_home):
    newscli("read", "--unread", "--peek")

    assert ids(newscli, "--unread") == [3, 2, 1]


def test_nothing_unread_is_no_error(newscli, small_home):
    newscli("mark", "read", "--all")

    done = newscli("read", "--unread", "--json")

    assert (done.code, json.loads(done.out), done.err) == (0, [], "nothing is unread\n")


@pytest.mark.parametrize("words", [["read"], ["read", "--unread", "3"]], ids=" ".join)
def test_what_to_read_is_said_once(words, newscli, small_home):
    assert newscli(*words).code == 2


class Terminal:
    """newscli on a pseudo-terminal, key by key."""

    def __init__(self, *words, lines=24, columns=80, **variables):
        self.screen = ""
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "TERM": "xterm-256color", **variables}
            os.execve(sys.executable, [sys.executable, "-m", "newscli", *words], environment)
        ioctl(self.end, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until(self, words, seconds=30):
        """What was drawn since the last key, once these words are in it."""
        ends = time.monotonic() + seconds
        while words not in self.screen and time.monotonic() < ends:
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    piece = os.read(self.end, 65536)
                except OSError:
                    break
                self.screen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", piece.decode("utf-8"))
        assert words in self.screen
        shown, self.screen = self.screen, ""
        return shown

    def press(self, key):
        os.write(self.end, key.encode())

    def leave(self):
        self.press("q")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.end)
        return os.waitstatus_to_exitcode(status)


def test_keys_lead_through_the_unread_ones(newscli, small_home):
    terminal = Terminal("read", "--unread")
    first = terminal.until("1 of 3")
    terminal.press("n")
    second = terminal.until("2 of 3")
    terminal.press("p")
    again = terminal.until("1 of 3")

    assert terminal.leave() == 0
    assert "The tide and the cable" in first and "The tide and the cable" in again
    assert "A harbour at night" in second
    assert ids(newscli, "--unread") == [1]


def test_keys_lead_through_more_than_a_list_has(newscli, small_home):
    newscli("config", "set", "headlines.limit", "2")
    terminal = Terminal("read", "--unread")
    terminal.until("1 of 3")

    assert terminal.leave() == 0


def test_keys_star_an_article_and_leave_it_unread(newscli, small_home):
    terminal = Terminal("read", "--unread")
    terminal.until("1 of 3")
    terminal.press("s")
    terminal.until("★ 1 of 3")
    terminal.press("u")
    terminal.until("●★ 1 of 3")

    assert terminal.leave() == 0
    assert (ids(newscli, "--starred"), ids(newscli, "--unread")) == ([3], [3, 2, 1])


def test_keys_show_the_related_ones_and_lead_back(small_home):
    terminal = Terminal("read", "--unread")
    terminal.until("1 of 3")
    terminal.press("?")
    listed = terminal.until("any key leads back")
    terminal.press("x")
    back = terminal.until("n next")
    terminal.press("\x1b[C")
    terminal.until("2 of 3")

    assert terminal.leave() == 0
    assert "open its page in the browser" in listed
    assert "The tide and the cable" in back


def test_space_scrolls_and_then_turns_to_the_next(small_home):
    terminal = Terminal("read", "--unread", lines=8)
    terminal.until("1 of 3 · ")
    terminal.press(" ")
    terminal.until("100%")
    terminal.press(" ")
    terminal.until("2 of 3")

    assert terminal.leave() == 0


def test_another_size_of_the_terminal_is_drawn_at_once(small_home):
    terminal = Terminal("read", "--unread", columns=80)
    terminal.until("1 of 3")
    ioctl(terminal.end, TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    narrow = terminal.until("1 of 3")

    assert terminal.leave() == 0
    assert "─" * 38 not in narrow and "─" * 36 in narrow


@pytest.mark.parametrize(
    ("typed", "key"),
    [("\x1b[C", "right"), ("\x1bOD", "left"), ("\x1b", "q"), ("", "q"), ("\x04", "q"), ("\r", "n"),
     ("nnn", "n"), ("\x1b[99~", ""), ("s", "s"), ("\x1b[6~", "page-down")],
)  # fmt: skip
def test_what_is_typed_has_a_name(typed, key):
    assert named(typed) == key


def png():
    target = io.BytesIO()
    Image.new("RGB", (120, 60), "#204060").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def with_picture(newscli, tmp_path):
    """Follows a feed with one article, which has a picture at this address."""

    def follow(url):
        feed = tmp_path / "feed.xml"
        feed.write_text(
            '<rss version="2.0"><channel><title>Ships</title><item><title>A ship</title>'
            "<description>&lt;p>Before it.&lt;/p>"
            f'&lt;img src="{url}" alt="A grey ship at sea">&lt;p>After it.&lt;/p>'
            "</description></item></channel></rss>"
        )
        assert newscli("sources", "add", "--allow-private", feed).code == 0

    return follow


def on_terminal(*words, **variables):
    """Runs newscli on a terminal; all that it wrote."""
    child = "import pty, sys; sys.exit(pty.spawn([sys.executable, '-m', 'newscli', *sys.argv[1:]]))"
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **variables}
    done = subprocess.run(
        [sys.executable, "-c", child, *words],
        capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return done.stdout


def test_pictures_are_fetched_only_when_they_are_asked_for(with_picture):
    with server(lambda path: (200, png(), {"Content-Type": "image/png"})) as site:
        with_picture(f"{site.url}/ship.png")
        without = on_terminal("read", "1")
        asked_before = len(site.asked)
        shown = on_terminal("read", "1", "--images")

    assert (asked_before, [one.path for one in site.asked]) == (0, ["/ship.png"])
    assert "▀" not in without and "A grey ship at sea" in without
    assert "▀" in shown and "A grey ship at sea" in shown


def test_pictures_are_not_fetched_from_a_private_network_unasked(newscli, with_picture):
    with server(lambda path: (200, png(), {"Content-Type": "image/png"})) as site:
        with_picture(f"{site.url}/ship.png")
        newscli("sources", "edit", "1", "--public-only")
        shown = on_terminal("read", "1", "--images")

        assert site.asked == []
    assert "1 of 1 picture could not be fetched" in shown


def test_a_setting_asks_for_pictures_and_an_option_does_without(newscli, with_picture):
    with server(lambda path: (200, png(), {"Content-Type": "image/png"})) as site:
        with_picture(f"{site.url}/ship.png")
        newscli("config", "set", "read.images", "kitty")
        shown = on_terminal("read", "1")
        without = on_terminal("read", "1", "--no-images")

    assert "\x1b_Ga=T" in shown
    assert "\x1b_G" not in without


def test_a_picture_that_cannot_be_had_is_counted_and_its_words_are_shown(with_picture):
    with server(lambda path: (404, b"", {})) as site:
        with_picture(f"{site.url}/ship.png")
        shown = on_terminal("read", "1", "--images")

    assert "1 of 1 picture could not be fetched" in shown
    assert "A grey ship at sea" in shown
