"""What a source repeats on its pages is learnt from them and left out; a story never is."""

import pytest

from newscli.commands import _web
from newscli.core.models import Block, Span
from newscli.core.ports import Answer
from newscli.pages import repeats
from newscli.pages.blocks import text_of, word_count
from newscli.pages.webpage import read_web_page
from newscli.storage import db, pages
from newscli.storage import repeats as held
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

PLEA = "Ours is a small paper, and neighbours who give a little keep it in print."
SUBJECTS = ("ferry", "school", "harbour", "orchard", "library", "bakery")


def paragraphs(number):
    subject = SUBJECTS[number - 1]
    return [
        f"On day {day} the {subject} was in the news again: {number * 17 + day} people of the "
        f"town had written to the council about it, and the mayor answered letter {day}{number}."
        for day in range(4)
    ]


def article_page(number, *, extra=PLEA, story=None):
    """A web page: an article with one line that is not its own."""
    first, *others = paragraphs(number) if story is None else story
    text = "".join(f"<p>{part}</p>" for part in (first, extra, *others))
    return f"<html><body><article><h1>Story {number}</h1>{text}</article></body></html>"


class Source:
    """A source of six articles in a store of its own, and the pages that came of it."""

    def __init__(self, connection, name):
        self._connection = connection
        self._name = name
        drafts = [make_draft(f"{name}-{number}") for number in range(1, 7)]
        self._id = store_drafts(connection, drafts, url=f"https://{name}.example/feed")

    def visit(self, number, html):
        """Keeps an article's page, as `fetch` and `save` do."""
        wanted = pages.wanted_one(self._connection, self._article(number))
        answer = Answer(wanted.url, 200, html.encode(), content_type="text/html")
        assert _web.keep(self._connection, wanted, answer, now=NOW) is None

    def text(self, number):
        """An article's story, as readers get it."""
        return text_of(held.blocks_of(self._connection, self._article(number)))

    def _article(self, number):
        (found,) = self._connection.execute(
            "SELECT id FROM article WHERE source_id = ? AND guid = ?",
            (self._id, f"{self._name}-{number}"),
        ).fetchone()
        return found


@pytest.fixture
def connection(home):
    connection = db.connect(home / "news.db")
    yield connection
    connection.close()


@pytest.fixture
def source(connection):
    return Source(connection, "gazette")


def test_two_pages_teach_nothing(source):
    source.visit(1, article_page(1))
    source.visit(2, article_page(2))

    assert PLEA in source.text(1)
    assert PLEA in source.text(2)


def test_what_the_third_page_repeats_goes_from_it_and_from_those_before(source):
    for number in (1, 2, 3):
        source.visit(number, article_page(number))

    for number in (1, 2, 3):
        assert source.text(number) == "\n\n".join(paragraphs(number))


def test_what_was_learnt_goes_from_the_pages_that_follow(source):
    for number in (1, 2, 3):
        source.visit(number, article_page(number))

    source.visit(4, article_page(4, extra=PLEA.upper()))

    assert source.text(4) == "\n\n".join(paragraphs(4))


def test_one_page_that_is_fetched_again_and_again_teaches_nothing(source):
    for _ in range(4):
        source.visit(1, article_page(1))

    source.visit(2, article_page(2))

    assert PLEA in source.text(1)
    assert PLEA in source.text(2)


def test_a_line_that_one_page_repeats_itself_counts_once(source):
    refrain = f"<p>{PLEA}</p>" * 4

    source.visit(1, article_page(1, extra=refrain))

    assert source.text(1).count(PLEA) == 4


def test_a_source_learns_nothing_from_another(connection, source):
    for number in (1, 2, 3):
        source.visit(number, article_page(number))
    other = Source(connection, "herald")

    other.visit(4, article_page(4))

    assert PLEA in other.text(4)


def test_a_story_that_a_source_tells_again_and_again_stays_whole(source):
    story = paragraphs(1)
    for number in (1, 2, 3, 4):
        source.visit(number, article_page(number, story=story))

    for number in (1, 2, 3, 4):
        assert story[0] in source.text(number)
        assert story[-1] in source.text(number)


def test_a_long_paragraph_is_no_line_that_repeats(source):
    speech = " ".join(f"Sentence {number} of the speech was heard in full." for number in range(12))
    for number in (1, 2, 3, 4):
        source.visit(number, article_page(number, extra=speech))

    assert speech in source.text(4)


def paragraph(text):
    return Block("paragraph", text)


STORY = tuple(map(paragraph, paragraphs(2)))


def kinds(blocks, *repeated):
    taught = repeats.digests(map(paragraph, repeated))
    return [block.kind for block in repeats.without_blocks(tuple(blocks), taught)]


def test_a_repeated_block_is_still_there_as_a_promotion():
    assert kinds((*STORY, paragraph(PLEA)), PLEA) == ["paragraph"] * 4 + ["promotion"]


def test_case_white_space_and_links_make_no_difference():
    told = Block("paragraph", PLEA.upper().replace(" ", "\n "), spans=(Span(0, 4, "https://a.b/"),))

    assert kinds((*STORY, told), PLEA)[-1] == "promotion"


def test_a_line_with_other_words_stays():
    assert kinds((*STORY, paragraph(f"{PLEA} Thank you.")), PLEA) == ["paragraph"] * 5


def test_pictures_and_lines_without_words_are_not_learnt():
    assert (
        repeats.digests([Block("image", "A harbour"), paragraph("* * *"), paragraph("…")]) == set()
    )


def test_nothing_goes_where_more_than_half_of_the_words_would():
    repeated = paragraphs(2)[1:]

    assert kinds(STORY, *repeated) == ["paragraph"] * 4


def test_a_heading_goes_with_all_that_stood_below_it():
    blocks = (*STORY, Block("heading", "Support us", 2), paragraph(PLEA))

    assert kinds(blocks, "Support us", PLEA)[-2:] == ["promotion", "promotion"]


def test_a_heading_stays_where_some_of_the_story_is_below():
    blocks = (STORY[0], Block("heading", "Background", 2), paragraph(PLEA), *STORY[1:])

    assert (
        kinds(blocks, "Background", PLEA)
        == ["paragraph", "heading", "promotion"] + ["paragraph"] * 3
    )


def test_a_heading_stays_where_the_story_goes_on_under_a_lower_one():
    blocks = (
        STORY[0],
        Block("heading", "Background", 2),
        Block("heading", "The ferry in 1911", 3),
        *STORY[1:],
    )

    assert kinds(blocks, "Background")[1] == "heading"


def test_the_text_and_its_length_are_those_of_what_is_left():
    page = article_page(2).encode()
    article = read_web_page(page, content_type="text/html", url="https://gazette.example/2")

    less = repeats.without(article, repeats.digests([paragraph(PLEA)]))

    assert article.text.count(PLEA) == 1
    assert less.text == "\n\n".join(paragraphs(2))
    assert less.words == word_count(less.text) < article.words


def test_an_article_that_repeats_nothing_is_left_as_it_is():
    page = article_page(2, extra="It rained.").encode()
    article = read_web_page(page, content_type="text/html", url="https://gazette.example/2")

    assert repeats.without(article, repeats.digests([paragraph(PLEA)])) is article
