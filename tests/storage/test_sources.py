"""Finding the source that a word names."""

import pytest

from newscli.core.entry import Subscription
from newscli.core.errors import NotFoundError, UsageError
from newscli.storage import db, sources
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft


@pytest.fixture
def connection(tmp_path):
    opened = db.connect(tmp_path / "news.db")
    listed = [
        Subscription("https://a.example/feed", "Deutsche Welle"),
        Subscription("https://b.example/feed", "Welle am Morgen"),
        Subscription("https://c.example/2", "Zwei"),
    ]
    sources.add(opened, listed, now=NOW)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("1", 1),
        ("https://b.example/feed", 2),
        ("deutsche welle", 1),
        ("Morgen", 2),
        ("c.example", 3),
        (" zwei ", 3),
    ],
)
def test_id_address_title_or_a_part_names_a_source(connection, word, id):
    assert sources.find(connection, word) == id


def test_a_part_of_several_titles_is_ambiguous(connection):
    with pytest.raises(UsageError, match="fits 2 sources"):
        sources.find(connection, "welle")


@pytest.mark.parametrize("word", ["nobody", "", " ", "99"])
def test_a_word_that_fits_nothing_is_said(connection, word):
    with pytest.raises(NotFoundError):
        sources.find(connection, word)


def test_adding_again_keeps_the_name_and_gains_the_tags(connection):
    again = Subscription("https://a.example/feed", "Another name", folder="F", tags=("new",))

    added = sources.add(connection, [again], now=NOW)

    row = sources.source(connection, 1)
    assert (added, row.title, row.folder, row.tags) == ([], "Deutsche Welle", "", ("new",))


def test_activity_counts_articles_a_day(connection):
    ages = {"a": 0, "b": 0, "c": 3, "d": 20}
    drafts = [make_draft(g, published_at=NOW - days * 86_400 - 60) for g, days in ages.items()]
    source_id = store_drafts(connection, drafts)

    counts = sources.activity(connection, now=NOW)[source_id]

    assert (counts[-1], counts[-4], sum(counts)) == (2, 1, 3)
