"""Queries find what they mean: against a slow reading of them in Python."""

import random

import pytest

from newscli.core.query import parse
from newscli.storage import db, matching, reads, search
from tests.fakes import NOW
from tests.storage.naive import Reader
from tests.storage.random_queries import QUERIES, make_query, make_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    connection = db.connect(tmp_path_factory.mktemp("store") / "news.db")
    yield connection, make_store(connection, random.Random(7), 150)
    connection.close()


def test_random_queries_find_what_a_slow_reading_finds(store):
    connection, facts = store
    rng = random.Random(11)
    reader, hits = Reader(facts), 0

    for _ in range(QUERIES):
        text = make_query(rng)
        node = parse(text, now=NOW)
        expected = {fact.id for fact in facts if reader.matches(node, fact)}
        listed = {
            row.id for row in reads.headlines(connection, reads.Filter(query=node), limit=None)
        }
        found = search.run(connection, node, reads.Filter(), now=NOW, limit=None)
        assert listed == expected, text
        assert {hit.headline.id for hit in found.hits} == expected, text
        hits += len(expected)

    assert hits > QUERIES  # else the test would say nothing


def test_a_pattern_that_would_take_for_ever_is_ended_and_said(newscli, small_home):
    done = newscli("search", "/(([a-z ])+.)+[A-Z]{3}(([a-z ])+.)+!!/")

    assert done.code in (1, 2)
    assert "Traceback" not in done.err


def test_explain_shows_the_tree_the_sql_and_the_plan(newscli, small_home):
    done = newscli("search", "title:nato", "-is:read", "--explain")

    assert done.code == 0
    for part in ('"nato" in the title', "not", "article_fts MATCH ?", "read_at", "plan"):
        assert part in done.out


def test_no_text_of_a_query_is_in_its_sql(store):
    connection, _ = store
    node = parse('author:"x\' OR 1=1 --" tag:"a\'b" /x\'y/ url:"\');DROP"', now=NOW)

    sql, values, _ = matching.plan(connection, node)

    assert "DROP" not in sql
    assert "1=1" not in sql
    assert any("DROP" in str(value) for value in values)
