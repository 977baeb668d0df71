"""What a fetch stores, as the readers then see it."""

import pytest

from newscli.core.entry import Enclosure, Subscription
from newscli.core.models import (
    Attribution,
    Block,
    Body,
    HeldEnclosure,
    Page,
    PageLink,
    Span,
    Visit,
)
from newscli.storage import bodies, check, db, marks, reads, sources
from newscli.storage.writes import FetchStore
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft


@pytest.fixture
def connection(tmp_path):
    opened = db.connect(tmp_path / "news.db")
    yield opened
    opened.close()


def rows(connection):
    return {row.title: row for row in reads.headlines(connection, reads.Filter(), limit=None)}


WHOLE = make_draft(
    "whole",
    author="Ada",
    attribution=Attribution("Harbour Herald", "source-line", "Source: Harbour Herald"),
    language="en",
    updated_at=NOW - 60,
    summary="Short.",
    sent=b"packed",
    base_url="https://base.example/",
    enclosures=(Enclosure("https://site.example/a.mp3", "audio/mpeg", 123),),
    tags=("sea", "cable"),
)


def test_all_parts_of_an_article_come_back_as_they_went_in(connection):
    store_drafts(connection, [WHOLE], is_made=False)

    article = reads.article(connection, 1)

    assert (
        article.headline.author,
        article.attribution,
        article.headline.language,
        article.updated_at,
        article.summary,
        article.enclosures,
        article.tags,
    ) == (
        "Ada",
        WHOLE.attribution,
        "en",
        NOW - 60,
        "Short.",
        (HeldEnclosure("https://site.example/a.mp3", "audio/mpeg", 123),),
        ("cable", "sea"),
    )


def test_blocks_and_links_are_made_once_and_kept(connection):
    store_drafts(connection, [WHOLE], is_made=False)
    (body,) = bodies.unmade(connection, [1])
    page = Page(
        "<p>Text</p>",
        (Block("paragraph", "Text there", spans=(Span(5, 10, "https://x.example"),)),),
        (PageLink("related", "https://site.example/other", "Other"),),
    )

    bodies.save(connection, [(1, page)])

    article = reads.article(connection, 1)
    assert body == Body(
        1, WHOLE.title, WHOLE.text.decode(), b"packed", None, "https://base.example/"
    )
    assert Page(article.html, article.blocks, article.links) == page
    assert bodies.unmade(connection, [1]) == []


def test_an_edit_makes_them_anew(connection):
    store_drafts(connection, [WHOLE], is_made=False)
    link = PageLink("related", "https://site.example/other", "Other")
    bodies.save(connection, [(1, Page(None, (Block("paragraph", "Text there"),), (link,)))])

    edited = WHOLE._replace(text=b"New.", digest=b"2")
    store_drafts(connection, [edited], now=NOW + 60, is_made=False)

    assert len(bodies.unmade(connection, [1])) == 1
    assert reads.article(connection, 1).links == ()


def test_the_newest_of_a_fetch_are_made_first(connection):
    store_drafts(connection, [make_draft("before")])
    after_id = bodies.highest_id(connection)
    fresh = [make_draft(f"d{age}", published_at=NOW - age) for age in (50, 10, 30)]
    store_drafts(connection, fresh, is_made=False)

    newest = bodies.newest_unmade(connection, after_id=after_id, limit=2)

    assert sorted(body.title for body in newest) == ["Title of d10", "Title of d30"]


def test_ids_grow_with_time_and_undated_entries_keep_the_feeds_order(connection):
    drafts = [
        make_draft("undated-1", published_at=None),
        make_draft("undated-2", published_at=None),
        make_draft("old", published_at=NOW - 9000),
        make_draft("new", published_at=NOW - 10),
    ]

    store_drafts(connection, drafts)

    listed = [row.title.removeprefix("Title of ") for row in rows(connection).values()]
    assert listed == ["undated-1", "undated-2", "new", "old"]
    assert [row.id for row in rows(connection).values()] == [4, 3, 2, 1]


def test_an_entry_of_the_future_is_listed_as_of_now(connection):
    store_drafts(connection, [make_draft("a", published_at=NOW + 999)])

    (row,) = rows(connection).values()

    assert (row.published_at, row.sort_at) == (NOW + 999, NOW)


def test_an_edit_keeps_the_id_the_marks_and_the_words_before(connection):
    store_drafts(connection, [make_draft("a", title="Old", text="Old words.")])
    marks.mark(connection, "star", ids=[1], chosen=reads.Filter(), now=NOW)
    marks.add_tags(connection, [1], ["mine"], now=NOW)

    edited = make_draft("a", title="New", text="New words.", digest=b"2", tags=("theirs",))
    store_drafts(connection, [edited], now=NOW + 60)

    article = reads.article(connection, 1)
    revision = connection.execute("SELECT number, seen_at, title, text FROM revision").fetchall()
    assert (article.headline.title, article.text, article.edited_at) == (
        "New",
        "New words.",
        NOW + 60,
    )
    assert (article.headline.starred_at, article.tags) == (NOW, ("mine", "theirs"))
    assert revision == [(1, NOW, "Old", "Old words.")]


