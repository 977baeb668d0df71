"""Finding a site's feed."""

import pytest

from newscli.feeds.discovery import FeedLink, feed_links, known_feed_url, usual_feed_urls
from newscli.feeds.kind import looks_like_feed, looks_like_html

BASE = "https://site.example/blog/"


def links(head="", body=""):
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return [link.url for link in feed_links(page.encode(), base_url=BASE)]


def test_a_named_feed_is_found_with_its_title_and_type():
    page = (
        b'<link rel="ALTERNATE nofollow" type="application/rss+xml; charset=utf-8" '
        b'title=" The\nFeed " href="../rss">'
    )

    assert feed_links(page, base_url=BASE) == (
        FeedLink("https://site.example/rss", "The Feed", "application/rss+xml", False),
    )


def test_feeds_about_comments_come_last_and_each_is_named_once():
    head = """
    <link rel=alternate type=application/rss+xml title="Site » Comments Feed" href=/comments/feed/>
    <link rel=alternate type=application/atom+xml href=/atom.xml>
    <link rel=alternate type=application/rss+xml href=/feed/>
    <link rel=alternate type=application/rss+xml href=/feed/>
    """

    assert links(head) == [
        "https://site.example/atom.xml",
        "https://site.example/feed/",
        "https://site.example/comments/feed/",
    ]


@pytest.mark.parametrize(
    "element",
    [
        "<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>",
        "<link rel=alternate type=application/json+oembed href=/oembed?url=x>",
        "<link rel=alternate hreflang=de href=/de/>",
        "<link rel=stylesheet type=application/rss+xml href=/feed>",
        "<link rel=alternate type=application/rss+xml href=javascript:alert(1)>",
        "<link rel=alternate type=application/rss+xml>",
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(element):
    assert links(element) == []


def test_the_pages_base_counts():
    head = "<base href='https://cdn.example/x/'><link rel=feed href=feed.json>"

    assert links(head) == ["https://cdn.example/x/feed.json"]


def test_without_a_named_feed_links_in_the_text_that_look_like_one_do():
    body = "<a href=/about>About</a> <a href=/rss.xml>RSS</a> <a href='/feed?x=1'>Feed</a>"

    assert links(body=body) == ["https://site.example/rss.xml", "https://site.example/feed?x=1"]


@pytest.mark.parametrize(
    "page", [b"", b"\x00\xff", b"<" * 5000, b"<div>" * 50_000], ids=["empty", "bytes", "<", "deep"]
)
def test_no_page_is_too_odd(page):
    assert feed_links(page, base_url=BASE) == ()


def test_the_usual_addresses_are_tried_below_the_page_first():
    found = usual_feed_urls("https://site.example/blog")

    assert found[0] == "https://site.example/blog/feed"
    assert "https://site.example/feed" in found
    assert len(found) == len(set(found)) <= 10


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (
            "https://www.youtube.com/channel/UC1",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1",
        ),
        (
            "https://www.youtube.com/playlist?list=PL1",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1",
        ),
        ("https://old.reddit.com/r/python/", "https://www.reddit.com/r/python/.rss"),
        ("https://github.com/a/b/releases", "https://github.com/a/b/releases.atom"),
        ("https://medium.com/@ada", "https://medium.com/feed/@ada"),
        ("https://www.reddit.com/r/python/.rss", None),
        ("https://site.example/", None),
    ],
)
def test_pages_of_well_known_sites_have_feeds_of_known_address(page, feed):
    assert known_feed_url(page) == feed


@pytest.mark.parametrize(
    ("body", "is_feed", "is_html"),
    [
        (b"<?xml version='1.0'?><!-- c --><rss version='2.0'>", True, False),
        (b"\xef\xbb\xbf\n<feed xmlns='http://www.w3.org/2005/Atom'>", True, False),
        (b"<rdf:RDF xmlns='x'>", True, False),
        (b"<!DOCTYPE html><feed xmlns='x'>", True, False),
        (
            "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'>".encode("utf-16"),
            True,
            False,
        ),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', True, False),
        (b"<!DOCTYPE html><html>", False, True),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", False, True),
        (b"<html>", False, True),
        (b"<opml version='2.0'>", False, False),
        (b"words", False, False),
        (b'{"items": []}', False, False),
    ],
)
def test_documents_are_told_by_how_they_begin(body, is_feed, is_html):
    assert (looks_like_feed(body), looks_like_html(body)) == (is_feed, is_html)
