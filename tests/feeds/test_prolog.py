"""What would harm a parser is known before one sees it."""

import pytest

from newscli.core.errors import FeedError
from newscli.core.sizes import Sizes
from newscli.feeds import prolog, read

DECLARED = b'<!DOCTYPE rss [<!ENTITY a "b">]><rss/>'


@pytest.mark.parametrize(
    "document",
    [
        DECLARED,
        b'<?xml version="1.0"?>\n' + DECLARED,
        b"\xef\xbb\xbf" + DECLARED,
        b"<!--" + b"<a " * 50_000 + b"-->" + DECLARED,
        b"<?a?>" * 20_000 + DECLARED,
        b'<!DOCTYPE rss SYSTEM "a>b" [<!ENTITY a "b">]><rss/>',
        b"<!doctype rss PUBLIC '-//x//[>' 'y' [ <!ENTITY % a 'b'>]><rss/>",
        DECLARED.decode().encode("utf-16"),
        DECLARED.decode().encode("utf-32-be"),
    ],
)
def test_a_document_with_entities_of_its_own_is_known(document):
    assert prolog.declares_entities(document)


@pytest.mark.parametrize(
    "document",
    [
        b"<rss/>",
        b"<!DOCTYPE html><feed/>",
        b'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x.example/rss.dtd"><rss/>',
        b"<rss><item><description><![CDATA[write <!DOCTYPE a [<!ENTITY b 'c'>]>]]></description>",
        b"<!-- <!DOCTYPE rss [<!ENTITY a 'b'>]> --><rss/>",
    ],
)
def test_one_that_only_has_or_mentions_a_type_is_not(document):
    assert not prolog.declares_entities(document)


@pytest.mark.parametrize("name", [b"item", b"entry", b"x:item", b"rss:entry"])
def test_a_feed_with_too_many_entries_is_refused(name):
    body = b"<rss>" + b"<%s></%s>" % (name, name) * 11 + b" " * 100
    with pytest.raises(FeedError) as caught:
        prolog.check(body, Sizes(entries=10))

    assert str(caught.value) == "has 11 entries, more than 10 (limits.entries)"


def test_words_that_only_begin_like_entries_are_none():
    prolog.check(b"<rss>" + b"<items/><itemprop/>" * 50, Sizes(entries=10))


def test_a_json_feed_with_too_many_entries_is_refused():
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": [%s{}]}' % (b"{}," * 10)

    with pytest.raises(FeedError, match=r"more than 10 entries \(limits.entries\)"):
        read.parse(body, content_type=None, sizes=Sizes(entries=10))


def test_what_is_nested_too_deeply_is_refused_and_unclosed_html_is_not_nested():
    deep = b"<rss>" + b"<a>" * 30 + b"</a>" * 30
    flat = b"<rss>" + b"<description><br><p><b>x</description>" * 30

    prolog.check_slowly(flat, Sizes(depth=20))
    with pytest.raises(FeedError, match=r"nested deeper than 20 elements \(limits.depth\)"):
        prolog.check_slowly(deep, Sizes(depth=20))


def test_what_is_large_is_not_for_the_slow_parser():
    with pytest.raises(FeedError, match="too large for the slow parser"):
        prolog.check_slowly(b"<rss>" + b" " * 100, Sizes(slow_bytes=50))


@pytest.mark.parametrize(
    "reference", ["&#xd800;", "&#xDFFF;", "&#55296;", "&#57343;", "&#x00dabc;", "&#0;", "&#27;"]
)
def test_a_reference_to_what_is_no_character_costs_only_itself(reference):
    body = f"<rss version='2.0'><channel><item><title>a{reference}b</title></item></channel></rss>"

    (entry,) = read.parse(body.encode(), content_type=None).entries

    assert entry.title == "ab"
