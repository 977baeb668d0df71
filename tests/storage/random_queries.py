"""Random stores and random queries, the same for the same seed."""

import random
import sqlite3

from newscli.storage import db
from tests.fakes import NOW
from tests.storage.naive import Fact

VOCABULARY = [
    "nato", "cable", "sabotage", "Größe", "grosse", "cafe", "café", "energy", "grid", "wind",
    "storm", "harbour", "the", "of", "in", "and", "don't", "e-mail", "C++", "AT&T", "国防大臣",
    "東京", "ความมั่นคง", "#metoo", "2026", "42",
]  # fmt: skip
AUTHORS = (None, "Ann Lee", "José Núñez", "lee")
PUBLISHERS = (None, "Reuters", "Die Größe")
LANGUAGES = (None, "en", "en-GB", "de", "pt-BR")
FOLDERS = ("", "News", "News/World", "Tech")
TAGS = ("energy", "Later", "x-1")
FLAGS = {"unread", "read", "starred", "edited", "full", "copy", "audio", "image", "enclosure"}


def make_store(connection: sqlite3.Connection, rng: random.Random, size: int) -> list[Fact]:
    """Fills a store with random articles; what they are."""
    sources = []
    for number in range(1, 5):
        name, folder = f"Source {rng.choice(VOCABULARY)} {number}", rng.choice(FOLDERS)
        url = f"https://s{number}.example/feed"
        tags = frozenset(rng.sample(TAGS, rng.randrange(2)))
        connection.execute(
            "INSERT INTO source (id, url, name, folder, added_at) VALUES (?, ?, ?, ?, 0)",
            (number, url, name, folder),
        )
        connection.executemany(
            "INSERT INTO source_tag VALUES (?, ?)", [(number, tag) for tag in tags]
        )
        sources.append((number, name, url, folder, tags))
    with db.transaction(connection):
        return [_article(connection, rng, number, sources) for number in range(1, size + 1)]


def _text(rng: random.Random, most: int) -> str:
    return " ".join(rng.choice(VOCABULARY) for _ in range(rng.randrange(most + 1)))


def _article(connection, rng, number, sources) -> Fact:
    source_id, name, source_url, folder, source_tags = rng.choice(sources)
    flags = {flag for flag in FLAGS if rng.random() < 0.2}
    flags = flags - {"read", "unread"} | {rng.choice(("read", "unread"))}
    if flags & {"audio"}:
        flags.add("enclosure")
    elif "enclosure" in flags:
        flags.add("audio")
    tags = frozenset(rng.sample(TAGS, rng.randrange(3)))
    story = number if number < 3 or rng.random() < 0.5 else rng.randrange(1, number)
    fact = Fact(
        number, _text(rng, 6), _text(rng, 4), _text(rng, 25), rng.choice(AUTHORS),
        rng.choice(PUBLISHERS), f"https://site.example/{rng.choice(VOCABULARY[:9])}/{number}",
        rng.choice(LANGUAGES), NOW - rng.randrange(40 * 86_400), source_id, name, source_url,
        folder, tags | source_tags, frozenset(flags), story,
    )  # fmt: skip
    mark = {flag: NOW if flag in flags else None for flag in ("read", "starred", "edited")}
    connection.execute(
        "INSERT INTO article (id, source_id, guid, url, author, publisher, language, seen_at, "
        "sort_at, read_at, starred_at, edited_at, words, digest, title, summary, text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, x'', ?, ?, ?)",
        (number, source_id, str(number), fact.url, fact.author, fact.publisher, fact.language,
         NOW, fact.sort_at, mark["read"], mark["starred"], mark["edited"], fact.title,
         fact.summary, fact.text),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO article_tag (article_id, tag) VALUES (?, ?)", [(number, tag) for tag in tags]
    )
    connection.execute(
        "INSERT INTO place (article_id, story_id, copy_of, seen_at) VALUES (?, ?, ?, ?)",
        (number, story, 1 if "copy" in flags else None, NOW),
    )
    if "audio" in flags:
        connection.execute(
            "INSERT INTO enclosure VALUES (?, 0, 'https://s.example/a.mp3', 'audio/mpeg', 1)",
            (number,),
        )
    if flags & {"full", "image"}:
        image = "https://s.example/i.png" if "image" in flags else None
        connection.execute(
            "INSERT INTO page (article_id, url, asked_at, image, blocks) VALUES (?, 'u', 1, ?, ?)",
            (number, image, "[]" if "full" in flags else ""),
        )
    return fact


def make_query(rng: random.Random, depth: int = 3) -> str:
    """A random query that parses."""
    kind = rng.random()
    if depth and kind < 0.2:
        return f"({make_query(rng, depth - 1)} OR {make_query(rng, depth - 1)})"
    if depth and kind < 0.45:
        return f"{make_query(rng, depth - 1)} {make_query(rng, depth - 1)}"
    if depth and kind < 0.55:
        return f"-({make_query(rng, depth - 1)})"
    return _leaf(rng)


def _leaf(rng: random.Random) -> str:
    word = rng.choice(VOCABULARY)
    plain = rng.choice([one for one in VOCABULARY if one.isascii() and one.isalpha()])
    minus = rng.choice(("", "", "-", "NOT "))
    leaves = (
        word, word, f'"{plain} {rng.choice(VOCABULARY[:8])}"', f"{plain[:3]}*", f"title:{plain}",
        f"text:{plain}", f"author:{rng.choice(('lee', 'núñez', 'x'))}",
        f"source:{rng.choice((plain, '2', 's3.example'))}", f"tag:{rng.choice(TAGS).upper()}",
        f"folder:{rng.choice(('news', 'News/World', 'World', 'Tech'))}",
        f"lang:{rng.choice(('en', 'de', 'pt', 'EN-gb'))}",
        f"publisher:{rng.choice(('reuters', 'grosse', 'source'))}", f"url:{plain}",
        f"story:{rng.randrange(1, 9)}", f"is:{rng.choice(('unread', 'read', 'starred'))}",
        f"is:{rng.choice(('edited', 'full', 'copy'))}",
        f"has:{rng.choice(('audio', 'image', 'enclosure'))}", f"age:<{rng.randrange(1, 40)}d",
        f"age:>{rng.randrange(1, 900)}h", f"since:{rng.randrange(1, 40)}d",
        f"/{plain[:2]}[a-z]{{2,}} {rng.choice(VOCABULARY[:6])}/",
        f"NEAR({plain} {rng.choice(VOCABULARY[:3])}, {rng.randrange(6)})",
    )  # fmt: skip
    return minus + rng.choice(leaves)


QUERIES = 400
