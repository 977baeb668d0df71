"""The processes that read documents: how they are started and ended."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, NoReturn, cast

from newscli.commands._jobs import WORKER

_FILES = Path("/proc/self/fd")
_PIPE_BYTES = 1_048_576  # the most that Linux gives to anybody
# CREATE_NEW_PROCESS_GROUP and BELOW_NORMAL_PRIORITY_CLASS, which only Windows' subprocess names.
_WINDOWS_FLAGS = 0x200 | 0x4000


class _Copy:
    """A process that began as a copy of this one; so much of subprocess.Popen as is used.

    Whoever started this program may have told the system that nobody waits for its processes
    (SIGCHLD ignored): then they are gone once they have ended.
    """

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self._lock = threading.Lock()  # a timeout may end it while another thread does
        self._is_gone = False

    def kill(self) -> None:
        """Ends it at once. Its number may be another's once it is gone."""
        with self._lock, suppress(ProcessLookupError):
            if not self._is_gone:
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Waits for its end."""
        with self._lock, suppress(ChildProcessError):
            if not self._is_gone:
                self._is_gone = True
                os.waitpid(self.pid, 0)


Process = subprocess.Popen[bytes] | _Copy


def start_some(count: int) -> list[Process]:
    """Processes that wait for documents: on Linux copies of this one, which loads for them.

    Starting anew, each would take a fifth of a second to load and compile the same. Where there
    are threads, whose locks a copy would find closed for ever (fork(2)), each does start anew; so
    they do on macOS, whose own libraries forbid copies.
    """
    may_copy = sys.platform == "linux" and _FILES.is_dir() and threading.active_count() == 1
    if not may_copy:
        return [start() for _ in range(count)]
    from newscli.commands import _worker

    _worker.load()
    return [_copy() for _ in range(count)]


def _copy() -> Process:
    theirs_in, ours_in = os.pipe()
    ours_out, theirs_out = os.pipe()
    # Ctrl-C is for the fetch; until the copy has left its group, it would unwind what is ours.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pid = os.fork()
        if not pid:
            _be_a_reader(theirs_in, theirs_out)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(theirs_in)
    os.close(theirs_out)
    return _widened(_Copy(pid, os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")))


def _be_a_reader(documents: int, found: int) -> NoReturn:
    """Reads documents, and nothing else of what this process was before: it has no file of that.

    Whatever happens, nothing is written or ended on behalf of the process that it was.
    """
    try:
        import fcntl

        from newscli.commands import _worker

        os.setpgid(0, 0)
        nothing = os.open(os.devnull, os.O_RDWR)
        # Out of the way first: where this process had no input or output, they may have its place.
        files = [fcntl.fcntl(file, fcntl.F_DUPFD, 3) for file in (documents, found, nothing)]
        for number, file in enumerate(files):
            os.dup2(file, number)
        for link in list(_FILES.iterdir()):  # to the limit, closerange takes minutes on old systems
            if int(link.name) > 2:
                with suppress(OSError):
                    os.close(int(link.name))
        with open(0, "rb") as source, open(1, "wb") as sink:
            _worker.serve(source, sink)
    finally:
        os._exit(0)


def start() -> Process:
    """A process that waits for documents (_worker.py)."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    # -P: what lies in the user's current folder is not imported. A group of its own: Ctrl-C is
    # for the fetch, which then ends it.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        process_group=0 if os.name == "posix" else None,
        creationflags=0 if os.name == "posix" else _WINDOWS_FLAGS,
    )
    return _widened(process)


def end(process: Process) -> None:
    """Ends a process, whatever it is doing."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        # What was not sent to it goes with it.
        with suppress(OSError):
            cast("IO[bytes]", pipe).close()


def _widened(process: Process) -> Process:
    """Gives its pipes room for a whole feed, where the system lets us: a writer need not wait."""
    # Only Linux has such an option, and it may refuse.
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        for pipe in (process.stdin, process.stdout):
            fcntl.fcntl(cast("IO[bytes]", pipe), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return process
