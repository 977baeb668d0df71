"""Related lines, teasers and pagers: what leads from an article to others."""

import pytest

from newscli.core.models import Block, PageLink
from newscli.pages.blocks import blocks_of
from newscli.pages.boilerplate import classify

BASE = "https://news.example/2026/budget"
_PROSE = (
    "<p>The council passed the budget on Tuesday after a debate that lasted until midnight, "
    "and the mayor said that it would hold for two years.</p>"
)


def _labelled(html: str) -> tuple[tuple[Block, ...], tuple[PageLink, ...]]:
    return classify(blocks_of(html, base_url=BASE), base_url=BASE)


def _kind_between_prose(html: str) -> str:
    """The kind of the one block that stands between two paragraphs of prose."""
    return _labelled(_PROSE + html + _PROSE * 2)[0][1].kind


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (
            "<p>Read more: <a href='/2'>Bridge to close for a year</a></p>",
            "Bridge to close for a year",
        ),
        ("<p><b>Also read</b> – <a href='/2'>Bridge to close</a></p>", "Bridge to close"),
        ("<p>👉 See also: <a href='/2'>Bridge to close</a></p>", "Bridge to close"),
        ("<p><a href='/2'>You may be interested: Bridge to close</a></p>", "Bridge to close"),
        ("<p><a href='/2'>Read more</a> | Bridge to close</p>", "Bridge to close"),
        ("<h4>Lesen Sie auch: <a href='/2'>Brücke gesperrt</a></h4>", "Brücke gesperrt"),
        ("<p>Mehr zum Thema: <a href='/2'>Brücke gesperrt</a></p>", "Brücke gesperrt"),
        ("<p>Lea también: <a href='/2'>El puente cierra</a></p>", "El puente cierra"),
        ("<p>Le puede interesar: <a href='/2'>El puente cierra</a></p>", "El puente cierra"),
        ("<p>À LIRE AUSSI : <a href='/2'>Le pont ferme</a></p>", "Le pont ferme"),
        ("<p>Leggi anche <a href='/2'>Il ponte chiude</a></p>", "Il ponte chiude"),
        ("<p>Leia também: <a href='/2'>Ponte fecha</a></p>", "Ponte fecha"),
        ("<p>Lees ook: <a href='/2'>Brug dicht</a></p>", "Brug dicht"),
        ("<p>Czytaj też: <a href='/2'>Most zamknięty</a></p>", "Most zamknięty"),
        ("<p>Читайте также: <a href='/2'>Мост закрыт</a></p>", "Мост закрыт"),
        ("<p>Читайте також: <a href='/2'>Міст закрито</a></p>", "Міст закрито"),
        ("<p>اقرأ أيضا: <a href='/2'>إغلاق الجسر</a></p>", "إغلاق الجسر"),
        ("<p>関連記事：<a href='/2'>橋が閉鎖</a></p>", "橋が閉鎖"),
        ("<p>相关阅读：<a href='/2'>大桥关闭</a></p>", "大桥关闭"),
        ("<p>Läs också: <a href='/2'>Bron stängs</a></p>", "Bron stängs"),
    ],
)
def test_a_related_line_is_a_promotion_and_its_link_carries_the_title(line, label):
    blocks, links = _labelled(_PROSE + line + _PROSE)

    assert [block.kind for block in blocks] == ["paragraph", "promotion", "paragraph"]
    assert links == (PageLink("related", "https://news.example/2", label),)


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>Related articles</h3>",
        "<p>Mehr zum Thema:</p>",
        "<h2>Noticias relacionadas</h2>",
        "<h3>Материалы по теме</h3>",
        "<h3>関連記事</h3>",
    ],
)
def test_links_under_a_related_heading_are_teasers(heading):
    items = "<li><a href='/2'>Bridge to close</a></li><li><a href='/3'>Rain</a></li>"

    blocks, links = _labelled(f"{_PROSE}{heading}<ul>{items}</ul>")

    assert [block.kind for block in blocks] == ["paragraph", "promotion", "teaser", "teaser"]
    assert links == (
        PageLink("related", "https://news.example/2", "Bridge to close"),
        PageLink("related", "https://news.example/3", "Rain"),
    )


def test_a_paragraph_that_is_a_title_of_the_same_site_is_a_teaser():
    blocks, links = _labelled(
        f"{_PROSE}<p><a href='/2'>Bridge to close for a whole year</a></p>{_PROSE}"
    )

    assert blocks[1].kind == "teaser"
    assert links == (
        PageLink("related", "https://news.example/2", "Bridge to close for a whole year"),
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p><a href='https://other.example/2'>Bridge to close for a whole year</a></p>",
        "<p><a href='/report.pdf'>The report of the committee in full</a></p>",
        "<p><a href='/2026/budget#top'>Back to the top of this page</a></p>",
        "<p><a href='/contact'>Contact me today if you need help.</a></p>",
        "<p><a href='/2'>Download</a></p>",
        "<p><a href='/2'>Bridge to close</a>, said the mayor of the town yesterday</p>",
    ],
)
def test_a_link_that_may_belong_to_the_story_is_no_teaser(html):
    assert _kind_between_prose(html) == "paragraph"


def test_a_link_that_the_paragraph_before_announces_is_no_teaser():
    before = (
        "<p>The council has put all of it on one page, which it will keep up to date for as long "
        "as it can:</p>"
    )

    blocks, _ = _labelled(
        f"{before}<p><a href='/2'>Bridge to close for a whole year</a></p>{_PROSE}"
    )

    assert blocks[1].kind == "paragraph"


@pytest.mark.parametrize(
    ("html", "links"),
    [
        (
            "<p>Previous: <a href='/1'>Rain</a> | Next: <a href='/3'>Snow</a></p>",
            [("previous", "Rain"), ("next", "Snow")],
        ),
        (
            "<p><a href='/1'>← Previous post</a> <a href='/3'>Next post →</a></p>",
            [("previous", "Previous post"), ("next", "Next post")],
        ),
        ("<p><a href='/3'>Next: Snow</a></p>", [("next", "Snow")]),
        ("<p>Vorheriger Artikel: <a href='/1'>Regen</a></p>", [("previous", "Regen")]),
        ("<p>Article suivant : <a href='/3'>Neige</a></p>", [("next", "Neige")]),
        ("<p>Siguiente: <a href='/3'>Nieve</a></p>", [("next", "Nieve")]),
        ("<p>Следующая статья: <a href='/3'>Снег</a></p>", [("next", "Снег")]),
        ("<p>次の記事：<a href='/3'>雪</a></p>", [("next", "雪")]),
    ],
)
def test_a_line_of_previous_and_next_is_a_pager(html, links):
    blocks, found = _labelled(_PROSE + html)

    assert blocks[-1].kind == "pager"
    assert [(link.kind, link.label) for link in found] == links
