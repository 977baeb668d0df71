"""The quick reader gives what feedparser gives, or nothing.

QUICK_EXAMPLES=50000 python -m pytest tests/feeds/test_quick.py looks for differences at random.
"""

import os
from pathlib import Path

import pytest
from feedparser.datetimes.rfc822 import timezone_names
from feedparser.html import _cp1252
from feedparser.mixin import _FeedParserMixin
from hypothesis import given, settings
from hypothesis import strategies as st

from newscli.core.entry import ParsedFeed
from newscli.core.errors import FeedError
from newscli.feeds import quick, read, syndication
from newscli.feeds.quick_dates import ZONES
from newscli.feeds.quick_names import HANDLED, NAMESPACES
from newscli.feeds.quick_texts import WINDOWS_1252

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
DOCUMENTS = sorted(FEEDS.glob("*.xml"))
EXAMPLES = int(os.environ.get("QUICK_EXAMPLES", "0"))
DECLARED = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "georss": "http://www.georss.org/georss",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "media": "http://search.yahoo.com/mrss/",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "thr": "http://purl.org/syndication/thread/1.0",
        "x": "urn:unknown",
    }.items()
)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_DECLARED = f'xmlns:rdf="{RDF}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
XHTML = "http://www.w3.org/1999/xhtml"


def rss(channel: str, version: str = "2.0") -> str:
    return f'<rss version="{version}" {DECLARED}><channel>{channel}</channel></rss>'


def item(inner: str) -> str:
    return rss(f"<title>F</title><item>{inner}</item>")


