"""Disks that are full, folders that may not be written to, and databases of others."""

import os
import stat
import sys

import pytest

from newscli.storage import db
from tests.conftest import store_drafts
from tests.fakes import make_draft
from tests.faults.rig import (
    Home,
    growing,
    is_one_line,
    obeying_modes,
    with_clock_off_by,
    with_files_up_to,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and limits of POSIX")
modes = pytest.mark.skipif(
    sys.platform != "linux" and os.geteuid() == 0 if hasattr(os, "geteuid") else True,
    reason="root obeys modes on Linux only, and Windows has others",
)
READING = [
    ["headlines"], ["read", "1"], ["search", "words"], ["related", "1"], ["sources"], ["export"],
    ["sources", "show", "1"], ["db", "info"], ["db", "check"], ["views", "list"],
    ["rules", "list"], [],
]  # fmt: skip
WRITING = [
    ["fetch"], ["mark", "read", "1"], ["mark", "undo"], ["tag", "add", "x", "1"],
    ["sources", "rename", "1", "Mine"], ["sources", "remove", "1"],
    ["sources", "edit", "1", "--timeout", "9"],
    ["sources", "add", "https://other.example/feed"], ["db", "vacuum"], ["db", "repair"],
    ["views", "save", "x", "words"], ["rules", "add", "words", "--do", "read"],
    ["rules", "apply", "1"], ["watch", "--times", "1"],
]  # fmt: skip


def as_words(words):
    return " ".join(words) or "(bare)"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def stored(tmp_path):
    """A home with three articles, whose blocks are not made yet."""
    home = Home(tmp_path / "home")
    connection = db.connect(home.database)
    drafts = [make_draft(f"g{n}", text=f"Some words of {n}") for n in range(3)]
    store_drafts(connection, drafts, is_made=False)
    connection.close()
    return home


@pytest.fixture
def locked_folder(stored):
    """The same in a folder that may only be read."""
    stored.folder.chmod(0o500)
    yield stored
    stored.folder.chmod(0o700)


@modes
@pytest.mark.parametrize("words", READING, ids=as_words)
def test_what_is_in_a_folder_that_may_not_be_written_to_can_be_read(locked_folder, words):
    done = locked_folder.run(*words, under=obeying_modes())

    assert done.code == 0
    assert done.err.splitlines()[0] == (
        f"{locked_folder.database}: may not be written to; reading only, "
        "and nothing is marked as read"
    )
    assert names(locked_folder.folder) == ["news.db"]


@modes
def test_an_article_reads_the_same_where_nothing_can_be_kept(locked_folder):
    read_only = locked_folder.run("read", "1", "--json", under=obeying_modes())
    again = locked_folder.run("read", "1", "--json", under=obeying_modes())
    locked_folder.folder.chmod(0o700)

    usual = locked_folder.run("read", "1", "--json")

    assert read_only.out == again.out == usual.out != ""
    assert '"unread": true' in usual.out


@modes
@pytest.mark.parametrize("words", WRITING, ids=as_words)
def test_what_must_write_says_that_it_may_not(locked_folder, words):
    before = locked_folder.database.read_bytes()

    done = locked_folder.run(*words, under=obeying_modes())

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)
    assert "may not be written to" in done.err
    assert locked_folder.database.read_bytes() == before


@modes
@pytest.mark.parametrize("words", [["headlines"], ["fetch"], ["db", "check"]], ids=as_words)
def test_a_database_that_may_not_be_read_is_said(stored, words):
    stored.database.chmod(0)

    done = stored.run(*words, under=obeying_modes())

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)


@modes
@pytest.mark.parametrize("words", [["headlines"], ["fetch"], ["sources", "add", "x"]], ids=as_words)
def test_a_folder_that_may_not_be_looked_into_is_said(stored, words):
    stored.folder.chmod(0)

    done = stored.run(*words, under=obeying_modes())
    stored.folder.chmod(0o700)

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)


@pytest.fixture
def with_log(stored, tmp_path):
    """A home that was copied while its log held a title that was not merged yet."""
    connection = db.connect(stored.database)
    connection.execute("UPDATE article SET title = 'In the log'")
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    for name in ("news.db", "news.db-wal"):
        (other.folder / name).write_bytes((stored.folder / name).read_bytes())
    connection.close()
    other.folder.chmod(0o500)
    yield other
    other.folder.chmod(0o700)


