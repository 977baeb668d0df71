"""What each verb costs to start: CPU time as a ratio to `python -c pass`, in one run.

    python benchmarks/startup.py [--articles N] [--rounds N]

A database of 10,000 articles is made once. The commands run in turn, round by round, so that a
machine whose speed drifts drifts for all; medians are printed. CPU is user and system time of the
whole process. Terminal rows run under a pseudo-terminal of 100 columns.
"""

import argparse
import os
import pty
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from newscli.commands import _pages
from newscli.core.changes import Changes
from newscli.core.draft import Draft
from newscli.core.entry import Subscription
from newscli.storage import db, sources
from newscli.storage.writes import FetchStore

READ = 5000
NEWSCLI = [sys.executable, "-m", "newscli"]
PIPED = {
    "--version": ["--version"],
    "headlines": ["headlines"],
    "headlines --json": ["headlines", "--json"],
    "search --json": ["search", "--json", "sabotage"],
    "read --json": ["read", "--json", "--peek", str(READ)],
    "read (text)": ["read", "--peek", str(READ)],
    "related --json": ["related", "--json", str(READ)],
    "sources --json": ["sources", "list", "--json"],
    "mark read": ["mark", "read", "17"],
}
COMPLETED = {f"read 4<Tab> ({shell})": shell for shell in ("bash", "zsh", "fish")}
ON_TERMINAL = {
    "headlines (terminal)": ["headlines"],
    "search (terminal)": ["search", "sabotage"],
    "read (terminal)": ["read", "--peek", str(READ)],
}


def make_database(home: Path, articles: int) -> None:
    """Stores so many articles of about 2 kB, their words drawn by Zipf's law."""
    connection = db.connect(home / "news.db")
    now = int(time.time())
    dice = random.Random(1)
    words = [f"{a}{b}{c}" for a in ["ks", "nt", "br", "m"] for b in "aeiou" for c in "lrndt"]
    words += [f"{one}{two}" for one in words[:60] for two in words[:60]] + ["sabotage"]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    (source_id,) = sources.add(connection, [Subscription("https://bench.example")], now=now)
    store = FetchStore(connection)
    for begin in range(0, articles, 1000):
        drafts = [
            make_draft(number, dice.choices(words, weights, k=330), now)
            for number in range(begin, min(begin + 1000, articles))
        ]
        with store.batch():
            store.save_articles(source_id, Changes(tuple(drafts), ()), now=now)
    # As a fetch makes the newest, and the first read any other.
    _pages.make(connection, [READ])
    connection.close()


def make_draft(number: int, words: list[str], now: int) -> Draft:
    """An article of those words: a title and six paragraphs."""
    paragraphs = [" ".join(words[at : at + 55]) for at in range(0, len(words), 55)]
    return Draft(
        guid=str(number),
        url=f"https://bench.example/{number}",
        canonical_url=f"https://bench.example/{number}",
        title=" ".join(words[:9]),
        author=None,
        attribution=None,
        language="en",
        published_at=now - number * 60,
        updated_at=None,
        summary="",
        text="\n\n".join(paragraphs).encode(),
        words=len(words),
        digest=b"",
    )


def cpu_ms(spawn: Callable[[], int]) -> float:
    """CPU milliseconds, user and system, of the process that `spawn` starts."""
    _, status, usage = os.wait4(spawn(), 0)
    if status:
        raise SystemExit(f"a measured command failed with status {status}")
    return (usage.ru_utime + usage.ru_stime) * 1000


def piped(command: list[str], environment: Mapping[str, str]) -> Callable[[], int]:
    """Starts a command whose output goes to nothing."""

    def spawn() -> int:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        process.returncode = 0  # waited for by cpu_ms
        return process.pid

    return spawn


def on_terminal(command: list[str], environment: Mapping[str, str]) -> Callable[[], int]:
    """Starts a command under a pseudo-terminal, its output read and thrown away."""

    def spawn() -> int:
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe(command[0], command, dict(environment))
        try:
            while os.read(terminal, 65536):
                pass
        except OSError:
            os.close(terminal)  # the child closed its side
        return pid

    return spawn


def main() -> None:
    """Measures and prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=15)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_database(Path(folder), chosen.articles)
        # Bytecode is cached, as after any install; PAGER=cat, so that no pager is measured.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"NEWSCLI_HOME": folder, "PAGER": "cat", "COLUMNS": "100"}
        runs = {"python -c pass": piped([sys.executable, "-c", "pass"], environment)}
        for name, words in PIPED.items():
            runs[name] = piped([*NEWSCLI, *words], environment)
        for name, shell in COMPLETED.items():
            told = {**environment, "_NEWSCLI_COMPLETE": shell}
            runs[name] = piped([*NEWSCLI, "read", "4"], told)
        for name, words in ON_TERMINAL.items():
            runs[name] = on_terminal([*NEWSCLI, *words], environment)
        for spawn in runs.values():
            cpu_ms(spawn)
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(chosen.rounds):
            for name, spawn in runs.items():
                times[name].append(cpu_ms(spawn))
    bare = statistics.median(times["python -c pass"])
    print(f"{chosen.articles} articles, medians of {chosen.rounds} rounds")
    print(f"{'':24} {'CPU ms':>7} {'ratio':>6}")
    for name, found in times.items():
        print(f"{name:24} {statistics.median(found):7.1f} {statistics.median(found) / bare:6.1f}")


if __name__ == "__main__":
    main()