def atom(inner: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {DECLARED}>{inner}</feed>'


def entry(inner: str) -> str:
    return atom(f"<title>F</title><entry>{inner}</entry>")


def atom03(inner: str) -> str:
    start = f'<feed version="0.3" xmlns="http://purl.org/atom/ns#" {DECLARED}>'
    return f"{start}<entry>{inner}</entry></feed>"


def rdf(inner: str, namespace: str = "http://purl.org/rss/1.0/") -> str:
    return f'<rdf:RDF xmlns="{namespace}" {RDF_DECLARED}>{inner}</rdf:RDF>'


def judged(body: bytes, content_type: str | None = None) -> ParsedFeed | None:
    """The feed as feedparser has it; None when it has none."""
    try:
        return syndication.parse(body, content_type=content_type)
    except FeedError:
        return None


READ = {
    # RSS
    "version 0.91": rss("<title>a</title>", version="0.91"),
    "version 2.0.1": rss("<title>a</title>", version="2.0.1"),
    "a version of its own": rss("<title>a</title>", version="three"),
    "no version": "<rss><channel><item><title>a</title></item></channel></rss>",
    "names in capitals": "<RSS VERSION='2.0'><Channel><ITEM><ID>a</ID></ITEM></Channel></RSS>",
    "items outside": f"<rss version='2.0'><channel><title>a</title></channel>{'<item/>' * 2}</rss>",
    "a link and a guid": item("<link> http://a.example/1 </link><guid>http://a.example/2</guid>"),
    "a guid as link": item("<guid>http://a.example/2</guid>"),
    "a guid that is no link": item("<guid>7</guid>"),
    "a guid that says so": item("<guid isPermaLink='false'>http:///a.example/2</guid>"),
    "a guid with slashes": item("<guid isPermaLink='true'>http:///a.example/2</guid>"),
    "a guid, then an empty link": item("<guid>http://a.example/2</guid><link/>"),
    "a link with entities": item("<link>http://a.example/?a=1&amp;amp;b=2&amp;c;=3</link>"),
    "a channel's link with entities": rss("<link>http://a.example/?a=1&amp;amp;b=2</link>"),
    "links of Atom": item("<atom:link rel='Self' href='s'/><atom:link href='http://a.example'/>"),
    "two titles": item("<title>one</title><title>two</title>"),
    "an empty title first": item("<title/><title>two</title>"),
    "titles of three kinds": item(
        "<media:title>m</media:title><dc:title>d</dc:title><title>t</title>"
    ),
    "a title after a group": item(
        "<media:group><media:title>m</media:title></media:group><title>t</title>"
    ),
    "a title before a group": item(
        "<title>t</title><media:group><media:title>m</media:title></media:group>"
    ),
    "a title after an image": rss(
        "<title>a</title><image><title>i</title></image><title>b</title>"
    ),
    "markup in a title": item("<title>&lt;b&gt;x&lt;/b&gt; &amp;amp; <![CDATA[<i>y</i>]]></title>"),
    "comments in a title": item("<title>a<!-- b -->c</title>"),
    "a description and content": item(
        "<description>d</description><content:encoded><![CDATA[<p>c</p>]]></content:encoded>"
    ),
    "content and a description": item(
        "<content:encoded>c</content:encoded><description>d</description>"
    ),
    "two descriptions": item("<description>d</description><description>the longer</description>"),
    "two summaries": item("<itunes:summary>one</itunes:summary><description>two</description>"),
    "a summary of the channel": rss(
        "<itunes:summary>s</itunes:summary><description>d</description>"
        "<item><description>1</description><description>2</description></item>"
        "<item><description>1</description><description>2</description></item>"
    ),
    "a description in a group": item(
        "<description>d</description>"
        "<media:content url='u' lang='de'><media:description>m</media:description></media:content>"
    ),
    "a title in another language": item(
        "<media:content lang='pt_BR'><media:title>m</media:title></media:content>"
    ),
    "an author in words": item("<author>Ann Bell</author>"),
    "an author with an address": item("<author>ann@example.org (Ann Bell)</author>"),
    "an author's address last": item("<author>Ann Bell &lt;ann@example.org&gt;</author>"),
    "an address only": item("<author>ann@example.museum</author>"),
    "several creators": item("<dc:creator>A</dc:creator><dc:creator>B</dc:creator><author/>"),
    "parts after words": item(
        "<author>A</author><atom:author><atom:name/><atom:uri>u</atom:uri></atom:author>"
    ),
    "the channel's author": rss(
        "<managingEditor>a@b.example (Ann)</managingEditor><itunes:author>Bob</itunes:author>"
        "<itunes:owner><itunes:name>Cid</itunes:name><itunes:email>c@d.example</itunes:email>"
        "</itunes:owner><item/>"
    ),
    "an enclosure": item("<enclosure url=' http://a.example/m ' type='Audio/MPEG' length='12'/>"),
    "enclosures without an address": item("<enclosure url='' href='h'/><enclosure length='0'/>"),
    "enclosures of Atom": item(
        "<atom:link rel='enclosure' href='e' length='3'/><atom:link rel='enclosure'>t</atom:link>"
    ),
    "categories": item(
        "<category>a</category><category domain='d'>a</category><category domain='d'> </category>"
        "<category>a</category><dc:subject>b</dc:subject><category/>"
    ),
    "keywords": item(
        "<itunes:keywords>a, b,,a</itunes:keywords><media:keywords>b</media:keywords>"
        "<media:keywords scheme='s'>lost</media:keywords><media:category>c</media:category>"
        "<itunes:category text='t'/>"
    ),
    "a source": item("<source url='http://s.example'>S</source><title>t</title>"),
    "a source without a title": item("<source url='http://s.example'/>"),
    "dates of each kind": item(
        "<pubDate>Wed, 26 Nov 2025 03:07:28 GMT</pubDate>"
        "<dc:date>2025-11-27T00:00:00+05:30</dc:date>"
        "<dcterms:created>2025-11-25</dcterms:created>"
    ),
    "a date that is none": item("<pubDate>1 May 2020 10:00 EST</pubDate><pubDate>soon</pubDate>"),
    "only when it was made": item("<dcterms:created>2025-11-25 10:00:00</dcterms:created>"),
    "elements of no meaning": item(
        "<x:box a='1'>lost<x:foo>z</x:foo></x:box><slash:comments>3</slash:comments>"
        "<thr:total>1</thr:total><georss:point>1 2</georss:point><comments>http://c</comments>"
    ),
    "a picture in an item": item("<title>a</title><image><url>u</url></image><title>b</title>"),
    "languages": rss("<language>en</language><item><title xml:lang='de_AT'>t</title></item>"),
    "a language at the root": (
        "<rss version='2.0' xml:lang='fr'><channel><item><title>t</title></item></channel></rss>"
    ),
    "no language within": rss("<language>en</language><item xml:lang=''><title>t</title></item>"),
    "a prefix for a namespace of another's": (
        "<rss version='2.0' xmlns:dc='https://purl.org/dc/elements/1.1/'><channel><item>"
        "<dc:creator>Ann</dc:creator></item></channel></rss>"
    ),
    "another prefix": (
        "<rss version='2.0' xmlns:p='http://purl.org/dc/elements/1.1/'><channel><item>"
        "<p:creator>Ann</p:creator></item></channel></rss>"
    ),
    "a namespace without a prefix": item("<title xmlns='urn:other'>t</title>"),
    # RDF
    "RDF": rdf(
        "<channel rdf:about='c'><title>F</title><items><rdf:Seq><rdf:li rdf:resource='1'/>"
        "</rdf:Seq></items></channel><image><title>i</title><url>u</url></image>"
        "<item rdf:about='http://a.example/1'><title>t</title><dc:date>2020-01-02</dc:date></item>"
    ),
    "RSS 0.90": rdf("<channel/><item><title>t</title></item>", "http://my.netscape.com/rdf/simple/0.9/"),
    # Atom
    "an entry": entry(
        "<title type='html'>&lt;b&gt;T&lt;/b&gt; 1 &amp;lt; 2</title><id>urn:1</id>"
        "<link href='http://a.example/1'/><published>2020-01-02T03:04:05.678Z</published>"
        "<updated>2020-02-03T04:05:06-07:00</updated><category term='c' scheme='s' label='C'/>"
        "<author><name>Ann</name><uri>http://ann.example</uri></author>"
    ),
    "plain texts": entry("<title>a &lt; b</title><summary type='text'>c &amp; d</summary>"),
    "an entry without a link": entry("<id>http:///a.example/1</id>"),
    "an id that is no link": entry("<id>tag:a.example,2020:1</id>"),
    "links of all kinds": entry(
        "<link rel='self' href='s'/><link rel='alternate' type='text/plain' href='p'/>"
        "<link rel='alternate' type='text/html' href='h'/><link rel='via' href='v'/>"
        "<link rel='enclosure' href='e.mp3' type='audio/mpeg' length='9'/>"
    ),
    "XHTML": entry(
        f"<content type='xhtml' xml:lang='en'>\n<div xmlns='{XHTML}'>a &lt; b"
        "<p CLASS='c &quot;d'>é<br/><a Rel='NEXT' href='?a=1&amp;b=2'>l</a></p>\n</div> </content>"
    ),
    "XHTML in two parts": entry(
        f"<summary type='xhtml'><div xmlns='{XHTML}'>a</div><div xmlns='{XHTML}'>b</div></summary>"
    ),
    "XHTML as a title": entry(
        f"<title type='xhtml'><h:div xmlns:h='{XHTML}'>a<h:b>c</h:b></h:div></title>"
    ),
    "XHTML with words around it": entry(
        f"<title type='xhtml'>w<div xmlns='{XHTML}'>a</div></title>"
    ),
    "summary and content": entry("<content type='html'>c</content><summary>s</summary>"),
    "content elsewhere": entry("<content src='http://a.example'/><summary>s</summary>"),
    "a base that lasts": atom(
        "<entry><content xml:base='http://a.example/d/'>c</content><id>one</id></entry>"
        "<entry><link href='two'/><summary>s</summary></entry>"
    ),
    "a base of the feed": (
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/'><link href='x'/>"
        "<entry xml:base='e/'><id>y</id><content xml:base='f'>c</content><link href='z'/></entry>"
        "<entry><summary>s</summary><link href='http://b.example/?'/></entry></feed>"
    ),
    "authors of the feed": atom("<author><name>Ann</name></author><entry><id>1</id></entry>"),
    "an author with a picture": entry(
        "<author>\n<name>A</name><email>a@b.example</email><x:image src='s'/></author>"
        "<contributor><name>B</name></contributor><author><uri>u</uri></author>"
    ),
    "a source in Atom": entry(
        "<source><id>http://s.example/</id><title>S</title><link rel='self' href='f'/>"
        "<author><name>N</name></author><updated>2020-01-01T00:00:00Z</updated></source>"
        "<title>t</title>"
    ),
    "Atom 0.3": atom03(
        "<title mode='escaped' type='text/html'>a</title><issued>2004-01-01T00:00:00Z</issued>"
        "<modified>2004-01-02</modified><created>2004-01-03</created>"
        f"<content type='application/xhtml+xml'><div xmlns='{XHTML}'>c</div></content>"
    ),
    # Texts
    "UTF-8 taken for Latin-1": item("<title>Ã©tÃ©</title><description>Ã© ’</description>"),
    "Windows-1252": item("<title>&#147;a&#148; \x85</title><description>é \x92</description>"),
    "spaces of other kinds": item("<title>\u00a0 a \u2003</title><guid>\n\t1\n</guid>"),
    "a plain document type": "<?xml version='1.0'?>\n<!DOCTYPE html>\n" + entry("<id>1</id>"),
    "things around the root": "<?xml version='1.0'?><?xml-stylesheet href='s'?><!-- c -->"
    + item("<guid>1</guid>")
    + "<!-- e -->\n",
    "white space first": "\n  " + item("<guid>1</guid>"),
}  # fmt: skip

HANDED_OVER = {
    "not well-formed": item("<title>a & b</title>"),
    "an entity of HTML": item("<title>a&nbsp;b</title>"),
    "entities of its own": "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + item("<title>&a;</title>"),
    "a document type from outside": "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>" + item(""),
    "a document type behind a comment": "<!-- <a --><!DOCTYPE rss SYSTEM 'd'>" + item(""),
    "a document type behind an instruction": "<?x <a ?><!DOCTYPE rss SYSTEM 'd'>" + item(""),
    "another root": "<opml version='2.0'><body/></opml>",
    "no XML": "words",
    "no namespace of RSS": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
    "two channels": "<rss version='2.0'><channel/><channel/></rss>",
    "an item in an item": item("<item><title>a</title></item>"),
    "an item in a box": rss("<x:box><item/></x:box>"),
    "elements in a title": item("<title>a <b>c</b></title>"),
    "base64": entry("<content mode='base64'>YQ==</content>"),
    "content of another type": entry("<content type='image/png'>YQ==</content>"),
    "markup that is no XHTML": entry("<content type='xhtml'><p>a</p></content>"),
    "a drawing": entry("<content type='xhtml'><svg xmlns='http://www.w3.org/2000/svg'/></content>"),
    "a base where none belongs": item("<category xml:base='http://a.example/'>c</category>"),
    "a relative base": entry("<content xml:base='d/'>c</content>"),
    "a type with a prefix": entry("<content x:type='html'>c</content>"),
    "a prefix for two namespaces": rss("<x:a/><x:a xmlns:x='urn:second'/>"),
    "a known prefix for another": "<rss xmlns:dc='http://search.yahoo.com/mrss/'><channel/></rss>",
    "a page of a source's author": entry("<source><author><uri>u</uri></author></source>"),
    "an element like a key": item("<title_detail>a</title_detail>"),
    "a processing instruction": item("<title>a<?php b ?></title>"),
    "letters in a name": item("<é>a</é>"),
    "Microsoft's format": "<rss version='2.0'><channel href='http://a.example/'/></rss>",
    "very many attributes": item("<x:a " + " ".join(f"a{n}=''" for n in range(500)) + "/>"),
    "very deep": item("<x:a>" * 300 + "</x:a>" * 300),
}  # fmt: skip


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_feed_of_the_collection_is_read_as_feedparser_reads_it_or_not_at_all(file):
    body = file.read_bytes()

    assert quick.parse(body, content_type=None) in (None, judged(body))


@pytest.mark.parametrize("document", READ.values(), ids=READ)
def test_a_document_is_read_as_feedparser_reads_it(document):
    body = document.encode()

    feed = quick.parse(body, content_type=None)

    assert feed is not None
    assert feed == judged(body)


@pytest.mark.parametrize("document", HANDED_OVER.values(), ids=HANDED_OVER)
def test_a_document_that_is_not_surely_read_right_is_handed_over(document):
    assert quick.parse(document.encode(), content_type=None) is None


DATES = [
    "Wed, 26 Nov 2025 03:07:28 GMT", "26 Nov 2025 03:07 -0500", "Tue, 1 Oct 2024 10:00:00 EST",
    "Wednesday, 26 Nov 2025 03:07:28 +01:00", "Mon, 1 Jan 2024 10:00:00 CET",
    "Mon, 01 Jan 2024 10:00:00 GMT+2", "Sat, 07 Sep 02 00:00:01 GMT", "Wed, 31 Feb 2024 1:00:00 Z",
    "2023-11-01T14:44:01Z", "2023-11-01T14:44:01.123456-07:30", "2023-11-01 10:11:12", "2023-11-01",
    "2023-11-01T14:44:01+0530", "2023-11-01T14:44Z", "2004-07-04T10:00:60Z", "2023-02-30T10:00:00Z",
    "20231101T101112Z", "2023", "Thu Nov 27 10:00:00 2025", "Fri, 2006/09/15 08:19:53 EDT", "soon",
    "Nov 26 2025 10:00:00 GMT", "Wed, 26 November 2025 03:07:28 UTC", "2004년 05월 28일  01:31:15",
    "", "Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z", "31 Dec 9999 23:59 GMT",
    "1 Jan 0001 00:00:00 +0500", "31 Dec 9999 23:59:59 -0500", "0099-02-03", "1 Jan 1602 1:00 EST",
]  # fmt: skip


@pytest.mark.parametrize("date", DATES)
def test_a_date_is_what_feedparser_takes_it_for(date):
    body = item(f"<pubDate>{date}</pubDate>").encode()

    assert quick.parse(body, content_type=None) == judged(body)


def test_a_date_that_ends_feedparser_ends_the_quick_reader_too():
    body = item("<pubDate>Fri, 2006/19/15 08:19:53 EDT</pubDate>").encode()

    assert (quick.parse(body, content_type=None), judged(body)) == (None, None)


@pytest.mark.parametrize(
    ("charset", "declared", "content_type"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", None, None),
        ("utf-8-sig", "utf-8", "application/xml"),
        ("utf-8", "utf-8", "text/xml"),
        ("utf-8", None, "application/rss+xml; charset=UTF-8"),
        ("utf-8", "iso-8859-1", "text/xml; charset='utf-8'"),
        ("utf-8", "utf-8", "application/xml; charset=iso-8859-1"),
        ("utf-8", "utf-8", "text/html; charset=iso-8859-1"),
        ("iso-8859-1", "iso-8859-1", "text/html"),
        ("windows-1252", "windows-1252", None),
        ("windows-1252", "iso-8859-1", None),
        ("iso-8859-1", "utf-8", "application/atom+xml; charset=ISO-8859-1"),
        ("gb18030", "gb2312", None),
        ("shift_jis", "shift_jis", "application/octet-stream"),
        ("koi8-r", None, "text/xml; foo=bar; charset=koi8-r"),
        ("ascii", None, "text/xml"),
    ],
)
def test_the_charset_is_the_one_that_feedparser_takes(charset, declared, content_type):
    start = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    body = f"{start}{item('<title>café – жук – 中</title>')}".encode(charset, "xmlcharrefreplace")

    feed = quick.parse(body, content_type=content_type)

    assert feed is not None
    assert feed == judged(body, content_type)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (item("").encode("utf-16"), None),
        (b"<?xml version='1.1'?>" + item("").encode(), None),
        (b"<?xml version='1.0' encoding='utf-7'?>" + item("").encode(), None),
        (b"<?xml version='1.0' encoding='x-own'?>" + item("").encode(), "text/plain; charset=hex"),
        (b"<?xml version='1.0' encoding='utf-8'?>" + item("<a>\xe9</a>").encode("latin-1"), None),
        (b"<?xml version='1.0'?><?x encoding='koi8-r'?>" + item("").encode(), None),
        (b"\xef\xbb\xbf" + item("<a>\xe9</a>").encode("latin-1"), "text/xml; charset=latin-1"),
    ],
)
def test_a_charset_that_is_not_certain_is_handed_over(body, content_type):
    assert quick.parse(body, content_type=content_type) is None


