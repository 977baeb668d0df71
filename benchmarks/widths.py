"""Whether every line that newscli draws of real feeds fits the terminal.

    python benchmarks/widths.py FOLDER|demo [COLUMNS...]     # 60 80 100 140 without

Fetches the feeds of FOLDER (see feed_copies.py) over the loopback into a store of its own, then
draws every list, every article with what is related to it, each source and each diagnosis at each
width. Prints for each screen how many lines were looked at and how many were too wide, and the
worst of those. Exits 1 where there is one.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from feed_copies import load_feeds
from feed_server import serving
from rich.cells import cell_len
from rich.text import Text

from newscli.commands import _pages
from newscli.core import advice, query
from newscli.core.models import Related
from newscli.core.related import rank
from newscli.render import article, doctor, headlines, related, search, sources, stories
from newscli.storage import db, reads
from newscli.storage import related as related_rows
from newscli.storage import search as searches
from newscli.storage import sources as source_rows
from newscli.storage import stories as story_rows

_WIDTHS = (60, 80, 100, 140)
_WORDS = ("the", "of", "a", "news", "2", "en", "は")
_ISOLATES = str.maketrans("", "", "\u2068\u2069")
_NOW = int(time.time())
Screen = tuple[str, Iterable[Text]]


def fill(home: Path, folder: str) -> None:
    """A store with all that the feeds of the folder have."""
    environment = {**os.environ, "NEWSCLI_HOME": str(home)}
    program = [sys.executable, "-m", "newscli", "-q"]
    with serving(folder, len(load_feeds(folder, max_bytes=sys.maxsize))) as site:
        urls = home / "urls"
        urls.write_text("\n".join(site.urls()))
        for words in (["sources", "import", str(urls)], ["fetch", "--force"]):
            subprocess.run(
                [*program, *words], env=environment, check=True, stdout=subprocess.DEVNULL
            )


class Store:
    """The store, drawn screen by screen."""

    def __init__(self, home: Path) -> None:
        self.connection = db.connect(home / "news.db")
        self.rows = list(reads.headlines(self.connection, reads.Filter(), limit=None))
        self.numbers = [row.id for row in self.rows]
        _pages.make(self.connection, self.numbers)
        names = [row.story_id or row.id for row in self.rows]
        self.sizes = story_rows.sizes(self.connection, names)
        found = list(dict.fromkeys(name for name in names if name in self.sizes))
        self.stories = [story_rows.story(self.connection, name, details=True) for name in found]
        self.sources = source_rows.all_sources(self.connection)
        self.activity = source_rows.activity(self.connection, now=_NOW)
        self.articles = [reads.article(self.connection, number) for number in self.numbers]
        self.related = {number: self._related(number) for number in self.numbers}

    def _related(self, number: int) -> list[Related]:
        offered = related_rows.offered(self.connection, number)
        return rank(offered, related_rows.similar(self.connection, number, limit=5), limit=10)

    def screens(self, width: int) -> Iterator[Screen]:
        """Each screen's name and lines at a width."""
        for is_compact in (False, True):
            name = "headlines --compact" if is_compact else "headlines"
            yield (
                name,
                headlines.headlines(
                    self.rows, width=width, now=_NOW, sizes=self.sizes, is_compact=is_compact
                ),
            )
        yield "stories", stories.stories(self.stories, width=width, now=_NOW)
        for story in self.stories:
            yield "story", stories.story(story, asked=story.head, width=width, now=_NOW)
        for row in self.articles:
            found = self.related[row.headline.id]
            for measure in (74, 500):
                yield "read", article.article(row, found, width=width, measure=measure, now=_NOW)
            yield (
                "read --raw",
                article.article(row, [], width=width, measure=74, now=_NOW, raw=True),
            )
            yield "related", related.related(found, width=width, now=_NOW)
        for word in _WORDS:
            yield "search", self._search(word, width)
        yield (
            "sources",
            sources.sources(self.sources, activity=self.activity, width=width, now=_NOW),
        )
        diagnoses = []
        for source in self.sources:
            visits = source_rows.visits(self.connection, source.id)
            newest = self.rows[:20]
            yield "sources show", sources.source(source, newest, visits, width=width, now=_NOW)
            diagnoses.append(advice.diagnose(source, visits, [], now=_NOW))
            yield "sources doctor", doctor.doctor(diagnoses[-1:], width=width, now=_NOW)
        yield "sources doctor", doctor.doctor(diagnoses, width=width, now=_NOW)

    def _search(self, word: str, width: int) -> Iterable[Text]:
        found = searches.run(
            self.connection, query.parse(word), reads.Filter(), limit=200, now=_NOW
        )
        if not found.hits:
            return ()
        return search.results(
            found.hits,
            total=found.total,
            is_more=found.is_more,
            query=word,
            took_ms=1,
            width=width,
            now=_NOW,
        )


def main(folder: str, widths: Iterable[int]) -> int:
    """Prints the table; how many lines are too wide."""
    looked, wide = Counter[str](), Counter[str]()
    worst: dict[str, tuple[int, str]] = {}
    with tempfile.TemporaryDirectory() as home:
        fill(Path(home), folder)
        store = Store(Path(home))
        print(
            f"{len(store.numbers)} articles of {len(store.sources)} sources, "
            f"{len(store.stories)} stories"
        )
        for width in widths:
            for name, lines in store.screens(width):
                for line in lines:
                    over = cell_len(line.plain.translate(_ISOLATES).expandtabs(8)) - width
                    looked[name] += 1
                    if over > 0:
                        wide[name] += 1
                        worst[name] = max(worst.get(name, (0, "")), (over, line.plain))
    for name, number in looked.items():
        print(f"{name:<22}{number:>10,} lines{wide[name]:>8} too wide")
    for name, (over, line) in worst.items():
        print(f"  {name}: {over} cells over: {line!r:.200}")
    print(f"{'all':<22}{looked.total():>10,} lines{wide.total():>8} too wide")
    return wide.total()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], map(int, sys.argv[2:] or _WIDTHS)) > 0)
