"""Two versions of a text: what a reader is told has changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.worddiff import Piece, compare, is_same


def changes(before: str, after: str) -> list[tuple[str, str]]:
    return [
        (change, text)
        for line in compare(before.split("\n"), after.split("\n"))
        for change, text in line
        if change != "same"
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("14,000 homes", "41,000 homes", [("removed", "14,000"), ("added", "41,000")]),
        ("It went on.", "It went on and on.", [("added", " and on")]),
        ("One two three", "One three", [("removed", "two ")]),
        (
            "The old mayor came, with a dog",
            "The new mayor came, with a dog",
            [("removed", "old"), ("added", "new")],
        ),
        (
            "She said one, two and left the town",
            "She said three, four and left the town",
            [("removed", "one, two"), ("added", "three, four")],
        ),
        ("東京で雨が降った", "東京で雪が降った", [("removed", "雨"), ("added", "雪")]),
        ("Kept.\nGone for good.", "Kept.", [("removed", "Gone for good.")]),
        ("Kept.", "Kept.\nCorrection: it was four.", [("added", "Correction: it was four.")]),
    ],
)
def test_only_changed_words_are_told(before, after, told):
    assert changes(before, after) == told


def test_lines_that_share_nothing_stand_by_themselves():
    assert compare(["Alpha beta."], ["Gamma delta."]) == [
        (Piece("removed", "Alpha beta."),),
        (Piece("added", "Gamma delta."),),
    ]


@given(st.lists(st.text("ab .,\n", max_size=12)), st.lists(st.text("ab .,\n", max_size=12)))
def test_both_versions_can_be_read_off_a_comparison(before, after):
    lines = compare(before, after)

    def side(gone: str) -> list[str]:
        return [
            "".join(text for change, text in line if change != gone)
            for line in lines
            if any(change != gone for change, _ in line) or is_same(line)
        ]

    assert side("added") == before
    assert side("removed") == after
