"""Words of scripts without spaces, found inside their sentences."""

import random

import pytest

from newscli.core.grams import grams, has_any, wanted
from newscli.storage import db
from newscli.storage import grams as index
from tests.conftest import store_drafts
from tests.fakes import make_draft


def matching(connection, text):
    match = index.match(text)
    rows = connection.execute(
        "SELECT rowid FROM article_grams WHERE article_grams MATCH ? ORDER BY rowid", (match,)
    )
    return [row[0] for row in rows]


def test_each_character_and_each_pair_is_a_gram():
    assert grams("The 国防相 said", "€ 5") == {"国", "防", "相", "国防", "防相", "€"}


def test_a_text_is_asked_for_by_its_pairs():
    assert wanted("国防相") == ["国防", "防相"]
    assert wanted("iPhone手机") == ["手机"]
    assert wanted("国") == ["国"]
    assert wanted("C++") == []


@pytest.mark.parametrize(
    "text",
    [
        "海底ケーブル",
        "รัฐบาลไทย",
        "ສະບາຍດີ",
        "မြန်မာ",
        "ភាសាខ្មែរ",
        "대한민국은",
        "𠮷野家",
        "ｶﾅ",
        "々",
        "🚀",
        "€",
    ],
)
def test_every_part_of_a_sentence_is_found_whatever_its_script(tmp_path, text):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a", text=f"x{text}. And more."), make_draft("b")])
    (wanted_id,) = connection.execute("SELECT id FROM article WHERE guid = 'a'").fetchone()

    ends = [(begin, end) for begin in range(len(text)) for end in range(begin + 1, len(text) + 1)]
    found = {text[begin:end]: matching(connection, text[begin:end]) for begin, end in ends}

    assert found == {part: [wanted_id] for part in found}


def test_a_changed_article_is_found_by_its_new_words(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a", text="国防")])
    store_drafts(connection, [make_draft("a", text="手机", digest=b"2")])

    assert matching(connection, "手机") == [1]


def test_grams_that_a_draft_has_are_not_looked_for_again(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    drafts = [make_draft("a", text="日本", grams="東 京"), make_draft("b", text="日本")]

    store_drafts(connection, drafts)

    assert (matching(connection, "東"), matching(connection, "日本")) == ([2], [1])


def test_what_another_program_wrote_waits_to_be_indexed(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a"), make_draft("b")])

    connection.execute("UPDATE article SET text = '手机' WHERE id = 2")
    waited = index.has_due(connection)
    done = index.index_due(connection)

    assert (waited, done, index.has_due(connection)) == (True, 1, False)
    assert matching(connection, "手机") == [2]


def test_an_article_that_is_gone_before_it_was_indexed_is_no_matter(tmp_path):
    connection = db.connect(tmp_path / "news.db")
    store_drafts(connection, [make_draft("a")])
    connection.execute("UPDATE article SET text = '手机'")
    connection.execute("DELETE FROM article")

    index.index_due(connection)

    assert matching(connection, "手机") == []


def test_the_index_made_again_is_the_same(tmp_path):
    dice = random.Random(4)
    connection = db.connect(tmp_path / "news.db")
    texts = ["".join(dice.choices("国防相会議", k=6)) for _ in range(50)]
    store_drafts(connection, [make_draft(str(n), text=text) for n, text in enumerate(texts)])
    before = matching(connection, "国防")

    index.index_again(connection)

    assert matching(connection, "国防") == before == sorted(before)


@pytest.mark.parametrize("text", ["港", "a港b", "5 €", "ราคา", "🚀", "naïve — “so” 港"])
def test_a_text_with_a_character_of_these_scripts_is_known_by_a_look(text):
    assert has_any(text)


@pytest.mark.parametrize("text", ["", "plain", "naïve — “so”…", "Ångström Öl", "Жизнь, говорят"])
def test_a_text_without_any_is_known_too(text):
    assert not has_any(text)
    assert grams(text) == set()
