"""Search at several sizes of the store: whole processes, the query alone, growth, and recall.

    python benchmarks/search.py HOMES [--corpus FOLDER] [--sizes 10000 100000 1000000]
                                [--queries 20] [--recall 0]

HOMES keeps the stores (made when missing: a million articles take some ten minutes and 5 GB).
Queries are drawn from stored articles, with a fixed seed: words by how many articles have them,
phrases as they stand there, prefixes of words, and words within filters. With --recall, so many
words of each language are looked for in the smallest store with --all, and compared with a scan of
every text.
"""

import argparse
import random
import re
import sqlite3
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from made_stores import build, exponent, home_of, newscli, percentile
from measuring import table

from newscli.core.query import parse
from newscli.storage import db, search
from newscli.storage.reads import Filter

NOW = 1_795_000_000
UNSPACED = ("zh", "ja", "ko", "th")
KINDS = ("rare", "middle", "common", "two words", "phrase", "prefix", "filter")


def queries(connection: sqlite3.Connection, number: int) -> dict[str, list[list[str]]]:
    """So many command lines of each kind."""
    found: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    dice = random.Random(3)
    (top,) = connection.execute("SELECT max(id) FROM article").fetchone()
    while min(map(len, found.values())) < number:
        (text,) = connection.execute(
            "SELECT text FROM article WHERE id >= ? LIMIT 1", (dice.randint(1, top),)
        ).fetchone()
        words = re.findall(r"[a-z]{3,}", text.lower())
        if len(words) < 20:
            continue
        at = dice.randrange(len(words) - 3)
        word = words[at]
        share = _count(connection, word) / top
        kind = "common" if share > 0.05 else "middle" if share > 0.0005 else "rare"
        found[kind].append([word])
        found["two words"].append([word, dice.choice(words)])
        stretch = " ".join(text.split()[at : at + dice.choice((2, 3))]).replace('"', "")
        if any(character.isalnum() for character in stretch):
            found["phrase"].append([f'"{stretch}"'])
        found["prefix"].append([f"{word[: dice.choice((3, 4, 5))]}*"])
        found["filter"].append([word, *dice.choice(FILTERS)])
    return {kind: made[:number] for kind, made in found.items()}


FILTERS = (
    ["--unread"],
    ["--starred"],
    ["--tag", "tag3"],
    ["--source", "50"],
    ["--source", "3", "--unread"],
    ["--since", "2026-10-01"],
    ["--until", "2025-06-01"],
    ["--since", "2025-01-01", "--until", "2025-02-01", "--unread"],
)


def _count(connection: sqlite3.Connection, word: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM article_fts WHERE article_fts MATCH ?", (f'"{word}"',)
    ).fetchone()
    return int(row[0])


def measure(home: Path, number: int) -> dict[str, tuple[list[float], list[float]]]:
    """CPU ms of whole processes, and of the query alone, by kind."""
    connection = db.connect(home / "news.db")
    costs: dict[str, tuple[list[float], list[float]]] = {}
    for kind, lines in queries(connection, number).items():
        whole = [newscli(home, "search", "--json", *line).cpu_ms for line in lines]
        alone = [_query_ms(home, line) for line in lines]
        costs[kind] = whole, alone
    lists = [newscli(home, "headlines", "--unread", "--json").cpu_ms for _ in range(number)]
    costs["headlines --unread"] = lists, [0.0]
    return costs


def _query_ms(home: Path, line: list[str]) -> float:
    """CPU of the search alone, on a connection of its own, as a process has it."""
    connection = db.connect(home / "news.db")
    words = [line[0]] if len(line) == 1 or line[1].startswith("--") else line[:2]
    query, chosen = parse(" ".join(words)), _filter(line[len(words) :])
    begun = time.process_time()
    search.run(connection, query, chosen, now=NOW, limit=50)
    took = (time.process_time() - begun) * 1000
    connection.close()
    return took


def _filter(options: list[str]) -> Filter:
    from newscli.core import moments

    given: dict[str, str] = {}
    for option, value in zip(options, [*options[1:], ""], strict=False):
        if option.startswith("--"):
            given[option] = value
    return Filter(
        source_ids=(int(given["--source"]),) if "--source" in given else (),
        tags=(given["--tag"],) if "--tag" in given else (),
        is_unread="--unread" in given,
        is_starred="--starred" in given,
        since=moments.parse(given["--since"], now=NOW) if "--since" in given else None,
        until=moments.parse(given["--until"], now=NOW) if "--until" in given else None,
    )


