"""A simulated week: 200 sources of varied rhythm, asked by schedule or every quarter of an hour.

    python benchmarks/week.py [--mix usual|wires|blogs] [--seeds 1,2,3]

No network and no waiting: a clock made of numbers. Each source has had four weeks of history, of
which its feed shows the newest 30 entries. Then, for a week, cron runs every quarter of an hour and
asks the sources that core/rhythm.py thinks worth asking; each request sees what was published
since, and the rhythm is learnt anew. Printed, for each kind of source: requests, how many times
fewer than at every run, and how much of the week's news was seen within the hour.
"""

import argparse
import random
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core import rhythm

HOUR, DAY = 3600, 86_400
RUN_S = 900
START = 1_794_787_200  # Monday 16 Nov 2026, 00:00 UTC
SHOWN = 30


class Kind(NamedTuple):
    """Sources of a kind: articles a day, the hours that have them, and the weekdays."""

    name: str
    per_day: tuple[float, float]
    hours: str
    weekend: float


WIRE = Kind("wire", (40, 80), "all day", 0.7)
PAPER = Kind("newspaper", (10, 30), "day", 0.6)
DAILY = Kind("daily blog", (0.7, 2), "habit", 0.5)
WEEKLY = Kind("weekly", (0.1, 0.3), "habit", 1.0)
RARE = Kind("rare", (0.01, 0.05), "day", 1.0)
MIXES = {
    "usual": {WIRE: 16, PAPER: 44, DAILY: 60, WEEKLY: 50, RARE: 30},
    "wires": {WIRE: 60, PAPER: 80, DAILY: 30, WEEKLY: 20, RARE: 10},
    "blogs": {WIRE: 2, PAPER: 8, DAILY: 80, WEEKLY: 60, RARE: 50},
}


class Outcome(NamedTuple):
    """What a week brought for one source; delays in seconds, one an article."""

    kind: str
    requests: int
    delays: tuple[int, ...]


def published(kind: Kind, chance: random.Random) -> list[int]:
    """When a source published, from four weeks before the week to its end."""
    per_day = chance.uniform(*kind.per_day)
    opens, habit = chance.randrange(24), chance.randrange(24)
    times: list[int] = []
    for day in range(-28, 7):
        is_weekend = (day % 7) > 4
        expected = per_day * (kind.weekend if is_weekend else 1.0)
        for _ in range(_poisson(expected, chance)):
            times.append(START + day * DAY + _second(kind, opens, habit, chance))
    return sorted(times)


def _second(kind: Kind, opens: int, habit: int, chance: random.Random) -> int:
    if kind.hours == "habit":
        return int(chance.gauss(habit * HOUR, 0.7 * HOUR)) % DAY
    if kind.hours == "day" and chance.random() < 0.95:  # sixteen hours of the day have most of it
        return (opens * HOUR + chance.randrange(16 * HOUR)) % DAY
    return chance.randrange(DAY)


def _poisson(expected: float, chance: random.Random) -> int:
    number, left = 0, chance.expovariate(1.0)
    while left < expected:
        number += 1
        left += chance.expovariate(1.0)
    return number


def week_of(kind: Kind, chance: random.Random) -> Outcome:
    """Asks one source for a week, by its rhythm."""
    times = published(kind, chance)
    seen = bisect_right(times, START)
    held = times[max(seen - SHOWN, 0) : seen]
    due = rhythm.next_time(rhythm.learn(held, now=START), asked_at=START)
    requests, delays = 0, []
    for now in range(START + chance.randrange(RUN_S), START + 7 * DAY, RUN_S):
        if now < due:
            continue
        requests += 1
        fresh = times[seen : bisect_right(times, now)]
        seen += len(fresh)
        delays += [now - at for at in fresh]
        held = [*held, *fresh][-100:]
        learnt = rhythm.learn(held, now=now)
        kept = rhythm.decode(rhythm.encode(learnt)) if learnt else None
        due = rhythm.next_time(kept, asked_at=now)
    delays += [START + 7 * DAY - at + DAY for at in times[seen:] if at < START + 7 * DAY - HOUR]
    return Outcome(kind.name, requests, tuple(delays))


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    """One line of the table."""
    delays = sorted(delay for outcome in outcomes for delay in outcome.delays)
    requests = sum(outcome.requests for outcome in outcomes)
    every_run = len(outcomes) * 7 * DAY // RUN_S
    within = sum(1 for delay in delays if delay <= HOUR) / len(delays) if delays else 1.0
    half, most = (_quantile(delays, part) / HOUR for part in (0.5, 0.95))
    return (
        f"{name:12} {len(outcomes):>7} {len(delays):>8} {requests:>8} {every_run / requests:>7.1f}x"
        f" {within:>8.1%} {half:>8.1f} {most:>8.1f}"
    )


def _quantile(delays: Sequence[int], part: float) -> float:
    return delays[int(len(delays) * part)] if delays else 0


def main() -> None:
    """Prints a table for each seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mix", choices=MIXES, default="usual")
    parser.add_argument("--seeds", default="1,2,3")
    options = parser.parse_args()
    for seed in options.seeds.split(","):
        chance = random.Random(int(seed))
        outcomes = [
            week_of(kind, chance)
            for kind, number in MIXES[options.mix].items()
            for _ in range(number)
        ]
        print(f"mix {options.mix}, seed {seed}")
        print("kind         sources articles requests   fewer  in 1 h   half h   95% h")
        for kind in MIXES[options.mix]:
            print(row(kind.name, [one for one in outcomes if one.kind == kind.name]))
        print(row("all", outcomes), end="\n\n")


if __name__ == "__main__":
    main()
