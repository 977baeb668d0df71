"""The news since last time, to a file or a pipe."""

import json
import subprocess
import sys
from contextlib import closing

import pytest

from newscli.storage import db
from tests.conftest import store_drafts
from tests.fakes import make_draft


def stored(home, *drafts, url="https://source.example/feed"):
    connection = db.connect(home / "news.db")
    store_drafts(connection, drafts, url=url)
    connection.close()


def titles(done):
    return [row["title"] for row in json.loads(done.out)]


def all_of(*more):
    return ("digest", "--since", "last", "--json", *more)


@pytest.fixture
def old_home(small_home, newscli):
    """A home of which a digest was written."""
    assert newscli("digest", "--since", "900d").code == 0
    return small_home


def test_the_next_digest_has_what_came_since_and_nothing_twice(newscli, old_home):
    stored(old_home, make_draft("late", title="An old date, a new arrival", published_at=1_000_000))

    first, second = newscli(*all_of()), newscli(*all_of())

    assert (titles(first), titles(second)) == (["An old date, a new arrival"], [])


def test_nothing_new_writes_no_file(newscli, old_home, tmp_path):
    done = newscli("digest", "--since", "last", "-o", tmp_path / "news.html")

    assert (done.code, done.out, done.err) == (0, "", "nothing new\n")
    assert not (tmp_path / "news.html").exists()


def test_a_digest_that_could_not_be_written_is_not_noted(newscli, old_home, tmp_path):
    stored(old_home, make_draft("late", title="Late"))

    failed = newscli("digest", "--since", "last", "-o", tmp_path / "no" / "news.txt")

    assert (failed.code, titles(newscli(*all_of()))) == (2, ["Late"])


def test_peeking_leaves_all_for_the_next(newscli, old_home):
    stored(old_home, make_draft("late", title="Late"))

    assert titles(newscli(*all_of("--peek"))) == titles(newscli(*all_of())) == ["Late"]


def test_each_query_goes_on_from_its_own_last_digest(newscli, old_home):
    newscli("digest", "harbour", "--since", "900d")
    stored(old_home, make_draft("late", title="The harbour again"))
    newscli(*all_of())

    assert titles(newscli(*all_of("harbour"))) == ["The harbour again"]


def test_a_query_may_exclude(newscli, small_home):
    done = newscli("digest", "cable", "-tide", "--since", "900d", "--json")

    assert titles(done) == ["Cable cut near the harbour"]


def test_by_tag_each_article_stands_under_one_of_my_tags(newscli, small_home):
    newscli("tag", "add", "sea,cables", "1")
    newscli("tag", "add", "sea", "2")

    done = newscli("digest", "--since", "900d", "--by", "tag", "--json")

    assert [(row["section"], row["id"]) for row in json.loads(done.out)] == [
        ("cables", 1),
        ("sea", 2),
        ("Untagged", 3),
    ]


def test_a_sources_tag_counts_for_its_articles(newscli, small_home):
    newscli("sources", "tag", "1", "daily")

    done = newscli("digest", "--since", "900d", "--by", "tag", "--fields", "section")

    assert done.out == "daily\n" * 3


def test_the_files_ending_says_the_form(newscli, small_home, tmp_path):
    for ending in ("md", "html", "eml", "epub", "txt"):
        newscli("digest", "--since", "900d", "-o", tmp_path / f"news.{ending}")

    assert {file.suffix: file.read_bytes()[:9] for file in tmp_path.glob("news.*")} == {
        ".md": b"# News\n\n3",
        ".html": b"<!DOCTYPE",
        ".eml": b"Subject: ",
        ".epub": b"PK\x03\x04\x14\0\0\0\0",
        ".txt": b"News\n3 st",
    }


def test_every_lead_is_words_that_an_article_has(newscli, demo):
    articles = json.loads(newscli("export", "--json").out)
    texts = [" ".join(row["text"].split()) + row["summary"] for row in articles]

    entries = json.loads(newscli("digest", "--since", "900d", "--json").out)
    leads = [words for entry in entries for words in entry["lead"]]

    assert leads
    assert [words for words in leads if not any(words in text for text in texts)] == []


def test_a_digest_marks_nothing_as_read(newscli, small_home):
    newscli("digest", "--since", "900d")

    assert len(newscli("headlines", "--unread").out.splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--json", "-f", "html"), "--json, --jsonl and --fields do not go with"),
        (("--since", "whenever"), "whenever"),
        (("--source", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_line(newscli, small_home, words, said):
    done = newscli("digest", *words)

    assert (done.code in (1, 2), said in done.err.splitlines()[0]) == (True, True)


def test_a_damaged_note_of_the_last_digest_is_said_and_left(newscli, old_home):
    (old_home / "news.db.digests").write_text("{")

    done = newscli("digest", "--since", "last")

    assert (done.code, "news.db.digests: cannot be read" in done.err) == (6, True)
    assert (old_home / "news.db.digests").read_text() == "{"


def test_articles_of_one_story_make_one_entry(newscli, demo):
    entries = json.loads(newscli("digest", "--since", "900d", "--json").out)
    listed = json.loads(newscli("headlines", "--all", "--json").out)

    told = [row["id"] for entry in entries for row in (entry, *entry["others"])]
    stories = {row["story"] for row in listed}

    assert (sorted(told), len(entries)) == (sorted(row["id"] for row in listed), len(stories))
    assert entries[0]["title"] == "Undersea cable to Skarholm cut, prosecutors suspect sabotage"


def test_a_copy_of_what_was_told_is_not_told_again(newscli, old_home):
    drafts = [make_draft("copy", title="The tide and the cable"), make_draft("own", title="Ours")]
    stored(old_home, *drafts, url="https://other.example/feed")
    with closing(db.connect(old_home / "news.db")) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO place (article_id, story_id, copy_of, seen_at) "
            "SELECT id, 1, 1, seen_at FROM article "
            "WHERE title = 'The tide and the cable' AND id > 3"
        )

    assert titles(newscli(*all_of())) == ["Ours"]


def test_a_new_database_under_the_old_name_begins_anew(newscli, old_home):
    (old_home / "news.db.digests").write_text('{"[\\"\\", [], [], false, false]": 4711}')

    done = newscli(*all_of())

    # Not "nothing new": that would count from an article that never was.
    assert (done.code, done.err) == (0, "nothing here\n")


def test_a_title_is_one_line(newscli, small_home, tmp_path):
    newscli("digest", "--since", "900d", "--title", "a\nBcc: b", "-o", tmp_path / "n.eml")

    assert (tmp_path / "n.eml").read_text().startswith("Subject: a Bcc: b\n")


def test_a_reader_that_leaves_early_gets_it_all_next_time(newscli, old_home):
    stored(old_home, make_draft("late", title="Late"))

    subprocess.run(
        f"{sys.executable} -m newscli digest --since last | true", shell=True, check=False
    )

    assert titles(newscli(*all_of())) == ["Late"]
