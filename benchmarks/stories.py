"""Stories and related articles against labelled news: B-cubed, false merges, precision at five.

    python benchmarks/stories.py FILE.jsonl

FILE has a JSON object a line: id, title, text, url, domain, published, event (the truth). The
articles arrive one by one in the order of `published`, through the store that a fetch uses. The
baselines take the threshold that is best on this very file; newscli has one for everything.
"""

import argparse
import itertools
import json
import math
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))

from newscli.core import likeness, story
from newscli.core.changes import Changes
from newscli.core.draft import Draft
from newscli.core.urls import canonical_url
from newscli.storage import alike, db, related, waiting
from newscli.storage.writes import FetchStore

Row = dict[str, Any]
Labels = dict[int, int]
Pairs = Mapping[tuple[int, int], float]
NOW = 1_790_000_000
_WORD = re.compile(r"\w+")


def load(file: Path) -> list[Row]:
    """The labelled articles in order of their dates, undated ones first."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]
    return sorted(rows, key=lambda row: (row["published"] or "", row["id"]))


def published(row: Row) -> int | None:
    """When its publisher dated it, in Unix seconds."""
    try:
        return int(datetime.fromisoformat(row["published"].replace("Z", "+00:00")).timestamp())
    except (AttributeError, ValueError):
        return None


def store(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Stores the articles one by one, a minute apart, each domain being a source."""
    domains = sorted({row["domain"] or "" for row in rows})
    connection.executemany(
        "INSERT INTO source (url, name, added_at) VALUES (?, ?, 0)",
        [(f"https://{domain}/feed", domain) for domain in domains],
    )
    for minute, row in enumerate(rows):
        writer = FetchStore(connection)
        with writer.batch():
            draft = Draft(
                guid=str(row["id"]),
                url=row["url"],
                canonical_url=canonical_url(row["url"]) if row["url"] else None,
                title=row["title"],
                digest=str(row["id"]).encode(),
                published_at=published(row),
                text=row["text"].encode(),
            )
            source_id = domains.index(row["domain"] or "") + 1
            writer.save_articles(source_id, Changes([draft], []), now=NOW + 60 * minute)
        waiting.settle(connection, waiting.between(connection, None, None))


