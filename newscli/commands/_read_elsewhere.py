"""What was read in another reader, marked here as well."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from newscli.core.errors import UsageError
from newscli.core.text import clean_text
from newscli.core.urls import canonical_url
from newscli.storage import marks, newsboat
from newscli.storage.newsboat import State
from newscli.storage.reads import Filter


class Taken(NamedTuple):
    """How many articles were marked as read and starred now, and how many we do not hold."""

    read: int = 0
    starred: int = 0
    unknown: int = 0


def take(connection: sqlite3.Connection, files: Sequence[str], *, now: int) -> Taken:
    """Marks what the files call read: newsboat's cache.db, or a list of addresses (sfeed).

    Raises UsageError and DatabaseError for files that are neither.
    """
    found = newsboat.held(connection, [state for name in files for state in _states(name)])
    read = [number for state, ids in found if state.is_read for number in ids]
    starred = [number for state, ids in found if state.is_starred for number in ids]
    return Taken(
        _mark(connection, "read", read, now=now),
        _mark(connection, "star", starred, now=now),
        sum(1 for _, ids in found if not ids),
    )


def _mark(connection: sqlite3.Connection, name: str, ids: Sequence[int], *, now: int) -> int:
    return marks.mark(connection, name, ids=ids, chosen=Filter(), now=now).changed


def _states(name: str) -> list[State]:
    file = Path(name).expanduser()
    try:
        with file.open("rb") as opened:
            if opened.read(len(newsboat.MAGIC)) == newsboat.MAGIC:
                return newsboat.states(file)
            opened.seek(0)
            text = clean_text(opened.read().decode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"{file}: {(error.strerror or str(error)).lower()}") from None
    urls = [line.split()[0] for line in text.splitlines() if line.strip()]
    if not any(canonical_url(url) for url in urls):
        raise UsageError(
            f"{file}: no address in it; it can be newsboat's cache.db, or a URL a line",
            hint="newscli help from-newsboat",
        )
    return [State("", url, "", is_read=True, is_starred=False) for url in urls]
