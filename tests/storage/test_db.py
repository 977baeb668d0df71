"""Opening the database, and what stops us from using it."""

import sqlite3
from contextlib import closing

import pytest

from newscli.core.errors import DatabaseError, NoSourcesError
from newscli.storage import backups, check, db
from tests.conftest import store_drafts
from tests.fakes import make_draft


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "news.db"


def test_a_new_database_is_private_and_says_what_it_is(file):
    connection = db.connect(file)

    pragmas = ("application_id", "user_version", "journal_mode", "foreign_keys")
    facts = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert facts == [db.APPLICATION_ID, db.VERSION, "wal", 1]
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_opening_again_changes_nothing(file):
    db.connect(file).close()
    before = file.read_bytes()

    db.connect(file).close()

    assert file.read_bytes() == before


def test_a_reader_without_a_database_is_told_how_to_begin(file):
    with pytest.raises(NoSourcesError, match="sources add"):
        db.connect_to_read(file)

    assert not file.exists()


def test_a_newer_database_is_not_touched(file):
    db.connect(file).close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA user_version = 99")
    before = file.read_bytes()

    with pytest.raises(DatabaseError, match="upgrade newscli"):
        db.connect(file)

    assert file.read_bytes() == before


def test_another_programs_database_is_not_touched(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE recipe (name)")
    before = file.read_bytes()

    with pytest.raises(DatabaseError, match="not a newscli database"):
        db.connect(file)

    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_said(file):
    file.parent.mkdir()
    file.write_text("this is not a database, by its first bytes")

    with pytest.raises(DatabaseError, match="not a database"):
        db.connect(file)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseError, match="cannot be made"):
        db.connect(tmp_path / "file" / "news.db")


def test_a_failed_transaction_leaves_no_trace(file):
    connection = db.connect(file)

    with pytest.raises(ZeroDivisionError), db.transaction(connection):
        connection.execute("INSERT INTO source (url, added_at) VALUES ('u', 1)")
        raise ZeroDivisionError

    assert connection.execute("SELECT count(*) FROM source").fetchone() == (0,)


def test_the_fetch_lock_is_held_by_one_and_free_afterwards(tmp_path):
    lock = tmp_path / "lock"

    with db.fetch_lock(lock, wait_s=0) as first, db.fetch_lock(lock, wait_s=0) as second:
        held = (first, second)
    with db.fetch_lock(lock, wait_s=0) as third:
        assert (held, third) == ((True, False), True)


def test_a_sound_database_has_no_problems(file):
    connection = db.connect(file)
    store_drafts(connection, [make_draft("a")])

    assert check.problems(connection) == []


def test_a_text_that_the_index_does_not_know_is_a_problem(file):
    connection = db.connect(file)
    store_drafts(connection, [make_draft("a")])
    connection.execute("DROP TRIGGER article_fts_update")
    connection.execute("UPDATE article SET text = 'something else'")

    assert [problem.partition(":")[0] for problem in check.problems(connection)] == [
        "full-text index"
    ]


def test_a_backup_holds_the_same_and_overwrites_nothing(file, tmp_path):
    connection = db.connect(file)
    store_drafts(connection, [make_draft("a"), make_draft("b")])
    target = tmp_path / "copy.db"

    backups.backup(connection, target)

    query = "SELECT id, title, text FROM article ORDER BY id"
    copied = db.connect(target).execute(query).fetchall()
    assert copied == connection.execute(query).fetchall()
    with pytest.raises(DatabaseError, match="overwrites nothing"):
        backups.backup(connection, target)


def test_a_reader_sees_the_old_state_while_a_writer_is_at_work(file):
    writer, reader = db.connect(file), db.connect(file)
    store_drafts(writer, [make_draft("a")])

    with db.transaction(writer):
        writer.execute("UPDATE article SET title = 'half done'")
        seen = reader.execute("SELECT title FROM article").fetchone()

    assert seen == ("Title of a",)
