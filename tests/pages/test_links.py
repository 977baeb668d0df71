"""The links that a page offers, named."""

import pytest

from newscli.core.models import PageLink
from newscli.pages.blocks import blocks_of
from newscli.pages.boilerplate import classify

BASE = "https://news.example/2026/budget"


def _links(html: str) -> tuple[PageLink, ...]:
    return classify(blocks_of(html, base_url=BASE), base_url=BASE)[1]


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<p>The <a href='/r'>annual report</a> says so.</p>", "annual report"),
        (
            "<p>It is out. You can read the report <a href='/r'>here</a>. Good.</p>",
            "You can read the report here.",
        ),
        ("<p>Den Bericht gibt es <a href='/r'>hier</a></p>", "Den Bericht gibt es hier"),
        ("<ul><li><a href='/r'>“Quoted”</a></li></ul>", "Quoted"),
    ],
)
def test_a_link_in_the_running_text_is_a_reference_with_telling_words(html, label):
    links = _links(html)

    assert links == (PageLink("reference", "https://news.example/r", label),)


@pytest.mark.parametrize(
    "href",
    [
        "mailto:a@b.example",
        "https://www.facebook.com/sharer.php?u=x",
        "https://twitter.com/intent/tweet?text=x",
        "/tag/budget",
        "/category/town/",
        "/author/jane",
        "/subscribe",
        BASE,
        f"{BASE}?utm_source=rss#c",
    ],
)
def test_sharing_navigation_and_the_page_itself_are_no_references(href):
    assert _links(f"<p>Words <a href='{href}'>linked</a> here.</p>") == ()


def test_a_page_is_named_once_and_rather_as_related():
    links = _links(
        "<p>A <a href='/2'>bridge</a>.</p><p>Read more: <a href='/2'>Bridge shut</a></p>"
    )

    assert links == (PageLink("related", "https://news.example/2", "Bridge shut"),)
