"""Old databases become what a fresh one is, with all that was in them."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newscli.core.errors import DatabaseError
from newscli.storage import check, db, migrations, reads, sources

OLD_SCHEMAS = sorted(Path(__file__).parent.glob("schema_*.sql"))


def make_old(file: Path, schema: Path) -> None:
    """A database as that version made it, with one article."""
    connection = sqlite3.connect(file)
    connection.executescript(schema.read_text())
    connection.execute("INSERT INTO source (url, added_at) VALUES ('https://s.example/', 1)")
    connection.execute(
        "INSERT INTO article (source_id, guid, seen_at, sort_at, words, digest, title, summary, "
        "text, read_at) VALUES (1, 'g', 1, 1, 2, x'00', 'A title', '', 'Some text', 5)"
    )
    connection.execute(
        """INSERT INTO body (article_id, html, blocks)
        VALUES (1, '<p>Some text</p>', '[["paragraph","Some text",0,"",[]]]')"""
    )
    version = re.fullmatch(r"schema_(\d+)", schema.stem)
    connection.execute(f"PRAGMA application_id = {db.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version[1] if version else 0}")
    connection.commit()
    connection.close()


def shape_of(connection: sqlite3.Connection) -> dict[str, object]:
    """Each table's columns, and the SQL of all else, without comments and spaces."""
    shape: dict[str, object] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind == "table":
            facts = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
            keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
            table = connection.execute("SELECT * FROM pragma_table_list WHERE name = ?", (name,))
            shape[name] = ([column[1:] for column in facts], keys, table.fetchone())
        else:
            shape[name] = re.sub(r"--[^\n]*|\s+", " ", sql or "").split()
    return shape


@pytest.mark.parametrize("schema", OLD_SCHEMAS, ids=lambda file: file.stem)
def test_a_migrated_database_has_the_shape_of_a_fresh_one(tmp_path, schema):
    make_old(tmp_path / "old.db", schema)

    migrated = db.connect(tmp_path / "old.db")
    fresh = db.connect(tmp_path / "fresh.db")

    assert shape_of(migrated) == shape_of(fresh)
    assert db.version_of(migrated) == db.VERSION
    assert check.problems(migrated) == []


@pytest.mark.parametrize("schema", OLD_SCHEMAS, ids=lambda file: file.stem)
def test_nothing_is_lost_on_the_way(tmp_path, schema):
    make_old(tmp_path / "old.db", schema)

    connection = db.connect(tmp_path / "old.db")

    article = reads.article(connection, 1)
    assert (article.headline.title, article.headline.read_at) == ("A title", 5)
    assert (article.html, article.blocks[0].text) == ("<p>Some text</p>", "Some text")
    assert [source.url for source in sources.to_fetch(connection, None)] == ["https://s.example/"]


def test_every_older_version_has_its_schema_here():
    versions = [int(file.stem.removeprefix("schema_")) for file in OLD_SCHEMAS]

    assert versions == list(range(1, db.VERSION))


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    make_old(tmp_path / "old.db", OLD_SCHEMAS[0])

    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE source ADD COLUMN half INTEGER")
        connection.execute("INSERT INTO source_tag VALUES (99, 'points nowhere')")

    monkeypatch.setitem(migrations.MIGRATIONS, 1, fails)

    with pytest.raises((DatabaseError, sqlite3.IntegrityError)):
        db.connect(tmp_path / "old.db")

    connection = sqlite3.connect(tmp_path / "old.db")
    columns = {row[1] for row in connection.execute("PRAGMA table_info(source)")}
    assert db.version_of(connection) == 1
    assert "half" not in columns


def test_an_old_database_is_kept_as_it_was_and_that_is_said(tmp_path):
    make_old(tmp_path / "old.db", OLD_SCHEMAS[0])
    said: list[str] = []

    db.connect(tmp_path / "old.db", say=said.append).close()

    kept = tmp_path / "old.db.schema-1"
    assert said == [
        f"{tmp_path / 'old.db'}: brought up to date; as it was before, it is kept as {kept}"
    ]
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT title, read_at FROM article").fetchall() == [("A title", 5)]
        assert db.version_of(copy) == 1
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_new_or_present_database_is_not_copied(tmp_path):
    said: list[str] = []

    for _ in range(2):
        db.connect(tmp_path / "new.db", say=said.append).close()

    assert (said, [path.name for path in tmp_path.iterdir()]) == ([], ["new.db"])


def test_of_copies_the_last_two_stay(tmp_path):
    for number in (7, 8, 9, 10):
        (tmp_path / f"old.db.schema-{number}").touch()
    (tmp_path / "old.db.schema-of-mine").touch()
    make_old(tmp_path / "old.db", OLD_SCHEMAS[0])

    db.connect(tmp_path / "old.db").close()

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "old.db", "old.db.schema-10", "old.db.schema-9", "old.db.schema-of-mine",
    ]  # fmt: skip
