"""Opening a damaged database to read what is left of it, without ever writing to it."""

import sqlite3
from pathlib import Path

from newscli.core.errors import DatabaseError
from newscli.core.text import clean_text
from newscli.storage import db, raw_pages


class UnreadableError(DatabaseError):
    """Nothing can be read of a file by way of SQLite."""


def open_damaged(file: Path, scratch: Path) -> sqlite3.Connection:
    """A connection to a damaged file that never writes to it; `scratch` is a name for a copy.

    Where the first hundred bytes are no database's, a copy with new ones is opened instead.
    Raises UnreadableError where no schema of ours can be read, DatabaseError for a newer one.
    """
    for path in (file, scratch):
        if path == scratch:
            _mend_header(file, scratch)
        connection = _open(path)
        try:
            known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'article'")
            is_ours = known.fetchone()[0] > 0
            version = db.version_of(connection)
        except db.UNREADABLE:
            connection.close()
            continue
        if is_ours and version <= db.VERSION:
            return connection
        connection.close()
        if version > db.VERSION:
            raise DatabaseError(
                f"{file}: made by a newer newscli (schema {version}); it was not touched"
            )
    raise UnreadableError(f"{file}: nothing in it can be read; it was not touched")


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10, isolation_level=None
    )
    connection.text_factory = _text
    # A file that is shorter than it says, and a schema with a fault, are read all the same.
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _text(sent: bytes) -> str:
    """A flipped bit can make a control of a letter; what is stored has none."""
    if b"\0" in sent:
        # None is ever stored: the text goes on where the file was cut off, or overwritten.
        raise sqlite3.DatabaseError("a text that is not whole")
    return clean_text(sent.decode("utf-8", "replace"))


def _mend_header(file: Path, scratch: Path) -> None:
    """Copies the file, with a header as ours have it; sqlite.org/fileformat.html, section 1.3."""
    from shutil import copyfile

    copyfile(file, scratch)
    scratch.chmod(0o600)
    with scratch.open("r+b") as copy:
        header = bytearray(copy.read(100).ljust(100, b"\0"))
        size = raw_pages.pages_of(copy).size
        pages = file.stat().st_size // size
        header[:24] = raw_pages.MAGIC + size.to_bytes(2) + bytes([1, 1, 0, 64, 32, 32])
        header[28:32] = pages.to_bytes(4)
        header[32:40] = bytes(8)  # no free pages
        header[44:48] = (4).to_bytes(4)
        header[48:60] = bytes(8) + (1).to_bytes(4)  # UTF-8
        header[64:68] = bytes(4)
        header[72:92] = bytes(20)
        header[92:96] = header[24:28]
        copy.seek(0)
        copy.write(header)