@pytest.mark.parametrize("title", ["a &amp; b", "a & b"])
def test_a_feed_is_read_by_the_one_or_by_the_other(title):
    body = item(f"<title>{title}</title>").encode()

    assert read.parse(body, content_type=None) == judged(body)


def test_the_names_and_tables_are_feedparsers_own():
    methods = [name for name in dir(_FeedParserMixin) if name.startswith(("_start_", "_end_"))]

    assert {name.split("_", 2)[2].lower() for name in methods} == HANDLED
    assert {
        uri.lower(): prefix.lower() for uri, prefix in _FeedParserMixin.namespaces.items()
    } == NAMESPACES
    assert timezone_names == ZONES
    assert {code: WINDOWS_1252[code] for code in _cp1252} == _cp1252


TEXTS = st.sampled_from(
    [
        "", "one", " two ", "café", "naïve ’q’", "Ã©tÃ©", "&amp;", "&amp;amp;", "&amp;nbsp;",
        "&lt;b&gt;bold&lt;/b&gt;", "&#8217;", "&#146;", "\x92", "<![CDATA[<p>a & b</p>]]>",
        "<![CDATA[ ]]>", "<!-- c -->", "\n\t", "Bob (bob@example.com)", "bob@example.com (Bob B)",
        "Bob &lt;bob@example.museum&gt;", "(Bob)", "https://e.example/a?b=1&amp;c=2",
        "http:////e.example//x", "/rel/path", "tag:e.example,2020:1", "a,b, ,c", "\u00a0", "60",
        "hourly", "HTTP://E.Example/?", "http://[bad", "?a=1&amp;amp;b=2", "yes",
    ]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        'type="html"', 'type="text"', 'type="TEXT/HTML"', 'type="xhtml"', 'type="image/png"',
        'mode="escaped"', 'mode="base64"', 'xml:lang="de_AT"', 'xml:lang=""', 'lang="fr"',
        'xml:base="http://b.example/d/"', 'xml:base="rel/"', 'base="http://c.example/"',
        'href="http://h.example/x"', 'href=""', 'href="/h"', 'url="http://u.example/u.mp3"',
        'url=""', 'uri="u"', 'rel="self"', 'rel="Enclosure"', 'rel="via"', 'isPermaLink="false"',
        'isPermaLink="True"', 'term="t1"', 'term=""', 'scheme="s"', 'domain="d"', 'label="L"',
        'text="T"', 'length="12"', 'x:type="html"', 'x:y="z"', 'atom:rel="self"', 'src="s"',
        'version="2.0"', 'thr:count="3"', 'Type="text"', 'lastmod="2004-01-01"',
    ]
)  # fmt: skip
TEXT_NAMES = st.sampled_from(
    """
    title link guid id author description summary content category keywords comments enclosure
    source subtitle rights language generator ttl image managingEditor webMaster name email uri url
    contributor dc:title dc:creator dc:description dc:subject dc:language dc:publisher
    content:encoded media:title media:description media:thumbnail media:content media:category
    media:keywords media:credit itunes:author itunes:summary itunes:subtitle itunes:keywords
    itunes:category itunes:image itunes:explicit atom:link atom:title atom:id atom:summary
    atom:content sy:updatePeriod sy:updateFrequency slash:comments georss:point x:foo x:title date
    media_title dc_creator authors fullitem abstract body tags textInput skipHours
    """.split()  # noqa: SIM905
)
DATE_NAMES = st.sampled_from(
    ["pubDate", "published", "updated", "issued", "created", "dc:date", "atom:updated"]
)
HOLDERS = st.sampled_from(
    """
    author contributor atom:author itunes:owner media:group media:content source image textInput
    x:box title content itunes:category
    """.split()  # noqa: SIM905
)
MARKUP = st.sampled_from(
    [
        "<p>a</p>", '<p class="x &quot;q" Rel="N">b<br/>c</p>', "a &amp; &lt; b", " ", "<P>x</P>",
        '<p xml:lang="de">d</p>', "<!-- c -->", "<summary>s</summary>", "<x:y/>", "<body/>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>', "<div>in</div>", '<p x:a="1"/>', "é",
    ]
)  # fmt: skip


