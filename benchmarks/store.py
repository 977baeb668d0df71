"""The store at several sizes: filling it, listing, counting, marking, pruning; memory and growth.

    python benchmarks/store.py HOMES [--corpus FOLDER] [--sizes 10000 100000 1000000] [--rounds 3]

HOMES keeps the stores, as benchmarks/search.py does; those that are missing are made and their
filling is measured. The other figures are whole processes of newscli, CPU in milliseconds. Marking
is taken back; pruning deletes the oldest hundredth of what is left.
"""

import argparse
import sqlite3
import statistics
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from made_stores import Built, build, exponent, home_of, newscli, size_mb
from measuring import table

MARKED = 10_000


def measure(home: Path, rounds: int) -> dict[str, float]:
    """CPU ms by what was done; medians, but for what can be done once."""
    verbs = {
        "headlines": ["headlines", "--json"],
        "headlines --unread": ["headlines", "--unread", "--json"],
        "headlines --source": ["headlines", "--source", "50", "--json"],
        "read": ["read", "7", "--json"],
        "db info": ["db", "info", "--json"],
    }
    found = {
        name: statistics.median(_cpu_ms(home, *words) for _ in range(rounds))
        for name, words in verbs.items()
    }
    ids = f"1-{MARKED}"
    _cpu_ms(home, "mark", "unread", ids)
    found["mark 10,000 read"] = _cpu_ms(home, "mark", "read", ids)
    found["mark undo"] = _cpu_ms(home, "mark", "undo")
    _cpu_ms(home, "mark", "undo")
    keep = _oldest_hundredth(home)
    found["prune, dry run"] = _cpu_ms(home, "db", "prune", "--keep", keep, "--dry-run")
    before = _count(home)
    took = _cpu_ms(home, "db", "prune", "--keep", keep)
    found["prune 1,000"] = took / max(before - _count(home), 1) * 1000
    return found


def _cpu_ms(home: Path, *words: str) -> float:
    cost = newscli(home, *words)
    if cost.exit_code:
        print(f"newscli {' '.join(words)}: exit code {cost.exit_code}", file=sys.stderr)
    return cost.cpu_ms


def _count(home: Path) -> int:
    with closing(sqlite3.connect(home / "news.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])


def _oldest_hundredth(home: Path) -> str:
    """A date before which one article in a hundred is."""
    with closing(sqlite3.connect(home / "news.db")) as connection:
        (time,) = connection.execute(
            "SELECT sort_at FROM article ORDER BY sort_at LIMIT 1 OFFSET ?", (_count(home) // 100,)
        ).fetchone()
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def show_built(built: list[Built]) -> None:
    """Prints what filling took."""
    rows = [
        [
            f"{one.size:,}",
            f"{one.cost.cpu_ms / 1000:.1f}",
            f"{one.cost.cpu_ms * 1000 / one.size:.0f}",
            f"{one.cost.peak_mb:.0f}",
            f"{one.size_mb:,.0f}",
        ]
        for one in built
    ]
    print(table(["filled", "CPU s", "µs an article", "peak MB", "file MB"], rows))
    if built[1:]:
        sizes = [one.size for one in built]
        print(f"CPU grows by n^{exponent(sizes, [one.cost.cpu_ms for one in built]):.2f}")
    print()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("homes", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    built = build(options.homes, options.corpus, options.sizes)
    if built:
        show_built(built)
    homes = [home_of(options.homes, size) for size in options.sizes]
    costs = [measure(home, options.rounds) for home in homes]
    rows = [
        [
            name,
            *(f"{cost[name]:.0f}" for cost in costs),
            f"n^{exponent(options.sizes, [cost[name] for cost in costs]):.2f}" if costs[1:] else "",
        ]
        for name in costs[0]
    ]
    print(table(["CPU ms", *(f"{size:,}" for size in options.sizes), "grows by"], rows))
    print("file MB: " + ", ".join(f"{size_mb(home):,.0f}" for home in homes))


if __name__ == "__main__":
    main()
