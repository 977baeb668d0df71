"""What a digest takes of each article, and in which order."""

import pytest

from newscli.core.digest import Item, Piece, Section, compose, lead
from newscli.core.models import Article, Block, Headline
from tests.fakes import NOW

ROW = Headline(
    1, "The headline.", None, None, "Source", 1, None, None, None, NOW, NOW, None, None, 3
)
ARTICLE = Article(ROW, "", "", None, (), (), (), (), None, None, None, 0, "https://s.example")


def piece(id, **facts):
    values = {
        "title": f"Title {id}",
        "url": f"https://site.example/{id}",
        "publisher": None,
        "source": f"Source {id}",
        "language": None,
        "sort_at": NOW - id,
        "lead": (f"Lead {id}.",),
        "story_id": id,
    }
    return Piece(**{"id": id, **values, **facts})


def article(*paragraphs, summary="", text=""):
    blocks = tuple(Block("paragraph", words) for words in paragraphs)
    return ARTICLE._replace(blocks=blocks, summary=summary, text=text)


def test_one_entry_a_story_told_by_the_first_that_is_no_copy():
    copy = piece(1, story_id=1, sort_at=NOW - 30, copy_of=2)
    first = piece(2, story_id=1, sort_at=NOW - 20)
    later = piece(3, story_id=1, sort_at=NOW - 10)

    digest = compose([later, first, copy], title="News")

    assert digest.sections == (Section("", (Item(first, (copy, later)),)),)


def test_an_article_without_words_does_not_tell_the_story():
    silent, told = piece(1, story_id=1, sort_at=NOW - 30, lead=()), piece(2, story_id=1)

    digest = compose([silent, told], title="News")

    assert [item.piece.id for item in digest.items] == [2]


def test_stories_of_more_publishers_come_first_then_the_newer():
    wide = [piece(5, story_id=5), piece(6, story_id=5)]
    same_voice = [piece(n, story_id=3, publisher="One") for n in (3, 4)]

    digest = compose([piece(1), *same_voice, *wide, piece(2)], title="News")

    assert [item.piece.id for item in digest.items] == [6, 1, 2, 4]


def test_sections_go_by_the_alphabet_with_what_has_no_tag_last():
    named = [piece(1, section="tides"), piece(3, section="Harbour"), piece(4, section="tides")]

    digest = compose([*named, piece(2)], title="News")

    assert [(s.name, [i.piece.id for i in s.items]) for s in digest.sections] == [
        ("Harbour", [3]),
        ("tides", [1, 4]),
        ("Untagged", [2]),
    ]


def test_the_order_in_which_articles_come_does_not_matter():
    pieces = [piece(n, story_id=n % 3) for n in range(1, 9)]

    assert compose(pieces, title="News") == compose(pieces[::-1], title="News")


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["One.", "Two.", "Three."], ("One.", "Two.")),
        (["Long enough. " * 20, "Two."], (" ".join(["Long enough."] * 20),)),
        ([f"{'a' * 600}. {'b' * 60}. {'c' * 60}."], (f"{'a' * 600}. {'b' * 60}.",)),
        ([f"{'a' * 900}. b."], (f"{'a' * 900}.",)),
        (["あ" * 500 + "。" + "い" * 300 + "。"], ("あ" * 500 + "。",)),
        ([ARTICLE.headline.title, "Words."], ("Words.",)),
        ([], ("The summary.",)),
    ],
)
def test_a_lead_is_the_first_whole_sentences(paragraphs, expected):
    assert lead(article(*paragraphs, summary="The summary.", text="The text.")) == expected


def test_an_article_of_no_words_has_no_lead():
    assert lead(article()) == ()
