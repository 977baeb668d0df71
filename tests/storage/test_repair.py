"""Databases that were damaged, and what is left of them."""

import random
import sqlite3
from contextlib import closing

import pytest

from newscli.core.errors import DatabaseError
from newscli.storage import check, db, marks, reads, repair, sources
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

MANY = 400
SIZE = db.PAGE_BYTES


@pytest.fixture
def file(tmp_path):
    """A database of 400 articles, the third starred, the fourth tagged."""
    file = tmp_path / "news.db"
    with closing(db.connect(file)) as connection:
        store_drafts(
            connection,
            [make_draft(f"g{n}", text=f"Words of number {n}. " * 40) for n in range(MANY)],
        )
        marks.mark(connection, "star", ids=[3], chosen=reads.Filter(), now=NOW)
        marks.add_tags(connection, [4], ["later"], now=NOW)
    return file


def silent(line):
    """Takes no notice."""


def contents(file, query="SELECT id, guid, title, text, starred_at FROM article ORDER BY id"):
    with closing(db.connect(file)) as connection:
        return connection.execute(query).fetchall()


def spoil(file, begin, length):
    """Overwrites some bytes of the file."""
    damaged = bytearray(file.read_bytes())
    damaged[begin : begin + length] = b"\xa5" * length
    file.write_bytes(damaged)


def change(file, *statements):
    with closing(sqlite3.connect(file)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def problems(file):
    with closing(db.connect(file)) as connection:
        return check.problems(connection)


def test_a_sound_database_is_left_alone(file):
    before = file.read_bytes()

    done = repair.repair(file, say=silent)

    assert done == repair.Repaired("nothing", MANY, 1)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE article_fts"],
        ["DROP TRIGGER article_fts_update"],
        ["DELETE FROM article_fts_data WHERE id > 10"],
        ["DROP TRIGGER article_fts_update", "UPDATE article SET text = 'Other' WHERE id = 7"],
        ["PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = 'article_fts'"],
    ],
    ids=["no index", "no trigger", "half the index", "other words", "shadows only"],
)
def test_an_index_at_fault_is_made_again_and_no_article_is_touched(file, statements):
    change(file, *statements)
    before = contents(file)
    found = problems(file)

    done = repair.repair(file, say=silent)

    assert found and all(line.startswith("full-text index: ") for line in found)
    assert done == repair.Repaired("mended", MANY, 1, tuple(found))
    assert (problems(file), contents(file)) == ([], before)


@pytest.mark.parametrize("table", ["body", "page", "revision"])
def test_spoilt_blocks_are_made_again(file, table):
    change(
        file,
        "INSERT INTO page (article_id, url, asked_at, is_shown, blocks) VALUES (5, '', 1, 1, '[]')",
        "INSERT INTO revision VALUES (5, 1, 1, 'T', '', 'Was so', NULL, '[]', 'feed', NULL, NULL)",
        f"UPDATE {table} SET blocks = '[[\"par' WHERE article_id = 5",
    )
    found = problems(file)

    done = repair.repair(file, say=silent)

    assert found == [f"text blocks: 1 of {table} are spoilt"]
    assert (done.how, problems(file)) == ("mended", [])
    with closing(db.connect(file)) as connection:
        assert reads.article(connection, 5).text.startswith("Words of number")


def test_a_spoilt_packet_costs_the_markup_and_not_the_article(newscli, home):
    with closing(db.connect(home / "news.db")) as connection:
        store_drafts(connection, [make_draft("a", text="The words")], is_made=False)
        connection.execute("UPDATE body SET sent = x'789c0102'")

    done = newscli("read", "1")

    assert (done.code, "The words" in done.out) == (0, True)


def test_every_article_has_a_place_after_repair_and_every_story_a_name(file):
    change(file, "UPDATE place SET story_id = 7 WHERE article_id IN (7, 8, 9)")
    spoil(file, 100, SIZE - 100)
    repair.repair(file, say=silent)
    assert contents(file, "SELECT count(*) FROM place") == [(MANY,)]

    change(file, "UPDATE place SET story_id = 7 WHERE article_id IN (7, 8, 9)")
    change(file, "DELETE FROM place WHERE article_id = 7", "DELETE FROM article WHERE id = 7")
    spoil(file, 0, 16)
    repair.repair(file, say=silent)

    query = "SELECT article_id, story_id FROM place WHERE article_id IN (8, 9)"
    assert (contents(file, query), problems(file)) == ([(8, 8), (9, 8)], [])


