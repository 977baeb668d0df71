"""Articles that a large fetch leaves uncompared: they wait, and end up in the same stories."""

import pytest

from newscli.core.changes import decide
from newscli.storage import bodies, db, related, waiting
from newscli.storage.writes import FetchStore
from tests.fakes import NOW, make_draft
from tests.storage.test_stories import ALL, EVENTS, FERRY, LONG, copies, store, told

DAY_S = 86_400


def due(connection):
    return waiting.between(connection, None, None)


@pytest.fixture
def connection(tmp_path):
    return db.connect(tmp_path / "news.db")


def test_stored_articles_wait_each_a_story_of_its_own(connection):
    for number, draft in enumerate(ALL, 1):
        store(connection, [draft], source=number)

    assert len(due(connection)) == len(ALL)
    assert told(connection) == {frozenset({draft.guid}) for draft in ALL}


def test_settled_later_they_are_in_the_stories_that_they_would_be_in_at_once(connection):
    for number, draft in enumerate(ALL, 1):
        store(connection, [draft], source=number)

    waiting.settle(connection, due(connection)[::2])
    waiting.settle(connection, due(connection))

    assert told(connection) == EVENTS
    assert due(connection) == []


def test_what_waited_for_weeks_is_compared_with_what_came_in_when_it_did(connection):
    store(connection, ALL[:1], source=1, now=NOW)
    store(connection, ALL[1:2], source=2, now=NOW + DAY_S)
    late = make_draft("late", title="Another thing", published_at=NOW + 40 * DAY_S)
    store(connection, [late], source=3, now=NOW + 40 * DAY_S)
    waiting.settle(connection, due(connection)[:1])

    waiting.settle(connection, due(connection))

    assert frozenset({"f0", "f1"}) in told(connection)


def test_only_a_part_of_time_is_settled_where_that_is_asked(connection):
    days = [make_draft(f"d{n}", title=f"Day {n}", published_at=NOW - n * DAY_S) for n in range(5)]
    store(connection, days)

    found = waiting.between(connection, NOW - 3 * DAY_S, NOW)

    guids = dict(connection.execute("SELECT id, guid FROM article").fetchall())
    assert [guids[number] for number in found] == ["d1", "d2", "d3"]


def test_a_fetch_takes_the_newest_that_it_brought_and_what_it_changed(connection):
    store(connection, [make_draft("old", title="Old", published_at=NOW - 9 * DAY_S)])
    waiting.settle(connection, due(connection))
    before = bodies.highest_id(connection)
    new = [make_draft(f"n{n}", title=f"New {n}", published_at=NOW - n * 60) for n in range(4)]
    edited = make_draft("old", title="Old and edited", text="Other words.", digest=b"other")
    store(connection, [*new, edited], now=NOW + 60)

    found = waiting.newest(connection, after_id=before, edited_at=NOW + 60, limit=2)

    guids = dict(connection.execute("SELECT id, guid FROM article").fetchall())
    assert {guids[number] for number in found} == {"old", "n0", "n1"}


def test_the_newest_are_the_same_by_id_and_by_time(connection):
    drafts = [
        make_draft(f"x{n}", title=str(n), published_at=NOW - (n * 37 % 11) * 60) for n in range(11)
    ]
    store(connection, drafts[:2])
    few = bodies.highest_id(connection)
    store(connection, drafts[2:])

    assert (
        bodies.newest(connection, after_id=0, limit=3)
        == [
            row[0]
            for row in connection.execute("SELECT id FROM article ORDER BY sort_at DESC, id DESC")
        ][:3]
    )
    behind = bodies.newest(connection, after_id=8, limit=9)
    assert len(behind) == 3
    assert few not in behind


def test_an_articles_copy_is_not_related_to_it_while_it_waits(connection):
    one = make_draft("one", title="A barge is lifted", text=LONG, published_at=NOW - 60)
    two = make_draft("two", title="Barge lifted", text=f"{LONG} Ends.", published_at=NOW)
    store(connection, [one], source=1)
    store(connection, [two], source=2)
    for number, text in enumerate(FERRY, 3):
        store(connection, [make_draft(f"f{number}", title=text, text=text)], source=number)

    assert related.similar(connection, 1, limit=9) == []
    assert {row.id for row in related.similar(connection, 3, limit=9)} <= {4, 5}

    waiting.settle(connection, due(connection))
    assert copies(connection) == {("two", "one")}
    assert related.similar(connection, 1, limit=9) == []


def test_ids_grow_with_time_over_all_sources_of_a_batch(connection):
    connection.execute("INSERT INTO source (id, url, added_at) VALUES (1, 'a', 0), (2, 'b', 0)")
    writer = FetchStore(connection)
    drafts = [make_draft(f"g{n}", published_at=NOW - n * 60) for n in range(3)]
    with writer.batch():
        writer.save_articles(1, decide([], drafts), now=NOW)
        writer.save_articles(2, decide([], drafts[:1]), now=NOW)
        # What is learnt from their times counts them though they are not written yet.
        assert writer.published(1, limit=2) == [NOW, NOW - 60]

    rows = connection.execute("SELECT source_id, guid FROM article ORDER BY id").fetchall()
    assert rows == [(1, "g2"), (1, "g1"), (1, "g0"), (2, "g0")]


def test_a_batch_that_fails_leaves_nothing_of_it_for_the_next(connection):
    connection.execute("INSERT INTO source (id, url, added_at) VALUES (1, 'a', 0)")
    writer = FetchStore(connection)
    with pytest.raises(KeyboardInterrupt), writer.batch():
        writer.save_articles(1, decide([], [make_draft("lost")]), now=NOW)
        raise KeyboardInterrupt

    with writer.batch():
        writer.save_articles(1, decide([], [make_draft("kept")]), now=NOW)

    assert connection.execute("SELECT id, guid FROM article").fetchall() == [(1, "kept")]
    assert connection.execute("SELECT count(*) FROM article_fts").fetchone() == (1,)


def test_words_without_spaces_are_found_whether_or_not_their_draft_was_looked_at(connection):
    spaced = make_draft("plain", title="Strikes", grams="", published_at=NOW - 90)
    looked = make_draft("signs", title="港", grams="港", published_at=NOW - 60)
    unlooked = make_draft("kanji", title="港の夜", text="船が港に戻った。", published_at=NOW)
    store(connection, [spaced, looked, unlooked])

    for gram, number in (("船", 1), ("港", 2)):
        found = connection.execute(
            "SELECT count(*) FROM article_grams WHERE article_grams MATCH ?", (f'"{gram}"',)
        ).fetchone()
        assert found == (number,)
    assert connection.execute("SELECT count(*) FROM grams_due").fetchone() == (0,)
