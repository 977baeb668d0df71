"""Files and folders that only their user may read: what one follows and reads is private."""

import os
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Makes a folder that is missing, with those above it, each with mode 0700.

    Path.mkdir gives its mode to the last one only. Raises OSError.
    """
    if not folder.is_dir():
        if folder.parent != folder:
            make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def make_private(file: Path) -> None:
    """Makes an empty file with mode 0600, unless there is one. Raises OSError.

    SQLite gives a database's log and its index the mode of the database.
    """
    if not file.exists():
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def may_write(file: Path) -> bool:
    """True where a file, and its folder too, may be written to: SQLite keeps its log beside it."""
    real = file.resolve()
    return os.access(real, os.W_OK) and os.access(real.parent, os.W_OK)
