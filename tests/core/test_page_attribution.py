"""Who published first what a web page shows."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.attribution import Wording
from newscli.core.models import Attribution, Block, Metadata, Origin
from newscli.core.page_attribution import attribute_page
from newscli.core.publishers import Publishers

WORDS = Wording(
    source=("Source", "Quelle", "来源"),
    republished=("This article was originally published by", "Republished from"),
    agencies=(
        "Associated Press",
        "PR Newswire",
        "PRNewswire",
        "Reuters",
        "AFP",
        "AP",
        "dpa",
        "PTI",
    ),
    not_publishers=frozenset(("getty images", "doi.example")),
    publishers=Publishers(
        (
            ("Associated Press", "The Associated Press", "AP", "apnews.com", "ap.org"),
            ("Reuters", "Thomson Reuters", "reuters.com"),
            ("Deutsche Welle", "DW", "dw.com"),
        ),
        ("hosted.ap.org",),
    ),
    bylines=("By", "Staff", "Writer", "Von"),
    figures=("Ministry", "data"),
    companies=("Inc", "Media"),
    aggregators=("news.aggregator.example",),
    behind_source=("作者",),
)
_TEXT = "The council passed the budget on Tuesday after a debate of nine hours. " * 3
_STORY = Block("paragraph", _TEXT.strip())


def _found(
    *blocks: Block, url: str = "https://www.site.example/a", **facts: object
) -> Attribution | None:
    metadata = Metadata(**facts)  # type: ignore[arg-type]
    return attribute_page(url=url, metadata=metadata, blocks=blocks or (_STORY,), words=WORDS)


def _origin(rule: str, name: str | None = None, url: str | None = None) -> tuple[Origin, ...]:
    return (Origin(rule, name, url, name or url or ""),)


def _paragraph(text: str) -> Block:
    return Block("paragraph", text)


@pytest.mark.parametrize(
    ("rule", "name", "url", "publisher"),
    [
        ("json-ld:isBasedOn", None, "https://paper.example/a", "paper.example"),
        ("meta:original-source", "The Paper", "https://paper.example/a", "The Paper"),
        ("meta:syndication-source", None, "https://paper.example/a", "paper.example"),
        ("json-ld:sourceOrganization", "Associated Press", None, "Associated Press"),
        ("canonical:other-host", None, "https://paper.example/a", "paper.example"),
        ("canonical:other-host", None, "https://www.dw.com/en/a-1", "Deutsche Welle"),
        ("json-ld:publisher", "Reuters", None, "Reuters"),
    ],
)
def test_a_page_names_its_publisher_itself(rule, name, url, publisher):
    found = _found(site_name="Site", origins=_origin(rule, name, url))

    assert found == Attribution(publisher, rule, name or url or "")


@pytest.mark.parametrize(
    ("rule", "name", "url"),
    [
        ("json-ld:isBasedOn", None, "https://doi.example/10.1"),
        ("json-ld:isBasedOn", None, "https://www.site.example/b"),
        ("meta:original-source", None, "https://amp.site.example/a"),
        ("json-ld:sourceOrganization", "Lakeside Network Inc", None),
        ("json-ld:publisher", "Lakeside", None),
        ("canonical:other-host", None, "https://paper.example/"),
        ("canonical:other-host", None, "https://.paper.example/a"),
        ("canonical:other-host", None, "https://www.site.de/a"),
        ("canonical:other-host", None, "http://[bad"),
    ],
)
def test_a_page_that_names_a_company_a_study_or_itself_names_nobody(rule, name, url):
    assert _found(origins=_origin(rule, name, url)) is None


def test_a_canonical_link_to_the_host_that_the_site_is_called_by_names_nobody():
    origins = _origin("canonical:other-host", None, "https://gardenweek.example/a")

    assert _found(site_name="Garden Week", origins=origins) is None


def test_the_agency_that_signs_a_text_goes_before_a_canonical_link_to_a_paper():
    origins = _origin("canonical:other-host", None, "https://paper.example/a")

    found = _found(_paragraph(f"OSLO (AP) — {_TEXT}"), origins=origins)

    assert found == Attribution("AP", "dateline", "OSLO (AP) —")


@pytest.mark.parametrize(
    ("author", "publisher"),
    [
        ("Reuters", "Reuters"),
        ("REUTERS", "REUTERS"),
        ("AP Staff", "AP"),
        ("By The Associated Press", "Associated Press"),
        ("Jane Roe, Associated Press", "Associated Press"),
        ("Jane Roe of The Associated Press", "Associated Press"),
        ("dpa/lno", "dpa"),
        ("Jane Roe and Reuters", None),
        ("Jane Roe with AP, Reuters", None),
        ("dpa/AFP", None),
        ("Mit Material von dpa", None),
        ("Jane Roe", None),
        ("Apple Reporter", None),
    ],
)
def test_an_agency_that_is_the_author_published_first(author, publisher):
    found = _found(authors=(author,))

    assert found == (Attribution(publisher, "byline", author) if publisher else None)


@pytest.mark.parametrize("authors", [("Jane Roe", "Reuters"), ("Reuters", "AFP")])
def test_an_agency_that_is_one_of_several_authors_is_not_surely_the_first(authors):
    assert _found(authors=authors) is None


@pytest.mark.parametrize(
    ("text", "publisher", "span"),
    [
        ("DELHI, Nov 20 (PTI) The council", "PTI", "DELHI, Nov 20 (PTI)"),
        ("BOSTON, March 3 /PRNewswire/ -- The", "PRNewswire", "BOSTON, March 3 /PRNewswire/ --"),
        ("AFP — The council", "AFP", "AFP —"),
        ("PARIS (AFP/Reuters) - The council", None, None),
        ("The ministry (PTI) The council", None, None),
    ],
)
def test_the_dateline_of_a_page_names_the_agency(text, publisher, span):
    found = _found(_paragraph(text), _STORY)

    assert found == (Attribution(publisher, "dateline", span) if publisher else None)


@pytest.mark.parametrize(
    ("line", "publisher", "span"),
    [
        (
            "© 2019 The Associated Press. All rights reserved.",
            "Associated Press",
            "© 2019 The Associated Press",
        ),
        ("© Thomson Reuters 2020", "Reuters", "© Thomson Reuters 2020"),
        ("(dpa)", "dpa", "(dpa)"),
        ("The pool opens in May. (dpa)", "dpa", "(dpa)"),
        ("The pool (dpa) opens in May.", None, None),
        ("Photo: a pool (dpa)", None, None),
    ],
)
def test_an_agency_signs_behind_the_last_sentence(line, publisher, span):
    found = _found(_STORY, _paragraph(line))

    names = {"Reuters": "Thomson Reuters"}
    assert found == (
        Attribution(names.get(publisher, publisher), "sign-off", span) if publisher else None
    )


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Source: The Daily Paper", "The Daily Paper"),
        ("来源：示例日报 2019-11-20 作者：李四", "示例日报"),
        ("This article was originally published by Grist.", "Grist"),
        ("Source: AP, Reuters", None),
        ("Source: Getty Images", None),
        ("Source: Ministry of Fish", None),
        ("Source: Site", None),
        ("The Associated Press contributed to this report.", None),
        ("According to Reuters", None),
    ],
)
def test_a_line_behind_the_story_names_the_publisher(line, publisher):
    found = _found(_STORY, _paragraph(line))

    assert (found.publisher if found else None) == publisher


@pytest.mark.parametrize("kind", ["image", "caption", "table", "embed"])
def test_a_source_line_under_a_figure_is_the_figures(kind):
    figure = Block(kind, "Prices, 2019")

    assert _found(_STORY, figure, _paragraph("Source: Reuters")) is None
    assert _found(_STORY, figure, _paragraph("In euros"), _paragraph("Source: Reuters")) is None


def test_a_source_line_in_the_middle_of_a_page_names_nobody():
    assert _found(_STORY, _STORY, _paragraph("Source: Reuters"), _STORY) is None


def test_source_lines_that_disagree_name_nobody():
    lines = (_paragraph("Source: Reuters"), _paragraph("Source: Grist"))

    assert _found(_STORY, *lines) is None


@pytest.mark.parametrize(
    ("url", "site_name", "name"),
    [
        ("https://apnews.com/article/a", None, "AP"),
        ("https://www.nytimes.com/a", None, "The New York Times"),
        ("https://www.livescience.com/a", None, "Live Science"),
        ("https://x.example/a", "livescience.com", "Live Science"),
        ("https://www.wsj.com/a", None, "WSJ Online"),
        ("https://www.sz.example/a", "Süddeutsche Zeitung", "Sueddeutsche Zeitung"),
    ],
)
def test_a_site_is_not_the_source_of_itself(url, site_name, name):
    found = _found(_STORY, _paragraph(f"Source: {name}"), url=url, site_name=site_name)

    assert found is None


def test_a_host_that_serves_the_pages_of_others_is_nobodys_own_site():
    found = _found(
        _paragraph(f"OSLO (AP) — {_TEXT}"),
        url="https://hosted.ap.org/paper/article/1",
        site_name="Hosted",
    )

    assert found == Attribution("AP", "dateline", "OSLO (AP) —")


def test_on_an_aggregator_the_publisher_and_the_suffix_of_the_title_count():
    url = "https://news.aggregator.example/a"

    by_data = _found(url=url, origins=_origin("json-ld:publisher", "The Daily Paper"))
    by_title = _found(url=url, title="Budget - passed - The Daily Paper")

    assert by_data == Attribution("The Daily Paper", "json-ld:publisher", "The Daily Paper")
    assert by_title == Attribution("The Daily Paper", "title-suffix", "The Daily Paper")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["paragraph", "source_line", "caption", "heading", "promotion"]),
            st.text(alphabet="Source: (Reuters)-©2019 AP,/【】dpa\n来源", max_size=60),
        ),
        max_size=6,
    ),
    st.text(max_size=30),
)
def test_whatever_the_page_the_span_is_words_of_it(parts, author):
    blocks = [Block(kind, text) for kind, text in parts]

    found = _found(*blocks, authors=(author,))

    said = "\n".join([author, *(block.text for block in blocks)])
    assert found is None or found.span in said


@pytest.mark.parametrize(
    "text",
    [
        "A-" * 50_000,
        "A " * 50_000,
        "Source: " * 10_000,
        "(" * 100_000,
        " | " * 30_000,
        "© " * 50_000,
        "[A=" * 30_000,
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(text):
    began = time.process_time()

    _found(_paragraph(text), _paragraph(text[:290]), title=text, authors=(text, text[:110]))

    assert time.process_time() - began < 1
