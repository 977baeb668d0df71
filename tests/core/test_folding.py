"""Texts without case and diacritics, as the full-text index has them."""

import sqlite3

import pytest

from newscli.core.folding import fold, literal_pattern, pattern


def token_of(word: str) -> list[str]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, row)")
    connection.execute("INSERT INTO t VALUES (?)", (word,))
    return [term for (term,) in connection.execute("SELECT term FROM v")]


@pytest.mark.parametrize(
    "word", ["Göteborg", "Besançon", "ŁÓDŹ", "Straße", "Ёлка", "Αθήνας", "ﬁn", "Istanbul", "naïve"]
)
def test_a_word_is_folded_as_the_index_folds_it(word):
    assert token_of(word) == [fold(word)]


@pytest.mark.parametrize("text", ["İstanbul", "“Été” — 2°", "ǆ", "e\u0301", "大한글", "ẞ"])
def test_every_character_stays_in_its_place(text):
    assert len(fold(text)) == len(text)


def test_words_are_found_next_to_each_other_only():
    found = [match[0] for match in pattern("undersea cable").finditer("undersea, cable; sea cable")]

    assert found == ["undersea, cable"]


def test_a_prefix_and_a_literal_end_anywhere():
    assert pattern("sabot", is_prefix=True).findall("sabotage saboteur") == ["sabot", "sabot"]
    assert pattern("sabot").findall("sabotage") == []
    assert literal_pattern("C++").findall(fold("Modern c++20")) == ["c++"]
