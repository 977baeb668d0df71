"""The processes that read documents: how they are started and ended."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from newscli.commands._jobs import WORKER

_PIPE_BYTES = 1_048_576  # the most that Linux gives to anybody
# CREATE_NEW_PROCESS_GROUP and BELOW_NORMAL_PRIORITY_CLASS, which only Windows' subprocess names.
_WINDOWS_FLAGS = 0x200 | 0x4000


def start() -> "subprocess.Popen[bytes]":
    """A process that waits for documents (_worker.py)."""
    from newscli.commands._malloc import KEEP_MEMORY

    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    # -P: what lies in the user's current folder is not imported. A group of its own: Ctrl-C is
    # for the fetch, which then ends it.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, **KEEP_MEMORY},
        process_group=0 if os.name == "posix" else None,
        creationflags=0 if os.name == "posix" else _WINDOWS_FLAGS,
    )
    for pipe in (process.stdin, process.stdout):
        _widen(cast("IO[bytes]", pipe))
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process, whatever it is doing."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        # What was not sent to it goes with it.
        with suppress(OSError):
            cast("IO[bytes]", pipe).close()


def _widen(pipe: IO[bytes]) -> None:
    """Gives a pipe room for a whole feed, where the system lets us: its writer need not wait."""
    # Only Linux has such an option, and it may refuse.
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
