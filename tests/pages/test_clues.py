"""The cheap look at lines overlooks none that may be boilerplate."""

import pytest

from newscli.pages import clues, words

KINDS = ["source", "republished", "related", "follow", "share", "previous", "next", "read_on"]
PHRASES = [phrase for kind in KINDS for phrase in words.phrases(kind)]


def found(lines):
    return clues.places(lines, "\0".join(lines).encode())


@pytest.mark.parametrize(
    "written", [str.lower, str.upper, str.capitalize], ids=lambda how: how.__name__
)
@pytest.mark.parametrize("signs", ["", "→ ", "» [", "* "])
def test_every_phrase_at_the_beginning_of_a_line_is_a_clue(written, signs):
    lines = [f"{signs}{written(phrase.partition('…')[0])} and more" for phrase in PHRASES]

    missed = [line for place, line in enumerate(lines) if place not in set(found(lines))]

    # A Turkish capital I is no capital of the i that Unicode has for it.
    assert [line for line in missed if not set(line) & set("İI")] == []
    assert len(missed) < 10


def test_phrases_behind_the_title_are_clues_too():
    lines = ["First", "Başlık yazısı ilk önce Gazete üzerinde ortaya çıktı.", "Last"]

    assert found(lines) == [1]


def test_lines_of_the_story_are_none():
    lines = ["", "The council met.", "“We agree,” she said.", "3.5 million", "Nexus", "$ make"]

    assert found(lines) == []


@pytest.mark.parametrize("line", ["…", "[...]", "(…)"])
def test_a_bare_ellipsis_is_a_clue(line):
    assert found(["Text", line]) == [1]