@modes
def test_what_a_log_holds_is_read_where_the_folder_may_not_be_written_to(with_log):
    done = with_log.run("headlines", "--fields", "title", under=obeying_modes())

    assert (done.code, done.out) == (0, "In the log\n" * 3)


@modes
def test_a_log_that_cannot_be_merged_is_no_reason_to_show_old_news(with_log):
    with_log.database.chmod(0o400)

    done = with_log.run("headlines", under=obeying_modes())

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)
    assert "what news.db-wal holds must be merged" in done.err


@posix
def test_a_disk_that_fills_up_ends_the_fetch_and_loses_nothing(tmp_path):
    with growing(30) as (feeds, site):
        home = Home(tmp_path)
        home.follow(site, 30)
        assert home.run("fetch", "--force").code == 0
        before = home.articles()
        feeds.generation = 5
        full = with_files_up_to(home.database.stat().st_size)

        stopped = home.run("fetch", "--force", under=full)
        kept = len(home.articles())
        reading = home.run("headlines", "--all", under=full)
        again = home.run("fetch", "--force")

        assert (stopped.code, is_one_line(stopped.err)) == (6, True)
        assert stopped.err.splitlines()[0].endswith(
            "the disk is full; nothing that was stored is lost"
        )
        assert (reading.code, len(reading.out.splitlines())) == (0, kept)
        assert (again.code, home.run("db", "check").code) == (0, 0)
        assert before.items() <= home.articles().items()
        assert {guid for guid, _ in home.articles().values()} == feeds.guids()


@posix
def test_articles_can_be_read_on_a_full_disk(stored):
    done = stored.run("read", "1", under=with_files_up_to(0))

    assert (done.code, "Some words of" in done.out) == (0, True)
    assert done.err == (
        f"{stored.database}: the disk is full; reading only, and nothing is marked as read\n"
    )


@posix
def test_no_room_for_a_copy_before_a_migration_changes_nothing(stored):
    connection = db.connect(stored.database)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    before = stored.database.read_bytes()

    done = stored.run("sources", "rename", "1", "Mine", under=with_files_up_to(100_000))

    assert (done.code, done.out, is_one_line(done.err)) == (6, "", True)
    assert "a copy of" in done.err
    assert stored.database.read_bytes() == before


def test_a_backup_into_no_folder_is_said(stored):
    target = stored.folder / "none" / "c.db"

    done = stored.run("db", "backup", str(target))

    assert (done.code, done.out) == (6, "")
    assert done.err == f"newscli: {target}: cannot be written: no such file or directory\n"


@posix
def test_a_backup_that_finds_no_room_leaves_no_half_file(stored):
    done = stored.run("db", "backup", str(stored.folder / "c.db"), under=with_files_up_to(100_000))

    assert (done.code, is_one_line(done.err)) == (6, True)
    assert "c.db" in done.err
    assert names(stored.folder) == ["news.db"]


@posix
def test_every_file_is_its_users_alone_and_every_folder_too(tmp_path):
    with growing(1) as (_, site):
        home = Home(tmp_path / "a" / "b")
        old = os.umask(0)
        try:
            home.run("sources", "add", f"{site}/0.xml")
            home.run("fetch", "--force")
            home.run("db", "backup")
            home.run("digest", "--since", "1d")
            home.run("export", "-o", str(home.folder / "news.jsonl"))
            home.run("config", "set", "read.width", "70")
            process = home.start("fetch", "--force")
            process.communicate()
        finally:
            os.umask(old)

    found = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a").rglob("*")}
    assert {path.name for path, mode in found.items() if mode & 0o077} == set()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert {"news.db", "news.db.digests", "news.jsonl", "config.toml", "news.db.fetch-lock"} <= {
        path.name for path in found
    }


@pytest.mark.parametrize("off_s", [-5 * 365 * 86_400, 5 * 365 * 86_400], ids=["back", "ahead"])
def test_a_clock_that_was_wrong_loses_no_news_and_keeps_no_source_waiting(tmp_path, off_s):
    with growing(3) as (feeds, site):
        home = Home(tmp_path)
        home.follow(site, 3)
        first = home.run("fetch", under=with_clock_off_by(off_s))
        before = home.articles()
        feeds.generation = 3

        second = home.run("fetch")
        third = home.run("fetch", under=with_clock_off_by(-86_400))

        assert (first.code, second.code, third.code) == (0, 0, 0)
        assert before.items() <= home.articles().items()
        assert {guid for guid, _ in home.articles().values()} == feeds.guids()
        assert home.run("headlines", "--all").code == 0
