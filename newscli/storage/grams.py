"""The index of unspaced scripts: which articles may have a text, by its pairs of characters.

It only ever names too many: what an article no longer says, and articles that are gone, stay in
it, so that nothing has to be known of an old text to replace it. Whoever asks it looks at the
articles' own text too. New and changed articles wait in `grams_due` until a writer indexes them.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from newscli.core.grams import grams, wanted

_AT_ONCE = 1000


def index_due(connection: sqlite3.Connection) -> int:
    """Indexes the articles that wait for it, within the caller's transaction; how many."""
    done = 0
    while part := connection.execute(
        "SELECT article_id, title, summary, text FROM grams_due "
        "LEFT JOIN article ON article.id = article_id ORDER BY article_id LIMIT ?",
        (_AT_ONCE,),
    ).fetchall():
        _insert(
            connection,
            [
                (number, " ".join(grams(title, summary, text)))
                for number, title, summary, text in part
                if title is not None
            ],
        )
        connection.execute("DELETE FROM grams_due WHERE article_id <= ?", (part[-1][0],))
        done += len(part)
    return done


def index(connection: sqlite3.Connection, found: Sequence[tuple[int, str | None]]) -> None:
    """Indexes new articles whose grams are known; the others, with None, wait for `index_due`."""
    _insert(connection, found)
    connection.executemany(
        "INSERT OR IGNORE INTO grams_due VALUES (?)",
        [(number,) for number, made in found if made is None],
    )


def _insert(connection: sqlite3.Connection, found: Iterable[tuple[int, str | None]]) -> None:
    connection.executemany(
        "INSERT INTO article_grams (rowid, grams) VALUES (?, ?)",
        [(number, made) for number, made in found if made],
    )


def index_again(connection: sqlite3.Connection) -> None:
    """Makes the whole index anew, within the caller's transaction."""
    connection.execute("INSERT INTO article_grams (article_grams) VALUES ('delete-all')")
    connection.execute("INSERT OR IGNORE INTO grams_due SELECT id FROM article")
    index_due(connection)


def match(text: str) -> str | None:
    """The FTS5 expression over `article_grams` for a text; None where it has nothing of it.

    What matches may have the text, and no other article that is indexed has it.
    """
    return " AND ".join(f'"{gram}"' for gram in wanted(text)) or None


def has_due(connection: sqlite3.Connection) -> bool:
    """True while articles wait to be indexed: they are to be looked through by their text."""
    return connection.execute("SELECT 1 FROM grams_due LIMIT 1").fetchone() is not None
