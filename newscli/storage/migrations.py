"""The schema's versions. Each function takes a database from one version to the next."""

import sqlite3
from collections.abc import Callable, Iterator
from importlib import resources

from newscli.core.errors import DatabaseError
from newscli.storage import db


def _create(connection: sqlite3.Connection) -> None:
    for statement in _statements(resources.files(__package__).joinpath("schema.sql").read_text()):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """A script's statements one by one: executescript would commit the open transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_create,)
"""MIGRATIONS[n] takes version n to n + 1; a fresh file is version 0."""


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the schema to this version, one transaction a step, or leaves it as it was.

    Raises DatabaseError when a step would leave rows that point nowhere.
    """
    # The journal mode cannot change inside a transaction; it stays with the file.
    connection.execute("PRAGMA journal_mode = WAL")
    for version, step in enumerate(MIGRATIONS):
        with db.transaction(connection):
            # Read under the write lock: another newscli may have migrated while we waited.
            if db.version_of(connection) != version:
                continue
            step(connection)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise DatabaseError(f"migration {version + 1} would break references; undone")
            connection.execute(f"PRAGMA application_id = {db.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version + 1}")
