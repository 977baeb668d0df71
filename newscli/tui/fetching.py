"""A fetch beside the screen: the same as `newscli fetch`, watched by the last line."""

import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from newscli.commands import _fetching, _rules
from newscli.core.errors import LockedError, NewscliError
from newscli.core.report import Report
from newscli.invocation import Invocation
from newscli.storage import db, rules, sources


class Fetched(NamedTuple):
    """What a fetch came to, the seconds that it took, and what its rules could not do."""

    reports: Sequence[Report]
    seconds: float
    problems: Sequence[str] = ()


class State(NamedTuple):
    """How far a fetch is: sources done of all, new articles, failures, hosts being asked."""

    done: int
    total: int
    new: int
    failed: int
    hosts: Sequence[str]


class Watch:
    """The fetch pipeline's watcher: what the last line tells, until it is stopped."""

    def __init__(self) -> None:
        self.total = 0
        self.is_stopped = False
        self._lock = threading.Lock()
        self._asked: dict[str, str] = {}
        self._counts = Counter[str]()

    def started(self, url: str) -> None:
        """A source is being asked; called from any thread."""
        with self._lock:
            self._asked[url] = urlsplit(url).hostname or "this machine"

    def answered(self, url: str) -> None:
        """An article's page has come in, or will not."""
        with self._lock:
            self._asked.pop(url, None)

    def done(self, report: Report) -> None:
        """A source's outcome is known and stored. Ends the fetch by an error where it is stopped:
        what is stored stays."""
        with self._lock:
            self._asked.pop(report.url, None)
            self._counts.update(done=1, new=report.new, failed=int(report.is_failure))
        if self.is_stopped:
            raise NewscliError("the fetch was stopped")

    def state(self) -> State:
        """How far it is."""
        with self._lock:
            hosts = list(dict.fromkeys(self._asked.values()))
            counts = self._counts
            return State(counts["done"], self.total, counts["new"], counts["failed"], hosts)


def fetch(
    connection: sqlite3.Connection, run: Invocation, watch: Watch, *, now: int, is_forced: bool
) -> Fetched:
    """Asks the sources that are due. Raises LockedError while another fetch runs."""
    begun = time.monotonic()
    file = run.settings.paths.database
    lock = file.with_name(f"{file.name}.fetch-lock")
    with db.fetch_lock(lock, wait_s=0) as is_ours:
        if not is_ours:
            raise LockedError("another fetch is running")
        chosen = sources.to_fetch(connection, None)
        watch.total = len(chosen)
        newest = rules.newest_id(connection)
        with _fetching.connected(connection) as net:
            reports = _fetching.fetch(
                connection, net, chosen, now=now, is_forced=is_forced, watcher=watch
            )
        problems: list[str] = []
        # What commands print would stand amid the panes.
        with Path(os.devnull).open("wb") as nowhere:
            _rules.run_on_new(connection, newest, say=problems.append, output=nowhere.fileno())
    return Fetched(reports, time.monotonic() - begun, problems)
