"""What a web page offers with its article: which links, in which order, the same in every run."""

import json
import os
import subprocess
import sys

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
    TO_RAIN,
    URL,
    links,
    page,
)


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>Related stories</h2><ul><li>{BRIDGE_LINK}</li><li>{RAIN_LINK}</li></ul>",
        f"<p><b>Mehr zum Thema:</b></p><ul><li>{BRIDGE_LINK}</li><li>{RAIN_LINK}</li></ul>",
        f"<h3>Sur le même sujet</h3><div><h4>{BRIDGE_LINK}</h4><h4>{RAIN_LINK}</h4></div>",
        f"<h2>関連記事</h2><ul><li>{BRIDGE_LINK}</li><li>{RAIN_LINK}</li></ul>",
        f"<div class='related-posts'><h4>{BRIDGE_LINK}</h4><h4>{RAIN_LINK}</h4></div>",
        f"<section id='readAlso'><p>{BRIDGE_LINK}</p><p>{RAIN_LINK}</p></section>",
        f"<aside class='noticias-relacionadas'><p>{BRIDGE_LINK}</p><p>{RAIN_LINK}</p></aside>",
    ],
)
def test_a_list_under_the_text_is_related_by_its_heading_or_its_class(html):
    assert links(after=html) == (TO_BRIDGE, TO_RAIN)


def test_a_list_ends_where_the_next_heading_stands():
    assert links(after=f"{RELATED}<h2>From the county</h2><ul><li>{RAIN_LINK}</li></ul>") == (
        TO_BRIDGE,
    )


def test_a_heading_goes_before_the_names_around_it():
    assert links(after=f"<div class='related'>{RELATED.replace('Related', 'Top')}</div>") == ()


@pytest.mark.parametrize(
    "card",
    [
        f"<h3><a href='{BRIDGE}'>{BRIDGE_TITLE}</a></h3><a href='{BRIDGE}'>Read more</a>",
        f"<h3>{BRIDGE_TITLE}</h3><a href='{BRIDGE}'>Read more</a>",
        f"<a href='{BRIDGE}'><img src='/b.jpg' alt='A bridge'></a>"
        f"<a href='{BRIDGE}'><h3>{BRIDGE_TITLE}</h3><span>By Ann Lee, three hours ago</span></a>",
    ],
)
def test_a_card_is_one_link_with_its_headline(card):
    assert links(after=f"<div class='related'><div>{card}</div></div>") == (TO_BRIDGE,)


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Read more: {BRIDGE_LINK}</p>",
        f"<p><strong>Lesen Sie auch:</strong> {BRIDGE_LINK}</p>",
        f"<p>À lire aussi : {BRIDGE_LINK}</p>",
        f"<p><a href='{BRIDGE}'>You may be interested: {BRIDGE_TITLE}</a></p>",
        f"<div class='read-also'>{BRIDGE_LINK}</div>",
    ],
)
def test_a_line_in_the_text_that_says_read_more_is_related(line):
    assert links(inside=line) == (TO_BRIDGE,)


LEFT_OUT = {
    "navigation": f"<nav><ul><li>{RAIN_LINK}</li></ul></nav>",
    "a menu by its role": f"<div role='navigation'>{RAIN_LINK}</div>",
    "the site's footer": f"<footer>{RAIN_LINK}</footer>",
    "what is most read": f"<h2>Most read</h2><ul><li>{RAIN_LINK}</li></ul>",
    "what is most read, by class": f"<div class='sidebar popular'>{RAIN_LINK}</div>",
    "the latest, in German": f"<h2>Neueste Artikel</h2><ul><li>{RAIN_LINK}</li></ul>",
    "advertisements": f"<h2>Sponsored stories</h2><ul><li>{RAIN_LINK}</li></ul>",
    "advertisements by class": f"<div class='sponsored'>{RAIN_LINK}</div>",
    "advertisements by rel": f"<a rel='sponsored' href='{RAIN}'>"
    "Buy this wonderful lamp for your desk</a>",
    "another site": "<a href='https://lamps.example/desk'>"
    "Buy this wonderful lamp for your desk</a>",
    "tags": "<a href='/tag/budget'>All that is on the budget</a>",
    "a topic": "<a href='/topics/budget'>All on the town's budget</a>",
    "authors": "<a href='/author/lee'>All stories by Ann Lee</a>",
    "a byline": f"<p class='byline'>{RAIN_LINK}</p>",
    "sharing": "<a href='https://www.facebook.com/sharer.php?u=x'>Share this story on Facebook</a>",
    "sharing by class": f"<div class='share'>{RAIN_LINK}</div>",
    "signing up": "<a href='/newsletter'>Get our letter every day</a>",
    "printing": f"<a href='{RAIN}?print=1'>Print this story now</a>",
    "comments": f"<div id='comments'><h2>Related stories</h2>{RAIN_LINK}</div>",
    "the article itself": f"<a href='{URL}?utm_source=x#end'>"
    "The budget that the council passed</a>",
}


