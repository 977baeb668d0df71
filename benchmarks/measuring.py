"""One measured run of a client, rounds of them, and how they are told; for fetch.py."""

import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from feed_server import Site
from peers import Client

RUNS = ("cold", "again", "unchanged", "changed")


class Measurement(NamedTuple):
    """One run of one client; `stored` is how many articles it then holds, by source path."""

    client: str
    sources: int
    latency_ms: float
    round: int
    run: str
    wall_s: float
    cpu_s: float
    peak_mb: float
    requests: int
    not_modified: int
    unconditional: int
    exit_code: int
    articles: int
    stored: Counter[str]


def measure(
    site: Site, client: Client, home: Path, run: str, *, round_: int, latency_ms: float = 0
) -> Measurement:
    """Runs a client once; says on stderr what it took, and how it failed."""
    site.begin(is_changed=run == "changed", latency_ms=latency_ms)
    took = client.run(home)
    counts = site.counts()
    stored = client.stored(home)
    failed = f"; exit code {took.exit_code}: {took.last_words}" if took.exit_code else ""
    what = f"round {round_ + 1}, {latency_ms:g} ms, {run}, {client.name}"
    print(f"{what}: {took.wall_s:.2f} s, {took.cpu_s:.2f} CPU s{failed}", file=sys.stderr)
    return Measurement(
        client.name, len(site.served), latency_ms, round_, run,
        took.wall_s, took.cpu_s, took.peak_mb, *counts, took.exit_code, stored.total(), stored,
    )  # fmt: skip


def measure_round(
    site: Site, turns: Sequence[Client], runs: Sequence[str], *, round_: int, latency_ms: float
) -> Iterator[Measurement]:
    """The runs asked for, from empty homes; those before them are made too, but not told."""
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder, str(number)) for number in range(len(turns))]
        for client, home in zip(turns, homes, strict=True):
            home.mkdir()
            client.prepare(home, site.urls())
        for run in RUNS[: 1 + max(map(RUNS.index, runs))]:
            for client, home in zip(turns, homes, strict=True):
                made = measure(site, client, home, run, round_=round_, latency_ms=latency_ms)
                if run in runs:
                    yield made


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns, the first to the left and the others to the right."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        f"{line[0]:{widths[0]}}  " + "  ".join(map(str.rjust, line[1:], widths[1:]))
        for line in lines
    )


def median(made: Iterable[Measurement], field: str) -> float:
    """The median of one field."""
    return statistics.median(getattr(one, field) for one in made)


def ratio(made: Sequence[Measurement], to: Sequence[Measurement], field: str) -> float:
    """The median of a field's ratio within each round."""
    pairs = zip(made, to, strict=True)
    return statistics.median(getattr(one, field) / getattr(other, field) for one, other in pairs)
