"""Full-text search over stored articles."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscli.core.errors import QueryError
from newscli.core.query import parse
from newscli.storage import db, marks, search
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

TEXTS = {
    "cable": ("Cable cut", "The undersea cable was cut. Sabotage is not ruled out."),
    "accents": ("Café société", "Un été à Besançon."),
    "cpp": ("Modern C++", "C++ templates and the C preprocessor."),
    "c": ("Plain C", "The C language, without classes."),
    "japanese": ("海底ケーブル", "国防相会議でサボタージュ対策を協議した。"),
    "quote": ("Quoted", "I don’t know what the party said."),
    "percent": ("Percent", "Inflation fell to 100%_real."),
    "title": ("Sabotage", "A word in a title weighs more."),
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    opened = db.connect(tmp_path_factory.mktemp("search") / "news.db")
    drafts = [make_draft(guid, title=title, text=text) for guid, (title, text) in TEXTS.items()]
    store_drafts(opened, drafts)
    yield opened
    opened.close()


def run(connection, text, **options):
    chosen = options.pop("chosen", Filter())
    return search.run(
        connection, parse(text), chosen, now=NOW, limit=options.pop("limit", None), **options
    )


def titles(connection, text, **options):
    return [hit.headline.title for hit in run(connection, text, **options).hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("undersea cable", {"Cable cut"}),
        ('"undersea cable"', {"Cable cut"}),
        ('"cable undersea"', set()),
        ("sabot*", {"Cable cut", "Sabotage"}),
        ("sabotage -undersea", {"Sabotage"}),
        ("undersea OR classes", {"Cable cut", "Plain C"}),
        ("CAFE besancon", {"Café société"}),
        ("C++", {"Modern C++"}),
        ("c -C++", {"Plain C"}),
        ("don't", {"Quoted"}),
        ("サボタージュ", {"海底ケーブル"}),
        ("国防 -ケーブル", set()),
        ("100%_real", {"Percent"}),
        ("100%xreal", set()),
        ("サボタージュ -cable", {"海底ケーブル"}),
        ("and", {"Modern C++"}),
        ("nothing-like-this", set()),
    ],
)
def test_what_is_found(connection, query, found):
    assert set(titles(connection, query)) == found


def test_a_word_in_the_title_weighs_more(connection):
    assert titles(connection, "sabotage") == ["Sabotage", "Cable cut"]


def test_the_snippet_shows_the_match_in_its_sentence(connection):
    (hit,) = run(connection, "undersea").hits

    assert hit.snippet == "The undersea cable was cut. Sabotage is not ruled out."
    assert [hit.snippet[begin:end] for begin, end in hit.matches] == ["undersea"]


def test_the_snippet_of_a_literal_shows_it_too(connection):
    (hit,) = run(connection, "サボタージュ").hits

    assert [hit.snippet[begin:end] for begin, end in hit.matches] == ["サボタージュ"]


def test_a_limit_cuts_the_hits_and_not_the_total(connection):
    found = run(connection, "sabot*", limit=1)

    assert (len(found.hits), found.total, found.is_more) == (1, 2, False)


def test_a_filter_narrows_what_is_searched(connection):
    assert titles(connection, "sabot*", chosen=Filter(is_starred=True)) == []


def test_of_equals_the_newer_is_first(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    ages = {"old": 300, "new": 1, "middle": 40}
    drafts = [
        make_draft(guid, title=guid, text="the same gale", published_at=NOW - days * 86_400)
        for guid, days in ages.items()
    ]
    store_drafts(connection, drafts)

    assert titles(connection, "gale") == ["new", "middle", "old"]
    assert titles(connection, "gale", newest_first=True) == ["new", "middle", "old"]


def test_an_edited_text_is_found_by_its_new_words_only(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a", text="before")])
    store_drafts(connection, [make_draft("a", text="after", digest=b"2")])

    assert (titles(connection, "before"), titles(connection, "after")) == ([], ["Title of a"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.sampled_from("ab C+\"*-:(){}^'%_ ORAND国é"), max_size=24))
def test_no_text_breaks_the_search(connection, text):
    try:
        query = parse(text)
    except QueryError:
        return
    search.run(connection, query, Filter(), now=NOW, limit=5)


def test_without_a_limit_every_match_is_found(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft(str(n), text="gale") for n in range(2100)])

    everything = run(connection, "gale", limit=None)
    some = run(connection, "gale", limit=10)

    assert (len(everything.hits), everything.total, everything.is_more) == (2100, 2100, False)
    assert (len(some.hits), some.total, some.is_more) == (10, 600, True)


def test_of_equals_the_starred_is_first_and_then_the_unread(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    drafts = [make_draft(guid, title=guid, text="the same gale") for guid in "abcd"]
    store_drafts(connection, drafts)
    ids = dict(connection.execute("SELECT guid, id FROM article").fetchall())
    marks.mark(connection, "read", ids=[ids["b"], ids["d"]], chosen=Filter(), now=NOW)
    marks.mark(connection, "star", ids=[ids["b"]], chosen=Filter(), now=NOW)

    found = titles(connection, "gale", limit=10)

    assert (found[0], found[-1]) == ("b", "d")


def test_of_an_article_and_its_copies_one_is_shown_unless_all_are_wanted(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft(guid, title=guid, text="a gale") for guid in "abc"])
    ids = dict(connection.execute("SELECT guid, id FROM article").fetchall())
    connection.execute(
        "UPDATE place SET story_id = ?, copy_of = ?, is_due = 0 WHERE article_id = ?",
        (ids["a"], ids["a"], ids["b"]),
    )

    some = titles(connection, "gale", limit=10)

    assert len(some) == 2
    assert "c" in some
    assert set(titles(connection, "gale", limit=None)) == {"a", "b", "c"}


def test_rare_words_weigh_more_than_common_ones(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    common = [make_draft(f"c{n}", text="storm storm storm coast") for n in range(30)]
    store_drafts(connection, [*common, make_draft("rare", title="rare", text="zeppelin coast")])

    assert titles(connection, "storm OR zeppelin", limit=40)[0] == "rare"


def test_the_snippet_is_where_most_of_the_words_stand(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    text = "A gale. " + "Nothing of it here. " * 30 + "Then a GALE cut the cables again."
    store_drafts(connection, [make_draft("a", text=text)])

    (hit,) = run(connection, "gale cable*").hits

    assert [hit.snippet[begin:end] for begin, end in hit.matches] == ["GALE", "cables"]


def test_the_snippet_shows_a_word_with_other_accents(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a", text="Un café à Besançon, “bien”.")])

    (hit,) = run(connection, "besancon").hits

    assert [hit.snippet[begin:end] for begin, end in hit.matches] == ["Besançon"]
