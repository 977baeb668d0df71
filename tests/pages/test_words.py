"""The file of words."""

import tomllib
from importlib.resources import files

import pytest

from newscli.pages import words

_LANGUAGES = "en de fr es it pt nl pl ru uk ar ja zh tr sv"
_TABLES = tomllib.loads(files("newscli.pages").joinpath("words.toml").read_text("utf-8"))
_PHRASES = [
    (kind, phrase)
    for kind, languages in _TABLES.items()
    for phrases in languages.values()
    for phrase in phrases
]
_LINES = files("newscli.pages").joinpath("words.toml").read_text("utf-8").splitlines()


def test_a_phrase_has_a_line_to_itself():
    assert sum(line.startswith('  "') and line.endswith('",') for line in _LINES) == len(_PHRASES)


def test_no_phrase_stands_twice_in_one_language():
    doubled = [
        (kind, language, phrase)
        for kind, languages in _TABLES.items()
        for language, phrases in languages.items()
        for phrase in phrases
        if phrases.count(phrase) > 1
    ]

    assert doubled == []


@pytest.mark.parametrize("kind", ["source", "related", "follow", "share", "read_on", "previous"])
def test_the_languages_of_the_demo_and_the_great_ones_are_there(kind):
    assert set(_LANGUAGES.split()) <= set(_TABLES[kind])


@pytest.mark.parametrize(("kind", "phrase"), [p for p in _PHRASES if "…" not in p[1]])
def test_every_phrase_is_found_whatever_its_case(kind, phrase):
    assert words.beginning(kind).match(f"→ {phrase.upper() if phrase.isascii() else phrase}")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("related", "à lire  aussi"),
        ("feed_footer", "L'article Le pont est apparu en premier sur Le Journal."),
        ("feed_footer", "L’article Le pont est apparu en premier sur Le Journal."),
    ],
)
def test_spaces_and_apostrophes_may_differ(kind, text):
    assert words.beginning(kind).match(text)


@pytest.mark.parametrize("text", ["Readmore", "Reading more", "Sources", "Relatedness"])
def test_a_phrase_ends_with_its_word(text):
    assert words.beginning("related").match(text) is None
