"""Articles that belong with another."""

import pytest

from newscli.core.models import Page, PageLink, Related
from newscli.core.related import offer_score, rank
from newscli.storage import bodies, db, related
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

CABLE = "The Pelagia Dawn dragged its anchor over the undersea cable near Skarholm"
OTHERS = [
    make_draft(f"other{n}", title=f"Nothing of it {n}", text=f"Wool prices rose in week {n} again")
    for n in range(30)
]


@pytest.fixture
def connection(tmp_path):
    opened = db.connect(tmp_path / "news.db")
    yield opened
    opened.close()


def ids_by_title(connection):
    return dict(connection.execute("SELECT title, id FROM article"))


def test_articles_that_share_rare_words_are_similar_and_say_which(connection):
    drafts = [
        make_draft("a", title="Cable cut", text=CABLE),
        make_draft("b", title="Crew heard", text="Pelagia Dawn lost an anchor, Skarholm says"),
        *OTHERS,
    ]  # fmt: skip
    store_drafts(connection, drafts)
    ids = ids_by_title(connection)

    (found,) = related.similar(connection, ids["Cable cut"], limit=5)

    assert (found.id, found.kind) == (ids["Crew heard"], "similar")
    assert set(found.reason.removeprefix("shares ").split(", ")) <= {
        "pelagia", "dawn", "anchor", "skarholm",
    }  # fmt: skip


def test_words_that_many_articles_have_make_nothing_similar(connection):
    store_drafts(connection, OTHERS)
    ids = ids_by_title(connection)

    assert related.similar(connection, ids["Nothing of it 3"], limit=5) == []


def test_a_link_to_an_article_that_we_hold_has_its_id_and_title(connection):
    links = (
        PageLink("reference", "https://elsewhere.example/x", "a study"),
        PageLink("related", "http://site.example/b?utm_source=feed", "label"),
        PageLink("source", "https://agency.example/", "The Agency"),
    )
    store_drafts(
        connection,
        [
            make_draft("b", title="Held", canonical_url="https://site.example/b"),
            make_draft("a", title="Asked"),
        ],
    )
    ids = ids_by_title(connection)
    bodies.save(connection, [(ids["Asked"], Page(None, (), links))])

    first, second = related.offered(connection, ids["Asked"])

    assert (first.id, first.title, first.kind) == (ids["Held"], "Held", "related")
    assert (second.id, second.title, second.kind) == (None, "a study", "reference")


def row(id, kind, url=None):
    score = 0.3 if kind == "similar" else offer_score(kind, is_held=id is not None, place=0)
    return Related(id, f"T{id}", url, None, NOW, kind, "r", score)


def test_what_the_page_offers_goes_first_and_its_references_and_pager_last():
    offered = [row(1, "reference"), row(2, "related"), row(None, "next", "u")]
    similar = [row(2, "similar"), row(3, "similar")]

    ranked = rank(offered, similar)

    assert [(r.id, r.kind) for r in ranked] == [
        (2, "related"), (3, "similar"), (1, "reference"), (None, "next"),
    ]  # fmt: skip


def test_a_limit_cuts_the_end():
    assert rank([row(1, "related")], [row(2, "similar")], limit=1) == [row(1, "related")]


def test_everyday_words_that_are_rare_by_chance_make_nothing_similar(connection):
    drafts = [
        make_draft("a", title="A nest", text="They came and kept a ring of fish there"),
        make_draft("b", title="A market", text="Buyers came with a ring, kept the fish and left"),
        *OTHERS,
    ]  # fmt: skip
    store_drafts(connection, drafts)

    assert related.similar(connection, ids_by_title(connection)["A nest"], limit=5) == []
