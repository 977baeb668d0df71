"""Writing a result where -o says: to a file, whole or not at all, or to stdout."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from newscli.core.errors import UsageError


def write_all(target: str, pieces: Iterable[str]) -> None:
    """Writes a text in pieces; "-" is stdout. A file is replaced only once the new is complete.

    Raises UsageError when it cannot be written.
    """
    if target == "-":
        sys.stdout.writelines(pieces)
    else:
        _replace(target, (piece.encode() for piece in pieces))


def write_bytes(target: str, content: bytes) -> None:
    """Writes bytes as `write_all` does a text. Raises UsageError when they cannot be written."""
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        _replace(target, [content])


def _replace(target: str, pieces: Iterable[bytes]) -> None:
    path = Path(target).expanduser()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    finally:
        part.unlink(missing_ok=True)
