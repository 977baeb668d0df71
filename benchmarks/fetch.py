"""What fetching costs beside other readers, and how it grows: wall, CPU, memory, articles stored.

    python benchmarks/fetch.py [FOLDER] [--sources 1000] [--rounds 3] [--latency 0,50]
    python benchmarks/fetch.py [FOLDER] --growth 100,1000,10000       # newscli alone
    python benchmarks/fetch.py [FOLDER] --history 6000,200000         # newscli alone

FOLDER is as for agreement.py: ../shared/corpus unless said, newscli's demo feeds where that is
missing. Each round gives every client an empty home and makes these runs, the clients taking turns:

- cold: nothing is stored yet
- again: straight after. newsboat sends no validators then: it keeps those of feeds it knew before
- unchanged: once more; nothing is new
- changed: a tenth of the sources have one new entry

Ratios are to newsboat (or the first peer there is): the median over rounds of the ratio within a
round. CPU is user and system time of the whole process tree. A peak is that of the largest single
process, so sfeed's, which is many, says little. The server is a process of its own but shares the
machine: without latency, a wall may be the server's. Exit code 1: newscli stored fewer articles of
a source than feedparser finds in it.
"""

import argparse
import compileall
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from agreement import expected
from feed_copies import DEMO, changing, with_new_entry
from feed_server import Site, serving
from fetch_growth import measure_growth, measure_history
from measuring import RUNS, Measurement, measure_round, median, ratio, table
from peers import PEERS, clients

import newscli

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


class Finds:
    """How many articles feedparser finds at each path, before and after the change."""

    def __init__(self, site: Site) -> None:
        self.served = site.served
        before = {name: len(set(expected(body))) for name, body in site.feeds.items()}
        tenth = changing(site.feeds, site.served)
        edited = {name: with_new_entry(site.feeds[name]) or b"" for name in tenth.values()}
        after = {name: len(set(expected(body))) for name, body in edited.items()}
        self.before = Counter({path: before[name] for path, name in site.served.items()})
        self.after = self.before | Counter({path: after[name] for path, name in tenth.items()})

    def differences(self, stored: Counter[str], wanted: Counter[str]) -> str:
        """The feeds of which another number is stored, the largest difference first; "" if none."""
        off = Counter[str]()
        for path, name in self.served.items():
            off[name] += stored[path] - wanted[path]
        worst = sorted((name for name in off if off[name]), key=lambda name: -abs(off[name]))
        more = f", and {len(worst) - 5} feeds more" if len(worst) > 5 else ""
        return ", ".join(f"{off[name]:+,} {name}" for name in worst[:5]) + more

    def lacking(self, made: Measurement) -> str:
        """The feeds of which a client stored fewer articles than feedparser finds."""
        wanted = self.after if made.run == "changed" else self.before
        return self.differences(made.stored & wanted, wanted)

    def text(self, made: Sequence[Measurement]) -> str:
        """What all clients stored in one run of one round, and where they differ."""
        wanted = self.after if made[0].run == "changed" else self.before
        ours = next(one for one in made if one.client == "newscli")
        totals = "".join(f"{one.client} {one.articles:,}, " for one in made)
        lines = [f"stored: {totals}feedparser finds {wanted.total():,}"]
        if lacking := self.lacking(ours):
            lines.append(f"  newscli LACKS what feedparser finds: {lacking}")
        for one in made:
            if differing := self.differences(one.stored, ours.stored):
                lines.append(f"  {one.client} against newscli: {differing}")
        return "\n".join(lines)


def comparison_table(made: Sequence[Measurement], readers: Sequence[str], reference: str) -> str:
    """A row a client, of one run at one latency."""
    head = ["wall s", "CPU s", "peak MB", "articles", "requests", "304s", "unconditional"]
    own = {name: [one for one in made if one.client == name] for name in readers}
    rows = [
        [
            name, f"{median(own[name], 'wall_s'):.2f}", f"{median(own[name], 'cpu_s'):.2f}",
            f"{median(own[name], 'peak_mb'):.0f}",
            *(
                f"{median(own[name], field):,.0f}"
                for field in ["articles", "requests", "not_modified", "unconditional"]
            ),
            *(
                f"{ratio(own[name], own[reference], field):.2f}"
                for field in ["wall_s", "cpu_s", "peak_mb"]
            ),
        ]
        for name in readers
    ]  # fmt: skip
    return table(["", *head, "wall ratio", "CPU ratio", "memory ratio"], rows)


