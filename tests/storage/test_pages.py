"""Which articles' pages are asked for, and what is kept of them beside the feed's text."""

import re

import pytest

from newscli.core.errors import NotFoundError
from newscli.core.models import Attribution, Block, Metadata, PageLink, WebArticle
from newscli.storage import check, db, pages, reads
from newscli.storage.pages import Wanted
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

URL = "https://news.example/"
NEVER = re.compile(r"(?!)")
STORY = "The whole sabotage story, from the first hour to the last. " * 10


@pytest.fixture
def connection(tmp_path):
    opened = db.connect(tmp_path / "news.db")
    yield opened
    opened.close()


def draft(guid, *, url=None, text="Short.", **facts):
    url = url or f"{URL}{guid}"
    return make_draft(
        guid, url=url, canonical_url=url, title=guid, text=text, words=len(text.split()), **facts
    )


def page(text=STORY, *, url=f"{URL}a", links=(), **told):
    return WebArticle(
        url=url,
        metadata=Metadata(**told),
        attribution=None,
        html=f"<p>{text}</p>",
        blocks=(Block("paragraph", text),),
        links=tuple(links),
        text=text,
        words=len(text.split()),
    )


def save(connection, found, article_id=1, *, now=NOW):
    with db.transaction(connection):
        pages.save(connection, article_id, found, asked=f"{URL}a", read_on=NEVER, now=now)


def wanted_ids(connection, *, after_id=0, now=NOW, limit=50):
    found = pages.wanted(connection, [1], after_id=after_id, now=now, limit=limit)
    return [one.article_id for one in found]


def test_the_newest_articles_come_first(connection):
    store_drafts(connection, [draft("old", published_at=NOW - 60), draft("new", published_at=NOW)])

    found = pages.wanted(connection, [1], after_id=0, now=NOW, limit=1)

    assert found == [Wanted(2, 1, f"{URL}new")]


def test_a_page_that_is_held_is_not_wanted_until_its_entry_says_something_else(connection):
    store_drafts(connection, [draft("a")])
    save(connection, page())
    assert wanted_ids(connection, now=NOW + 10**8) == []

    store_drafts(connection, [draft("a", digest=b"2", tags=("other",))], now=NOW + 9)
    assert wanted_ids(connection, after_id=1, now=NOW + 9) == []

    store_drafts(connection, [draft("a", text="Short and new.", digest=b"3")], now=NOW + 10)
    assert wanted_ids(connection, after_id=1, now=NOW + 10) == [1]


def test_a_page_that_failed_is_wanted_when_it_is_due(connection):
    store_drafts(connection, [draft("a")])
    [one] = pages.wanted(connection, [1], after_id=0, now=NOW, limit=9)
    with db.transaction(connection):
        pages.save_problem(connection, one, "HTTP 503", due_at=NOW + 100, now=NOW)

    assert wanted_ids(connection, now=NOW + 99) == []
    assert wanted_ids(connection, after_id=1, now=NOW + 100) == [1]
    assert reads.article(connection, 1).page.problem == "HTTP 503"
    assert reads.article(connection, 1).texts == ("feed",)


def test_articles_that_share_a_page_are_left_out(connection):
    store_drafts(connection, [draft("a", url=URL), draft("b", url=URL), draft("c")])

    assert wanted_ids(connection) == [1]


def test_articles_of_other_sources_are_left_out(connection):
    store_drafts(connection, [draft("a")], url="https://other.example/feed")
    store_drafts(connection, [draft("a")])

    assert wanted_ids(connection) == [1]


def test_a_story_is_shown_in_the_place_of_a_short_text_and_is_no_edit(connection):
    store_drafts(connection, [draft("a", summary="Sum.")])

    save(connection, page())

    article = reads.article(connection, 1)
    assert (article.text, article.headline.words, article.text_from) == (STORY, 110, "page")
    assert (article.summary, article.edited_at, article.revisions) == ("Sum.", None, 0)


def test_the_feeds_text_is_kept_beside_the_pages(connection):
    store_drafts(connection, [draft("a")])
    save(connection, page())

    article = reads.article(connection, 1, text_from="feed")

    assert (article.text, article.text_from) == ("Short.", "feed")
    assert article.texts == ("feed", "page")
    assert article.blocks == (Block("paragraph", "Short."),)


def test_a_page_that_says_hardly_more_is_held_but_not_shown(connection):
    store_drafts(connection, [draft("a", text=STORY)])
    save(connection, page(f"{STORY}More."))

    assert reads.article(connection, 1).text == STORY
    assert reads.article(connection, 1, text_from="page").text.endswith("More.")


def test_a_text_that_is_not_held_is_said_to_be_missing(connection):
    store_drafts(connection, [draft("a")])

    with pytest.raises(NotFoundError, match="its page is not held"):
        reads.article(connection, 1, text_from="page")


def test_a_story_is_found_by_its_words(connection):
    store_drafts(connection, [draft("a")])

    save(connection, page())

    assert check.problems(connection) == []
    assert connection.execute(
        "SELECT rowid FROM article_fts WHERE article_fts MATCH 'sabotage'"
    ).fetchall() == [(1,)]


def test_links_of_feed_and_page_are_offered_once(connection):
    store_drafts(connection, [draft("a")])
    link = PageLink("related", f"{URL}b", "B")

    save(connection, page(links=[link, PageLink("next", f"{URL}c", "C")]))
    save(connection, page(links=[link]))

    assert reads.article(connection, 1).links == (link,)


def test_an_entry_that_changes_keeps_its_page(connection):
    store_drafts(connection, [draft("a")])
    save(connection, page())

    store_drafts(connection, [draft("a", text="Shorter.", digest=b"2")], now=NOW + 9)

    assert reads.article(connection, 1).text == STORY
    assert reads.article(connection, 1, text_from="feed").text == "Shorter."


def test_an_article_is_found_by_the_address_where_its_page_was_found(connection):
    store_drafts(connection, [draft("a")])

    save(connection, page(url="https://moved.example/a?utm_source=x"))

    assert reads.find(connection, "https://moved.example/a") == 1


def test_a_page_names_the_publisher_of_an_article_whose_feed_does_not(connection):
    store_drafts(connection, [draft("a")])
    origin = Attribution("The Herald", "source-line", "Source: The Herald")

    save(connection, page()._replace(attribution=origin))

    assert reads.article(connection, 1).attribution == origin
    assert reads.article(connection, 1).headline.publisher == "The Herald"