def test_an_index_that_cannot_be_opened_is_made_in_a_new_file(file):
    change(file, "DROP TABLE article_fts_config")
    before = contents(file)

    done = repair.repair(file, say=silent)

    assert (done.how, done.lost) == ("rebuilt", ())
    assert (problems(file), contents(file)) == ([], before)


def test_of_a_file_cut_short_what_is_there_is_kept_with_its_ids_and_marks(file):
    before = {row[0]: row for row in contents(file)}
    damaged = file.read_bytes()[: file.stat().st_size * 2 // 3]
    file.write_bytes(damaged)

    done = repair.repair(file, say=silent)

    after = {row[0]: row for row in contents(file)}
    assert MANY // 4 < len(after) < MANY
    assert after == {number: before[number] for number in after}
    assert (done.how, done.articles, problems(file)) == ("rebuilt", len(after), [])
    assert done.kept.read_bytes() == damaged


def test_ids_of_lost_articles_are_not_given_again(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])

    repair.repair(file, say=silent)

    with closing(db.connect(file)) as connection:
        store_drafts(connection, [make_draft("new")])
    assert contents(file, "SELECT id FROM article WHERE guid = 'new'") == [(MANY + 1,)]


def test_a_page_at_fault_costs_its_own_rows_and_their_ids_are_said(file):
    before = {row[0]: row for row in contents(file)}
    place = file.read_bytes().index(b"Words of number 200.")
    spoil(file, place // SIZE * SIZE, SIZE)

    done = repair.repair(file, say=silent)

    after = {row[0]: row for row in contents(file)}
    lost = set(before) - set(after)
    assert 0 < len(lost) < 20
    assert after == {number: before[number] for number in after}
    assert f"article {min(lost)} to {max(lost)}" in done.lost
    assert problems(file) == []


def test_a_file_without_its_beginning_is_read_all_the_same(file):
    before = contents(file)
    spoil(file, 0, 60)

    done = repair.repair(file, say=silent)

    assert (done.how, done.lost, contents(file)) == ("rebuilt", (), before)


def test_without_the_schema_articles_sources_and_tags_are_found_page_by_page(file):
    before = contents(file)
    tags = contents(file, "SELECT * FROM article_tag ORDER BY article_id")
    spoil(file, 100, SIZE - 100)

    done = repair.repair(file, say=silent)

    assert (done.how, done.articles, done.sources, contents(file)) == ("rebuilt", MANY, 1, before)
    assert contents(file, "SELECT * FROM article_tag ORDER BY article_id") == tags
    assert (done.lost, problems(file)) == (("the schema, and what only it told apart",), [])


def test_articles_below_a_page_at_fault_are_found_page_by_page(file):
    before = contents(file)
    with closing(sqlite3.connect(file)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'article'"
        (root,) = raw.execute(query).fetchone()
    spoil(file, (root - 1) * SIZE, SIZE)

    done = repair.repair(file, say=silent)

    assert (done.how, done.lost, contents(file)) == ("rebuilt", (), before)


def test_an_index_of_a_table_at_fault_loses_nothing(file):
    before = contents(file)
    ((page,),) = contents(file, "SELECT rootpage FROM sqlite_master WHERE name = 'article_by_time'")
    spoil(file, (page - 1) * SIZE, SIZE)

    done = repair.repair(file, say=silent)

    assert (done.how, done.lost, contents(file)) == ("rebuilt", (), before)


def test_articles_whose_source_was_lost_stay(file):
    change(file, "PRAGMA foreign_keys = OFF", "DELETE FROM source")
    before = contents(file)

    done = repair.repair(file, say=silent)

    assert (contents(file), done.lost) == (before, ("the address of source 1",))
    with closing(db.connect(file)) as connection:
        (source,) = sources.all_sources(connection)
    assert (source.title, source.disabled_at is None) == ("Lost source 1", False)


def test_an_article_whose_body_was_lost_can_be_read(file):
    change(file, "DELETE FROM body WHERE article_id = 9", "DELETE FROM source_option")
    change(file, "PRAGMA foreign_keys = OFF", "INSERT INTO article_tag VALUES (999, 'x', 1)")

    repair.repair(file, say=silent)

    with closing(db.connect(file)) as connection:
        assert reads.article(connection, 9).text.startswith("Words of number")
    assert problems(file) == []


def test_what_is_in_the_log_beside_the_file_is_read_and_kept_with_it(file, tmp_path):
    writer = db.connect(file)
    writer.execute("UPDATE article SET title = 'Not yet merged' WHERE id = 1")
    home = tmp_path / "killed"
    home.mkdir()
    for part in ("news.db", "news.db-wal"):
        (home / part).write_bytes((tmp_path / part).read_bytes())
    writer.close()
    file = home / "news.db"
    spoil(file, file.read_bytes().index(b"Words of number 200.") // SIZE * SIZE, SIZE)

    repair.repair(file, say=silent)

    assert contents(file, "SELECT title FROM article WHERE id = 1") == [("Not yet merged",)]


def test_a_second_repair_keeps_a_second_file(file):
    for number in (1, 2):
        spoil(file, 0, 20)
        assert repair.repair(file, say=silent).kept == file.with_name(f"news.db.damaged-{number}")


@pytest.mark.parametrize(
    "content", [b"", b"a list of things to buy", b"\r\n" * 20_000], ids=["empty", "text", "leaves"]
)
def test_a_file_without_anything_readable_is_not_touched(tmp_path, content):
    file = tmp_path / "news.db"
    file.write_bytes(content)

    with pytest.raises(DatabaseError, match="nothing in it can be read; it was not touched"):
        repair.repair(file, say=silent)

    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["news.db"]


def test_a_newer_database_is_not_touched(file):
    change(file, f"PRAGMA user_version = {db.VERSION + 1}")
    before = file.read_bytes()

    with pytest.raises(DatabaseError, match="newer newscli"):
        repair.repair(file, say=silent)

    assert file.read_bytes() == before


def test_a_control_made_by_a_flipped_bit_is_not_stored(file):
    place = file.read_bytes().index(b"Words of number 200.")
    spoil(file, 0, 16)
    damaged = bytearray(file.read_bytes())
    damaged[place] = 0x1B
    file.write_bytes(damaged)

    repair.repair(file, say=silent)

    assert not any("\x1b" in row[3] for row in contents(file))


def test_a_key_that_ends_the_reading_without_an_error_costs_no_other_row(file):
    before = {row[0]: row for row in contents(file)}
    damaged = bytearray(file.read_bytes())
    begin = damaged.index(b"Words of number 200.") // SIZE * SIZE
    cell = begin + int.from_bytes(damaged[begin + 8 : begin + 10])
    damaged[cell + 2 : cell + 4] = b"\xff\x7f"  # the row's number, after its length
    file.write_bytes(damaged)

    repair.repair(file, say=silent)

    after = {row[0]: row for row in contents(file)}
    missing = before.keys() - after.keys()
    assert len(missing) == 1
    assert {number: after[number] for number in before.keys() - missing} == {
        number: before[number] for number in before.keys() - missing
    }


def test_what_was_deleted_does_not_come_back(file):
    with closing(db.connect(file)) as connection:
        connection.execute("DELETE FROM article WHERE id > 20")
    before = contents(file)
    spoil(file, 100, SIZE - 100)

    repair.repair(file, say=silent)

    assert contents(file) == before


@pytest.mark.parametrize("seed", range(6))
def test_noise_in_the_file_is_survived(file, seed):
    chance = random.Random(seed)
    damaged = bytearray(file.read_bytes())
    begin = chance.randrange(SIZE, len(damaged) - 65_536)
    damaged[begin : begin + 65_536] = chance.randbytes(65_536)
    file.write_bytes(damaged)

    done = repair.repair(file, say=silent)

    assert (done.how, problems(file)) == ("rebuilt", [])


def of_older_pages(file):
    """The database as it was made with smaller pages."""
    with closing(db.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("VACUUM")
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA page_size").fetchone() == (4096,)


@pytest.mark.parametrize("begin, length", [(0, 60), (100, 3996)], ids=["header", "schema"])
def test_a_file_of_smaller_pages_is_read_as_well(file, begin, length):
    before = contents(file)
    of_older_pages(file)
    spoil(file, begin, length)

    done = repair.repair(file, say=silent)

    assert (done.how, contents(file)) == ("rebuilt", before)
