"""What a fetch stores, as the readers then see it."""

import pytest

from newscli.core.entry import Enclosure
from newscli.core.models import Attribution, Block, HeldEnclosure, PageLink, Span
from newscli.core.ports import Answer
from newscli.core.schedule import Delay
from newscli.storage import db, marks, reads, sources
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
    html="<p>Text <a href='https://x.example'>there</a></p>",
    blocks=(Block("paragraph", "Text there", spans=(Span(5, 10, "https://x.example"),)),),
    links=(PageLink("related", "https://site.example/other", "Other"),),
    enclosures=(Enclosure("https://site.example/a.mp3", "audio/mpeg", 123),),
    tags=("sea", "cable"),
)


def test_all_parts_of_an_article_come_back_as_they_went_in(connection):
    store_drafts(connection, [WHOLE])

    article = reads.article(connection, 1)

    assert (
        article.headline.author,
        article.attribution,
        article.headline.language,
        article.updated_at,
        article.summary,
        article.html,
        article.blocks,
        article.links,
        article.enclosures,
        article.tags,
    ) == (
        "Ada",
        WHOLE.attribution,
        "en",
        NOW - 60,
        "Short.",
        WHOLE.html,
        WHOLE.blocks,
        WHOLE.links,
        (HeldEnclosure("https://site.example/a.mp3", "audio/mpeg", 123),),
        ("cable", "sea"),
    )


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

    assert db.check(connection) == []
    assert connection.execute("SELECT count(*) FROM article_fts").fetchone() == (0,)


def test_a_failure_is_noted_and_a_success_forgets_it(connection):
    source_id = store_drafts(connection, [make_draft("a")])
    store = FetchStore(connection)
    (before,) = sources.to_fetch(connection, [source_id])
    store.save_failure(before, "HTTP 500", Delay(back_off_until=NOW + 1800), now=NOW)
    (failed,) = sources.to_fetch(connection, [source_id])

    store.save_unchanged(failed, Answer("u", 304), now=NOW + 60)

    (after,) = sources.to_fetch(connection, [source_id])
    assert (failed.problem, failed.failures, failed.back_off_until) == ("HTTP 500", 1, NOW + 1800)
    assert (after.problem, after.failures, after.back_off_until) == (None, 0, None)


def test_gone_disables_with_its_reason_and_enabling_begins_anew(connection):
    source_id = store_drafts(connection, [make_draft("a")])
    (source,) = sources.to_fetch(connection, None)
    gone = Delay(disabled_reason="HTTP 410 Gone")
    FetchStore(connection).save_failure(source, "HTTP 410 Gone", gone, now=NOW)

    disabled = sources.source(connection, source_id)
    sources.enable(connection, source_id)

    assert (disabled.disabled_at, disabled.disabled_reason) == (NOW, "HTTP 410 Gone")
    assert [row.failures for row in sources.to_fetch(connection, None)] == [0]


def test_a_304_keeps_the_validators_that_it_does_not_renew(connection):
    source_id = store_drafts(connection, [make_draft("a")])
    connection.execute("UPDATE source SET etag = 'e1', last_modified = 'm1'")
    (source,) = sources.to_fetch(connection, [source_id])

    FetchStore(connection).save_unchanged(source, Answer("u", 304, etag="e2"), now=NOW)

    (after,) = sources.to_fetch(connection, [source_id])
    assert (after.etag, after.last_modified) == ("e2", "m1")
