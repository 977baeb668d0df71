"""Words near to one that the store does not know."""

import pytest

from newscli.storage import db, vocabulary
from tests.conftest import store_drafts
from tests.fakes import make_draft

TEXTS = (
    "The sabotage of a cable near Göteborg; telecommunication was cut.",
    "More sabotage, and a savage storm.",
    "Выборы президента.",
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    opened = db.connect(tmp_path_factory.mktemp("vocabulary") / "news.db")
    store_drafts(opened, [make_draft(str(n), text=text) for n, text in enumerate(TEXTS)])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sabotag", "sabotage"),  # a letter less
        ("sabbotage", "sabotage"),  # one more
        ("sabotaje", "sabotage"),  # another
        ("sabotaeg", "sabotage"),  # swapped
        ("zabotage", "sabotage"),  # the first
        ("SABOTAJE", "sabotage"),
        ("goteborh", "goteborg"),  # its accents do not count
        ("выбори", "выборы"),
        ("telecomunicatoin", "telecommunication"),  # more than one edit
    ],
)
def test_the_word_that_was_meant(connection, word, meant):
    assert vocabulary.nearest(connection, word) == meant


@pytest.mark.parametrize("word", ["Göteborg", "cab", "qqqqqqqq", "12345", "C++", "国防"])
def test_known_short_and_strange_words_mean_nothing_else(connection, word):
    assert vocabulary.nearest(connection, word) is None


def test_the_nearest_is_meant_and_not_the_most_frequent(connection):
    # One edit from "savage", several from "sabotage".
    assert vocabulary.nearest(connection, "sabage") == "savage"