def show(sizes: list[int], costs: dict[int, dict[str, tuple[list[float], list[float]]]]) -> None:
    """A row a kind: p50 and p95 at each size, and the growth of p95."""
    for place, what in enumerate(("whole process", "query alone")):
        head = [f"{what}, CPU ms p50/p95", *(f"{size:,}" for size in sizes), "grows by"]
        rows = []
        for kind in costs[sizes[0]]:
            values = [costs[size][kind][place] for size in sizes]
            if max(map(max, values)) == 0:
                continue
            shown = [f"{percentile(v, 0.5):.1f}/{percentile(v, 0.95):.1f}" for v in values]
            power = exponent(sizes, [percentile(v, 0.95) for v in values]) if sizes[1:] else 0
            rows.append([kind, *shown, f"n^{power:.2f}"])
        print(table(head, rows), end="\n\n")


def recall(home: Path, number: int) -> Iterator[tuple[str, int, int, int]]:
    """(language, words, articles by the scan, articles that the search missed or added)."""
    connection = db.connect(home / "news.db")
    for language in ("zh", "ja", "ko", "th", "ar", "ru", "de", "en"):
        rows = connection.execute(
            "SELECT id, title || ' ' || text FROM article WHERE language = ? "
            "ORDER BY id DESC LIMIT 20000",
            (language,),
        ).fetchall()
        words = sample(rows, number, is_unspaced=language in UNSPACED)
        held = scan(rows, words, is_unspaced=language in UNSPACED)
        lowest = rows[-1][0]
        wrong = 0
        for word in words:
            hits = search.run(connection, parse(f'"{word}"'), Filter(), now=NOW, limit=None).hits
            found = {hit.headline.id for hit in hits if hit.headline.language == language}
            wrong += len({one for one in found if one >= lowest} ^ held[word])
        yield language, len(words), sum(map(len, held.values())), wrong


def sample(rows: list[tuple[int, str]], number: int, *, is_unspaced: bool) -> list[str]:
    """Different words of the articles; stretches of one to four characters without spaces.

    Of words with diacritics every other one is typed without.
    """
    dice = random.Random(9)
    words: dict[str, None] = {}
    while len(words) < number:
        text = dice.choice(rows)[1]
        if is_unspaced:
            runs = re.findall(r"[^\s.。]{4,}", text)
            run = dice.choice(runs)
            at = dice.randrange(len(run) - 1)
            words[run[at : at + dice.randint(1, 4)]] = None
        else:
            word = dice.choice(re.findall(r"[^\W_]+", text)).lower()
            if len(word) > 3:
                words[plain(word) if len(words) % 2 else word] = None
    return list(words)


def scan(
    rows: list[tuple[int, str]], words: list[str], *, is_unspaced: bool
) -> dict[str, set[int]]:
    """The articles that have each word, by looking at every text."""
    held: dict[str, set[int]] = defaultdict(set)
    by_key = defaultdict(list)
    for word in words:
        by_key[plain(word)].append(word)
    for number, text in rows:
        if is_unspaced:
            for word in words:
                if word in text:
                    held[word].add(number)
        else:
            for key in {plain(token) for token in re.findall(r"[^\W_]+", text)} & by_key.keys():
                for word in by_key[key]:
                    held[word].add(number)
    return held


def plain(word: str) -> str:
    """A word without case and the diacritics of Latin letters."""
    word = word.lower()
    bases = [unicodedata.normalize("NFD", letter)[0] for letter in word]
    pairs = zip(bases, word, strict=True)
    return "".join(base if base < "\u0250" else letter for base, letter in pairs)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("homes", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--recall", type=int, default=0, metavar="WORDS")
    options = parser.parse_args()
    build(options.homes, options.corpus, options.sizes)
    if options.queries:
        costs = {
            size: measure(home_of(options.homes, size), options.queries) for size in options.sizes
        }
        show(options.sizes, costs)
    if options.recall:
        rows = [
            [language, f"{words}", f"{held:,}", f"{wrong}"]
            for language, words, held, wrong in recall(
                home_of(options.homes, min(options.sizes)), options.recall
            )
        ]
        print(table(["language", "words", "articles with them", "missed or added"], rows))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
