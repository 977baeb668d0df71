"""OPML: lists of sources in folders, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.entry import Subscription
from newscli.core.errors import FeedError
from newscli.core.folders import join_folder
from newscli.core.text import one_line
from newscli.feeds.opml import parse_opml, write_opml

NESTED = b"""<?xml version="1.0"?>
<opml version="1.0"><head><title>mine</title></head><body>
  <outline text="Top" xmlUrl="https://top.example/feed"/>
  <outline text="News"><outline title="World" text="ignored">
    <outline title="The &amp; Times" xmlUrl="https://times.example/rss" htmlUrl="https://times.example"
      category="/daily,world" type="rss"/>
  </outline><outline text="Again" XMLURL="https://top.example/feed"/></outline>
  <outline text="TCP/IP"><outline text="nets" type="rss" url="feed://nets.example/rss"/></outline>
  <outline text="Nothing" xmlUrl=""/><outline text="Mail" xmlUrl="mailto:a@b.example"/>
</body></opml>"""


def test_folders_titles_tags_and_addresses_are_read():
    assert parse_opml(NESTED).subscriptions == (
        Subscription("https://top.example/feed", "Top", tags=("News",)),
        Subscription(
            "https://times.example/rss",
            "The & Times",
            "https://times.example",
            "News/World",
            ("daily", "world"),
        ),
        Subscription("https://nets.example/rss", "nets", folder="TCP\\/IP"),
    )


def test_what_cannot_be_followed_is_said():
    assert parse_opml(NESTED).skipped == (
        "Nothing: no address cannot be followed",
        "Mail: mailto:a@b.example cannot be followed",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"<opml><body><outline text='a' xmlUrl='https://a.example/?x=1&y=2'/></body></opml>",
        b"\xef\xbb\xbf \n<opml><body><outline text='a' xmlUrl='https://a.example/?x=1&amp;y=2'/>",
        "<opml><body><outline text='a' xmlUrl='https://a.example/?x=1&amp;y=2'/></body></opml>"
        .encode("utf-16"),
    ],
    ids=["bare ampersand", "byte order mark and cut off", "utf-16"],
)  # fmt: skip
def test_a_broken_document_is_read_as_far_as_it_goes(data):
    (found,) = parse_opml(data).subscriptions

    assert found.url == "https://a.example/?x=1&y=2"


DEEP = b"<opml><body>" + b"<outline text='d'>" * 200 + b"<outline xmlUrl='https://a.example'/>"


MARKUP = b"""<opml><body><outline text="Blogs" title="Blogs">
<outline text="Noise" title="Noise" description="By <a href="https://b.example" rel="x">B</a>.
 Since 1999." xmlUrl="https://noise.example/feed?a&b" type="rss" />
<outline text="Next" xmlUrl="https://next.example/feed"></outline>
</outline><outline text='Top' xmlUrl='https://top.example/feed'/></body></opml>"""


def test_a_broken_outline_takes_neither_its_own_nor_its_neighbours_address():
    found = parse_opml(MARKUP).subscriptions

    assert [(s.title, s.url, s.folder) for s in found] == [
        ("Noise", "https://noise.example/feed?a&b", "Blogs"),
        ("Next", "https://next.example/feed", "Blogs"),
        ("Top", "https://top.example/feed", ""),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "its first element is not opml"),
        (b"<opml></opml>", "it has no body"),
        (b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml><body/></opml>", "entities"),
        (DEEP, r"nested deeper than 100 \(limits.opml_depth\)"),
        (b"<opml><body>" + b" " * 20_000_001, r"larger than 20 MB \(limits.opml_mb\)"),
    ],
    ids=["html", "no body", "entities", "deep", "large"],
)
def test_what_is_no_list_is_refused_with_the_reason(data, reason):
    with pytest.raises(FeedError, match=reason):
        parse_opml(data)


def test_a_million_levels_are_refused_without_recursion():
    with pytest.raises(FeedError):
        parse_opml(b"<opml><body>" + b"<outline text='d'>" * 1_000_000)


LINE = st.text(max_size=12).map(one_line)
NAME = LINE.filter(bool)
TAG = NAME.map(lambda tag: tag.strip("/ ")).filter(bool)
SUBSCRIPTIONS = st.lists(
    st.builds(
        Subscription,
        url=st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9?&=%]{0,8}", fullmatch=True),
        title=st.none() | NAME,
        site_url=st.none() | st.just("https://site.example/?a=1&b=2"),
        folder=st.lists(NAME, max_size=3).map(join_folder),
        tags=st.lists(
            NAME.map(lambda tag: tag.strip("/ ")).filter(bool), unique=True, max_size=3
        ).map(tuple),
    ),
    unique_by=lambda subscription: subscription.url,
    max_size=5,
)


@given(SUBSCRIPTIONS)
def test_what_is_written_is_read_back_the_same(subscriptions):
    written = write_opml(subscriptions, title="t", created_at=0).encode()

    read = parse_opml(written).subscriptions

    named = [
        s if s.title else Subscription(s.url, s.url, s.site_url, s.folder, s.tags)
        for s in subscriptions
    ]
    assert list(read) == named
