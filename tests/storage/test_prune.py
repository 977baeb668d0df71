"""What pruning deletes, what it leaves, and what does not come back."""

import sqlite3

import pytest

from newscli.core.query import parse
from newscli.storage import check, db, marks, prune, search
from newscli.storage.prune import Pruning, Rule
from newscli.storage.reads import Filter
from newscli.storage.writes import FetchStore
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

DAY_S = 86_400


@pytest.fixture
def connection(tmp_path):
    """Articles a1 to a9 of one source, as many days old, all read."""
    opened = db.connect(tmp_path / "news.db")
    store_drafts(
        opened,
        [make_draft(f"a{days}", published_at=NOW - days * DAY_S) for days in range(1, 10)],
    )
    marks.mark(opened, "read", ids=None, chosen=Filter(), now=NOW)
    yield opened
    opened.close()


def held(connection):
    return [row[0] for row in connection.execute("SELECT guid FROM article ORDER BY guid")]


def ids_of(connection, *guids):
    query = "SELECT id FROM article WHERE guid = ?"
    return [connection.execute(query, (guid,)).fetchone()[0] for guid in guids]


def test_what_is_older_than_the_rule_goes(connection):
    done = prune.prune(connection, Rule(since=NOW - 4 * DAY_S))

    assert done == Pruning(5, 0, 0, 0)
    assert held(connection) == ["a1", "a2", "a3", "a4"]


def test_of_each_source_the_newest_stay(connection):
    drafts = [make_draft("b1"), make_draft("b2")]
    store_drafts(connection, drafts, url="https://other.example/feed")
    marks.mark(connection, "read", ids=None, chosen=Filter(), now=NOW)

    prune.prune(connection, Rule(articles=2))

    assert held(connection) == ["a1", "a2", "b1", "b2"]


def test_either_rule_is_enough_to_go(connection):
    prune.prune(connection, Rule(since=NOW - 4 * DAY_S, articles=2))

    assert held(connection) == ["a1", "a2"]


def test_unread_starred_and_tagged_stay(connection):
    unread, starred, tagged = ids_of(connection, "a7", "a8", "a9")
    marks.mark(connection, "unread", ids=[unread], chosen=Filter(), now=NOW)
    marks.mark(connection, "star", ids=[starred], chosen=Filter(), now=NOW)
    marks.add_tags(connection, [tagged], ["keep"], now=NOW)

    done = prune.prune(connection, Rule(articles=0))

    assert done == Pruning(6, 1, 1, 1)
    assert held(connection) == ["a7", "a8", "a9"]


def test_a_publishers_category_is_no_tag_of_the_users(connection):
    connection.execute("INSERT INTO article_tag (article_id, tag) SELECT id, 'Sport' FROM article")

    assert prune.prune(connection, Rule(articles=0)).articles == 9


def test_saved_pages_stay(connection):
    connection.execute("UPDATE source SET url = 'newscli:saved'")

    done = prune.prune(connection, Rule(since=NOW, articles=0))

    assert (done.articles, len(held(connection))) == (0, 9)


def test_a_dry_run_only_counts(connection):
    done = prune.prune(connection, Rule(articles=2), is_dry=True)

    assert (done.articles, len(held(connection))) == (7, 9)
    assert prune.pruned(connection, 1, ["a9"]) == set()


def test_what_was_pruned_is_remembered_for_its_source(connection):
    prune.prune(connection, Rule(articles=2))

    assert prune.pruned(connection, 1, ["a1", "a9", "new"]) == {"a9"}
    assert prune.pruned(connection, 2, ["a9"]) == set()


def test_a_pruned_article_leaves_no_row_behind(connection):
    prune.prune(connection, Rule(articles=0))

    found = search.run(connection, parse("title"), Filter(), now=NOW, limit=10)
    assert (found.hits, check.problems(connection)) == ((), [])
    for table in ("body", "place", "mark_journal", "article_tag"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_every_reference_to_an_article_has_an_index(connection):
    """Else each article that goes is looked for in the whole of that table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
    ).fetchall()
    references = {
        (table, facts[3])
        for (table,) in tables
        for facts in connection.execute(f"PRAGMA foreign_key_list({table})")
        if facts[2] == "article"
    }

    assert references
    assert {pair for pair in references if not is_indexed(connection, *pair)} == set()


def is_indexed(connection: sqlite3.Connection, table: str, column: str) -> bool:
    plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 7")
    return "SEARCH" in plan.fetchone()[3]


def test_the_store_says_which_drafts_were_pruned(connection):
    prune.prune(connection, Rule(articles=8))

    assert FetchStore(connection).pruned(1, [make_draft("a8"), make_draft("a9")]) == {"a9"}
