"""What newscli keeps through kills, full and read-only disks, damage and a wrong clock.

    python benchmarks/faults.py                          # 200 kills: half an hour
    python benchmarks/faults.py --kills 20 --damaged 20

Each kill is a `kill -9` at a random moment of a fetch of 200 sources over the loopback, while a
reader looks at the database. Then the file is checked, all that the reader saw must be there with
its id and title, and the next fetch must complete with every entry once. The disk that fills up is
a tmpfs where one may be mounted (Linux, root), else a limit on the size of files. Ends with 1 where
anything was lost or said otherwise than the contract has it.
"""

import argparse
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from measuring import table

from newscli.storage import check, db
from tests.faults.rig import (
    Feeds,
    Home,
    Outcome,
    Reader,
    growing,
    is_one_line,
    obeying_modes,
    with_clock_off_by,
    with_files_up_to,
)

SOURCES = 200
_ENTRIES = 5  # that are new in each feed at each fetch, so that it stores more than one batch
_ROUNDS_A_HOME = 5


class Row(NamedTuple):
    """One fault, how often it was tried, what was found, and whether that is as promised."""

    fault: str
    tries: int
    exits: str
    found: str
    is_good: bool


def problems(home: Home) -> list[str]:
    """What is wrong with the database."""
    with closing(db.connect(home.database)) as connection:
        return check.problems(connection)


class Kills:
    """Fetches that are killed, and what came of them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.killed = self.seen = self.lost = self.unsound = self.incomplete = self.stored = (
            self.partly
        ) = 0
        self.exits: Counter[int] = Counter()
        self.moments: list[float] = []

    def run(self, kills: int) -> Row:
        """Kills that many fetches, every five in a new home."""
        while self.killed < kills:
            with tempfile.TemporaryDirectory() as folder, growing(SOURCES) as (feeds, site):
                home = Home(Path(folder))
                home.follow(site, SOURCES)
                self._rounds(home, feeds, min(_ROUNDS_A_HOME, kills - self.killed))
        return Row(
            f"kill -9 in a fetch of {SOURCES} sources",
            kills,
            _told(self.exits),
            f"{self.lost} of {self.seen:,} seen articles lost; {self.unsound} files unsound; "
            f"{self.incomplete} next fetches incomplete; killed after a median of "
            f"{statistics.median(self.moments):.2f} s with {self.stored:,} articles stored by the "
            f"killed, {self.partly} of them with a part of theirs",
            not (self.lost or self.unsound or self.incomplete),
        )

    def _rounds(self, home: Home, feeds: Feeds, kills: int) -> None:
        took_s = _fetched(home).seconds
        for _ in range(kills):
            feeds.generation += _ENTRIES
            held = len(home.articles())
            seen = self._kill(home, self.chance.uniform(0.2, 1.0) * took_s)
            kept = home.articles()
            stored = len(kept) - held
            self.stored += stored
            self.partly += 0 < stored < _ENTRIES * SOURCES
            self.unsound += bool(problems(home))
            again = _fetched(home)
            took_s = (took_s + again.seconds) / 2
            self.exits[again.outcome.code] += 1
            now = home.articles()
            whole = sorted(guid for guid, _ in now.values()) == sorted(feeds.guids())
            self.incomplete += again.outcome.code != 0 or not whole or bool(problems(home))
            self.lost += sum(
                kept.get(number) != facts or now.get(number) != facts
                for number, facts in seen.items()
            )
            self.seen += len(seen)
            self.killed += 1
            if self.killed % 10 == 0:
                print(f"{self.killed} kills, {self.lost} articles lost", file=sys.stderr)

    def _kill(self, home: Home, after_s: float) -> dict[int, tuple[str, str]]:
        reader = Reader(home.database)
        reader.start()
        process = home.start("fetch", "--force")
        time.sleep(after_s)
        process.kill()
        process.communicate()
        self.moments.append(after_s)
        return reader.stop()


class Fetched(NamedTuple):
    """A fetch that ended by itself."""

    outcome: Outcome
    seconds: float


def _fetched(home: Home) -> Fetched:
    begun = time.monotonic()
    outcome = home.run("fetch", "--force")
    return Fetched(outcome, time.monotonic() - begun)


def _told(exits: Counter[int]) -> str:
    return " ".join(f"{code}x{count}" for code, count in sorted(exits.items()))


def _why(outcome: Outcome) -> str:
    """What a run said, but for the database's name."""
    return outcome.err.splitlines()[0].rpartition("/news.db: ")[2]


