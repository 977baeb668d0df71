"""The cheap look at lines overlooks none that may be boilerplate."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscli.core import pcre, pcre_library
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

    places = set(found(lines))
    assert [line for place, line in enumerate(lines) if place not in places] == []


def test_phrases_behind_the_title_are_clues_too():
    lines = ["First", "Başlık yazısı ilk önce Gazete üzerinde ortaya çıktı.", "Last"]

    assert found(lines) == [1]


def test_lines_of_the_story_are_none():
    lines = ["", "The council met.", "“We agree,” she said.", "3.5 million", "Nexus", "$ make"]

    assert found(lines) == []


@pytest.mark.parametrize("line", ["…", "[...]", "(…)"])
def test_a_bare_ellipsis_is_a_clue(line):
    assert found(["Text", line]) == [1]


WITH_PCRE2 = pytest.mark.skipif(
    pcre_library.found() is None, reason="this system has no PCRE2 that may make machine code"
)
CASES = [str.lower, str.upper, str.title, str.swapcase, lambda text: text.replace("'", "’")]
LINES = st.builds(
    lambda sign, phrase, case, length, rest: sign + case(phrase)[:length] + rest,
    st.sampled_from(["", "→ ", "» [", "1. ", "_", "é", "\u0307", "❤️ ", "…", "\xa0", "\t"]),
    st.sampled_from(sorted(PHRASES)),
    st.sampled_from(CASES),
    st.integers(1, 30),
    st.sampled_from(["", " and more", "...", "…", " 日本", "ı"]),
)


@WITH_PCRE2
@given(st.lists(LINES | st.sampled_from(["", "The council met.", "[…]", "...", "“We”"])))
@example(["The council met.", "İlgili haberler", "→ İLGİLİ YAZILAR: Liman"])
def test_the_quick_look_by_pcre2_overlooks_no_line(lines):
    slow = found(lines)
    try:
        pcre.use()

        assert found(lines) == slow
    finally:
        pcre._library = None


@WITH_PCRE2
def test_the_quick_look_asks_no_more_of_lines_of_the_story(monkeypatch):
    monkeypatch.setattr(pcre, "_library", pcre_library.found())
    asked = []
    monkeypatch.setattr(clues, "has_clue", lambda line: asked.append(line))

    found(["The council met.", "", "“We agree,” she said. 3...", "» Source: DW", "$ make", "…"])

    assert asked == ["» Source: DW", "…"]


@WITH_PCRE2
def test_the_quick_look_takes_time_in_proportion_to_the_lines(monkeypatch):
    monkeypatch.setattr(pcre, "_library", pcre_library.found())
    lines = ["Source: DW"] * 200_000
    begun = time.process_time()

    assert len(found(lines)) == 200_000
    assert time.process_time() - begun < 5  # a hang, not a speed: it takes half a second
