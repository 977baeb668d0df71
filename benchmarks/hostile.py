"""A fetch from servers that mean harm: does it end, in how much memory, and what does it say?

    python benchmarks/hostile.py                  # each attack, all beside ten good sources
    python benchmarks/hostile.py --traffic 2      # gigabytes of bombs, endless bodies, slow drips
    python benchmarks/hostile.py --one NAME       # one attack alone beside the good ones

Memory is the peak of the resident memory of newscli and its processes together, looked at every
50 ms. The server is tests/hostile/server.py, a process of its own. Exit code 1: a good source is
not stored, a bad one is not reported in one line with its reason, an escape byte came out of a
verb, or a bound is broken: 60 s and 400 MB for the attacks, 90 s and 400 MB for the traffic.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.hostile.server import ATTACKS  # noqa: E402

GOOD = 10
PROGRAM = [sys.executable, "-m", "newscli"]
BAD_BYTES = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
VERBS = (
    ["headlines", "--all"], ["headlines", "--json"], ["headlines", "--jsonl"], ["search", "words"],
    ["search", "loud", "--json"], ["sources", "list"], ["sources", "list", "--json"],
    ["sources", "doctor"], ["export", "--jsonl"], ["sources", "export"], [],
)  # fmt: skip


class Took(NamedTuple):
    """One run of newscli: what came out, and what it cost."""

    code: int
    out: bytes
    err: bytes
    wall_s: float
    peak_mb: float


def run(words: Sequence[str], home: Path, *, timeout_s: float = 300) -> Took:
    """Runs newscli, watching its memory."""
    env = {**os.environ, "NEWSCLI_HOME": str(home), "PYTHONPATH": str(ROOT)}
    begun = time.monotonic()
    process = subprocess.Popen(
        [*PROGRAM, *words], env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    peak = [0.0]
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, is_over))
    watcher.start()
    try:
        out, err = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    wall_s = time.monotonic() - begun
    is_over.set()
    watcher.join()
    return Took(process.returncode, out, err, wall_s, peak[0])


def _watch(pid: int, peak: list[float], is_over: threading.Event) -> None:
    while not is_over.wait(0.05):
        peak[0] = max(peak[0], sum(map(_resident_mb, _family(pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for file in Path("/proc", str(pid), "task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path("/proc", str(pid), "statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving() -> Iterator[str]:
    """The address of the hostile server, a process of its own."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.server", "1"], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def follow(urls: Sequence[str], home: Path) -> None:
    """Follows the addresses, unasked."""
    home.mkdir(parents=True, exist_ok=True)
    listed = home / "list.txt"
    listed.write_text("\n".join(urls))
    done = run(["sources", "import", str(listed)], home)
    assert done.code == 0, done.err


def stored(home: Path) -> dict[str, int]:
    """How many articles each source has, by the name of its attack."""
    rows = json.loads(run(["sources", "list", "--json"], home).out)
    return {row["url"].partition("/")[2].partition("/")[2]: row["articles"] for row in rows}


def attack(names: Sequence[str], *, longest_s: float, most_mb: float) -> list[str]:
    """One fetch of the attacks beside good sources; what went wrong."""
    wrong: list[str] = []
    with serving() as url, tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        follow([f"{url}/good/{n}" for n in range(GOOD)] + [f"{url}/{n}" for n in names], home)
        done = run(["fetch"], home)
        print(f"fetch: exit {done.code}, {done.wall_s:.1f} s, peak {done.peak_mb:.0f} MB")
        articles = {key.partition("/")[2]: n for key, n in stored(home).items()}
        reported = _reported(done.err.decode("utf-8", "replace"))
        for name in names:
            problem = reported.get(f"{url}/{name}")
            says = ATTACKS[name.partition("/")[0]].says
            is_right = bool(problem and says and re.match(says, problem)) or (
                says is None and problem is None and articles[name] > 0
            )
            what = problem or f"{articles[name]:,} articles"
            print(f"  {'ok   ' if is_right else 'WRONG'} {name:<18} {what[:110]}")
            wrong += [] if is_right else [name]
        lost = [n for n in range(GOOD) if articles[f"good/{n}"] != 5]
        wrong += [f"good source {n} is not stored" for n in lost]
        if done.wall_s > longest_s or done.peak_mb > most_mb:
            wrong.append("the fetch breaks its bound")
        wrong += list(_escapes(home, [done.out, done.err]))
    return wrong


def _reported(err: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in err.splitlines():
        match = re.match(r"newscli: (http://\S+): (.*?)(?:; (?:asked|next|will|not).*)?$", line)
        if match:
            found[match[1]] = match[2]
        elif not line.startswith("  try:"):
            print(f"  says: {line[:150]}")
    return found


def _escapes(home: Path, outputs: Sequence[bytes]) -> Iterator[str]:
    for output in outputs:
        if BAD_BYTES.search(output):
            yield "an escape byte in what fetch says"
    ids = [row["id"] for row in json.loads(run(["headlines", "--all", "--json"], home).out)]
    verbs = [*VERBS, *(["read", str(number)] for number in ids[:60])]
    begun, slowest = time.monotonic(), 0.0
    for words in verbs:
        done = run(words, home, timeout_s=60)
        slowest = max(slowest, done.wall_s)
        if BAD_BYTES.search(done.out + done.err) or b"Traceback" in done.err or done.code < 0:
            yield f"what {' '.join(words)} shows (exit {done.code})"
    print(f"{len(verbs)} verbs: {time.monotonic() - begun:.0f} s, the slowest {slowest:.1f} s")


def traffic(gigabytes: float) -> list[str]:
    """Bombs, endless bodies and slow drips on fifty sources, and the good ones."""
    wrong: list[str] = []
    each = int(gigabytes * 1000 / 20)  # what has no end is read up to 20 MB
    names = [f"slow-body/{n}" for n in range(25)] + [f"slow-headers/{n}" for n in range(25)]
    names += [f"endless-body/{n}" for n in range(each)]
    names += [f"gzip-bomb/{n}" for n in range(each // 4)]
    names += [f"deflate-bomb/{n}" for n in range(each // 4)]
    names += [f"nested-xml/{n}" for n in range(4)]
    print(f"{len(names)} hostile sources")
    wrong += attack(names, longest_s=90, most_mb=400)
    return wrong


def main() -> int:
    """Runs what the arguments say; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", metavar="NAME", choices=list(ATTACKS))
    parser.add_argument("--traffic", metavar="GB", type=float)
    given = parser.parse_args()
    if given.traffic:
        wrong = traffic(given.traffic)
    else:
        names = [given.one] if given.one else list(ATTACKS)
        wrong = attack(names, longest_s=60, most_mb=400)
    for line in wrong:
        print(f"WRONG: {line}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
