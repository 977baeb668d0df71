"""Browse on a real (pseudo) terminal, through Textual's own driver."""

import os
import pty
import select
import struct
import sys
import time
from fcntl import ioctl
from termios import TIOCSWINSZ

import pytest


class Terminal:
    """A terminal in which `newscli browse` runs."""

    def __init__(self, columns, lines, **variables):
        self.written = ""
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            time.sleep(0.2)  # until the size is set
            environment = {**os.environ, "TERM": "xterm-256color", **variables}
            os.execve(sys.executable, [sys.executable, "-m", "newscli", "browse"], environment)
        self.resize(columns, lines)

    def resize(self, columns, lines):
        ioctl(self._file, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, keys):
        os.write(self._file, keys.encode())

    def wait_for(self, text, *, seconds=30):
        """Reads until the text was written since the last wait; False where it never was."""
        self.written = ""
        end = time.monotonic() + seconds
        while text not in self.written and time.monotonic() < end:
            self._read()
        return text in self.written

    def drawn(self):
        """What was written since the last wait, once nothing more is."""
        self.written = ""
        while self._has_more(1):
            self._read()
        return self.written

    def _has_more(self, seconds):
        return bool(select.select([self._file], [], [], seconds)[0])

    def _read(self):
        if self._has_more(0.2):
            try:
                self.written += os.read(self._file, 65536).decode("utf-8", "replace")
            except OSError:
                return False  # it has ended
        return True

    def end(self):
        """Reads to the end; the exit code."""
        while self._read():
            pass
        os.close(self._file)
        _, status = os.waitpid(self._pid, 0)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40), (160, 50)])
def test_it_opens_reads_is_resized_and_quits(columns, lines, demo):
    terminal = Terminal(columns, lines)

    assert terminal.wait_for("Colophon")
    terminal.type("\r")
    assert terminal.wait_for("Achterberg")
    terminal.drawn()
    for width in (60, 89, 90, 124, 125, 161):
        terminal.resize(width, lines)
        assert "Colophon" in terminal.drawn()
    terminal.type("q")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.written
    assert terminal.written.count("\x1b[?1049l") == 1  # the shell's screen is back


def test_no_color_leaves_no_colour(demo):
    terminal = Terminal(100, 30, NO_COLOR="1")

    assert terminal.wait_for("Colophon")
    terminal.type("q")
    terminal.end()
    assert "\x1b[34" not in terminal.written
    assert ";34;" not in terminal.written
    assert "38;" not in terminal.written
