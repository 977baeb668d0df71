"""What a person types to search, understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.errors import QueryError
from newscli.core.query import highlighted, parse
from newscli.core.query_nodes import And, Between, Field, Flag, Near, Not, Or, Pattern, Words
from tests.fakes import NOW

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("nato", Words("nato")),
        ("nato cable", And((Words("nato"), Words("cable")))),
        ("nato AND cable", And((Words("nato"), Words("cable")))),
        ('"undersea cable"', Words("undersea cable")),
        ("sabot*", Words("sabot", is_prefix=True)),
        ("+cable", Words("cable")),
        ('"undersea cab*"', Words("undersea cab", is_prefix=True)),
        ('"undersea cab"*', Words("undersea cab", is_prefix=True)),
        ("cable -nato", And((Words("cable"), Not(Words("nato"))))),
        ('cable -"a drill"', And((Words("cable"), Not(Words("a drill"))))),
        ("cable NOT nato", And((Words("cable"), Not(Words("nato"))))),
        ("NOT NOT nato", Words("nato")),
        ("-nato", Not(Words("nato"))),
        ("a1 OR b1 c1", Or((Words("a1"), And((Words("b1"), Words("c1")))))),
        ("(a1 OR b1) c1", And((Or((Words("a1"), Words("b1"))), Words("c1")))),
        ("-(a1 OR b1)", Not(Or((Words("a1"), Words("b1"))))),
        ("(Reuters)", Words("Reuters")),
        ("f(x)", Words("f(x)")),
        ("don't", Words("don't")),
        ("e-mail", Words("e-mail")),
        ("and/or", Words("and/or")),
        ("and or not", And((Words("and"), Words("or"), Words("not")))),
        ("NATO - sabotage", And((Words("NATO"), Words("sabotage")))),
        ("10:30", Words("10:30")),
        ("C++", Words("C++", "C++")),
        ("#metoo", Words("#metoo", "#metoo")),
        ("国防", Words(None, "国防")),
        ("🎉", Words(None, "🎉")),
        ("Gro\u0308ße", Words("Größe")),
        ("title:nato", Words("nato", column="title")),
        ('text:"undersea cab*"', Words("undersea cab", is_prefix=True, column="text")),
        ("source:lobsters", Field("source", "lobsters")),
        ('author:"Ann Lee"', Field("author", "Ann Lee")),
        ("TAG:energy", Field("tag", "energy")),
        ("-tag:energy", Not(Field("tag", "energy"))),
        ("url:example.org/a?b=c", Field("url", "example.org/a?b=c")),
        ("story:412", Field("story", "412")),
        ("is:unread", Flag("unread")),
        ("has:Audio", Flag("audio")),
        ("age:<2d", Between(NOW - 2 * DAY, None)),
        ("age:2d", Between(NOW - 2 * DAY, None)),
        ("age:>3h", Between(None, NOW - 3 * HOUR)),
        ("since:7d", Between(NOW - 7 * DAY, None)),
        ("until:7d", Between(None, NOW - 7 * DAY)),
        ("/sabot(age|eur)/", Pattern("sabot(age|eur)")),
        (r"/a\/b c/", Pattern(r"a\/b c")),
        ("NEAR(nato cable, 5)", Near(("nato", "cable"), 5)),
        ("NEAR(nato cable)", Near(("nato", "cable"), 10)),
    ],
)
def test_what_a_query_means(text, node):
    assert parse(text, now=NOW) == node


def test_a_date_is_the_whole_day_and_a_range_includes_both_ends():
    day = parse("date:2026-11-01", now=NOW)
    week = parse("date:2026-11-01..2026-11-08", now=NOW)

    assert day.until - day.since in (DAY - HOUR, DAY, DAY + HOUR)
    assert week.since == day.since
    assert week.until - week.since in (8 * DAY - HOUR, 8 * DAY, 8 * DAY + HOUR)
    assert parse("date:2026-11-01..", now=NOW) == Between(day.since, None)
    assert parse("date:..2026-11-01", now=NOW) == Between(None, day.until)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        ('cable "unbalanced', 6),
        ('-"unbalanced', 1),
        ("*", 0),
        ("cable *", 6),
        ('""', 0),
        ("AND", 0),
        ("OR", 0),
        ("cable OR", 7),
        ("OR cable", 0),
        ("cable AND OR nato", 10),
        ("cable NOT", 6),
        ("--", 1),
        ("(a1", 0),
        ("a1)", 2),
        ("()", 0),
        ("a1 (b1 OR )", 10),
        ("titel:nato", 0),
        ("a1 soruce:x", 3),
        ("tag:", 0),
        ("is:unraed", 3),
        ("has:words", 4),
        ("age:soon", 4),
        ("date:..", 5),
        ("story:abc", 6),
        ("/a(b/", 2),
        ("NEAR(a1, 5)", 0),
        ("NEAR(a1 b1, x)", 0),
        (":nothing", 0),
        ("x" * 2000, 40),
    ],
)
def test_what_does_not_parse_names_its_position(text, position):
    with pytest.raises(QueryError) as caught:
        parse(text)

    assert caught.value.position == position


@pytest.mark.parametrize(
    ("text", "meant"), [("titel:x", "title:"), ("is:unraed", "unread"), (":enregy", ":energy")]
)
def test_a_name_that_is_nearly_right_is_suggested(text, meant):
    with pytest.raises(QueryError) as caught:
        parse(text, views={"energy": "grid"})

    assert f"did you mean {meant}" in str(caught.value)


def test_a_view_stands_for_its_query_also_within_others():
    views = {"energy": "grid OR cable", "mine": ":energy -is:read"}

    assert parse(":mine", views=views) == And(
        (Or((Words("grid"), Words("cable"))), Not(Flag("read")))
    )


def test_views_that_stand_for_each_other_are_refused():
    with pytest.raises(QueryError, match="no end"):
        parse(":a", views={"a": ":b", "b": ":a"})


def test_what_is_excluded_is_not_marked_in_a_match():
    assert list(highlighted(parse('nato "a b" -cable (C++ OR x1)'))) == ["nato", "a b", "C++", "x1"]


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused_with_a_position_in_it(text):
    try:
        parse(text, now=NOW)
    except QueryError as error:
        assert 0 <= error.position <= max(len(error.query), 40)


@given(
    st.lists(
        st.sampled_from(
            [
                "(",
                ")",
                "OR",
                "AND",
                "NOT",
                "-",
                '"',
                "*",
                "a1",
                "tag:",
                "is:",
                "/",
                ":",
                "NEAR(",
                "x",
            ]
        ),
        max_size=12,
    )
)
def test_any_heap_of_its_own_signs_is_understood_or_refused(parts):
    for text in (" ".join(parts), "".join(parts)):
        try:
            parse(text, now=NOW)
        except QueryError as error:
            assert error.position <= max(len(text), 40)
