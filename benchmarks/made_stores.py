"""Stores of several sizes that are made once and kept, and newscli run over them as a process."""

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import made_articles

from newscli.storage import db


class Cost(NamedTuple):
    """What a process took: CPU is user and system; `peak_mb` its resident memory at most."""

    cpu_ms: float
    wall_ms: float
    peak_mb: float
    exit_code: int


class Built(NamedTuple):
    """What the first filling of a store took, from the first article to the last."""

    size: int
    cost: Cost
    size_mb: float


def home_of(folder: Path, size: int) -> Path:
    """The home of the store of that size."""
    return folder / str(size)


def build(folder: Path, corpus: Path | None, sizes: Sequence[int]) -> list[Built]:
    """Makes the stores that are not there yet, each in a process of its own; those it made."""
    made = []
    for size in sizes:
        home = home_of(folder, size)
        if (home / "news.db").exists():
            continue
        home.mkdir(parents=True, exist_ok=True)
        print(f"making {size:,} articles", file=sys.stderr)
        words = [sys.executable, __file__, str(home), str(size), str(corpus or "")]
        cost = run_process(words, os.environ)
        made.append(Built(size, cost, size_mb(home)))
    return made


def size_mb(home: Path) -> float:
    """The database's size on disk."""
    return db.size_bytes(home / "news.db") / 1e6


def newscli(home: Path, *words: str) -> Cost:
    """Runs newscli over a store; what it prints is read to its end and dropped."""
    environment = {**os.environ, "NEWSCLI_HOME": str(home)}
    return run_process([sys.executable, "-m", "newscli", *words], environment)


def run_process(words: Sequence[str], environment: "os._Environ[str] | dict[str, str]") -> Cost:
    """Runs a process, its output to nowhere."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        words, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu_ms = (used.ru_utime + used.ru_stime) * 1000
    unit = 1e6 if sys.platform == "darwin" else 1e3
    wall_ms = (time.perf_counter() - begun) * 1000
    return Cost(cpu_ms, wall_ms, used.ru_maxrss / unit, process.returncode)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of the others does not exceed."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The power of the size by which the values grow: the slope of their logarithms."""
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(max(value, 1e-3)) for value in values]
    ).slope


def main() -> None:
    """Makes one store: HOME SIZE CORPUS."""
    home, size, corpus = sys.argv[1:4]
    connection = db.connect(Path(home, "news.db"))
    made_articles.fill(connection, Path(corpus) if corpus else None, int(size))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


if __name__ == "__main__":
    main()
