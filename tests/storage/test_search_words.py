"""Words of many languages are found wherever an article has them."""

import random
import unicodedata

import pytest

from newscli.core.query import parse
from newscli.storage import db, search
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

SCRIPTS = {
    "chinese": ("国防部长会议中央经济政府人民海底电缆破坏调查天气新闻", 1, 3, ""),
    "japanese": ("のはがをにでと海底ケーブルサボタージュ国防会議調査新聞々ー", 1, 5, ""),
    "korean": ("대한민국정부는은이가를국방회의조사바다뉴스날씨", 2, 4, " "),
    "thai": ("กขคงจชดตถทนบปพมยรลวสหอะาิีุูเแโไัํ่้", 2, 5, ""),
    "arabic": ("ابتثجحخدرزسشصضطعغفقكلمنهويةىءأإآؤئ", 3, 7, " "),
    "russian": ("абвгдежзийклмнопрстуфхцчшщыьэюяё", 3, 9, " "),
    "german": ("abdefghiklmnoprstuwzäöüß", 3, 10, " "),
    "english": ("abcdefghiklmnoprstuvwy", 3, 9, " "),
}
ARTICLES = 60


def invented(script: str) -> tuple[list[str], list[str]]:
    """Forty words, and articles made of them: sentences without spaces where that is the custom."""
    dice = random.Random(script)
    letters, least, most, between = SCRIPTS[script]
    words = ["".join(dice.choices(letters, k=dice.randint(least, most))) for _ in range(40)]
    texts = [between.join(dice.choices(words, k=dice.randint(1, 12))) for _ in range(ARTICLES)]
    return words, texts


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    opened = db.connect(tmp_path_factory.mktemp("words") / "news.db")
    drafts = [
        make_draft(f"{script} {number}", title=script, text=text)
        for script in SCRIPTS
        for number, text in enumerate(invented(script)[1])
    ]
    store_drafts(opened, drafts, is_made=False)
    yield opened
    opened.close()


def plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")


def has_word(text: str, word: str, script: str) -> bool:
    """The naive scan: whole words where they are written apart, else anywhere."""
    if script in ("chinese", "japanese", "korean", "thai"):
        return word in text
    # й and أ are letters of their own to FTS5, ü is a u.
    return plain(word) in plain(text).split() if script == "german" else word in text.split()


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_word_finds_every_article_that_has_it(connection, script):
    words, texts = invented(script)
    expected = {
        word: {number for number, text in enumerate(texts) if has_word(text, word, script)}
        for word in words
    }

    found = {word: numbers(connection, word, script) for word in words}

    assert found == expected


def numbers(connection, word: str, script: str) -> set[int]:
    hits = search.run(connection, parse(word), Filter(), now=NOW, limit=None).hits
    rows = connection.execute("SELECT id, guid FROM article").fetchall()
    guids = dict(rows)
    names = [guids[hit.headline.id].split() for hit in hits]
    return {int(number) for name, number in names if name == script}


def test_german_is_found_with_and_without_umlauts(connection):
    words, _ = invented("german")
    marked = [word for word in words if set(word) & set("äöü")]

    with_umlauts = [numbers(connection, word, "german") for word in marked]
    without = [numbers(connection, plain(word), "german") for word in marked]

    assert len(marked) > 10
    assert with_umlauts == without
