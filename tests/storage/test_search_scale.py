"""Searching a store that is too large to rank all of it: made small here by smaller bounds."""

import random

import pytest

from newscli.core.query import parse
from newscli.storage import candidates, db, hits, marks, search, sides
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

WORDS = [f"w{letter}{number}" for letter in "abc" for number in range(8)]
SIZE = 400


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    """400 articles: wa0 stands in most of them, wc7 in few; two sources, stars, tags."""
    dice = random.Random(11)
    opened = db.connect(tmp_path_factory.mktemp("scale") / "news.db")
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    for source in ("one", "two"):
        drafts = [
            make_draft(
                f"{source}{number}",
                title=" ".join(dice.choices(WORDS, weights, k=3)),
                text=" ".join(dice.choices(WORDS, weights, k=12)) + " 国防" * (number % 7 == 0),
                published_at=NOW - number * 40_000,
            )
            for number in range(SIZE // 2)
        ]
        store_drafts(opened, drafts, url=f"https://{source}.example/feed", is_made=False)
    marks.mark(opened, "star", ids=range(1, SIZE, 29), chosen=Filter(), now=NOW)
    marks.mark(opened, "read", ids=range(1, SIZE, 2), chosen=Filter(), now=NOW)
    marks.add_tags(opened, range(3, SIZE, 50), ["rare"], now=NOW)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch):
    for name, value in {
        "_FIRST": 8,
        "_PART": 20,
        "MOST_SCANNED": 30,
        "_SMALL": 50,
        "_RECENT": 5,
    }.items():
        monkeypatch.setattr(hits, name, value)
    for name, value in {"MOST_SCANNED": 30, "_PROBED": 5, "_MOST_PROBED": 40}.items():
        monkeypatch.setattr(candidates, name, value)
    monkeypatch.setattr(search, "_MOST_CANDIDATES", 25)
    monkeypatch.setattr(search, "_LEAST_CANDIDATES", 10)
    monkeypatch.setattr(sides, "_SMALL", 50)


def run(connection, text, chosen, limit):
    return search.run(connection, parse(text), chosen, now=NOW, limit=limit)


FILTERS = {
    "all": Filter(),
    "starred": Filter(is_starred=True),
    "unread": Filter(is_unread=True),
    "tag": Filter(tags=("rare",)),
    "source": Filter(source_ids=(1,)),
    "since": Filter(since=NOW - 1_000_000),
    "until": Filter(until=NOW - 6_000_000),
    "none": Filter(source_ids=(1,), is_starred=True, until=NOW - 7_900_000),
}


def queries():
    dice = random.Random(5)
    for _ in range(12):
        one, other, third = dice.sample(WORDS[:10], 3)
        yield from (
            one,
            f"{one} {other}",
            f'"{one} {other}"',
            f"{one} -{other}",
            f"{one} OR {third}",
            f"{one[:2]}*",
            f'"{one} {other[:2]}*"',
            f"{one} -{other[:2]}*",
            f"国 {one}",
            "国防",
        )


@pytest.mark.parametrize("name", FILTERS)
def test_a_bounded_search_finds_nothing_else_and_says_when_there_is_more(connection, name):
    wrong = []
    for text in queries():
        every = {hit.headline.id for hit in run(connection, text, FILTERS[name], None).hits}
        found = run(connection, text, FILTERS[name], 10)
        ids = {hit.headline.id for hit in found.hits}
        is_whole = found.total == len(every) or found.is_more
        if not ids <= every or len(ids) < min(10, len(every)) or not is_whole:
            wrong.append((text, len(ids), len(every), found.total, found.is_more))

    assert wrong == []


def test_the_candidates_of_a_common_word_are_the_newest(connection):
    found = run(connection, "wa0", Filter(source_ids=(2,)), 10)
    (oldest,) = connection.execute(
        "SELECT min(sort_at) FROM (SELECT sort_at FROM article WHERE source_id = 2 "
        "ORDER BY sort_at DESC LIMIT 60)"
    ).fetchone()

    assert found.is_more
    assert all(hit.headline.sort_at >= oldest for hit in found.hits)


def test_an_archive_that_came_in_last_does_not_hide_the_news(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("fresh", text="gale", published_at=NOW - 60)])
    archive = [
        make_draft(f"old{n}", text="gale", published_at=NOW - 90_000_000 - n) for n in range(200)
    ]
    store_drafts(connection, archive, url="https://archive.example/feed", is_made=False)

    best = run(connection, "gale", Filter(), 10).hits[0]

    assert best.headline.title == "Title of fresh"


def test_words_before_their_index_is_made_are_found_too(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a", text="国防")])
    connection.execute("UPDATE article SET text = '手机'")

    assert [len(run(connection, text, Filter(), 5).hits) for text in ("手机", "国防")] == [1, 0]
