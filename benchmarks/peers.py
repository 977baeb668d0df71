"""The readers that fetch.py measures: how each is set up, run, and asked what it stored."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

NEWSCLI: dict[str, str] = {"NEWSCLI_TRANSPORT": "httpx"}
"""The environment that chooses newscli's default transport."""

NEWSCLI_FAST: dict[str, str] = {"NEWSCLI_TRANSPORT": "curl"}
"""The environment that chooses its transport over pycurl; while empty, that is not measured."""

PEERS = ("newsboat", "sfeed", "reader")

# Starts the measured program from a process that is small: Linux counts the memory that a process
# had before exec among its peak, so whatever we hold would be in the figure. Its own is the floor.
_LAUNCHER = """
import os, sys, time
begun = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, usage = os.wait4(pid, 0)
wall_s = time.perf_counter() - begun
cpu_s = usage.ru_utime + usage.ru_stime
print(wall_s, cpu_s, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
_READER_ADD = """
import sys, reader
library = reader.make_reader(sys.argv[1])
for url in sys.stdin.read().split():
    library.add_feed(url)
"""
_READER_UPDATE = """
import sys, reader
reader.make_reader(sys.argv[1]).update_feeds(scheduled=False, workers=20)
"""


class Usage(NamedTuple):
    """What a run took; CPU is that of the process and all that it waited for.

    The peak is of the largest single process (ru_maxrss), not the sum of a tree; no less than 8 MB.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    exit_code: int
    last_words: str


class Client(NamedTuple):
    """A reader: `prepare` writes its settings and sources into an empty home.

    `stored` counts the articles in a home by the path of their source.
    """

    name: str
    prepare: Callable[[Path, Sequence[str]], None]
    command: Callable[[Path], list[str]]
    stored: Callable[[Path], Counter[str]]
    environment: Mapping[str, str] = {}

    def run(self, home: Path) -> Usage:
        """Fetches once."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, *self.command(home)],
            env=environment(home) | self.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        wall_s, cpu_s, peak_kb, exit_code = map(float, done.stdout.split())
        last_words = (done.stderr.strip().splitlines() or [""])[-1]
        return Usage(wall_s, cpu_s, peak_kb / 1024, int(exit_code), last_words)


def environment(home: Path) -> dict[str, str]:
    """The same for all: a home, a locale, no proxy, and bytecode cached as after any install."""
    unwanted = ("_PROXY", "NEWSCLI_", "PYTHONDONTWRITEBYTECODE", "XDG_")
    kept = {k: v for k, v in os.environ.items() if not any(name in k.upper() for name in unwanted)}
    return kept | {"HOME": str(home), "NEWSCLI_HOME": str(home), "LC_ALL": "C.UTF-8"}


def clients(names: Iterable[str], *, reader_python: str) -> Iterator[Client]:
    """newscli and those of the peers that are installed; says which are not."""
    yield newscli_client("newscli", NEWSCLI)
    if NEWSCLI_FAST and find_spec("pycurl"):
        yield newscli_client("newscli fast", NEWSCLI_FAST)
    peers = {
        "newsboat": (NEWSBOAT, "" if shutil.which("newsboat") else "not installed"),
        "sfeed": (SFEED, "" if shutil.which("sfeed_update") else "not installed"),
        "reader": (reader_client(reader_python), _why_no_reader(reader_python)),
    }
    for name in names:
        peer, problem = peers[name]
        if problem:
            print(f"{name} is skipped: {problem}", file=sys.stderr)
        else:
            yield peer


def _why_no_reader(python: str) -> str:
    """What keeps lemon24/reader from starting; "" if nothing does.

    3.26 with the dependencies of its day imports, but fails when the first feed is added.
    """
    probe = "import reader; reader.make_reader(':memory:').add_feed('http://127.0.0.1/')"
    done = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""


def newscli_client(name: str, settings: Mapping[str, str]) -> Client:
    """newscli with settings from the environment."""
    program = [sys.executable, "-m", "newscli"]

    def prepare(home: Path, urls: Sequence[str]) -> None:
        sources = home / "urls.txt"
        sources.write_text("".join(f"{url}\n" for url in urls))
        subprocess.run(
            [*program, "-q", "sources", "import", str(sources)],
            env=environment(home) | settings, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    return Client(
        name,
        prepare,
        lambda home: [*program, "fetch", "--force", "-q"],
        lambda home: _count(
            home / "news.db",
            "SELECT url, (SELECT count(*) FROM article WHERE source_id = source.id) FROM source",
        ),
        settings,
    )


def _prepare_newsboat(home: Path, urls: Sequence[str]) -> None:
    (home / "urls").write_text("".join(f"{url}\n" for url in urls))
    (home / "config").write_text(f'reload-threads 20\ncache-file "{home}/cache.db"\n')


NEWSBOAT = Client(
    "newsboat",
    _prepare_newsboat,
    lambda home: [
        "newsboat", "-q", "-u", f"{home}/urls", "-C", f"{home}/config", "-x", "reload"
    ],
    lambda home: _count(home / "cache.db", "SELECT feedurl, count(*) FROM rss_item GROUP BY 1"),
)  # fmt: skip


def _prepare_sfeed(home: Path, urls: Sequence[str]) -> None:
    # It makes a file of each name, with "_" for "/".
    feeds = "".join(f'feed "{urlsplit(url).path[1:]}" "{url}"\n' for url in urls)
    (home / "sfeedrc").write_text(f'sfeedpath="{home}/feeds"\nmaxjobs=16\nfeeds() {{\n{feeds}}}\n')


def _stored_by_sfeed(home: Path) -> Counter[str]:
    files = (home / "feeds").iterdir()
    return Counter({
        "/" + file.name.replace("_", "/", 1): file.read_bytes().count(b"\n") for file in files
    })  # fmt: skip


SFEED = Client(
    "sfeed",
    _prepare_sfeed,
    lambda home: ["sfeed_update", f"{home}/sfeedrc"],
    _stored_by_sfeed,
)


def reader_client(python: str) -> Client:
    """lemon24/reader in that interpreter."""

    def prepare(home: Path, urls: Sequence[str]) -> None:
        subprocess.run(
            [python, "-c", _READER_ADD, f"{home}/reader.db"],
            env=environment(home), input="\n".join(urls), text=True, check=True,
        )  # fmt: skip

    return Client(
        "reader",
        prepare,
        lambda home: [python, "-c", _READER_UPDATE, f"{home}/reader.db"],
        lambda home: _count(home / "reader.db", "SELECT feed, count(*) FROM entries GROUP BY 1"),
    )


def _count(database: Path, query: str) -> Counter[str]:
    """The rows of a query (URL, number) by the URL's path."""
    connection = sqlite3.connect(database)
    try:
        return Counter({urlsplit(url).path: number for url, number in connection.execute(query)})
    finally:
        connection.close()
