"""Stores of any size, made up for store.py and search.py: the same for the same seed.

Words are drawn by their frequency in a folder of texts (stories.jsonl and pages.json, as
copies.py reads them), or from an invented vocabulary by Zipf's law where no folder is given. One
article in twenty is Chinese, Japanese, Korean, Thai, Arabic, Russian or German: words made of the
script's characters, with no space between them where the language has none.
"""

import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from newscli.storage import grams

NOW = 1_795_000_000
SOURCES = 500
TAGS = 20
_WORDS = 320
_SPAN_S = 3 * 365 * 86_400
_NAMES = 300_000
_OTHER_WORDS = 5_000

SCRIPTS = {
    # language: (characters, least and most of a word, what is between words)
    "zh": ("".join(map(chr, range(0x4E00, 0x4E00 + 2500))), 1, 3, ""),
    "ja": (
        "".join(map(chr, range(0x3041, 0x3094))) * 6
        + "".join(map(chr, range(0x30A1, 0x30F7))) * 3
        + "".join(map(chr, range(0x5000, 0x5000 + 1000))),
        1,
        4,
        "",
    ),
    "ko": ("".join(map(chr, range(0xAC00, 0xAC00 + 11172, 9))), 2, 4, " "),
    "th": ("".join(map(chr, (*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3A)))), 2, 5, ""),
    "ar": ("".join(map(chr, (*range(0x0627, 0x063B), *range(0x0641, 0x064B)))), 2, 7, " "),
    "ru": ("".join(map(chr, range(0x0430, 0x0450))), 2, 10, " "),
    "de": ("abcdefghijklmnopqrstuvwxyzaeiounrstäöüß", 3, 12, " "),
}


class Vocabulary(NamedTuple):
    """Words, and their frequencies summed up, as random.choices wants them."""

    words: list[str]
    sums: list[float]


class Made(NamedTuple):
    """One article's row, as `article` has it."""

    id: int
    source_id: int
    guid: str
    url: str
    language: str
    sort_at: int
    read_at: int | None
    starred_at: int | None
    title: str
    summary: str
    text: str


def vocabulary(folder: Path | None) -> Vocabulary:
    """The words of a folder's texts by their frequency there; 20,000 invented ones without."""
    if folder is None:
        dice = random.Random(1)
        words = _invented(dice, SCRIPTS["de"][0][:26], 2, 10, 20_000)
        return Vocabulary(words, list(accumulate(1e6 / (rank + 2) for rank in range(20_000))))
    counted: Counter[str] = Counter()
    for line in (folder / "stories.jsonl").read_text("utf-8").splitlines():
        counted.update(json.loads(line)["text"].split())
    pages = folder / "pages.json"
    if pages.exists():
        for page in json.loads(pages.read_text("utf-8")).values():
            counted.update(page["articleBody"].split())
    ranked = counted.most_common()
    return Vocabulary([word for word, _ in ranked], list(accumulate(float(n) for _, n in ranked)))


def _invented(dice: random.Random, letters: str, least: int, most: int, number: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < number:
        made["".join(dice.choices(letters, k=dice.randint(least, most)))] = None
    return list(made)


class Maker:
    """Makes articles, oldest first."""

    def __init__(self, folder: Path | None, size: int) -> None:
        self._size = size
        self._dice = random.Random(7)
        self._words = vocabulary(folder)
        self._names = _invented(self._dice, "abcdefghiklmnoprstuvz", 5, 11, _NAMES)
        self._name_sums = list(accumulate(1 / (rank + 5) for rank in range(_NAMES)))
        sums = list(accumulate(1 / (rank + 3) for rank in range(_OTHER_WORDS)))
        self._others = {
            language: Vocabulary(
                _invented(self._dice, letters, least, most, _OTHER_WORDS),
                sums,
            )
            for language, (letters, least, most, _) in SCRIPTS.items()
        }

    def articles(self) -> Iterator[Made]:
        """All of them; ids and times grow together, and the newest are a minute old."""
        dice = self._dice
        step = _SPAN_S / self._size
        for number in range(1, self._size + 1):
            language = dice.choice(tuple(SCRIPTS)) if dice.random() < 0.05 else "en"
            sort_at = int(NOW - 60 - (self._size - number) * step)
            is_old = NOW - sort_at > 30 * 86_400
            title, text = self._text(language)
            yield Made(
                number,
                # A few sources publish most.
                min(int(dice.paretovariate(0.7)), SOURCES),
                f"tag:{number}",
                f"https://site{number % SOURCES}.example/{number}",
                language,
                sort_at,
                sort_at + 3600 if dice.random() < (0.9 if is_old else 0.3) else None,
                sort_at + 7200 if dice.random() < 0.002 else None,
                title,
                "",
                text,
            )

    def _text(self, language: str) -> tuple[str, str]:
        dice = self._dice
        if language == "en":
            length = dice.randint(_WORDS // 2, _WORDS * 3 // 2)
            words = dice.choices(self._words.words, cum_weights=self._words.sums, k=length)
            for name in dice.choices(self._names, cum_weights=self._name_sums, k=6):
                words[dice.randrange(length)] = name.title()
            return " ".join(words[:9]), " ".join(words[9:])
        other = self._others[language]
        words = dice.choices(other.words, cum_weights=other.sums, k=dice.randint(100, 300))
        between = SCRIPTS[language][3]
        sentences = [words[begin : begin + 12] for begin in range(0, len(words), 12)]
        lines = [between.join(sentence) for sentence in sentences]
        end = ". " if between else "。"
        return lines[0], end.join(lines[1:])


_ARTICLE = (
    "INSERT INTO article (id, source_id, guid, url, canonical_url, language, published_at, "
    "seen_at, sort_at, read_at, starred_at, words, digest, title, summary, text) VALUES "
)


def fill(connection: sqlite3.Connection, folder: Path | None, size: int) -> None:
    """Stores that many made-up articles of 500 sources, 2,000 a transaction, 100 a statement."""
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO source (id, url, feed_title, folder, added_at) VALUES (?, ?, ?, ?, 0)",
        [
            (n, f"https://site{n}.example/feed", f"Site {n}", f"Folder {n % 12}")
            for n in range(1, SOURCES + 1)
        ],
    )
    connection.execute("COMMIT")
    made = Maker(folder, size).articles()
    while batch := list(islice(made, 2000)):
        connection.execute("BEGIN IMMEDIATE")
        for begin in range(0, len(batch), 100):
            _insert(connection, batch[begin : begin + 100])
        grams.index_due(connection)
        connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, rows: list[Made]) -> None:
    values: list[object] = []
    for row in rows:
        values += [
            row.id, row.source_id, row.guid, row.url, row.url, row.language, row.sort_at,
            row.sort_at, row.sort_at, row.read_at, row.starred_at, len(row.text) // 6,
            row.guid.encode(), row.title, row.summary, row.text,
        ]  # fmt: skip
    marks = ",".join([f"({','.join('?' * 16)})"] * len(rows))
    connection.execute(_ARTICLE + marks, values)
    connection.executemany(
        "INSERT INTO body (article_id, blocks) VALUES (?, '')", [(row.id,) for row in rows]
    )
    connection.executemany(
        "INSERT INTO place (article_id, story_id, seen_at) VALUES (?, ?, ?)",
        [(row.id, row.id, row.sort_at) for row in rows],
    )
    connection.executemany(
        "INSERT INTO article_tag (article_id, tag, tagged_at) VALUES (?, ?, 1)",
        [(row.id, f"tag{row.id % 7919 % TAGS}") for row in rows if row.id % 191 == 0],
    )