@pytest.mark.parametrize("html", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_does_not_lead_on_from_the_article_is_left_out(html):
    html = f"<div class='related'><div>{html}</div></div>"

    assert links(after=html + RELATED) == (TO_BRIDGE,)
    assert links(before=html, after=RELATED) == (TO_BRIDGE,)


def test_nothing_but_that_is_left_out_in_the_same_place():
    html = f"<div class='related'><div>{RAIN_LINK}</div></div>"

    assert links(after=html + RELATED) == (TO_RAIN, TO_BRIDGE)
    assert links(before=html, after=RELATED) == (TO_RAIN, TO_BRIDGE)


def test_references_are_the_links_in_the_running_text():
    found = links(
        inside="<p>The county <a href='/2026/06/plan'>put out its plan</a> in June, and "
        "<a href='https://county.example/figures'>the figures</a> with it. More <a "
        "href='/tag/county'>on the county</a>, <a href='/author/lee'>by Ann Lee</a>.</p>"
    )

    assert found == (
        PageLink("reference", f"{SITE}/2026/06/plan", "put out its plan"),
        PageLink("reference", "https://county.example/figures", "the figures"),
    )


FULL = {
    "before": f"<div class='nav-links'><a rel='next' href='{SITE}/2026/07/snow'>Snow at last</a>"
    f"<a rel='prev' href='{SITE}/2026/07/hail'>Hail in July</a></div>",
    "inside": "<p>The county <a href='/2026/06/plan?utm_source=x#top'>put out its plan</a> in "
    f"June, and spoke of <a href='{BRIDGE}'>the bridge</a> when nobody had asked.</p>"
    f"<p>Read more: {RAIN_LINK}</p>",
    "after": RELATED,
}
IN_ORDER = (
    ("related", RAIN, RAIN_TITLE),
    ("related", BRIDGE, BRIDGE_TITLE),
    ("previous", f"{SITE}/2026/07/hail", "Hail in July"),
    ("next", f"{SITE}/2026/07/snow", "Snow at last"),
    ("reference", f"{SITE}/2026/06/plan", "put out its plan"),
)


def test_kinds_come_in_one_order_each_address_once_and_without_tracking():
    assert links(**FULL) == IN_ORDER


PROBE = """
import json, sys
from newscli.pages.webpage import read_web_page
for url, html in json.load(sys.stdin):
    article = read_web_page(html.encode(), content_type="text/html; charset=utf-8", url=url)
    print(json.dumps([url, article.links]))
"""
NUMBERED = ("budget", "budget-5", "budget-56", "budget/2", "budget/3", "budget-5.html")


def numbered_pages():
    """Articles that have two addresses, and a next one that has either's with a number."""
    for own in NUMBERED:
        for canonical in NUMBERED:
            for following in NUMBERED:
                head = f"<link rel='canonical' href='/news/{canonical}'>"
                pager = f"<p><a rel='next' href='/news/{following}'>Next</a></p>"
                yield f"{SITE}/news/{own}", page(head=head, after=pager + RELATED)


def run_with(seed, pages):
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        input=json.dumps(pages),
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_links_are_the_same_whatever_the_hash_seed():
    pages = [(URL, page(**FULL)), *numbered_pages()]

    first, *others = (run_with(seed, pages) for seed in (0, 1, 2))

    assert len(first.splitlines()) == len(pages)
    assert '"next"' in first
    assert others == [first, first]
