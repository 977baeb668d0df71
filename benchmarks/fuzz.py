"""Feeds and pages, mutated: does reading one crash, hang, or let a control character through?

    python benchmarks/fuzz.py FOLDER [--feeds 20000] [--pages 5000] [--minutes 30] [--seed 1]

FOLDER holds feeds/*.xml and pages/*.html, plain or gzipped, in any depth; files are told apart by
their names. Each is cut to 40 kB first. A mutation changes, doubles, drops or swaps bytes, tags
and parts, or puts something hostile in; it is what newscli's reading process gets, through the same
function, and its result is looked through field by field. What is read in more than 5 s of CPU is a
hang. Exit code 1 where anything is wrong; the mutant is kept in a file that is named.
"""

import argparse
import gzip
import logging
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from newscli.commands import _worker
from newscli.commands._jobs import Job
from newscli.core import pcre
from newscli.core.draft import Draft, ReadFeed
from newscli.core.errors import FeedError
from newscli.core.models import Body
from newscli.core.ports import Answer
from newscli.core.sizes import USUAL
from newscli.pages.articles import page_of

CUT_BYTES = 40_000
HANG_S = 5.0
BAD = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = [
    b"\x1b[31m", b"\x1b]0;x\x07", b"\xc2\x9b31m", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\0", b"\x08",
    b"&#x1b;[31m", b"&#155;", b"&#x202e;", b"&#xd800;", b"&#0;", b"&#99999999999999999999;",
    b"&amp;#x1b;", b"&b;", b"&", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml?>",
    b"<!DOCTYPE a [",
    b"<!ENTITY b 'c'>", b"<div>" * 300, b"</div>" * 300, b"<b>" * 200,
    b"<a " + b"x=1 " * 300 + b">",
    b"<script>", b"</script>", b"<table><tr><td>", b"<svg>", b"<math>", b"<textarea>", b"<title>",
    b"<plaintext>", b"<iframe>", b"<base href='javascript:x'>", b"javascript:alert(1)", b"file:///x",
    b"data:text/html,x", b"http://[", b"http://\xff/", b"'", b'"', b">", b"<", b"/>", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xf0\x9f\x98", b"e\xcc\x81" * 100, b"\xcc\x81" * 200, b"." * 3000,
    b" " * 3000, b"\n" * 3000, b"9" * 400, b"[bold]", b"\t", b"{", b"}",
    b"<x:item>", b"<item/>" * 50,
    b"xml:base='http://x'", b"xmlns:a=''", b"encoding='utf-7'", b"charset=unicode_escape",
    b'<script type="application/ld+json">{"a":',
    b'{"@type":"NewsArticle","articleBody":"\\u001b[31m',
]  # fmt: skip
TYPES = [
    None, "text/xml", "application/rss+xml; charset=utf-8", "text/html; charset=utf-16",
    "text/xml; charset=unicode_escape", "text/html; charset=iso-8859-1", "text/html",
    "application/xml; charset=utf-7", "text/html; charset=shift_jis", "text/xml; charset=\x1b",
]  # fmt: skip
PIECE = re.compile(rb"<[^<>]*>|[^<]+|<")


class Fault(NamedTuple):
    """What one mutant did."""

    kind: str
    what: str
    file: Path


class Tally(NamedTuple):
    """What a share of the mutants came to."""

    done: Counter[str]
    slowest_s: float
    faults: list[Fault]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The document with one to eight changes."""
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(CHANGES)(data, chance)
    return data


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(HOSTILE) + data[at:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(changed), chance.choice((1, 4, 40)))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _drop(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    return data[:begin] + data[begin + chance.choice((1, 10, 1000)) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    part = data[begin : begin + chance.choice((5, 50, 2000))]
    return data[:begin] + part * chance.choice((2, 3, 20)) + data[begin:]


def _end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _pieces(data: bytes, chance: random.Random) -> bytes:
    """Tags and texts, some of them left out, doubled or exchanged."""
    parts = PIECE.findall(data)
    for _ in range(min(len(parts), chance.choice((1, 3, 20)))):
        here, there = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(4):
            case 0:
                parts[here] = b""
            case 1:
                parts[here] += parts[there]
            case 2:
                parts[here], parts[there] = parts[there], parts[here]
            case _:
                parts[here] = chance.choice(HOSTILE)
    return b"".join(parts)


def _in_text(data: bytes, chance: random.Random) -> bytes:
    """Something hostile within words, where it is most likely to be kept."""
    places = [found.start() + 1 for found in re.finditer(rb">[^<\s]", data)]
    at = chance.choice(places) if places else 0
    return data[:at] + chance.choice(HOSTILE) + data[at:]


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _insert, _insert, _in_text, _in_text, _in_text, _flip, _drop, _double, _end, _pieces, _pieces
)  # fmt: skip


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text within a value, by where it stands; what is packed is not looked into."""
    if isinstance(value, str):
        yield path, value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        if isinstance(value, Draft):
            yield f"{path}.text", value.text.decode()
        names = getattr(value, "_fields", range(len(value)))
        for name, part in zip(names, value, strict=True):
            yield from texts(part, f"{path}.{name}" if isinstance(name, str) else path)


