"""What reading feeds costs: lxml by feedparser's rules against feedparser, and whether they agree.

    python benchmarks/parse.py FOLDER      # FOLDER/feeds.json: [{"file", "url", "bytes"}, ...]

Each feed is read five times by both, in turn; its time is the median. What the quick reader hands
over costs both times. Then every field of every entry is compared, bodies by their text; the exit
code is the number of differences, each of which is listed.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agreement import load

from newscli.core.entry import ParsedEntry, ParsedFeed
from newscli.feeds import read, syndication
from newscli.pages.markup import plain_text
from newscli.pages.sanitise import sanitise_html

RUNS = 5
_OF_FEED = tuple(name for name in ParsedFeed._fields if name != "entries")
_BODIES = ("summary", "content")  # compared by their text, as it is after sanitising
Read = Callable[[bytes], ParsedFeed | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One feed: processor time of either reader, and the fields in which they differ."""

    entries: int
    feedparser_ms: float
    quick_ms: float
    is_handed_over: bool
    differences: tuple[tuple[str, str], ...]

    @property
    def fetch_ms(self) -> float:
        """What a fetch spends on the feed."""
        return self.quick_ms + self.feedparser_ms * self.is_handed_over


def by_quick(body: bytes) -> ParsedFeed | None:
    """As a fetch reads it, small faults mended; None where feedparser must."""
    return read.parse_quickly(body, content_type=None)


def by_feedparser(body: bytes) -> ParsedFeed:
    return syndication.parse(body, content_type=None)


def spent_ms(read: Read, body: bytes) -> float:
    start = time.process_time()
    read(body)
    return 1000 * (time.process_time() - start)


def measure(body: bytes) -> Row:
    """Reads one feed with both."""
    runs = [(spent_ms(by_feedparser, body), spent_ms(by_quick, body)) for _ in range(RUNS)]
    feedparser_ms, quick_ms = (statistics.median(times) for times in zip(*runs, strict=True))
    judged, ours = by_feedparser(body), by_quick(body)
    differing = tuple(differences(ours, judged)) if ours else ()
    return Row(len(judged.entries), feedparser_ms, quick_ms, ours is None, differing)


def differences(ours: ParsedFeed, judged: ParsedFeed) -> Iterator[tuple[str, str]]:
    """A field and both its values, for each that differs; entries one by one."""
    yield from _differing("feed", _OF_FEED, ours, judged)
    if len(ours.entries) != len(judged.entries):
        yield "feed.entries", f"{len(ours.entries)} ≠ {len(judged.entries)}"
    for entry, other in zip(ours.entries, judged.entries, strict=False):
        yield from _differing("entry", ParsedEntry._fields, entry, other)


def _words(markup: bytes | None) -> list[str]:
    return plain_text(sanitise_html((markup or b"").decode())).split()


def _differing(
    kind: str, names: Sequence[str], ours: object, judged: object
) -> Iterator[tuple[str, str]]:
    for name in names:
        one, other = getattr(ours, name), getattr(judged, name)
        if name in _BODIES:
            one, other = _words(one), _words(other)
        if one != other:
            yield f"{kind}.{name}", f"{str(one)[:200]!r} ≠ {str(other)[:200]!r}"


def summary(name: str, times: list[float]) -> str:
    return (
        f"{name:28} median {statistics.median(times):6.2f} ms a feed, "
        f"mean {statistics.mean(times):6.2f} ms, all {sum(times):6.0f} ms"
    )


def report(rows: dict[str, Row]) -> int:
    """Prints times, what was handed over, and the differences; gives the number of these."""
    read = [row for row in rows.values() if not row.is_handed_over]
    handed_over = [path for path, row in rows.items() if row.is_handed_over]
    theirs, ours = [row.feedparser_ms for row in read], [row.quick_ms for row in read]
    print(f"{len(rows)} feeds, {sum(row.entries for row in rows.values())} entries")
    print(f"handed over to feedparser: {len(handed_over)} {' '.join(handed_over)}")
    print(summary("feedparser, the others", theirs))
    print(summary("quick, the others", ours))
    ratios = [row.feedparser_ms / row.quick_ms for row in read]
    print(
        f"  {sum(theirs) / sum(ours):.1f}x in all, {statistics.median(ratios):.1f}x the median feed"
    )
    print(summary("feedparser, all feeds", [row.feedparser_ms for row in rows.values()]))
    print(summary("quick, else feedparser, all", [row.fetch_ms for row in rows.values()]))
    found = [(path, *pair) for path, row in rows.items() for pair in row.differences]
    for path, name, values in found:
        print(f"{path}  {name}: {values}")
    counts = Counter(name for _, name, _ in found)
    names = [f"feed.{name}" for name in _OF_FEED]
    names += [f"entry.{name}" for name in ParsedEntry._fields]
    print("differences: " + ", ".join(f"{name} {counts[name]}" for name in names))
    return len(found)


def main() -> int:
    """The exit code is the number of differences. JSON Feeds are passed over."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    feeds = load(options.parse_args().folder)
    xml = {path[1:]: body for path, body in feeds.items() if body.lstrip()[:1] != b"{"}
    return report({path: measure(body) for path, body in xml.items()})


if __name__ == "__main__":
    sys.exit(main())