def test_a_change_that_leaves_the_words_is_no_edit(connection):
    store_drafts(connection, [make_draft("a")])

    store_drafts(connection, [make_draft("a", digest=b"2", author="Ada")], now=NOW + 60)

    article = reads.article(connection, 1)
    assert (article.headline.author, article.edited_at, article.revisions) == ("Ada", None, 0)


def test_an_id_is_never_used_again(connection):
    source_id = store_drafts(connection, [make_draft("a"), make_draft("b")])
    sources.remove(connection, source_id)

    store_drafts(connection, [make_draft("c")])

    assert [row.id for row in rows(connection).values()] == [3]


def test_removing_a_source_removes_its_articles_from_the_index(connection):
    source_id = store_drafts(connection, [make_draft("a")])

    sources.remove(connection, source_id)

    assert check.problems(connection) == []
    assert connection.execute("SELECT count(*) FROM article_fts").fetchone() == (0,)


def test_how_a_source_stands_comes_back_as_it_went_in(connection):
    source_id = store_drafts(connection, [make_draft("a")])
    (before,) = sources.to_fetch(connection, [source_id])
    stands = before._replace(
        asked_at=NOW,
        failures=3,
        problem="HTTP 500",
        back_off_until=NOW + 9,
        wait_until=NOW + 8,
        etag="e",
        last_modified="m",
        content_hash=b"2",
        visits=7,
        next_at=NOW + 7,
        next_why="ttl",
        every_s=6,
        skip_hours="1,2",
        skip_days="0",
        rhythm="r",
        moved_to="https://new.example/",
        moved_seen=2,
    )

    FetchStore(connection).note([stands], [Visit(source_id, 7, NOW, "failed", 500)])

    assert sources.to_fetch(connection, [source_id]) == [stands]


def test_the_last_twenty_visits_are_kept(connection):
    source_id = store_drafts(connection, [make_draft("a")])
    store = FetchStore(connection)

    for number in range(2, 31):
        store.note([], [Visit(source_id, number, NOW + number, "unchanged", 304)])

    assert [visit.number for visit in sources.visits(connection, source_id)] == list(range(11, 31))


def test_a_source_that_moved_is_still_known_by_its_old_address(connection):
    source_id = store_drafts(connection, [make_draft("a")], url="https://old.example/feed")
    (source,) = sources.to_fetch(connection, [source_id])
    store = FetchStore(connection)

    assert store.move(source, "https://new.example/feed", now=NOW)
    store.note([source._replace(url="https://new.example/feed")], [])

    again = sources.add(connection, [Subscription("https://old.example/feed")], now=NOW)
    assert (again, sources.id_of(connection, "https://old.example/feed")) == ([], source_id)
    assert sources.former_urls(connection, source_id) == [("https://old.example/feed", NOW)]


def test_a_source_cannot_move_to_where_another_is(connection):
    source_id = store_drafts(connection, [make_draft("a")], url="https://one.example/")
    store_drafts(connection, [make_draft("b")], url="https://two.example/")
    (source,) = sources.to_fetch(connection, [source_id])

    assert not FetchStore(connection).move(source, "https://two.example/", now=NOW)


def test_of_two_sources_that_move_to_one_place_only_the_first_does(connection):
    for url in ("https://one.example/", "https://two.example/"):
        store_drafts(connection, [], url=url)
    first, second = sources.to_fetch(connection, None)
    store = FetchStore(connection)

    moved = [store.move(source, "https://new.example/", now=NOW) for source in (first, second)]

    assert moved == [True, False]


def test_the_pauses_that_hosts_asked_for_are_kept_and_forgotten(connection):
    store = FetchStore(connection)

    store.save_pauses({"a.example": 2.0, "b.example": 4.0}, now=NOW)
    store.save_pauses({"a.example": 0.0}, now=NOW)

    assert store.pauses() == {"b.example": 4.0}


def test_gone_disables_with_its_reason_and_enabling_begins_anew(connection):
    source_id = store_drafts(connection, [make_draft("a")])
    FetchStore(connection).disable(source_id, "HTTP 410 Gone", now=NOW)

    disabled = sources.source(connection, source_id)
    sources.enable(connection, source_id)

    assert (disabled.disabled_at, disabled.disabled_reason) == (NOW, "HTTP 410 Gone")
    (enabled,) = sources.to_fetch(connection, None)
    assert (enabled.failures, enabled.next_at) == (0, None)
