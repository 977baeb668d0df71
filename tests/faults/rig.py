"""Feeds that grow, fetches in processes of their own, a reader beside them, and disks at fault."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.loopback import server

_WINDOW = 5  # entries that a feed shows: what is lost and older does not come back
_SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "hu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
)
_ARTICLES = "SELECT id, guid, title FROM article WHERE id > ? ORDER BY id"
_POLL_S = 0.005
# Root may write everywhere; without these two rights (capabilities(7)) it obeys modes as all do.
_OBEY = """
import ctypes, os, sys
for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    if ctypes.CDLL(None, use_errno=True).prctl(24, right, 0, 0, 0):  # PR_CAPBSET_DROP
        sys.exit("modes cannot be made to hold")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
_BOUNDED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
_SHIFTED = """
import sys, time
real, by = time.time, int(sys.argv[1])
time.time = lambda: real() + by
sys.argv = ["newscli", *sys.argv[2:]]
from newscli.__main__ import main
main()
"""


class Feeds:
    """Feeds at /0.xml, /1.xml and so on; each generation brings each of them one entry more."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.generation = 1

    def answer(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        """The feed at a path, as it is now."""
        number = path.strip("/").removesuffix(".xml")
        items = "".join(
            f"<item><guid>{_guid(number, entry)}</guid><title>Entry {entry} of {number}</title>"
            f"<description>News of the harbour. {_words(number, entry)}</description></item>"
            for entry in range(self.generation, max(0, self.generation - _WINDOW), -1)
        )
        feed = f"<rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>"
        return 200, feed.encode(), {}

    def guids(self) -> set[str]:
        """All entries that there ever were."""
        entries = range(1, self.generation + 1)
        return {_guid(str(number), entry) for number in range(self.count) for entry in entries}


@cache
def _words(number: str, entry: int) -> str:
    """Words of an entry's own, 150 of them: all alike, they would be one story."""
    chance = random.Random(_guid(number, entry))
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(150))


def _guid(number: str, entry: int) -> str:
    return f"feed-{number}-entry-{entry}"


class Outcome(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


class Home(NamedTuple):
    """A user's folder, and newscli run in it as a process of its own."""

    folder: Path

    @property
    def database(self) -> Path:
        """The database."""
        return self.folder / "news.db"

    def start(self, *words: str, under: Sequence[str] = ()) -> subprocess.Popen[str]:
        """A run of newscli that goes on, under one of the conditions below."""
        return subprocess.Popen(
            [sys.executable, *(under or PLAIN), *words],
            env={**os.environ, "NEWSCLI_HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, under: Sequence[str] = ()) -> Outcome:
        """A run of newscli that has ended."""
        process = self.start(*words, under=under)
        out, err = process.communicate(timeout=120)
        return Outcome(process.returncode, out, err)

    def articles(self) -> dict[int, tuple[str, str]]:
        """What the database holds: guid and title by id."""
        with closing(sqlite3.connect(self.database)) as connection:
            return {
                number: (guid, title) for number, guid, title in connection.execute(_ARTICLES, (0,))
            }

    def follow(self, site: str, count: int) -> None:
        """Subscribes to feeds of a site, without asking for them."""
        listed = self.folder / "feeds.txt"
        listed.write_text("".join(f"{site}/{number}.xml\n" for number in range(count)))
        done = self.run("sources", "import", str(listed))
        assert done.code == 0, done.err


PLAIN = ("-m", "newscli")
"""As everybody runs it."""


def obeying_modes() -> Sequence[str]:
    """Files and folders may do only what their modes say, for root too."""
    return ("-c", _OBEY, *PLAIN) if hasattr(os, "geteuid") and os.geteuid() == 0 else PLAIN


def with_files_up_to(size_bytes: int) -> Sequence[str]:
    """No file may grow beyond that: a full disk, as far as a process can tell."""
    return ("-c", _BOUNDED, str(size_bytes), *PLAIN)


def with_clock_off_by(seconds: int) -> Sequence[str]:
    """The machine's clock is wrong."""
    return ("-c", _SHIFTED, str(seconds))


class Reader(threading.Thread):
    """Looks at a database again and again, and notes all that it has seen: guid and title by id."""

    def __init__(self, file: Path) -> None:
        super().__init__(daemon=True)
        self._file = file
        self._ended = threading.Event()
        self.seen: dict[int, tuple[str, str]] = {}

    def run(self) -> None:
        """Looks until it is told to stop."""
        uri = f"{self._file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
            while not self._ended.wait(_POLL_S):
                last = max(self.seen, default=0)
                for number, guid, title in connection.execute(_ARTICLES, (last,)):
                    self.seen[number] = (guid, title)

    def stop(self) -> dict[int, tuple[str, str]]:
        """Ends; what it has seen."""
        self._ended.set()
        self.join()
        return self.seen


@contextmanager
def growing(count: int) -> Iterator[tuple[Feeds, str]]:
    """The feeds, served; and the address of their site."""
    feeds = Feeds(count)
    with server(feeds.answer) as site:
        yield feeds, site.url


def is_one_line(err: str) -> bool:
    """True for one error with at most one hint, as the contract has it."""
    lines = err.splitlines()
    return (
        0 < len(lines) <= 2
        and lines[0].startswith("newscli: ")
        and all(line.startswith("  try: ") for line in lines[1:])
    )