def element(name: str, attributes: list[str], inner: str) -> str:
    kept = {attribute.partition("=")[0]: attribute for attribute in attributes}
    return f"<{name} {' '.join(kept.values())}>{inner}</{name}>"


def xhtml(name: str, pieces: list[str], around: str) -> str:
    div = f'<div xmlns="{XHTML}">{"".join(pieces)}</div>'
    return f'<{name} type="xhtml">{around}{div}</{name}>'


FEW = st.lists(ATTRIBUTES, max_size=2)
LEAVES = st.one_of(
    st.builds(element, TEXT_NAMES, st.just([]), st.lists(TEXTS, max_size=2).map(" ".join)),
    st.builds(element, TEXT_NAMES, FEW, TEXTS),
    st.builds(element, DATE_NAMES, st.just([]), st.sampled_from(DATES)),
    st.builds(xhtml, st.sampled_from(["content", "summary", "title"]), st.lists(MARKUP, max_size=3),
              st.sampled_from(["", "\n", "x"])),
)  # fmt: skip
ELEMENTS = st.recursive(
    LEAVES, lambda inner: st.builds(element, HOLDERS, FEW, st.lists(inner, max_size=3).map("".join))
)
HEADS = st.lists(LEAVES, max_size=4).map("".join)
ENTRIES = st.builds(
    element, st.sampled_from(["item", "entry"]), st.lists(ATTRIBUTES, max_size=1),
    st.lists(ELEMENTS, max_size=6).map("\n".join),
)  # fmt: skip
INNER = st.builds("{0}{1}{2}".format, HEADS, st.lists(ENTRIES, max_size=3).map("".join), HEADS)
DOCUMENT = st.one_of(
    INNER.map(rss), INNER.map(atom), st.builds(rss, INNER, st.sampled_from(["0.91", "1", ""])),
    INNER.map(atom03),
)  # fmt: skip


@settings(max_examples=EXAMPLES or 100, derandomize=not EXAMPLES, deadline=None, database=None)
@given(DOCUMENT)
def test_whatever_a_document_holds_it_is_read_as_feedparser_reads_it_or_not_at_all(document):
    body = document.encode()

    feed = quick.parse(body, content_type=None)

    assert feed is None or feed == judged(body)


@settings(max_examples=EXAMPLES or 100, derandomize=not EXAMPLES, deadline=None, database=None)
@given(st.binary(), st.one_of(st.none(), st.text()))
def test_no_bytes_raise_anything(noise, content_type):
    body = item("<title>a</title>").encode().replace(b"<title>", b"<title>" + noise)

    feed = quick.parse(body, content_type=content_type)

    assert feed is None or feed == judged(body, content_type)
