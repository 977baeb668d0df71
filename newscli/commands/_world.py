"""The demo profile's world: its sources exist only while newscli serves them itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from newscli.demo import server
from newscli.storage import sources


@contextmanager
def serve(connection: sqlite3.Connection) -> Iterator[str]:
    """The proxy through which the demo's outlets answer; as they stood when the demo was made."""
    anchor = min(source.added_at for source in sources.all_sources(connection))
    with server.serve(anchor, edited=True) as proxy:
        yield proxy