def bcubed(labels: Labels, events: Mapping[int, object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of groups by article."""
    groups, truth = defaultdict(set), defaultdict(set)
    for number, label in labels.items():
        groups[label].add(number)
        truth[events[number]].add(number)
    precision = recall = 0.0
    for number, label in labels.items():
        both = len(groups[label] & truth[events[number]])
        precision += both / len(groups[label]) / len(labels)
        recall += both / len(truth[events[number]]) / len(labels)
    return precision, recall, 2 * precision * recall / (precision + recall)


def false_merges(labels: Labels, events: Mapping[int, object]) -> float:
    """The share of the pairs in one group that are of different events."""
    pairs = [
        events[one] != events[other]
        for one, other in itertools.combinations(sorted(labels), 2)
        if labels[one] == labels[other]
    ]
    return sum(pairs) / len(pairs) if pairs else 0.0


def single_link(numbers: Sequence[int], pairs: Pairs, threshold: float) -> Labels:
    """Groups of what is connected by pairs of at least the threshold."""
    parent = {number: number for number in numbers}

    def root(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    for (one, other), score in pairs.items():
        if score >= threshold:
            parent[root(one)] = root(other)
    return {number: root(number) for number in numbers}


def mean_link(numbers: Sequence[int], pairs: Pairs, threshold: float) -> Labels:
    """Groups by average link, without any more of newscli's rules."""
    members = {n: story.Member(n.to_bytes(4, "big"), {}) for n in numbers}
    with mock.patch.multiple(story, TOGETHER=threshold, _AGREE=0.0):
        groups = story.group(members, pairs)
    return {number: group[0] for group in groups for number in group}


def best(
    link: Callable[[Sequence[int], Pairs, float], Labels],
    numbers: Sequence[int],
    pairs: Pairs,
    events: Mapping[int, object],
) -> tuple[float, Labels]:
    """The threshold with the highest F1 on these very articles, and the groups by it."""
    tried = ((step / 50, link(numbers, pairs, step / 50)) for step in range(1, 50))
    return max(tried, key=lambda pair: bcubed(pair[1], events)[2])


def title_jaccard(rows: Mapping[int, Row]) -> Pairs:
    """The share of common words in the titles of each pair."""
    words = {n: {word.lower() for word in _WORD.findall(row["title"])} for n, row in rows.items()}
    return {
        (one, other): len(words[one] & words[other]) / max(1, len(words[one] | words[other]))
        for one, other in itertools.combinations(sorted(rows), 2)
    }


def tf_idf(rows: Mapping[int, Row]) -> Pairs:
    """The cosines of title (twice) and first 1,200 characters, by these articles' own counts."""
    counts = {
        n: Counter(
            word.lower() for word in _WORD.findall(f"{r['title']} {r['title']} {r['text'][:1200]}")
        )
        for n, r in rows.items()
    }
    documents = Counter(word for count in counts.values() for word in count)
    vectors = {}
    for number, count in counts.items():
        vector = {
            word: (1 + math.log(times)) * (math.log((1 + len(rows)) / (1 + documents[word])) + 1)
            for word, times in count.items()
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        vectors[number] = {word: weight / length for word, weight in vector.items()}
    return {
        (one, other): likeness.cosine(vectors[one], vectors[other])  # type: ignore[arg-type]
        for one, other in itertools.combinations(sorted(rows), 2)
    }


def bm25_on_title(rows: Mapping[int, Row]) -> Pairs:
    """Okapi BM25 (k1 1.2, b 0.75) of each title as a query against titles, both ways summed."""
    words = {n: [word.lower() for word in _WORD.findall(r["title"])] for n, r in rows.items()}
    documents = Counter(word for found in words.values() for word in set(found))
    mean = sum(map(len, words.values())) / len(words)

    def score(query: list[str], found: list[str]) -> float:
        total, count = 0.0, Counter(found)
        for word in set(query) & count.keys():
            known = documents[word]
            rarity = math.log(1 + (len(rows) - known + 0.5) / (known + 0.5))
            times = count[word]
            total += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(found) / mean))
        return total

    return {
        (one, other): score(words[one], words[other]) + score(words[other], words[one])
        for one, other in itertools.combinations(sorted(rows), 2)
    }


@contextmanager
def held(rows: Sequence[Row]) -> Iterator[tuple[sqlite3.Connection, dict[int, Row]]]:
    """A store of these articles, and the articles by their ids in it."""
    with tempfile.TemporaryDirectory() as folder:
        connection = db.connect(Path(folder, "news.db"))
        store(connection, rows)
        by_guid = {str(row["id"]): row for row in rows}
        ids = connection.execute("SELECT id, guid FROM article").fetchall()
        yield connection, {number: by_guid[guid] for number, guid in ids}
        connection.close()


def stories_of(connection: sqlite3.Connection) -> Labels:
    """The story of each article."""
    return dict(connection.execute("SELECT article_id, story_id FROM place"))


def at_five(
    ranked: Mapping[int, Sequence[int]], events: Mapping[int, object], copies: Mapping[int, int]
) -> float:
    """The share of the first five that are of the same event, of as many as there can be.

    An article's own copies are neither asked for nor counted.
    """
    found = []
    for number, order in ranked.items():
        own = {n for n in events if copies[n] == copies[number]}
        there = {copies[n] for n in events if events[n] == events[number] and n not in own}
        most = min(5, len(there))
        if most:
            first = [n for n in order if n not in own][:5]
            found.append(min(1.0, sum(events[n] == events[number] for n in first) / most))
    return sum(found) / len(found)


def by_pairs(numbers: Sequence[int], pairs: Pairs) -> dict[int, list[int]]:
    """For each article the others, best first."""
    score = {**pairs, **{(b, a): value for (a, b), value in pairs.items()}}
    return {
        one: sorted((n for n in numbers if n != one), key=lambda n: (-score.get((one, n), 0.0), n))
        for one in numbers
    }


@contextmanager
def without(name: str) -> Iterator[None]:
    """newscli without one of its features."""
    plain = likeness.signature
    changes = {
        "words weighed by rarity": mock.patch.object(likeness, "_common", dict),
        "the text (title alone)": mock.patch.object(
            alike.likeness, "signature", lambda title, text: plain(title, "")
        ),
        "the title (text alone)": mock.patch.object(
            alike.likeness, "signature", lambda title, text: plain("", text)
        ),
        "the title's own share": mock.patch.multiple(likeness, _TITLE_SHARE=0.0),
        "the lead's limit": mock.patch.multiple(likeness, LEAD_CHARS=20_000),
        "agreement of headlines": mock.patch.multiple(story, _AGREE=0.0),
        "mean link (single link, 0.28)": mock.patch.object(
            story,
            "group",
            lambda members, pairs: _as_groups(single_link(list(members), pairs, 0.28)),
        ),
        "copies found": mock.patch.object(alike.copies, "share", lambda *_, **__: None),
    }
    with changes[name]:
        yield


def _as_groups(labels: Labels) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for number, label in labels.items():
        groups.setdefault(label, []).append(number)
    return list(groups.values())


ABLATIONS = (
    "words weighed by rarity", "the text (title alone)", "the title (text alone)",
    "the title's own share", "the lead's limit", "agreement of headlines",
    "mean link (single link, 0.28)", "copies found",
)  # fmt: skip


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    rows = load(parser.parse_args().file)
    with held(rows) as (connection, by_id):
        began = time.process_time()
        events = {number: row["event"] for number, row in by_id.items()}
        numbers = sorted(events)
        place = connection.execute("SELECT article_id, coalesce(copy_of, article_id) FROM place")
        copies = dict(place)
        found = {
            n: [row.id for row in related.similar(connection, n, limit=20) if row.id is not None]
            for n in numbers
        }
        took_ms = (time.process_time() - began) * 1000 / len(numbers)
        print(f"{len(rows)} articles, {len(set(events.values()))} events\n")
        print(f"{'stories':38} {'P':>6} {'R':>6} {'F1':>6} {'false merges':>13}")
        _row("newscli", stories_of(connection), events)
        titles = {number: hash(row["title"].casefold()) for number, row in by_id.items()}
        _row("exact title", titles, events)
        jaccard, cosine = title_jaccard(by_id), tf_idf(by_id)
        for name, link, pairs in (
            ("title Jaccard, single link", single_link, jaccard),
            ("TF-IDF, single link", single_link, cosine),
            ("TF-IDF, mean link", mean_link, cosine),
        ):
            threshold, labels = best(link, numbers, pairs, events)
            _row(f"{name} (best: {threshold:.2f})", labels, events)
        print(f"\n{'related':38} {'P at 5':>6}")
        print(f"{'newscli':38} {at_five(found, events, copies):6.3f}  {took_ms:.1f} ms CPU each")
        for name, pairs in (("BM25 on the title", bm25_on_title(by_id)), ("TF-IDF", cosine)):
            print(f"{name:38} {at_five(by_pairs(numbers, pairs), events, copies):6.3f}")
    print("\nnewscli without")
    for name in ABLATIONS:
        likeness._term.cache_clear()
        with without(name), held(rows) as (connection, by_id):
            _row(f"  {name}", stories_of(connection), {n: r["event"] for n, r in by_id.items()})
    likeness._term.cache_clear()


def _row(name: str, labels: Labels, events: Mapping[int, object]) -> None:
    precision, recall, f1 = bcubed(labels, events)
    merges = false_merges(labels, events)
    print(f"{name:38} {precision:6.3f} {recall:6.3f} {f1:6.3f} {merges:13.4f}")


if __name__ == "__main__":
    main()
