"""Copies: how many of those planted by light edits are found, and which others are taken for such.

    python benchmarks/copies.py FOLDER [--planted 200]

FOLDER has feeds and pages with their texts, as feeds.json, pages.json and stories.jsonl name them.
Each planted copy has another title, is shortened by a fifth, has another publisher's header and
footer, and one word in twenty changed. Every pair found that was not planted is printed, to be
judged by eye: real feeds do publish things twice.
"""

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from newscli.core.changes import Changes
from newscli.core.draft import Draft
from newscli.storage import db, waiting
from newscli.storage.writes import FetchStore

NOW = 1_790_000_000
_LEAST_WORDS = 60
_FILLERS = ("indeed", "reportedly", "later", "also", "meanwhile", "still", "however", "again")


class Text(NamedTuple):
    """An article to be stored."""

    source: str
    title: str
    text: str


def corpus(folder: Path) -> Iterator[Text]:
    """The entries of the feeds, the stories, and the true texts of the pages."""
    from newscli.feeds import read, syndication
    from newscli.pages.articles import read_feed

    for row in json.loads((folder / "feeds.json").read_text("utf-8")):
        file = next(folder.rglob(Path(row["file"]).name))
        body = file.read_bytes()
        body = gzip.decompress(body) if file.suffix == ".gz" else body
        parsed = read.parse_quickly(body, content_type=None)
        parsed = parsed or syndication.parse(body, content_type=None)
        for draft in read_feed(parsed, url=row["url"]).drafts:
            yield Text(row["url"], draft.title, draft.text.decode() or draft.summary)
    pages = json.loads((folder / "pages.json").read_text("utf-8"))
    for name, page in pages.items():
        yield Text(f"https://{name}.example/", page.get("headline") or name, page["articleBody"])
    for line in (folder / "stories.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Text(f"https://{row['domain']}/", row["title"], row["text"])


def edited(text: Text, rng: random.Random, number: int) -> Text:
    """The text as another site would carry it."""
    words = text.text.split()
    words = words[: int(len(words) * 0.8)]
    for at in rng.sample(range(len(words)), len(words) // 20):
        words[at] = rng.choice(_FILLERS)
    header = f"The Daily Carrier, edition {number}. Sign in to read without advertisements."
    footer = "Follow the Daily Carrier for more stories like this one. All rights reserved."
    return Text(
        f"https://carrier{number}.example/",
        f"Carried today: item {number}",
        f"{header} {' '.join(words)} {footer}",
    )


def main() -> None:
    """Prints recall, the other pairs, and the time an article."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--planted", type=int, default=200)
    options = parser.parse_args()
    rng = random.Random(1)
    texts = [text for text in corpus(options.folder) if text.text]
    long = [text for text in texts if len(text.text.split()) >= _LEAST_WORDS]
    chosen = rng.sample(long, min(options.planted, len(long)))
    planted = [edited(text, rng, number) for number, text in enumerate(chosen)]
    everything = [*texts, *planted]
    with tempfile.TemporaryDirectory() as folder:
        connection = db.connect(Path(folder, "news.db"))
        sources = sorted({text.source for text in everything})
        connection.executemany(
            "INSERT INTO source (url, added_at) VALUES (?, 0)", [(url,) for url in sources]
        )
        store = FetchStore(connection)
        took = 0.0
        for number, text in enumerate(everything):
            with store.batch():
                draft = Draft(str(number), None, None, text.title, b"", text=text.text.encode())
                source = sources.index(text.source) + 1
                store.save_articles(source, Changes([draft], []), now=NOW + number)
            began = time.process_time()
            waiting.settle(connection, waiting.between(connection, None, None))
            took += time.process_time() - began
        rows = connection.execute(
            "SELECT article_id, coalesce(copy_of, article_id), share FROM place"
        ).fetchall()
    original = {number - 1: first - 1 for number, first, _ in rows}
    share = {number - 1: value for number, _, value in rows}
    place = {id(text): number for number, text in enumerate(texts)}
    found = sum(
        original[len(texts) + number] == original[place[id(text)]]
        for number, text in enumerate(chosen)
    )
    others = [(n, original[n]) for n in range(len(texts)) if original[n] != n]
    print(f"{len(everything)} articles, {len(planted)} planted copies: {found} found")
    print(f"{took * 1000 / len(everything):.2f} ms CPU an article to place it")
    print(f"{len(others)} other pairs:")
    for one, other in others:
        a, b = everything[one], everything[other]
        print(f"  {share[one]:4.0%}  {a.source[8:34]:26} {a.title[:40]:40}", end=" ")
        print(f"{b.source[8:34]:26} {b.title[:40]}")


if __name__ == "__main__":
    main()
