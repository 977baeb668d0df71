"""Databases that are locked, cut short, flipped, newer than we are, or not whole."""

import random
import sqlite3
from contextlib import closing

import pytest

from newscli.storage import db
from tests.faults.rig import is_one_line

VERBS = [
    ["headlines"], ["read", "1"], ["search", "cable"], ["related", "1"], ["sources"], ["fetch"],
    ["mark", "read", "1"], ["tag", "add", "x", "1"], ["export"], ["db", "info"],
    ["db", "check"], [],
]  # fmt: skip


def as_words(words):
    return " ".join(words) or "(bare)"


def change(file, *statements):
    with closing(sqlite3.connect(file)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


@pytest.fixture
def file(small_home):
    """The database of a home with three articles."""
    return small_home / "news.db"


@pytest.mark.parametrize("words", VERBS, ids=as_words)
def test_a_database_cut_short_is_said_with_what_to_do(newscli, file, words):
    damaged = file.read_bytes()[: file.stat().st_size // 2]
    file.write_bytes(damaged)

    done = newscli(*words)

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)
    assert done.err.splitlines()[1] == "  try: newscli db repair"
    assert file.read_bytes() == damaged


def test_a_damaged_database_is_usable_again_after_repair(newscli, file):
    file.write_bytes(file.read_bytes()[: -2 * db.PAGE_BYTES])

    repaired = newscli("db", "repair")

    assert repaired.code == 0
    assert f"the damaged file is kept as {file}.damaged-1" in repaired.err
    assert (newscli("db", "check").code, newscli("headlines").code) == (0, 0)


@pytest.mark.parametrize("seed", range(20))
def test_flipped_bits_are_never_a_bug_and_can_be_repaired(newscli, file, seed):
    chance = random.Random(seed)
    damaged = bytearray(file.read_bytes())
    for _ in range(40):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    file.write_bytes(damaged)

    outcomes = [newscli(*words) for words in (["headlines"], ["read", "1"], ["search", "cable"])]
    repaired = newscli("db", "repair")

    assert {outcome.code for outcome in outcomes} <= {0, 1, 6}
    assert all(is_one_line(outcome.err) for outcome in outcomes if outcome.code)
    assert (repaired.code, newscli("db", "check").code) in ((0, 0), (6, 6))


@pytest.mark.parametrize("words", VERBS, ids=as_words)
def test_a_newer_database_is_not_touched(newscli, file, words):
    change(file, f"PRAGMA user_version = {db.VERSION + 1}")
    before = file.read_bytes()

    done = newscli(*words)

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)
    assert "upgrade newscli" in done.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["headlines"], 0), (["search", "cable"], 6), (["db", "check"], 6), (["fetch"], 6),
    ],
    ids=["headlines", "search", "db check", "fetch"],
)  # fmt: skip
def test_without_the_full_text_index_what_needs_it_says_how_to_get_it(
    newscli, file, tmp_path, words, code
):
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>F</title><item><title>T</title></item></channel></rss>"
    )
    newscli("sources", "add", feed)
    feed.write_text(feed.read_text().replace("<item>", "<item><title>New</title></item><item>"))
    newscli("sources", "remove", "1", "--yes")
    change(file, "DROP TABLE article_terms", "DROP TABLE article_fts")

    done = newscli(*words)

    assert done.code == code
    assert code == 0 or (is_one_line(done.err) and "newscli db repair" in done.err)


def test_a_made_index_finds_again(newscli, file):
    change(file, "DROP TABLE article_fts")

    assert newscli("db", "repair").code == 0

    assert len(newscli("search", "cable").out.splitlines()) == 2


def test_a_database_that_another_program_writes_to_is_said_and_tried_later(
    newscli, file, monkeypatch
):
    monkeypatch.setattr(db, "_BUSY_TIMEOUT_S", 0.05)
    writer = db.connect(file)
    with db.transaction(writer):
        writer.execute("UPDATE article SET title = 'half done'")
        locked = newscli("mark", "star", "1")
        reading = newscli("headlines")

    assert (locked.code, locked.out, is_one_line(locked.err)) == (75, "", True)
    assert (reading.code, newscli("mark", "star", "1").code) == (0, 0)
    writer.close()


def test_repair_waits_for_no_fetch(newscli, file):
    with db.fetch_lock(db.lock_file(file), wait_s=0):
        done = newscli("db", "repair")

    assert (done.code, is_one_line(done.err)) == (75, True)


def test_a_log_without_its_database_is_not_thrown_away(newscli, file, tmp_path):
    writer = db.connect(file)
    writer.execute("UPDATE article SET title = 'In the log'")
    log = (file.with_name("news.db-wal")).read_bytes()
    writer.close()
    file.write_bytes(b"")
    file.with_name("news.db-wal").write_bytes(log)

    outcomes = [newscli(*words) for words in (["headlines"], ["fetch"], ["db", "repair"])]

    assert [(done.code, is_one_line(done.err)) for done in outcomes] == [(6, True)] * 3
    assert file.with_name("news.db-wal").read_bytes() == log


def test_a_value_that_nothing_was_made_for_is_damage_and_no_bug(newscli, file):
    change(file, "UPDATE body SET blocks = '[[1' WHERE article_id = 1")

    done = newscli("read", "1")

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)
    assert done.err.endswith("text blocks: 1 of body are spoilt\n  try: newscli db repair\n")
    assert (newscli("db", "repair").code, newscli("read", "1").code) == (0, 0)
