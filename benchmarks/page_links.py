"""How surely a web page's own links are found: related, previous, next, references.

    python benchmarks/page_links.py FOLDER            # FOLDER/pages.json: {ID: {"url", …}, ...}
                                                      # FOLDER/pages/ID.html.gz: the pages
    python benchmarks/page_links.py FOLDER --errors   # and what was wrong or missed

The labels are in labels/links.toml. A link is right where its address stands there under its kind.
Under `either` stand links on which readers would differ: they do not count.
"""

import argparse
import gzip
import json
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newscli.core.models import PageLink
from newscli.core.urls import canonical_url
from newscli.pages.document import read_document
from newscli.pages.page_links import page_links
from newscli.pages.story import find_story
from newscli.pages.webpage import read_web_page

LABELS = Path(__file__).parent / "labels" / "links.toml"
KINDS = ("related", "previous", "next", "reference")


class Answer(NamedTuple):
    """What a page offers by its labels, and what was found there; by kind and address."""

    url: str
    labels: set[tuple[str, str]]
    either: set[str]
    found: dict[tuple[str, str], PageLink]
    ms: float

    def counted(self, kind: str) -> tuple[int, int, int]:
        """How many of a kind are right, wrong and missed."""
        named = {one for one in self.found if one[0] == kind and one[1] not in self.either}
        wanted = {one for one in self.labels if one[0] == kind}
        return len(named & wanted), len(named - wanted), len(wanted - named)


def answers(folder: Path) -> Iterator[Answer]:
    """One for each labelled page that the folder has."""
    labels = tomllib.loads(LABELS.read_text("utf-8"))
    for name, facts in json.loads((folder / "pages.json").read_text("utf-8")).items():
        if name in labels:
            page = gzip.decompress((folder / "pages" / f"{name}.html.gz").read_bytes())
            found, ms = links_of(page, facts["url"])
            yield Answer(
                facts["url"],
                {(kind, url) for kind in KINDS for url in labels[name].get(kind, ())},
                set(labels[name].get("either", ())),
                {(link.kind, canonical_url(link.url) or link.url): link for link in found},
                ms,
            )


def links_of(page: bytes, url: str) -> tuple[tuple[PageLink, ...], float]:
    """The links of a page, and the milliseconds that finding them took besides its story."""
    document = read_document(page, content_type="text/html", url=url)
    article = read_web_page(page, content_type="text/html", url=url)
    if document is None:
        return (), 0.0
    story = find_story(document.root)
    blocks = article.blocks if article else ()
    times = []
    for _ in range(3):
        start = time.process_time()
        found = page_links(document, story.element if story else None, blocks, url=url)
        times.append(1000 * (time.process_time() - start))
    return found, min(times)


def line(name: str, counts: Counter[str]) -> str:
    """One line of the table."""
    right, wrong, missed = counts["right"], counts["wrong"], counts["missed"]
    precision = f"{right / (right + wrong):9.3f}" if right + wrong else "        -"
    recall = f"{right / (right + missed):7.3f}" if right + missed else "      -"
    return f"{name:10} {right + missed:6} {right + wrong:5} {precision} {recall}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Checks which links of a page are found.")
    parser.add_argument("folder", type=Path, help="holds pages.json and pages/")
    parser.add_argument("--errors", action="store_true", help="list what is wrong and missed")
    chosen = parser.parse_args()
    every = list(answers(chosen.folder))
    print(f"{len(every)} pages\n{'':10} wanted named precision  recall")
    whole: Counter[str] = Counter()
    for kind in KINDS:
        counts: Counter[str] = Counter()
        for answer in every:
            right, wrong, missed = answer.counted(kind)
            counts.update(right=right, wrong=wrong, missed=missed)
        whole += counts
        print(line(kind, counts))
    print(line("all", whole))
    times = [answer.ms for answer in every]
    print(f"{statistics.mean(times):.1f} ms a page in the mean, {max(times):.1f} at most")
    if chosen.errors:
        for answer in every:
            show_errors(answer)


def show_errors(answer: Answer) -> None:
    """Lists what is wrong and missed on a page."""
    for kind, url in sorted(answer.found.keys() - answer.labels):
        if url not in answer.either and kind in KINDS:
            print(f"wrong  {kind:9} {url} {answer.found[kind, url].label!r}\n  on {answer.url}")
    for kind, url in sorted(answer.labels - answer.found.keys()):
        print(f"missed {kind:9} {url}\n  on {answer.url}")


if __name__ == "__main__":
    main()