def read(kind: str, data: bytes, content_type: str | None) -> tuple[str, list[str]]:
    """How reading ends, and where a text holds what it must not."""
    answer = Answer("https://site.example/a", 200, data, content_type)
    held: dict[str, bytes] | None = {} if kind == "feed" else None
    found = _worker.read_or_refuse(Job(answer, held, USUAL, len(data), len(data)))
    if isinstance(found, FeedError):
        notes = "".join(getattr(found, "__notes__", ()))
        return ("crash" if notes else "refused"), ([notes] if notes else [])
    wrong = [f"{path}: {text[:60]!r}" for path, text in texts(found) if BAD.search(text)]
    if isinstance(found, ReadFeed):
        for draft in found.drafts:
            body = Body(
                0, draft.title, draft.text.decode(), draft.sent, None, draft.base_url or draft.url
            )
            made = page_of(body)
            wrong += [
                f"made{path}: {text[:60]!r}" for path, text in texts(made) if BAD.search(text)
            ]
    return ("control" if wrong else "nothing" if found is None else "read"), wrong


def share(kind: str, files: list[Path], number: int, seed: int, until: float) -> Tally:
    """Reads so many mutants of the files."""
    pcre.use()  # as processes that read do
    logging.disable(logging.CRITICAL)
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (2_000_000_000, resource.RLIM_INFINITY))
    chance = random.Random(seed)
    documents = [_read(file)[:CUT_BYTES] for file in files]
    done, faults, slowest_s = Counter[str](), [], 0.0
    for _ in range(number):
        if time.monotonic() > until:
            break
        data = mutated(chance.choice(documents), chance)
        content_type = chance.choice(TYPES) if chance.random() < 0.3 else None
        begun = time.process_time()
        try:
            outcome, what = read(kind, data, content_type)
        except Exception as error:  # noqa: BLE001
            outcome, what = "crash", [f"{type(error).__name__}: {error}"]
        took_s = time.process_time() - begun
        slowest_s = max(slowest_s, took_s)
        done[outcome] += 1
        if took_s > HANG_S:
            outcome, what = "hang", [f"{took_s:.1f} s"]
        if outcome in ("crash", "control", "hang"):
            faults.append(Fault(outcome, what[0][-300:], _kept(data, kind, content_type)))
    return Tally(done, slowest_s, faults)


def _read(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data


def _kept(data: bytes, kind: str, content_type: str | None) -> Path:
    file = Path(gettempdir(), f"fuzz-{kind}-{hash(data) & 0xFFFFFFFF:08x}")
    file.write_bytes(data)
    file.with_suffix(".type").write_text(str(content_type))
    return file


def run(kind: str, files: list[Path], number: int, *, seed: int, minutes: float, jobs: int) -> bool:
    """Reads mutants in several processes and says what came of it; True where something did."""
    if not files or not number:
        print(f"{kind}s: none")
        return False
    begun, until = time.monotonic(), time.monotonic() + minutes * 60
    shares = [(kind, files, number // jobs, seed * 1000 + job, until) for job in range(jobs)]
    with get_context("spawn").Pool(jobs) as pool:
        tallies = pool.starmap(share, shares)
    done = sum((tally.done for tally in tallies), Counter[str]())
    slowest_s = max(tally.slowest_s for tally in tallies)
    counts = ", ".join(f"{count:,} {outcome}" for outcome, count in done.most_common())
    print(
        f"{kind}s: {done.total():,} mutants of {len(files)} in {time.monotonic() - begun:.0f} s: "
        f"{counts}; the slowest {slowest_s:.2f} s of CPU"
    )
    faults = [fault for tally in tallies for fault in tally.faults]
    for fault in faults[:20]:
        print(f"  {fault.kind} {fault.file}: {fault.what}")
    return bool(faults)


def main() -> int:
    """Runs what the arguments say; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    files = sorted(file for file in given.folder.rglob("*") if file.is_file())
    feeds = [file for file in files if ".xml" in file.name]
    pages = [file for file in files if ".html" in file.name]
    facts = {"seed": given.seed, "minutes": given.minutes / 2, "jobs": given.jobs}
    wrong = run("feed", feeds, given.feeds, **facts)
    return run("page", pages, given.pages, **facts) or wrong


if __name__ == "__main__":
    sys.exit(main())
