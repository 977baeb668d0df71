"""How well the story of a web page is found: newscli beside every installed peer, in one table.

    python benchmarks/articles.py FOLDER   # FOLDER/pages.json: {ID: {"url", "articleBody"}, ...}
                                           # FOLDER/pages/ID.html.gz: the pages
    pip install trafilatura readability-lxml 'newspaper4k[all]' resiliparse    # the peers

The measure is that of the public article-extraction benchmark: texts as multisets of four words
in a row, precision and recall averaged over the pages, F1 of these averages. Times are processor
time of one core; a page is read three times and the quickest counts.
"""

import argparse
import gzip
import importlib.util
import json
import logging
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

RUNS = 3
WORDS = 4
_WORD = re.compile(r"\w+")

Extract = Callable[[bytes, str], str]


class Page(NamedTuple):
    """A page with the story that people found in it."""

    name: str
    url: str
    page: bytes
    story: str


class Score(NamedTuple):
    """Shares of a page's shingles: found rightly, found wrongly, missed; and what it cost."""

    right: float
    wrong: float
    missed: float
    ms: float


def newscli() -> Extract:
    from newscli.pages.webpage import read_web_page

    def extract(page: bytes, url: str) -> str:
        article = read_web_page(page, content_type="text/html", url=url)
        return article.text if article else ""

    return extract


def trafilatura(*, favor_precision: bool = False) -> Extract:
    import trafilatura

    def extract(page: bytes, _: str) -> str:
        html = page.decode("utf-8", "replace")
        found = trafilatura.extract(html, include_comments=False, favor_precision=favor_precision)
        return found or ""

    return extract


def readability() -> Extract:
    import lxml.html
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def extract(page: bytes, _: str) -> str:
        summary = Document(page.decode("utf-8", "replace")).summary()
        return " ".join(lxml.html.fromstring(summary).itertext())

    return extract


def newspaper4k() -> Extract:
    import newspaper

    def extract(page: bytes, url: str) -> str:
        article = newspaper.Article(url, fetch_images=False)  # it asks the network
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    return extract


def resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    def extract(page: bytes, _: str) -> str:
        html = page.decode("utf-8", "replace")
        return str(extract_plain_text(html, main_content=True, alt_texts=False, links=False))

    return extract


# Name in the table, the module that must be installed, and how it is made ready.
EXTRACTORS: tuple[tuple[str, str, Callable[[], Extract]], ...] = (
    ("newscli", "newscli", newscli),
    ("trafilatura precise", "trafilatura", lambda: trafilatura(favor_precision=True)),
    ("trafilatura", "trafilatura", trafilatura),
    ("readability-lxml", "readability", readability),
    ("newspaper4k", "newspaper", newspaper4k),
    ("resiliparse", "resiliparse", resiliparse),
)


def load(folder: Path) -> Iterator[Page]:
    """The labelled pages of a folder."""
    for name, label in json.loads((folder / "pages.json").read_text("utf-8")).items():
        page = gzip.decompress((folder / "pages" / f"{name}.html.gz").read_bytes())
        yield Page(name, label.get("url") or "", page, label["articleBody"])


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Each four words in a row, and how often; a shorter text is one."""
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - WORDS + 1)) if words else ()
    return Counter(tuple(words[at : at + WORDS]) for at in starts)


def score(page: Page, extract: Extract) -> Score:
    """Reads one page."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        found = extract(page.page, page.url)
        times.append(1000 * (time.process_time() - start))
    true, ours = shingles(page.story), shingles(found)
    right, wrong, missed = (count.total() for count in (true & ours, ours - true, true - ours))
    every = max(right + wrong + missed, 1)
    return Score(right / every, wrong / every, missed / every, min(times))


def averages(scores: list[Score]) -> tuple[float, float, float]:
    """Precision and recall over the pages that have any, and the F1 of the two."""
    precisions = [one.right / (one.right + one.wrong) for one in scores if one.right + one.wrong]
    recalls = [one.right / (one.right + one.missed) for one in scores if one.right + one.missed]
    precision = statistics.mean(precisions) if precisions else 0.0
    recall = statistics.mean(recalls) if recalls else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares what finds the story of a web page.")
    parser.add_argument("folder", type=Path, help="holds pages.json and pages/")
    parser.add_argument("--worst", type=int, default=0, help="list so many of newscli's pages")
    chosen = parser.parse_args()
    pages = list(load(chosen.folder))
    print(f"{len(pages)} pages\n{'':20} precision  recall      F1  ms median   p95")
    ours: list[Score] = []
    for name, module, ready in EXTRACTORS:
        if importlib.util.find_spec(module) is None:
            print(f"{name:20} not installed")
            continue
        extract = ready()
        extract(pages[0].page, pages[0].url)
        scores = [score(page, extract) for page in pages]
        ours = ours or scores
        times = sorted(one.ms for one in scores)
        figures = "  ".join(f"{figure:8.4f}" for figure in averages(scores))
        slow = times[min(len(times) - 1, int(0.95 * len(times)))]
        print(f"{name:20} {figures}  {statistics.median(times):8.1f} {slow:6.1f}")
    for one, page in sorted(zip(ours, pages, strict=True))[: chosen.worst]:
        print(f"{one.right:.3f} right {one.wrong:.3f} wrong {one.missed:.3f} missed  {page.url}")


if __name__ == "__main__":
    main()
