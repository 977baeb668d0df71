"""Who published first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.attribution import Wording, attribute, credit_of, publisher_name
from newscli.core.models import Attribution, Block, Span

WORDS = Wording(
    source=("Original source", "Source", "Quelle", "Fuente", "Источник", "المصدر", "出典"),
    republished=(
        "This article is republished from",
        "Originally published in",
        "Originally published on",
    ),
    agencies=(
        "Agence France-Presse",
        "Europa Press",
        "Reuters",
        "AFP",
        "AP",
        "dpa",
        "EFE",
        "ANSA",
        "Интерфакс",
        "رويترز",
        "共同",
        "新华社",
    ),
    not_publishers=frozenset(("eurostat", "getty images")),
)
_STORY = Block("paragraph", "The council passed the budget on Tuesday.")


def _found(*blocks: Block, title: str = "Budget", **facts: str | None) -> Attribution | None:
    said: dict[str, str | None] = {
        "source_title": None,
        "feed_title": "Example News",
        "site_url": "https://news.example/",
    }
    said |= facts
    return attribute(blocks=blocks, title=title, words=WORDS, **said)  # type: ignore[arg-type]


def _source_line(text: str, *spans: Span) -> Block:
    return Block("source_line", text, spans=spans)


def test_the_source_element_names_the_publisher():
    found = _found(_STORY, source_title=" Deutsche  Welle. ")

    assert found == Attribution("Deutsche Welle", "rss:source", "Deutsche Welle.")


@pytest.mark.parametrize(
    "title", ["Example News", "EXAMPLE NEWS", "example.news", "", "…", "news.example"]
)
def test_the_feed_itself_is_no_other_publisher(title):
    assert _found(_STORY, source_title=title) is None


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Source: Deutsche Welle", "Deutsche Welle"),
        ("Source : Le Monde.", "Le Monde"),
        ("(Source: dw.com)", "dw.com"),
        ("Source: https://www.dw.com/en/budget/a-1", "dw.com"),
        ("Original source: The Daily Example", "The Daily Example"),
        ("Quelle: dpa", "dpa"),
        ("Fuente: El País", "El País"),
        ("Источник: Интерфакс", "Интерфакс"),
        ("المصدر: رويترز", "رويترز"),
        ("出典：共同通信", "共同通信"),
        ("Originally published in The Daily Example on Monday.", "The Daily Example"),
    ],
)
def test_a_source_line_at_the_end_names_the_publisher(line, publisher):
    found = _found(_STORY, _source_line(line))

    assert found is not None
    assert (found.publisher, found.span) == (publisher, line)


def test_a_republished_line_names_what_it_links():
    line = "This article is republished from The Conversation today under a licence."

    found = _found(_STORY, _source_line(line, Span(33, 55, "https://c.example/")))

    assert found == Attribution("The Conversation today", "republished", line)


@pytest.mark.parametrize(
    "line",
    [
        "Source: Eurostat",
        "Source: Getty Images",
        "Source: Reuters/AFP",
        "Source: Reuters, own reporting",
        "Source: a friend",
        "Source: Example News",
        "Originally published on 3 March 2020",
        "Originally published in March 2020",
        f"Source: {'Very ' * 12}Long Name",
        "Source: ***",
    ],
)
def test_an_unsure_source_line_names_nobody(line):
    assert _found(_STORY, _source_line(line)) is None


def test_source_lines_that_disagree_name_nobody():
    lines = (_source_line("Source: Reuters"), _source_line("Source: BBC"))

    assert _found(_STORY, *lines) is None


def test_a_source_line_in_the_middle_names_nobody():
    assert _found(_STORY, _source_line("Source: Reuters"), _STORY) is None


def test_a_caption_that_says_source_names_nobody():
    assert _found(_STORY, Block("caption", "Source: Reuters")) is None


@pytest.mark.parametrize(
    ("text", "publisher", "span"),
    [
        ("(Reuters) - The council", "Reuters", "(Reuters) -"),
        ("BRUSSELS (AP) — The council", "AP", "BRUSSELS (AP) —"),
        ("WASHINGTON, Oct. 3 (Reuters) - The", "Reuters", "WASHINGTON, Oct. 3 (Reuters) -"),
        ("LONDON, Oct 3 (Reuters) - The", "Reuters", "LONDON, Oct 3 (Reuters) -"),
        ("PARIS (AFP) – Le conseil", "AFP", "PARIS (AFP) –"),
        ("Berlin (dpa/tmn) - Der Rat", "dpa", "Berlin (dpa/tmn) -"),
        ("Frankfurt am Main (dpa) - Der", "dpa", "Frankfurt am Main (dpa) -"),
        ("Madrid, 3 oct (EFE).- El", "EFE", "Madrid, 3 oct (EFE).-"),
        ("MADRID (EUROPA PRESS) - El", "Europa Press", "MADRID (EUROPA PRESS) -"),
        ("Annapolis (ap) - The", None, None),
        ("ROMA (ANSA) - Il consiglio", "ANSA", "ROMA (ANSA) -"),
        ("МОСКВА (Интерфакс) - Совет", "Интерфакс", "МОСКВА (Интерфакс) -"),
        ("بروكسل (رويترز) - قال", "رويترز", "بروكسل (رويترز) -"),
        ("【東京共同】市議会は", "共同", "【東京共同】"),
        ("The shares (Reuters) - fell", None, None),
        ("Access Point (AP) - a device", None, None),
        ("Reuters (the agency) - said", None, None),
        ("The council, Reuters reported, passed", None, None),
        ("Shares of the company that owns the agency (Reuters) - fell", None, None),
        ("BRUSSELS (AP) was first to say", None, None),
    ],
)
def test_the_dateline_of_an_agency_names_it(text, publisher, span):
    found = _found(Block("heading", "Budget", 2), Block("paragraph", text))

    assert found == (Attribution(publisher, "dateline", span) if publisher and span else None)


def test_a_dateline_counts_in_the_first_paragraph_only():
    assert _found(_STORY, Block("paragraph", "(Reuters) - The council")) is None


def test_google_news_names_the_publisher_behind_the_title():
    found = _found(
        title="Budget - a debate - Deutsche Welle",
        feed_title="Google News",
        site_url="https://news.google.com/topics/x",
    )

    assert found == Attribution("Deutsche Welle", "title-suffix", "Deutsche Welle")


@pytest.mark.parametrize(
    ("title", "site_url"),
    [
        ("Budget - Deutsche Welle", "https://news.example/"),
        ("Budget", "https://news.google.com/"),
        (" - Deutsche Welle", "https://news.google.com/"),
        ("Budget - ", "https://news.google.com/"),
        ("Budget - Deutsche Welle", None),
        ("Budget - Deutsche Welle", "https://[bad"),
    ],
)
def test_a_suffix_elsewhere_names_nobody(title, site_url):
    assert _found(title=title, site_url=site_url) is None


def test_the_source_element_comes_before_lines_of_the_text():
    found = _found(_STORY, _source_line("Source: Reuters"), source_title="BBC")

    assert found == Attribution("BBC", "rss:source", "BBC")


def test_where_the_source_is_the_feed_itself_the_next_rule_is_asked():
    found = _found(_STORY, _source_line("Source: Reuters"), source_title="Example News")

    assert found == Attribution("Reuters", "source-line", "Source: Reuters")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" “The Daily Example”. ", "The Daily Example"),
        ("dw.com", "dw.com"),
        ("https://www.dw.com/en/", "dw.com"),
        ("https://", None),
        ("x" * 61, None),
        ("2026", None),
        ("", None),
        ("\x1b[31mBBC\x1b[0m", "BBC"),
    ],
)
def test_a_publishers_name_is_made_presentable(text, name):
    assert publisher_name(text) == name


@given(
    st.lists(
        st.tuples(st.sampled_from(["paragraph", "source_line", "caption"]), st.text()), max_size=5
    ),
    st.text(),
    st.text(),
)
def test_whatever_the_text_the_span_is_words_of_it(parts, title, source_title):
    blocks = [Block(kind, text) for kind, text in parts]

    found = attribute(
        source_title=source_title,
        feed_title=None,
        blocks=blocks,
        title=title,
        site_url="https://news.google.com/",
        words=WORDS,
    )

    said = "\n".join([" ".join(source_title.split()), title, *(block.text for block in blocks)])
    assert found is None or found.rule == "rss:source" or found.span in said


@given(st.text(alphabet="SourceQl: .,AB()/-\n(Reuters) –PLACEoriginallypublishedin"))
def test_no_line_is_too_odd(text):
    credit_of(Block("paragraph", text), WORDS)
    _found(Block("paragraph", text), _source_line(text))
