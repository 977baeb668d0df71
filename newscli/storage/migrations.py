"""The schema's versions. Each function takes a database from one version to the next."""

import sqlite3
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

from newscli.core.errors import DatabaseError
from newscli.storage import backups, db, grams

# As it was at that version, whatever schema.sql says today.
_TABLES_OF_2 = """
CREATE TABLE source_option (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_url (
  url TEXT PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE visit (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  new INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  problem TEXT,
  PRIMARY KEY (source_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE host (
  name TEXT PRIMARY KEY,
  pause_s REAL NOT NULL,
  learnt_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_TABLES_OF_3 = """
CREATE TABLE page (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  due_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  is_shown INTEGER NOT NULL DEFAULT 0,
  other_text TEXT NOT NULL DEFAULT '',
  other_words INTEGER NOT NULL DEFAULT 0,
  title TEXT,
  author TEXT,
  language TEXT,
  published_at INTEGER,
  updated_at INTEGER,
  image TEXT,
  publisher TEXT,
  publisher_rule TEXT,
  publisher_span TEXT,
  html TEXT,
  blocks TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX page_due ON page (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE page_url (
  url TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  PRIMARY KEY (url, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_url_by_article ON page_url (article_id);
CREATE TABLE repeat (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  digest BLOB NOT NULL,
  seen INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE link_of_3 (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  origin TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  canonical_url TEXT,
  label TEXT NOT NULL,
  PRIMARY KEY (article_id, origin, position)
) STRICT, WITHOUT ROWID;
INSERT INTO link_of_3
SELECT article_id, 'feed', position, kind, url, canonical_url, label FROM link;
DROP TABLE link;
ALTER TABLE link_of_3 RENAME TO link;
ALTER TABLE revision ADD COLUMN origin TEXT NOT NULL DEFAULT 'feed';
ALTER TABLE revision ADD COLUMN sent BLOB;
ALTER TABLE revision ADD COLUMN base_url TEXT;
CREATE INDEX article_edited ON article (sort_at, id) WHERE edited_at IS NOT NULL;
UPDATE source_option SET value = 'on' WHERE name = 'full_text' AND value = '1';
"""

_TABLES_OF_4 = """
CREATE TABLE place (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  story_id   INTEGER NOT NULL,
  copy_of    INTEGER REFERENCES article(id) ON DELETE SET NULL,
  share      REAL,
  seen_at    INTEGER NOT NULL,
  signature  BLOB,
  same_as    INTEGER
) STRICT;
CREATE INDEX place_by_story ON place (story_id);
CREATE INDEX place_by_original ON place (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX place_open ON place (seen_at) WHERE signature IS NOT NULL;
CREATE INDEX place_by_words ON place (substr(signature, 1, 8)) WHERE signature IS NOT NULL;
CREATE INDEX place_by_same ON place (same_as) WHERE same_as IS NOT NULL;
CREATE TABLE story_term (
  term       INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  weight     REAL NOT NULL,
  PRIMARY KEY (term, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE likeness (
  article_id INTEGER NOT NULL REFERENCES place(article_id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL,
  score      REAL NOT NULL,
  share      REAL,
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
INSERT INTO place (article_id, story_id, seen_at) SELECT id, id, seen_at FROM article;
"""

_TABLES_OF_5 = """
CREATE TABLE view (
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  place INTEGER NOT NULL,
  query TEXT NOT NULL,
  actions TEXT NOT NULL,
  hits INTEGER NOT NULL DEFAULT 0,
  hit_at INTEGER
) STRICT;
CREATE VIRTUAL TABLE article_grams USING fts5 (
  grams, content = '', detail = none, columnsize = 0,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co Cn'"
);
CREATE TABLE grams_due (
  article_id INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER grams_due_insert AFTER INSERT ON article BEGIN
  INSERT OR IGNORE INTO grams_due VALUES (new.id);
END;
CREATE TRIGGER grams_due_update AFTER UPDATE OF title, summary, text ON article BEGIN
  INSERT OR IGNORE INTO grams_due VALUES (new.id);
END;
INSERT INTO grams_due SELECT id FROM article;
CREATE TABLE pruned (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  guid      BLOB NOT NULL,
  PRIMARY KEY (source_id, guid)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_journal_by_article ON mark_journal (article_id);
"""

_TABLES_OF_6 = """
ALTER TABLE place ADD COLUMN is_due INTEGER NOT NULL DEFAULT 0;
CREATE INDEX place_due ON place (article_id) WHERE is_due = 1;
INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 4194304);
INSERT INTO article_fts (article_fts, rank) VALUES ('automerge', 8);
"""


def schema() -> Iterator[str]:
    """The statements of schema.sql, which make this version's tables."""
    yield from _statements(resources.files(__package__).joinpath("schema.sql").read_text())


def _create(connection: sqlite3.Connection) -> None:
    for statement in schema():
        connection.execute(statement)


def _to_2(connection: sqlite3.Connection) -> None:
    """Asking by schedule: what each source and host said, and the last visits."""
    columns = (
        "visits INTEGER NOT NULL DEFAULT 0",
        "next_at INTEGER",
        "next_why TEXT",
        "every_s INTEGER",
        "skip_hours TEXT",
        "skip_days TEXT",
        "rhythm TEXT",
        "moved_to TEXT",
        "moved_seen INTEGER NOT NULL DEFAULT 0",
    )
    for column in columns:
        connection.execute(f"ALTER TABLE source ADD COLUMN {column}")
    connection.execute("ALTER TABLE body ADD COLUMN base_url TEXT")
    connection.execute("ALTER TABLE body ADD COLUMN sent BLOB")
    for statement in _statements(_TABLES_OF_2):
        connection.execute(statement)


def _to_3(connection: sqlite3.Connection) -> None:
    """Pages beside feeds: what an article's own web page says, and whose words and links are whose.

    A page's text that stood in the place of the feed's stays there: what the feed said is lost.
    """
    for statement in _statements(_TABLES_OF_3):
        connection.execute(statement)


def _to_4(connection: sqlite3.Connection) -> None:
    """Stories: every article has its place; those that are held already are not compared."""
    for statement in _statements(_TABLES_OF_4):
        connection.execute(statement)


def _to_5(connection: sqlite3.Connection) -> None:
    """Words of scripts without spaces are indexed; what is pruned is remembered."""
    for statement in _statements(_TABLES_OF_5):
        connection.execute(statement)
    grams.index_due(connection)


def _to_6(connection: sqlite3.Connection) -> None:
    """Articles may wait to be compared with others."""
    for statement in _statements(_TABLES_OF_6):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """A script's statements one by one: executescript would commit the open transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {
    1: _to_2,
    2: _to_3,
    3: _to_4,
    4: _to_5,
    5: _to_6,
}
"""MIGRATIONS[n] takes version n to n + 1. A fresh file gets the newest schema at once."""


def migrate(connection: sqlite3.Connection, file: Path, *, say: db.Say) -> None:
    """Brings the schema to this version, one transaction a step, or leaves it as it was.

    Before the first step of an old one a copy is made, and said. Raises DatabaseError when there
    is no room for it, or a step would leave rows that point nowhere.
    """
    kept = backups.before_migration(connection, file) if db.version_of(connection) else None
    bring_up_to_date(connection)
    if kept:
        say(f"{file}: brought up to date; as it was before, it is kept as {kept}")


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """The steps to this version, without a copy of what was before. Raises DatabaseError."""
    # Both stay with the file; neither changes inside a transaction, and the size only while the
    # file is empty.
    connection.execute(f"PRAGMA page_size = {db.PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    while _step(connection) < db.VERSION:
        pass


def _step(connection: sqlite3.Connection) -> int:
    """One step towards the newest schema; the version that the database then has."""
    with db.transaction(connection):
        # Read under the write lock: another newscli may have migrated while we waited.
        version = db.version_of(connection)
        if version == db.VERSION:
            return version
        if version == 0:
            _create(connection)
            version = db.VERSION
        else:
            MIGRATIONS[version](connection)
            version += 1
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseError(
                f"migration {version} would break references; undone", hint="newscli db repair"
            )
        connection.execute(f"PRAGMA application_id = {db.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
    return version
