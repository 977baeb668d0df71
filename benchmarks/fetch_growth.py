"""How the cost of newscli's own fetch grows, with sources and with history; for fetch.py."""

import argparse
import math
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from feed_copies import load_feeds
from feed_server import serving
from measuring import Measurement, measure, measure_round, median, ratio, table
from peers import NEWSCLI, newscli_client

SMALL_BYTES = 100_000
HISTORY_SOURCES = 200


def measure_growth(options: argparse.Namespace) -> list[Measurement]:
    """Cold and unchanged runs with ever more sources, of small feeds where many are needed."""
    sizes: list[int] = options.growth
    is_many = max(sizes) > len(load_feeds(options.folder, max_bytes=sys.maxsize))
    max_bytes = SMALL_BYTES if is_many else sys.maxsize
    client = newscli_client("newscli", NEWSCLI)
    with serving(options.folder, max(sizes), max_bytes=max_bytes) as site:
        made = [
            one
            for round_ in range(options.rounds)
            for size in sizes
            for one in measure_round(
                site._replace(served=dict(islice(site.served.items(), size))),
                [client],
                ["cold", "unchanged"],
                round_=round_,
                latency_ms=0,
            )
        ]
    if not options.json:
        print(f"medians of {options.rounds} rounds" + "; feeds below 100 kB only" * is_many)
        for run in ["cold", "unchanged"]:
            show_growth(run, sizes, [one for one in made if one.run == run])
    return made


def show_growth(run: str, sizes: Sequence[int], made: Sequence[Measurement]) -> None:
    """Prints a row a size, and the exponent of CPU over sources."""
    own = {size: [one for one in made if one.sources == size] for size in sizes}
    base = 1000 if 1000 in sizes else min(sizes)
    rows = [
        [
            f"{size:,}",
            f"{median(own[size], 'articles'):,.0f}",
            f"{median(own[size], 'wall_s'):.2f}",
            f"{median(own[size], 'cpu_s'):.2f}",
            f"{median(own[size], 'peak_mb'):.0f}",
            f"{median(own[size], 'peak_mb') / median(own[base], 'peak_mb'):.2f}",
        ]
        for size in sizes
    ]
    print(f"\n{run}")
    print(table(["sources", "articles", "wall s", "CPU s", "peak MB", f"to {base:,}"], rows))
    if len(sizes) > 1:
        logarithms = [math.log(median(own[size], "cpu_s")) for size in sizes]
        slope = statistics.linear_regression([math.log(size) for size in sizes], logarithms).slope
        print(f"CPU grows as sources to the power of {slope:.2f}")


def measure_history(options: argparse.Namespace) -> list[Measurement]:
    """Refreshes that find nothing, of the same sources, beside ever more articles of others."""
    client = newscli_client("newscli", NEWSCLI)
    sizes: list[int] = sorted(options.history)
    made: dict[int, list[Measurement]] = {size: [] for size in sizes}
    with (
        serving(options.folder, HISTORY_SOURCES, max_bytes=SMALL_BYTES) as site,
        tempfile.TemporaryDirectory() as folder,
    ):
        fetched = Path(folder, "fetched")
        fetched.mkdir()
        client.prepare(fetched, site.urls())
        client.run(fetched)
        for size in sizes:
            shutil.copytree(fetched, Path(folder, str(size)))
            add_history(Path(folder, str(size), "news.db"), size)
        for round_ in range(options.rounds):
            for size, own in made.items():
                home = Path(folder, str(size))
                own.append(measure(site, client, home, "unchanged", round_=round_))
    if not options.json:
        show_history(made)
    return [one for own in made.values() for one in own]


def show_history(made: dict[int, list[Measurement]]) -> None:
    """Prints a row a size, and CPU as ratio to the smallest."""
    print(f"unchanged, {HISTORY_SOURCES} sources of small feeds, beside articles of others")
    first = next(iter(made.values()))
    rows = [
        [
            f"{size:,}",
            f"{median(own, 'articles'):,.0f}",
            f"{median(own, 'wall_s'):.2f}",
            f"{median(own, 'cpu_s'):.2f}",
            f"{median(own, 'peak_mb'):.0f}",
            f"{ratio(own, first, 'cpu_s'):.2f}",
        ]
        for size, own in made.items()
    ]
    print(table(["others", "articles", "wall s", "CPU s", "peak MB", "CPU ratio"], rows))


def add_history(database: Path, articles: int) -> None:
    """Copies the stored articles so often to new, disabled sources that so many are added."""
    connection = sqlite3.connect(database)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(article)")]
    columns.remove("id")
    # No two are at one address, as no two are in a real history.
    other = {"source_id": "?1", "guid": "guid || id || '#' || ?1"}
    other["canonical_url"] = "canonical_url || '/' || id || '/' || ?1"
    copied = ", ".join(other.get(name, name) for name in columns)
    (newest,) = connection.execute("SELECT max(id) FROM article").fetchone()
    while articles > 0:
        source = connection.execute(
            "INSERT INTO source (url, added_at, disabled_at) "
            "SELECT 'http://127.0.0.1:1/' || count(*), 0, 0 FROM source"
        )
        added = connection.execute(
            f"INSERT INTO article ({', '.join(columns)}) "
            f"SELECT {copied} FROM article WHERE id <= ?2 LIMIT ?3",
            [source.lastrowid, newest, articles],
        )
        articles -= added.rowcount
        connection.commit()
    connection.close()
