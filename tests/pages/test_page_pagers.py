"""The articles before and after an article, as its web page tells them."""

import pytest

from newscli.core.models import PageLink
from tests.linked_pages import (
    BRIDGE,
    BRIDGE_LINK,
    BRIDGE_TITLE,
    RAIN,
    RAIN_LINK,
    RAIN_TITLE,
    RELATED,
    SITE,
    TO_BRIDGE,
    links,
    ways,
)


@pytest.mark.parametrize(("first", "second"), [("prev", "next"), ("previous", "NEXT nofollow")])
def test_links_say_by_rel_what_comes_before_and_after(first, second):
    found = links(
        after=f"<p><a rel='{first}' href='{BRIDGE}'>Bridge to close</a> "
        f"<a rel='{second}' href='{RAIN}'>Rain ahead</a></p>"
    )

    assert found == (
        PageLink("previous", BRIDGE, "Bridge to close"),
        PageLink("next", RAIN, "Rain ahead"),
    )


def test_the_head_of_a_page_says_it_too_and_the_page_has_the_title():
    found = links(
        head=f"<link rel='prev' href='{BRIDGE}' title='Bridge to close'>"
        f"<link rel='next' href='{RAIN}'>",
        after=f"<p>{RAIN_LINK}</p>",
    )

    assert found == (
        PageLink("previous", BRIDGE, "Bridge to close"),
        PageLink("next", RAIN, RAIN_TITLE),
    )


def test_a_link_that_readers_see_goes_before_one_in_the_head():
    found = ways(
        head=f"<link rel='next' href='{SITE}/2026/07/other'>",
        after=f"<p><a rel='next' href='{RAIN}'>Rain ahead</a></p>",
    )

    assert found == {"next": RAIN}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("← Previous article", "Next article →"),
        ("Older post", "Newer post"),
        ("Vorheriger Artikel", "Nächster Artikel"),
        ("Article précédent", "Article suivant"),
        ("Entrada anterior", "Entrada siguiente"),
        ("Articolo precedente", "Articolo successivo"),
        ("Artigo anterior", "Próximo artigo"),
        ("Vorig artikel", "Volgend artikel"),
        ("Poprzedni artykuł", "Następny artykuł"),
        ("Предыдущая статья", "Следующая статья"),
        ("Попередня стаття", "Наступна стаття"),
        ("المقال السابق", "المقال التالي"),
        ("前の記事", "次の記事"),
        ("上一篇", "下一篇"),
        ("Önceki haber", "Sonraki haber"),
        ("Föregående artikel", "Nästa artikel"),
        ("이전 글", "다음 글"),
    ],
)
def test_links_say_it_in_words(before, after):
    found = ways(after=f"<p><a href='{BRIDGE}'>{before}</a> <a href='{RAIN}'>{after}</a></p>")

    assert found == {"previous": BRIDGE, "next": RAIN}


def test_the_label_is_the_title_without_the_words_before_it():
    found = links(after=f"<p><a href='{RAIN}'>Next article: {RAIN_TITLE}</a></p>")

    assert found == (PageLink("next", RAIN, RAIN_TITLE),)


def test_a_heading_says_it_of_the_link_below():
    assert links(after=f"<h3>Next article</h3><p>{RAIN_LINK}</p>") == (
        PageLink("next", RAIN, RAIN_TITLE),
    )


@pytest.mark.parametrize(
    ("pager", "before", "after"),
    [
        ("nav-links", "nav-previous", "nav-next"),
        ("post-navigation", "prev-post", "next-post"),
        ("entryPager", "olderPost", "newerPost"),
        ("story_nav", "story_prev", "story_next"),
    ],
)
def test_the_names_of_classes_say_it(pager, before, after):
    found = links(
        after=f"<div class='{pager}'><div class='{before}'>{BRIDGE_LINK}</div>"
        f"<div class='{after}'>{RAIN_LINK}</div></div>"
    )

    assert found == (PageLink("previous", BRIDGE, BRIDGE_TITLE), PageLink("next", RAIN, RAIN_TITLE))


def test_one_word_is_enough_in_a_pager_and_nowhere_else():
    words = f"<a href='{BRIDGE}'>Zurück</a> <a href='{RAIN}'>Weiter</a>"

    assert ways(after=f"<nav class='pager'>{words}</nav>") == {"previous": BRIDGE, "next": RAIN}
    assert ways(after=f"<div>{words}</div>") == {}


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='carousel'><a class='next' href='{RAIN}'>Next</a></div>",
        f"<div class='comments'><a href='{RAIN}'>Next article</a></div>",
        f"<div class='page-numbers'><a href='{RAIN}'>2</a></div>",
        "<p><a href='https://other.example/rain'>Next article</a></p>",
        f"<p><a href='{SITE}/'>Previous article</a></p>",
        "<p><a href='#top'>Next article</a></p>",
    ],
)
def test_slides_comments_other_sites_and_the_front_page_come_neither_before_nor_after(html):
    assert links(after=html + RELATED) == (TO_BRIDGE,)


@pytest.mark.parametrize(
    ("own", "canonical", "following"),
    [
        ("/news/budget", "", "/news/budget/2"),
        ("/news/budget", "", "/news/budget?page=2"),
        ("/news/budget.html", "", "/news/budget-2.html"),
        ("/news/budget-5", "", "/news/budget-5/2"),
        ("/news/budget/2", "/news/budget", "/news/budget/3"),
        ("/news/budget", "/news/budget/2", "/news/budget/3"),
        ("/news/budget", "", "/page/2"),
    ],
)
def test_another_page_of_the_article_is_no_next_article(own, canonical, following):
    head = f"<link rel='canonical' href='{canonical}'>" if canonical else ""
    pager = f"<p><a rel='next' href='{following}'>Next page</a></p>"

    assert links(url=SITE + own, head=head, after=pager + RELATED) == (TO_BRIDGE,)


@pytest.mark.parametrize(
    ("own", "following"),
    [
        ("/news/budget-5", "/news/budget-6"),
        ("/news/budget-5", "/news/budget-56"),
        ("/news/budget-5.html", "/news/budget-56.html"),
        ("/news/512", "/news/5123"),
        ("/strips/p/5", "/strips/p/6"),
    ],
)
def test_an_article_with_another_number_is_a_next_article(own, following):
    found = ways(url=SITE + own, after=f"<p><a rel='next' href='{following}'>Next</a></p>")

    assert found == {"next": SITE + following}
