"""Which articles' pages are asked for, and what is kept of them."""

import pytest

from newscli.core.models import FullText, Page, PageLink
from newscli.storage import bodies, db, pages, reads
from newscli.storage.pages import Wanted
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

URL = "https://news.example/"


@pytest.fixture
def connection(tmp_path):
    opened = db.connect(tmp_path / "news.db")
    yield opened
    opened.close()


def draft(guid, *, url=None, **facts):
    url = url or f"{URL}{guid}"
    return make_draft(guid, url=url, canonical_url=url, title=guid, text="Short.", **facts)


def wanted_ids(connection, *, after_id=0, edited_at=0, limit=50):
    found = pages.wanted(connection, [1], after_id=after_id, edited_at=edited_at, limit=limit)
    return [one.article_id for one in found]


def test_the_newest_articles_come_first(connection):
    store_drafts(connection, [draft("old", published_at=NOW - 60), draft("new", published_at=NOW)])

    found = pages.wanted(connection, [1], after_id=0, edited_at=0, limit=1)

    assert found == [Wanted(2, 1, f"{URL}new", "new", len("Short."))]


def test_only_new_and_just_edited_articles_are_wanted(connection):
    store_drafts(connection, [draft("a", published_at=NOW - 60), draft("b", published_at=NOW)])
    store_drafts(
        connection, [draft("a", published_at=NOW - 60, summary="More.", digest=b"2")], now=NOW + 9
    )

    assert wanted_ids(connection, after_id=2) == []
    assert wanted_ids(connection, after_id=2, edited_at=NOW + 9) == [1]


def test_articles_that_share_a_page_are_left_out(connection):
    store_drafts(connection, [draft("a", url=URL), draft("b", url=URL), draft("c")])

    assert wanted_ids(connection) == [1]


def test_articles_of_other_sources_are_left_out(connection):
    store_drafts(connection, [draft("a")], url="https://other.example/feed")
    store_drafts(connection, [draft("a")])

    assert wanted_ids(connection) == [1]


def full(article_id=1):
    return FullText(article_id, "The whole sabotage story.", 4, b"packed", f"{URL}a")


def test_a_story_takes_the_place_of_the_short_text_and_is_no_edit(connection):
    store_drafts(connection, [draft("a", summary="Sum.")])

    pages.save(connection, [full()])

    article = reads.article(connection, 1)
    assert (
        article.text, article.headline.words, article.summary, article.edited_at, article.revisions
    ) == ("The whole sabotage story.", 4, "Sum.", None, 0)  # fmt: skip


def test_a_story_is_found_by_its_words(connection):
    store_drafts(connection, [draft("a")])

    pages.save(connection, [full()])

    assert db.check(connection) == []
    assert connection.execute(
        "SELECT rowid FROM article_fts WHERE article_fts MATCH 'sabotage'"
    ).fetchall() == [(1,)]


def test_blocks_and_links_are_made_anew_from_the_story(connection):
    store_drafts(connection, [draft("a")])
    page = Page("<p>x</p>", (), (PageLink("related", f"{URL}b", "b"),))
    bodies.save(connection, [(1, page)])

    pages.save(connection, [full()])

    (body,) = bodies.unmade(connection, [1])
    assert (body.sent, body.html, body.base_url) == (b"packed", None, f"{URL}a")
    assert reads.article(connection, 1).links == ()


def test_the_digest_stays_that_of_the_feed(connection):
    store_drafts(connection, [draft("a")])
    pages.save(connection, [full()])

    store_drafts(connection, [draft("a")], now=NOW + 9, is_made=False)

    assert reads.article(connection, 1).text == "The whole sabotage story."
