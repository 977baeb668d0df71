"""Writing a result where -o says: to a file, whole or not at all, or to stdout."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from newscli.core.errors import UsageError
from newscli.core.text import printable

_PRIVATE = 0o600


def write_all(target: str, pieces: Iterable[str]) -> None:
    """Writes a text in pieces; "-" is stdout. A file is replaced only once the new is complete.

    A new file is its user's alone, an old one keeps its mode, and a link leads to what it did.
    What is no file, such as /dev/null or a pipe, is written to and stays what it is.
    Raises UsageError when it cannot be written.
    """
    if target == "-":
        sys.stdout.writelines(map(printable, pieces))
    else:
        _write(target, (printable(piece).encode() for piece in pieces))


def write_bytes(target: str, content: bytes) -> None:
    """Writes bytes as `write_all` does a text. Raises UsageError when they cannot be written."""
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        _write(target, [content])


def _write(target: str, pieces: Iterable[bytes]) -> None:
    path = Path(target).expanduser()
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(pieces)
        else:
            _replace(path.resolve(), pieces)
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    mode = path.stat().st_mode & 0o777 if path.exists() else _PRIVATE
    try:
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with open(number, "wb") as file:  # noqa: PTH123
            file.writelines(pieces)
        part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
