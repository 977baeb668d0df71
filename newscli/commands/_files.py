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
        return
    path = Path(target).expanduser()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    finally:
        part.unlink(missing_ok=True)
