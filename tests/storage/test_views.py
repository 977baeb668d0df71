"""What views hold, counted within a time."""

import pytest

from newscli.core.query import parse
from newscli.storage import db, views
from tests.conftest import store_drafts
from tests.fakes import make_draft


@pytest.fixture
def connection(small_home):
    opened = db.connect(small_home / "news.db")
    yield opened
    opened.close()


def test_unread_articles_are_counted_up_to_a_bound(connection):
    queries = {"all": parse("is:unread"), "tide": parse("tide")}

    counts = views.unread(connection, queries, most=2, within_s=60)

    assert counts == {"all": 2, "tide": 1}


def test_what_takes_too_long_is_left_out_and_the_others_are_counted(connection):
    store_drafts(connection, [make_draft(f"g{number}") for number in range(600)])
    queries = {"slow": parse("-url:nowhere"), "next": parse("tide")}

    late = views.unread(connection, queries, most=1000, within_s=-1)
    whole = views.unread(connection, queries, most=1000, within_s=60)

    assert late == {"next": 1}
    assert whole == {"slow": 603, "next": 1}
