"""Coming from newsboat and sfeed with what was read there."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.commands.test_contract import misfits, sections

# The columns of newsboat's table that matter here, among others that it has.
TABLE = """
    CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid VARCHAR(64), title VARCHAR(1024),
    url VARCHAR(1024), feedurl VARCHAR(1024), unread INTEGER(1), flags VARCHAR(52))
"""
FEED = "https://source.example/feed"


@pytest.fixture
def cache(tmp_path):
    """A cache of newsboat: one article read by its address, one flagged, one read by its guid, one
    that is read and unknown, one unread."""
    file = tmp_path / "cache.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(TABLE)
        connection.executemany(
            "INSERT INTO rss_item (guid, url, feedurl, unread, flags) VALUES (?, ?, ?, ?, ?)",
            [
                ("x", "http://site.example/first?utm_source=rss", "https://else.example", 0, ""),
                ("y", "https://site.example/second", FEED, 1, "s"),
                ("third", "https://other.example/moved", FEED, 0, None),
                ("first", "https://nowhere.example/", "https://else.example/feed", 0, ""),
                ("third", "", "https://else.example/feed", 1, ""),
            ],
        )
    return file


def marked(newscli):
    rows = json.loads(newscli("headlines", "--json").out)
    return {row["id"]: (not row["unread"], row["starred"]) for row in rows}


def test_what_newsboat_calls_read_and_flagged_is_read_and_starred(newscli, small_home, cache):
    before = cache.read_bytes()

    done = newscli("import", "--read-state", cache)

    assert done.err == "marked 2 articles as read and starred 1; 1 are not held here\n"
    assert marked(newscli) == {1: (True, False), 2: (False, True), 3: (True, False)}
    assert cache.read_bytes() == before


def test_taking_it_again_changes_nothing(newscli, small_home, cache):
    newscli("import", "--read-state", cache)

    again = json.loads(newscli("import", "--read-state", cache, "--json").out)

    assert again == {"read": 0, "starred": 0, "unknown": 1}


def test_its_json_is_as_documented(newscli, small_home, cache):
    record = json.loads(newscli("import", "--read-state", cache, "--json").out)

    assert misfits(record, sections()["sources import read state"]) == set()


def test_a_list_of_addresses_is_what_sfeed_calls_read(newscli, small_home, tmp_path):
    (tmp_path / "urls").write_text("https://site.example/first\n\nhttps://gone.example/\n")

    done = newscli("import", "--read-state", tmp_path / "urls")

    assert done.err == "marked 1 articles as read and starred 0; 1 are not held here\n"


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (b"", 2, "no address in it"),
        (b"not a list\n", 2, "no address in it"),
        (b"SQLite format 3\0 and then nothing", 6, "not newsboat's cache.db"),
        (None, 2, "no such file"),
    ],
)
def test_what_is_no_such_file_is_said_in_a_line(newscli, small_home, tmp_path, content, code, why):
    if content is not None:
        (tmp_path / "it").write_bytes(content)

    done = newscli("import", "--read-state", tmp_path / "it")

    assert (done.code, why in done.err.splitlines()[0]) == (code, True)


def test_another_programs_database_is_not_taken_for_newsboats(newscli, small_home):
    done = newscli("import", "--read-state", small_home / "news.db")

    assert (done.code, "not newsboat's cache.db: no such table" in done.err) == (6, True)


def test_a_trap_in_a_cache_does_not_run(newscli, small_home, tmp_path):
    file = tmp_path / "cache.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE t (guid, url, feedurl, flags)")
        connection.execute(
            "CREATE VIEW rss_item AS SELECT load_extension('x') AS guid, url, feedurl, "
            "0 AS unread, flags FROM t"
        )
        connection.execute("INSERT INTO t VALUES ('a', 'b', 'c', 'd')")

    done = newscli("import", "--read-state", file)

    assert (done.code, "not newsboat's cache.db" in done.err) == (6, True)


@pytest.mark.parametrize("words", [(), ("urls", "--read-state", "cache.db")])
def test_sources_and_what_was_read_are_two_steps(newscli, small_home, words):
    assert newscli("import", *words).code == 2