def show_comparison(finds: Finds, made: Sequence[Measurement], readers: Sequence[str]) -> None:
    """Prints a table for each latency and run, and below it what was stored."""
    rounds = 1 + made[-1].round
    made = sorted(made, key=lambda one: readers.index(one.client))
    peers = [name for name in readers if not name.startswith("newscli")]
    reference = "newsboat" if "newsboat" in peers else [*peers, *readers][0]
    print(f"{made[0].sources:,} sources, medians of {rounds} rounds; ratios are to {reference}")
    for latency_ms, run in sorted({(one.latency_ms, RUNS.index(one.run)) for one in made}):
        group = [one for one in made if (one.latency_ms, one.run) == (latency_ms, RUNS[run])]
        print(f"\n{RUNS[run]}, answers after {latency_ms:g} ms")
        print(comparison_table(group, readers, reference))
        # Rounds hardly ever differ in what is stored; where they do, each is told.
        of_rounds = [[one for one in group if one.round == number] for number in range(rounds)]
        print(*dict.fromkeys(map(finds.text, of_rounds)), sep="\n")


def compare(options: argparse.Namespace) -> tuple[list[Measurement], bool]:
    """newscli beside its peers; False when it lacks an article."""
    readers = list(clients(options.peers, reader_python=options.reader_python))
    with serving(options.folder, options.sources) as site:
        made = [
            one
            for round_ in range(options.rounds)
            for latency_ms in options.latency
            for one in measure_round(
                site,
                [*readers[round_ % len(readers) :], *readers[: round_ % len(readers)]],
                options.runs,
                round_=round_,
                latency_ms=latency_ms,
            )
        ]
    finds = Finds(site)
    if not options.json:
        show_comparison(finds, made, [client.name for client in readers])
    ours = (one for one in made if one.client.startswith("newscli"))
    return made, not any(map(finds.lacking, ours))


def listed(kind: Callable[[str], object]) -> Callable[[str], list[object]]:
    """What argparse needs to take values of a kind, joined by commas."""

    def values(text: str) -> list[object]:
        return [kind(word) for word in text.split(",") if word]

    values.__name__ = f"list of {kind.__name__}"
    return values


def one_of(*names: str) -> Callable[[str], str]:
    """What argparse needs to take one of these names."""

    def name(text: str) -> str:
        if text not in names:
            raise argparse.ArgumentTypeError(f"{text} is none of {', '.join(names)}")
        return text

    return name


def main() -> int:
    """Measures and prints; 1 when newscli lacks an article."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = options.add_argument
    add("folder", nargs="?", default=str(CORPUS) if CORPUS.is_dir() else DEMO)
    add("--sources", type=int, default=1000)
    add("--rounds", type=int, default=3)
    add("--latency", type=listed(float), default=[0.0, 50.0], help="medians, in ms")
    add("--runs", type=listed(one_of(*RUNS)), default=["cold", "unchanged", "changed"])
    add("--peers", type=listed(one_of(*PEERS)), default=list(PEERS))
    add("--reader-python", default=sys.executable, help="an interpreter that has lemon24/reader")
    add("--growth", type=listed(int), metavar="SOURCES,...", help="newscli with so many sources")
    add("--history", type=listed(int), metavar="ARTICLES,...", help="newscli with so many stored")
    add("--json", action="store_true", help="the raw figures of every run, and no table")
    chosen = options.parse_args()
    # Bytecode is cached, as after any install.
    compileall.compile_dir(Path(newscli.__file__).parent, quiet=2)
    is_whole = True
    if chosen.growth:
        made = measure_growth(chosen)
    elif chosen.history:
        made = measure_history(chosen)
    else:
        made, is_whole = compare(chosen)
    if chosen.json:
        rows = [one._asdict() for one in made]
        print(json.dumps([{k: v for k, v in row.items() if k != "stored"} for row in rows]))
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
