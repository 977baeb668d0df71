"""kill -9 in the middle of a fetch. benchmarks/faults.py does the same two hundred times."""

import random
import time
from contextlib import closing

import pytest

from newscli.storage import check, db
from tests.faults.rig import Home, Reader, growing

SOURCES = 30


@pytest.fixture
def world(tmp_path):
    """A home that follows thirty feeds and has fetched them once, and what serves them."""
    with growing(SOURCES) as (feeds, site):
        home = Home(tmp_path)
        home.follow(site, SOURCES)
        begun = time.monotonic()
        assert home.run("fetch", "--force").code == 0
        yield home, feeds, time.monotonic() - begun


def kill(home, after_s):
    """Kills a fetch after some seconds; what a reader had seen until then."""
    reader = Reader(home.database)
    reader.start()
    process = home.start("fetch", "--force")
    time.sleep(after_s)
    process.kill()
    process.communicate()
    return reader.stop()


def problems(home):
    with closing(db.connect(home.database)) as connection:
        return check.problems(connection)


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_fetch_loses_nothing_that_was_seen_and_the_next_completes(world, seed):
    home, feeds, whole_s = world
    feeds.generation = 4
    moment_s = random.Random(seed).uniform(0.3, 1.0) * whole_s

    seen = kill(home, moment_s)

    kept = home.articles()
    assert {number: kept.get(number) for number in seen} == seen
    assert problems(home) == []
    again = home.run("fetch", "--force")
    assert (again.code, problems(home)) == (0, [])
    now = home.articles()
    assert {number: now[number] for number in seen} == seen
    assert sorted(guid for guid, _ in now.values()) == sorted(feeds.guids())


def test_a_fetch_that_is_killed_before_there_is_a_database_leaves_a_usable_one(tmp_path):
    with growing(2) as (_, site):
        home = Home(tmp_path)
        for after_s in (0.05, 0.1, 0.15, 0.2, 0.25):
            process = home.start("sources", "add", f"{site}/0.xml")
            time.sleep(after_s)
            process.kill()
            process.communicate()

        assert home.run("sources", "add", f"{site}/1.xml").code == 0
        assert problems(home) == []


def test_a_backup_while_a_fetch_writes_is_whole(world):
    home, feeds, _ = world
    feeds.generation = 4
    before = home.articles()

    fetching = home.start("fetch", "--force")
    done = home.run("db", "backup", str(home.folder / "copy.db"))
    fetching.communicate()

    copy = Home(home.folder)._replace(folder=home.folder / "restored")
    copy.folder.mkdir()
    (home.folder / "copy.db").rename(copy.database)
    assert (done.code, fetching.returncode, problems(copy)) == (0, 0, [])
    assert before.items() <= copy.articles().items()
