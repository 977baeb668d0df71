import re

import pytest

from newscli.demo.articles import article, slugs
from newscli.demo.templates import feed, moment, page
from newscli.demo.world import FEEDS, OUTLETS

ANCHOR = 1_760_000_000
PAGES = [(outlet.folder, slug) for outlet in OUTLETS for slug in ("home", *slugs(outlet.folder))]


@pytest.mark.parametrize(
    ("offset", "at"),
    [("-0m", ANCHOR), ("-35m", ANCHOR - 2100), ("-2h", ANCHOR - 7200), ("-1d", ANCHOR - 86400)],
)
def test_an_offset_counts_back_from_the_anchor(offset, at):
    assert moment(offset, ANCHOR) == at


@pytest.mark.parametrize("wrong", ["", "35m", "+5m", "-5", "-5w", "-1d2h"])
def test_an_offset_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="not an offset"):
        moment(wrong, ANCHOR)


@pytest.mark.parametrize(("outlet", "slug"), PAGES)
def test_a_page_is_filled_to_the_last_placeholder(outlet, slug):
    assert re.findall(r"\{\{|\}\}", page(outlet, slug, ANCHOR, edited=False)) == []


@pytest.mark.parametrize("resource", FEEDS, ids=lambda resource: resource.template)
def test_a_feed_is_filled_to_the_last_placeholder(resource):
    filled = feed(resource.template, resource.folder, ANCHOR, edited=False)

    assert re.findall(r"\{\{|\}\}", filled) == []


def test_what_is_for_the_page_alone_stays_out_of_the_feed():
    on_page = page("daily-relay", "cable-sabotage", ANCHOR, edited=False)
    in_feed = feed("daily-relay.xml", "daily-relay", ANCHOR, edited=False)

    assert ("<p>Advertisement</p>" in on_page, "<p>Advertisement</p>" in in_feed) == (True, False)


def test_only_one_article_has_a_second_version():
    held = [
        (outlet.folder, slug)
        for outlet in OUTLETS
        for slug in slugs(outlet.folder)
        if article(outlet.folder, slug, edited=True) != article(outlet.folder, slug, edited=False)
    ]

    assert held == [("aldbourg-courier", "cable-homes")]
