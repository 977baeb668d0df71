"""What a person types to search, understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.errors import QueryError
from newscli.core.query import Query, Term, parse


def term(indexed=None, literal=None, *, prefix=False, excluded=False):
    return Term(indexed, literal, prefix, excluded)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("nato cable", [term("nato"), term("cable")]),
        ('"undersea cable"', [term("undersea cable")]),
        ("sabot*", [term("sabot", prefix=True)]),
        ("+cable +nato", [term("cable"), term("nato")]),
        ('"undersea cab*"', [term("undersea cab", prefix=True)]),
        ('"undersea cab"*', [term("undersea cab", prefix=True)]),
        ("cable -nato", [term("cable"), term("nato", excluded=True)]),
        ('cable -"a drill"', [term("cable"), term("a drill", excluded=True)]),
        ("cable NOT nato", [term("cable"), term("nato", excluded=True)]),
        ("cable AND nato", [term("cable"), term("nato")]),
        ("don't", [term("don't")]),
        ("NATO - sabotage", [term("NATO"), term("sabotage")]),
        ("C++", [term("C++", "C++")]),
        ("#metoo", [term("#metoo", "#metoo")]),
        ("and or not", [term("and"), term("or"), term("not")]),
        ("国防", [term(None, "国防")]),
        ("NATO国防", [term(None, "NATO国防")]),
        ("🎉", [term(None, "🎉")]),
        ("Gro\u0308ße", [term("Größe")]),
        ("e-mail", [term("e-mail")]),
        ("(Reuters)", [term("(Reuters)")]),
    ],
)
def test_terms(text, terms):
    assert parse(text) == Query((tuple(terms),))


def test_or_parts_the_query_into_sides():
    assert parse("a1 b1 OR c1") == Query(((term("a1"), term("b1")), (term("c1"),)))


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
        ("cable OR", 6),
        ("OR cable", 0),
        ("cable AND OR nato", 10),
        ("cable NOT", 6),
        ("-cable", 0),
        ("--", 0),
        ("a1 NEAR(b1 c1)", 3),
        ("cable source:dw", 6),
        ("(a1 OR b1) c1", 0),
        ("x" * 2000, 40),
    ],
)
def test_what_does_not_parse_names_its_position(text, position):
    with pytest.raises(QueryError) as caught:
        parse(text)

    assert caught.value.position == position


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text):
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(error.query)
    else:
        assert all(any(not term.is_excluded for term in side) for side in query.sides)
