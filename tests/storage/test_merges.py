"""The full-text index is in few segments again soon after a fetch that brought many articles."""

import pytest

from newscli.core.changes import Changes
from newscli.storage import db, merges
from newscli.storage.writes import FetchStore
from tests.fakes import NOW, make_draft


@pytest.fixture
def connection(tmp_path, monkeypatch):
    monkeypatch.setattr(merges, "_MANY_ARTICLES", 20)
    monkeypatch.setattr(merges, "_MOST_SEGMENTS", 16)
    opened = db.connect(tmp_path / "news.db")
    opened.execute("INSERT INTO source (id, url, added_at) VALUES (1, 'https://a.example/', 0)")
    yield opened
    opened.close()


def store(fetch, number, *, articles):
    drafts = [make_draft(f"{number}-{n}", text=f"gale word{n}") for n in range(articles)]
    with fetch.batch():
        fetch.save_articles(1, Changes(tuple(drafts), ()), now=NOW)


def segments(connection):
    return connection.execute("SELECT count(DISTINCT segid) FROM article_fts_idx").fetchone()[0]


def found(connection):
    sql = "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'gale'"
    return connection.execute(sql).fetchone()[0]


def test_many_articles_are_not_merged_while_they_come_in(connection):
    fetch = FetchStore(connection)
    for number in range(11):
        store(fetch, number, articles=20)

    assert segments(connection) == 11
    assert found(connection) == 220


def test_there_is_a_bound_to_their_number(connection):
    fetch = FetchStore(connection)
    for number in range(30):
        store(fetch, number, articles=20)

    assert segments(connection) < 16
    assert found(connection) == 600


def test_later_fetches_of_a_few_articles_merge_them(connection):
    first = FetchStore(connection)
    for number in range(11):
        store(first, number, articles=20)
    for number in range(11, 14):
        store(FetchStore(connection), number, articles=1)

    assert segments(connection) < 6
    assert found(connection) == 223


def test_what_one_fetch_was_allowed_holds_for_nobody_else(connection):
    fetch = FetchStore(connection)
    store(fetch, 0, articles=20)

    settings = dict(connection.execute("SELECT k, v FROM article_fts_config"))
    assert settings["automerge"] == 8
