"""Read, starred and tagged."""

import pytest

from newscli.storage import db, marks, reads
from newscli.storage.marks import Marked, TagCount
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft


@pytest.fixture
def connection(tmp_path):
    opened = db.connect(tmp_path / "news.db")
    drafts = [make_draft(f"g{n}", published_at=NOW - n * 3600) for n in range(5)]
    store_drafts(opened, drafts)
    yield opened
    opened.close()


def unread(connection):
    return {row.id for row in reads.headlines(connection, Filter(is_unread=True), limit=None)}


def mark(connection, name, ids=None, *, now=NOW, is_dry=False, **chosen):
    return marks.mark(connection, name, ids=ids, chosen=Filter(**chosen), now=now, is_dry=is_dry)


def test_marking_ids_counts_what_it_changed(connection):
    mark(connection, "read", [1])

    assert mark(connection, "read", [1, 2]) == Marked(chosen=2, changed=1)
    assert unread(connection) == {3, 4, 5}


def test_a_mark_that_is_there_keeps_its_time(connection):
    mark(connection, "read", [1], now=NOW)
    mark(connection, "read", [1], now=NOW + 60)

    assert reads.article(connection, 1).headline.read_at == NOW


def test_a_filter_marks_all_that_it_lets_through(connection):
    assert mark(connection, "read", until=NOW - 2 * 3600) == Marked(2, 2)
    assert unread(connection) == {3, 4, 5}


def test_a_dry_run_only_counts(connection):
    assert mark(connection, "read", is_dry=True) == Marked(5, 5)
    assert unread(connection) == {1, 2, 3, 4, 5}


def test_undo_brings_back_exactly_what_was(connection):
    mark(connection, "read", [1], now=NOW - 99)
    mark(connection, "star", [1, 2])
    mark(connection, "read", [1, 2, 3])

    assert marks.undo(connection) == 2
    assert unread(connection) == {2, 3, 4, 5}
    assert marks.undo(connection) == 2
    assert reads.count(connection, Filter(is_starred=True)) == 0
    assert reads.article(connection, 1).headline.read_at == NOW - 99


def test_with_nothing_marked_there_is_nothing_to_undo(connection):
    assert marks.undo(connection) == 0


def test_a_mark_does_not_touch_the_index(connection):
    before = connection.execute("SELECT count(*), max(id) FROM article_fts_data").fetchone()

    mark(connection, "read")

    after = connection.execute("SELECT count(*), max(id) FROM article_fts_data").fetchone()
    assert after == before


def test_tags_are_put_on_taken_off_and_counted(connection):
    assert marks.add_tags(connection, [1, 2], ["later", "sea"], now=NOW) == 4
    assert marks.add_tags(connection, [1], ["later"], now=NOW) == 0
    assert marks.remove_tags(connection, [1, 3], ["sea"]) == 1

    assert marks.tags(connection) == [TagCount("later", 2, 0), TagCount("sea", 1, 0)]


def test_a_tag_finds_its_articles_whatever_its_case(connection):
    marks.add_tags(connection, [2], ["Later"], now=NOW)

    found = [row.id for row in reads.headlines(connection, Filter(tags=("later",)), limit=None)]

    assert found == [2]
