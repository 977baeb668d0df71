"""How surely the first publisher of a web page is named: by language and by rule.

    python benchmarks/attribution.py           # the invented texts of labels/texts.toml
    python benchmarks/attribution.py FOLDER    # and the pages that labels/pages.toml labels:
                                               # FOLDER/pages.json: {ID: {"url", …}, ...}
                                               # FOLDER/pages/ID.html.gz: the pages

Naming nobody is right where the label is "", and a miss elsewhere; naming another is an error. Two
names of one publisher ("AP", "Associated Press") are the same answer.
"""

import argparse
import gzip
import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from newscli.core.models import Attribution, Metadata, Origin
from newscli.core.page_attribution import attribute_page
from newscli.core.publishers import is_one, key_of
from newscli.pages import words
from newscli.pages.blocks import blocks_of
from newscli.pages.boilerplate import classify

LABELS = Path(__file__).parent / "labels"


class Answer(NamedTuple):
    """What a page says by its label, and what was found."""

    name: str
    language: str
    label: str
    found: Attribution | None

    @property
    def is_right(self) -> bool:
        publisher = self.found.publisher if self.found else ""
        same = is_one(publisher, self.label, words.wording().publishers)
        return same or key_of(publisher) == key_of(self.label)


def texts() -> Iterator[Answer]:
    """The invented texts."""
    every = tomllib.loads((LABELS / "texts.toml").read_text("utf-8"))["text"]
    for number, text in enumerate(every, 1):
        found = of_text(text)
        yield Answer(f"text {number}", text["language"], text["publisher"], found)


def of_text(text: dict[str, Any]) -> Attribution | None:
    url = text.get("url", "https://site.example/story")
    blocks, _ = classify(blocks_of(text["html"], base_url=url), base_url=url)
    origins = tuple(
        Origin(one["rule"], one.get("name"), one.get("url"), one.get("name") or one["url"])
        for one in text.get("origins", ())
    )
    metadata = Metadata(
        title=text.get("title"),
        authors=tuple(text.get("authors", ())),
        site_name=text.get("site_name"),
        origins=origins,
    )
    return attribute_page(url=url, metadata=metadata, blocks=blocks, words=words.wording())


def pages(folder: Path) -> Iterator[Answer]:
    """The labelled pages that the folder has."""
    labels = tomllib.loads((LABELS / "pages.toml").read_text("utf-8"))["publisher"]
    for name, facts in json.loads((folder / "pages.json").read_text("utf-8")).items():
        if name in labels:
            page = gzip.decompress((folder / "pages" / f"{name}.html.gz").read_bytes())
            yield Answer(facts["url"], "pages", labels[name], of_page(page, facts["url"]))


def of_page(page: bytes, url: str) -> Attribution | None:
    from newscli.pages.webpage import read_web_page

    article = read_web_page(page, content_type="text/html", url=url)
    return article.attribution if article else None


def line(name: str, answers: Iterable[Answer]) -> str:
    """One line of the table."""
    every = list(answers)
    named = [answer for answer in every if answer.found]
    right = sum(answer.is_right for answer in named)
    wanted = sum(bool(answer.label) for answer in every)
    precision = f"{right / len(named):9.3f}" if named else "        -"
    recall = f"{right / wanted:7.3f}" if wanted else "      -"
    return f"{name:28} {len(every):5} {wanted:6} {len(named):5} {precision} {recall}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Checks who is named as the first publisher.")
    parser.add_argument("folder", type=Path, nargs="?", help="holds pages.json and pages/")
    chosen = parser.parse_args()
    answers = [*texts(), *(pages(chosen.folder) if chosen.folder else ())]
    print(f"{'':28} pages wanted named precision  recall")
    for language in sorted({answer.language for answer in answers}):
        print(line(language, (one for one in answers if one.language == language)))
    print(line("all", answers))
    print()
    for rule in sorted({answer.found.rule for answer in answers if answer.found}):
        named = [answer for answer in answers if answer.found and answer.found.rule == rule]
        right = sum(answer.is_right for answer in named)
        print(f"{rule:28} {len(named):5} named {right / len(named):9.3f}")
    for wrong in (answer for answer in answers if not answer.is_right):
        print(f"  {wrong.name} ({wrong.language}): is {wrong.label or '-'}, said {wrong.found}")


if __name__ == "__main__":
    main()