@contextmanager
def small_disk(size_mb: int) -> Iterator[tuple[Path, bool]]:
    """A folder on a tmpfs of that size, and True; a usual one and False where none can be had."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", folder]
        try:
            is_small = subprocess.run(mount, capture_output=True).returncode == 0
        except OSError:
            is_small = False
        try:
            yield Path(folder), is_small
        finally:
            if is_small:
                subprocess.run(["umount", folder], check=True)


def full_disk() -> Row:
    """A fetch on a disk that fills up; reading on it; the next fetch once there is room again."""
    with growing(SOURCES) as (feeds, site), small_disk(3) as (folder, is_small):
        home = Home(folder / "home")
        home.folder.mkdir()
        home.follow(site, SOURCES)
        first = home.run("fetch", "--force")
        before = home.articles()
        feeds.generation = 5
        under = () if is_small else with_files_up_to(home.database.stat().st_size)
        fill = folder / "fill"
        if is_small:
            _fill(fill)
        stopped = home.run("fetch", "--force", under=under)
        if is_small:
            _fill(folder / "fill2")
        reading = home.run("headlines", "--all", under=under)
        one = home.run("read", str(min(before)), under=under)
        kept = home.articles() if not is_small else {}
        for file in folder.glob("fill*"):
            file.unlink()
        if is_small:
            subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
            kept = home.articles()
        is_sound = not problems(home)
        again = home.run("fetch", "--force")
        whole = {guid for guid, _ in home.articles().values()} == feeds.guids()
    lost = sum(kept.get(number) != facts for number, facts in before.items())
    codes = [outcome.code for outcome in (first, stopped, reading, one, again)]
    return Row(
        "disk full (tmpfs)" if is_small else "disk full (limit on files)",
        1,
        f"fetch {stopped.code}, headlines {reading.code}, read {one.code}, with room {again.code}",
        f"{lost} of {len(before)} articles lost; said: {_why(stopped)}",
        codes == [0, 6, 0, 0, 0]
        and is_one_line(stopped.err)
        and len(reading.out.splitlines()) == len(kept)
        and (lost, is_sound, whole) == (0, True, True),
    )


def _fill(file: Path) -> None:
    """Takes what is left of the disk."""
    with file.open("wb", buffering=0) as full:
        try:
            while True:
                full.write(b"\0" * 4096)
        except OSError:
            return


def stored_home(folder: Path, *, sources: int = 20) -> Home:
    """A home with sources, articles, marks and tags."""
    home = Home(folder / "home")
    home.folder.mkdir(mode=0o700)
    with growing(sources) as (feeds, site):
        feeds.generation = 5
        home.follow(site, sources)
        home.run("fetch", "--force")
    home.run("mark", "star", "3", "40")
    home.run("tag", "add", "later", "5")
    return home


def each(home: Home, fault: str, expected: dict[str, int], under: tuple[str, ...] = ()) -> Row:
    """Runs verbs under a fault; the expected exit code of each, and one line where it is not 0."""
    before = home.database.read_bytes()
    outcomes = {words: home.run(*words.split(), under=under) for words in expected}
    is_good = all(
        outcome.code == expected[words] and (outcome.code == 0 or is_one_line(outcome.err))
        for words, outcome in outcomes.items()
    )
    is_same = home.database.read_bytes() == before
    said = next((_why(outcome) for outcome in outcomes.values() if outcome.code), "")
    return Row(
        fault,
        len(expected),
        ", ".join(f"{words} {outcome.code}" for words, outcome in outcomes.items()),
        f"file {'untouched' if is_same else 'CHANGED'}; said: {said}",
        is_good and is_same,
    )


def read_only() -> Row:
    """A folder that may only be read."""
    with tempfile.TemporaryDirectory() as folder:
        home = stored_home(Path(folder))
        home.folder.chmod(0o500)
        row = each(
            home,
            "folder read-only",
            {"headlines": 0, "read 3": 0, "search harbour": 0, "fetch": 6, "mark read 3": 6},
            tuple(obeying_modes()),
        )
        home.folder.chmod(0o700)
        return row


def no_permission() -> Row:
    """A database that may not be read."""
    with tempfile.TemporaryDirectory() as folder:
        home = stored_home(Path(folder))
        home.database.chmod(0)
        words = {"headlines": 6, "read 3": 6, "fetch": 6, "db check": 6}
        return each(home, "no permission", words, tuple(obeying_modes()))


def newer() -> Row:
    """A database of a newer newscli."""
    with tempfile.TemporaryDirectory() as folder:
        home = stored_home(Path(folder))
        with closing(sqlite3.connect(home.database)) as connection:
            connection.execute(f"PRAGMA user_version = {db.VERSION + 1}")
        words = {"headlines": 6, "read 3": 6, "fetch": 6, "db check": 6, "db repair": 6}
        return each(home, "newer schema", words)


def no_index() -> Row:
    """A database without its full-text table."""
    with tempfile.TemporaryDirectory() as folder:
        home = stored_home(Path(folder))
        with closing(sqlite3.connect(home.database)) as connection:
            connection.execute("DROP TABLE article_fts")
        row = each(home, "full-text table missing", {"search harbour": 6, "db check": 6})
        found = home.run("db", "repair").code, home.run("search", "harbour").code
        return row._replace(
            exits=f"{row.exits}, repair {found[0]}, search {found[1]}",
            is_good=row.is_good and found == (0, 0),
        )


def locked() -> Row:
    """Another program writes for longer than we wait; a fetch holds the lock."""
    with tempfile.TemporaryDirectory() as folder:
        home = stored_home(Path(folder))
        with closing(db.connect(home.database)) as other, db.transaction(other):
            reading = home.run("headlines")
            writing = home.run("mark", "star", "9")
        with db.fetch_lock(db.lock_file(home.database), wait_s=0):
            fetching = home.run("fetch")
        after = home.run("mark", "star", "9")
    codes = (reading.code, writing.code, fetching.code, after.code)
    return Row(
        "locked",
        4,
        f"headlines {codes[0]}, mark {codes[1]}, second fetch {codes[2]}, later {codes[3]}",
        f"said: {_why(writing)}",
        codes == (0, 75, 75, 0) and is_one_line(writing.err) and is_one_line(fetching.err),
    )


def clock(off_s: int, name: str) -> Row:
    """A fetch while the clock is wrong, then one while it is right."""
    with tempfile.TemporaryDirectory() as folder, growing(20) as (feeds, site):
        home = Home(Path(folder))
        home.follow(site, 20)
        first = home.run("fetch", under=with_clock_off_by(off_s))
        before = home.articles()
        feeds.generation = 3
        second = home.run("fetch")
        after = home.articles()
        back = home.run("fetch", "--force", under=with_clock_off_by(-90_000))
        is_sound = not problems(home)
    lost = sum(after.get(number) != facts for number, facts in before.items())
    return Row(
        f"clock {name}",
        3,
        f"wrong {first.code}, right {second.code}, a day back {back.code}",
        f"{lost} of {len(before)} articles lost; {len(after)} of {len(feeds.guids())} entries held",
        (first.code, second.code, back.code, lost, len(after), is_sound)
        == (0, 0, 0, 0, len(feeds.guids()), True),
    )


class Damage:
    """Copies of a database, each damaged in another way, and what `db repair` makes of them."""

    def __init__(self, home: Home, seed: int) -> None:
        self._home = home
        self._whole = home.database.read_bytes()
        self._articles = home.articles()
        self._chance = random.Random(seed)

    def run(self, fault: str, spoil: Callable[[bytearray, random.Random], None], tries: int) -> Row:
        """Reads, checks and repairs each; how many articles were recovered at the least."""
        reading: Counter[int] = Counter()
        repairing: Counter[int] = Counter()
        shares: list[float] = []
        is_good = True
        for _ in range(tries):
            damaged = bytearray(self._whole)
            spoil(damaged, self._chance)
            self._put(bytes(damaged))
            outcomes = [self._home.run(*words.split()) for words in ("headlines", "read 3")]
            repaired = self._home.run("db", "repair")
            reading.update(outcome.code for outcome in outcomes)
            repairing[repaired.code] += 1
            is_good &= all(o.code in (0, 1, 6) for o in outcomes)
            is_good &= all(is_one_line(o.err) for o in outcomes if o.code)
            is_good &= _is_repaired(self._home, repaired)
            shares.append(0.0 if repaired.code else self._share())
        return Row(
            fault,
            tries,
            f"reading {_told(reading)}; repair {_told(repairing)}",
            f"recovered at least {min(shares):.0%}, median {statistics.median(shares):.0%}, "
            f"mean {statistics.mean(shares):.1%} of {len(self._articles)} articles",
            is_good,
        )

    def _put(self, content: bytes) -> None:
        for file in self._home.folder.glob("news.db*"):
            file.unlink()
        self._home.database.write_bytes(content)

    def _share(self) -> float:
        now = self._home.articles()
        return len(self._articles.keys() & now.keys()) / len(self._articles)


def _is_repaired(home: Home, repaired: Outcome) -> bool:
    """True when it is sound again, or nothing could be read and that was said."""
    if repaired.code:
        return repaired.code == 6 and "nothing in it can be read" in repaired.err
    return not problems(home)


def cut(content: bytearray, chance: random.Random) -> None:
    """Leaves between nothing and all of it."""
    del content[chance.randrange(len(content)) :]


def flip(content: bytearray, chance: random.Random) -> None:
    """Flips forty bits anywhere."""
    for _ in range(40):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def overwrite(content: bytearray, chance: random.Random) -> None:
    """Overwrites one run of eight pages with noise."""
    begin = chance.randrange(len(content) - 32_768)
    content[begin : begin + 32_768] = chance.randbytes(32_768)


def damaged(tries: int) -> list[Row]:
    """All kinds of damage."""
    with tempfile.TemporaryDirectory() as folder:
        damage = Damage(stored_home(Path(folder), sources=100), seed=1)
        return [
            damage.run("cut short anywhere", cut, tries // 3),
            damage.run("40 bits flipped", flip, tries // 3),
            damage.run("32 KiB overwritten", overwrite, tries // 3),
        ]


def main() -> int:
    """Prints the table; 1 where something is not as promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--damaged", type=int, default=300)
    asked = parser.parse_args()
    rows = [Kills(seed=1).run(asked.kills)] if asked.kills else []
    rows += [full_disk(), read_only(), no_permission(), locked(), newer(), no_index()]
    rows += [clock(-5 * 365 * 86_400, "5 years slow, set right")]
    rows += [clock(5 * 365 * 86_400, "5 years fast, set back")]
    rows += damaged(asked.damaged) if asked.damaged >= 3 else []
    for row in rows:
        print(f"{'ok ' if row.is_good else 'BAD'} {row.fault} ({row.tries}): {row.exits}")
        print(f"      {row.found}")
    print(
        table(("fault", "tries", "good"), [(r.fault, str(r.tries), str(r.is_good)) for r in rows])
    )
    return 0 if all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
