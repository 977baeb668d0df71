"""What it costs to place a new article in its story, and to find what is related, by store size.

    python benchmarks/relate.py [--sizes 10000,100000,1000000] [--folder DIR]

The articles are made of words drawn by how common they are and of the dozen names of one event
among as many as there are articles by eight. Those of the last fourteen days are compared: a
twentieth of the store, at most 20,000, so that the larger stores are older, not busier. Then come
400 new ones in fetches of twenty; 60 articles drawn from them all are asked for what is related.
CPU milliseconds.
"""

import argparse
import itertools
import math
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from newscli.core.changes import Changes
from newscli.core.draft import Draft
from newscli.core.likeness import _common
from newscli.storage import db, related, waiting
from newscli.storage.writes import FetchStore

NOW = 1_790_000_000
_WORDS, _EVENT_WORDS, _OWN = 300, 12, 25
_NEW, _FETCH, _ASKED = 400, 20, 60
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]


class Maker:
    """Makes articles; the same ones for the same seed."""

    def __init__(self, events: int) -> None:
        self._rng = random.Random(1)
        known = sorted((word, weight) for word, weight in _common().items() if word.isascii())
        rare = ["".join(self._rng.choices(_SYLLABLES, k=3)) for _ in range(20_000)]
        self._vocabulary = [*(word for word, _ in known), *rare]
        odds = [*(math.exp(-weight) for _, weight in known), *([math.exp(-8)] * len(rare))]
        self._weights = list(itertools.accumulate(odds))
        self._events = events

    def draft(self, number: int) -> Draft:
        """An article of about 2 kB about one of the events."""
        event = random.Random(number * 7919 % self._events)
        names = ["".join(event.choices(_SYLLABLES, k=4)) for _ in range(_EVENT_WORDS)]
        words = self._rng.choices(self._vocabulary, cum_weights=self._weights, k=_WORDS)
        for at in self._rng.sample(range(_WORDS), _OWN):
            words[at] = self._rng.choice(names).capitalize()
        title = " ".join([*self._rng.sample(names, 4), *words[:4]]).capitalize()
        guid = f"https://site.example/{number}"
        return Draft(
            guid, guid, guid, title, b"", published_at=NOW, text=" ".join(words).encode(), words=300
        )


def fill(connection: sqlite3.Connection, maker: Maker, size: int) -> None:
    """Stores so many articles: most of them too old to be compared."""
    connection.execute("INSERT INTO source (url, added_at) VALUES ('https://site.example/', 0)")
    store = FetchStore(connection)
    compared = min(size // 20, 20_000)
    for begin in range(0, size, 500):
        drafts = [maker.draft(number) for number in range(begin, min(size, begin + 500))]
        is_old = begin < size - compared
        with store.batch():
            at = NOW - (10_000_000 if is_old else 86_400)
            store.save_articles(1, Changes(drafts, []), now=at)
        if is_old:
            connection.execute("UPDATE place SET is_due = 0 WHERE is_due = 1")
        else:
            waiting.settle(connection, waiting.between(connection, None, None))


def placing_ms(connection: sqlite3.Connection, maker: Maker, size: int) -> Iterator[float]:
    """The CPU time an article of each fetch."""
    for begin in range(size, size + _NEW, _FETCH):
        store = FetchStore(connection)
        drafts = [maker.draft(number) for number in range(begin, begin + _FETCH)]
        with store.batch():
            store.save_articles(1, Changes(drafts, []), now=NOW)
        began = time.process_time()
        waiting.settle(connection, waiting.between(connection, None, None))
        yield (time.process_time() - began) * 1000 / _FETCH


def related_ms(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[float]:
    """The CPU time of each question."""
    for number in ids:
        began = time.process_time()
        related.similar(connection, number, limit=10)
        yield (time.process_time() - began) * 1000


def main() -> None:
    """Prints a row a size, and by which power of the size each figure grows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--folder", type=Path, help="where the stores are made")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    rows = []
    print(f"{'articles':>10} {'place ms':>9} {'p95':>6} {'related ms':>11} {'p95':>6} {'MB':>7}")
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            connection = db.connect(Path(folder, "news.db"))
            connection.execute("PRAGMA synchronous = OFF")
            maker = Maker(size // 8)
            fill(connection, maker, size)
            placing = sorted(placing_ms(connection, maker, size))
            asked = random.Random(2).sample(range(1, size + _NEW), _ASKED)
            asking = sorted(related_ms(connection, asked))
            bytes_ = db.size_bytes(Path(folder, "news.db"))
            connection.close()
        row = (statistics.median(placing), statistics.median(asking))
        rows.append(row)
        p95 = [values[int(0.95 * len(values))] for values in (placing, asking)]
        print(f"{size:10,} {row[0]:9.2f} {p95[0]:6.2f}", end=" ")
        print(f"{row[1]:11.1f} {p95[1]:6.1f} {bytes_ / 1e6:7.0f}", flush=True)
    if len(sizes) > 1:
        span = math.log(sizes[-1] / sizes[0])
        powers = [math.log(rows[-1][n] / rows[0][n]) / span for n in (0, 1)]
        print(f"grows by the power of {powers[0]:.2f} (placing) and {powers[1]:.2f} (related)")


if __name__ == "__main__":
    main()
