"""Verbs about stories after a fetch that brought more than it compares."""

import json
import sqlite3

import pytest

from newscli.commands import _settling
from newscli.storage import db
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft
from tests.storage.test_stories import FERRY, LONG, MINE


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Two events told by three sources each, and a copy; nothing of it compared."""
    home = tmp_path / "home"
    monkeypatch.setenv("NEWSCLI_HOME", str(home))
    connection = db.connect(home / "news.db")
    texts = [*FERRY, *MINE]
    for number, text in enumerate(texts):
        store_drafts(
            connection,
            [
                make_draft(
                    f"a{number}", title=text[:40], text=text * 2, published_at=NOW + number - 60
                )
            ],
            url=f"https://s{number}.example/feed",
            is_placed=False,
        )
    for number, name in enumerate(("one", "two")):
        store_drafts(
            connection,
            [
                make_draft(
                    name, title="Barge", text=f"{LONG} {name}.", published_at=NOW + number - 99
                )
            ],
            url=f"https://{name}.example/feed",
            is_placed=False,
        )
    connection.execute("UPDATE source SET name = url")
    connection.close()
    return home


def sizes(newscli, *args):
    rows = json.loads(newscli("stories", "--since", "9000d", "--json", *args).out)
    return sorted(len(row["ids"]) for row in rows)


def test_stories_compares_what_waits_and_then_lists_it(newscli, home):
    assert sizes(newscli) == [2, 3, 3]
    assert sizes(newscli) == [2, 3, 3]


def test_a_story_asked_for_by_its_article_is_whole(newscli, home):
    assert json.loads(newscli("story", 1, "--json").out)["ids"] == [1, 2, 3]


def test_headlines_show_one_row_a_story(newscli, home):
    rows = json.loads(newscli("headlines", "--group", "story", "--json").out)

    assert len(rows) == 3


def test_a_query_for_copies_finds_those_nobody_has_looked_at_yet(newscli, home):
    assert [row["id"] for row in json.loads(newscli("search", "is:copy", "--json").out)] == [8]


def test_all_of_a_story_are_marked(newscli, home):
    newscli("mark", "read", "--story", 1)

    rows = json.loads(newscli("headlines", "--unread", "--json").out)
    assert sorted(row["id"] for row in rows) == [4, 5, 6, 7, 8]


def test_related_tells_what_is_of_the_same_story(newscli, home):
    rows = json.loads(newscli("related", 1, "--json").out)

    assert {row["id"]: row["kind"] for row in rows} == {2: "story", 3: "story"}


def test_a_digest_has_an_entry_a_story(newscli, home):
    found = json.loads(newscli("digest", "--since", "9000d", "--json").out)

    assert len(found) == 3


def test_where_nothing_can_be_written_it_is_said_and_what_there_is_shown(
    newscli, home, monkeypatch
):
    monkeypatch.setattr(
        db, "connect_to_read", lambda file, say: sqlite3.connect(file, factory=db.ReadOnly)
    )

    done = newscli("story", 1, "--json")

    assert json.loads(done.out)["ids"] == [1]
    assert "8 articles are not compared with others: nothing can be written" in done.err


def test_a_view_is_kept_and_counted_without_comparing_anything(newscli, home):
    newscli("views", "save", "copies", "is:copy")

    connection = sqlite3.connect(home / "news.db")
    assert connection.execute("SELECT count(*) FROM place WHERE is_due = 1").fetchone() == (8,)


def test_many_are_announced_once(newscli, home, monkeypatch):
    monkeypatch.setattr(_settling, "_MANY", 5)

    assert "comparing 8 articles of earlier fetches, once" in newscli("stories").err
    assert "comparing" not in newscli("stories").err
