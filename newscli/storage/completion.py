"""What can stand where the user is typing, found fast however much is stored."""

import sqlite3

_DIGITS = 18  # what an id may have; 2**63 has 19


def ids_starting(
    connection: sqlite3.Connection, start: str, *, limit: int
) -> list[tuple[int, str]]:
    """Ids whose digits begin so, with titles: the newest articles first, at most so many.

    Without a beginning these are the newest of all; with one, of each length of an id those that
    came last, found by ranges of the key: 4, 40 to 49, 400 to 499.
    """
    if not start:
        rows = connection.execute(
            "SELECT id, title FROM article ORDER BY sort_at DESC, id DESC LIMIT ?", (limit,)
        )
        return rows.fetchall()
    if not start.isascii() or not start.isdigit() or start[0] == "0":
        return []
    found: list[tuple[int, str, int]] = []
    for more in range(max(_DIGITS - len(start), 0) + 1):
        first = int(start) * 10**more
        found += connection.execute(
            "SELECT id, title, sort_at FROM article WHERE id BETWEEN ? AND ? "
            "ORDER BY id DESC LIMIT ?",
            (first, first + 10**more - 1, limit),
        )
    found.sort(key=lambda row: (row[2], row[0]), reverse=True)
    return [(number, title) for number, title, _ in found[:limit]]
