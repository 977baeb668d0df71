"""`newscli db prune`, retention by configuration, and what a search for nothing proposes."""

import json

import pytest

ITEM = "<item><guid>{guid}</guid><title>News {guid}</title><pubDate>{date}</pubDate></item>"
DATES = {"old": "Mon, 02 Jan 2023 08:00:00 GMT", "older": "Sun, 02 Jan 2022 08:00:00 GMT"}


@pytest.fixture
def feed(newscli, home, tmp_path):
    """A followed file whose feed has an article of today and two of years ago, all read."""
    file = tmp_path / "feed.xml"
    write(file, "new", "old", "older")
    assert newscli("sources", "add", file).code == 0
    assert newscli("fetch").code == 0
    newscli("mark", "read", "--all")
    return file


def write(file, *guids):
    items = "".join(ITEM.format(guid=guid, date=DATES.get(guid, "")) for guid in guids)
    file.write_text(f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>")


def titles(newscli):
    return {row["title"] for row in json.loads(newscli("headlines", "--json").out)}


def test_a_pruned_article_does_not_come_back_while_its_feed_has_it(newscli, feed):
    newscli("db", "prune", "--keep", "90d")
    write(feed, "newest", "new", "old", "older")

    done = newscli("fetch", "--force")

    assert done.code == 0
    assert titles(newscli) == {"News newest", "News new"}


def test_a_dry_run_counts_and_deletes_nothing(newscli, feed):
    newscli("mark", "star", "1")

    done = newscli("db", "prune", "--keep", "90d", "--keep", "2", "--dry-run", "--json")

    assert json.loads(done.out) == {
        "articles": 1,
        "kept_unread": 0,
        "kept_starred": 1,
        "kept_tagged": 0,
        "dry_run": True,
    }
    assert done.err == "1 article would be pruned; as old, but kept: 1 starred\n"
    assert len(titles(newscli)) == 3


def test_what_a_rule_hid_is_not_kept_for_its_tag(newscli, feed):
    newscli("rules", "add", "title:old", "--do", "hide")
    newscli("rules", "add", "title:older", "--do", "tag:kept")
    newscli("rules", "apply", "1")
    newscli("rules", "apply", "2")

    newscli("db", "prune", "--keep", "90d")

    assert titles(newscli) == {"News new", "News older"}
    assert newscli("headlines", "is:hidden").out == ""


def test_a_fetch_prunes_where_that_is_configured(newscli, feed):
    newscli("config", "set", "keep.articles", "1")
    write(feed, "new", "old", "older", "newest")

    done = newscli("fetch", "--force")

    assert "3 articles pruned" in done.err
    assert titles(newscli) == {"News newest"}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "newscli: nothing says what to keep"),
        (["--keep", "soon"], "newscli: --keep soon: give an age"),
    ],
    ids=["nothing", "no rule"],
)
def test_what_is_no_rule_is_refused(newscli, feed, words, line):
    done = newscli("db", "prune", *words)

    assert (done.code, done.out, len(titles(newscli))) == (2, "", 3)
    assert done.err.startswith(line)


def test_a_search_that_finds_nothing_proposes_what_may_have_been_meant(newscli, demo):
    (headline, *_) = json.loads(newscli("headlines", "--json").out)
    word = max(headline["title"].split(), key=len).strip(".,:'\"")

    done = newscli("search", f"{word[:-1]}zq")
    wrong = newscli("search", f"{word[:3]}{word[4:]}")

    assert (done.code, wrong.code) == (1, 1)
    assert f"did you mean: newscli search {word.lower()}" in wrong.err
