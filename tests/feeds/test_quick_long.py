"""Long CDATA sections do not pass through lxml, and nobody can tell."""

from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscli.feeds import quick, quick_long, syndication

CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
LONG = "<p>Ships &amp; trains, “naïve” ones too</p> ]] > " * 12


def rss(inner, head=""):
    return f'{head}<rss version="2.0" {CONTENT}><channel>{inner}</channel></rss>'.encode()


def atom(inner):
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{inner}</feed>'.encode()


def item(inner, head=""):
    return rss(f"<title>T</title><item><title>One</title>{inner}</item>", head)


def cdata(text):
    return f"<![CDATA[{text}]]>"


@contextmanager
def taking_out_from(least_bytes):
    """For tests with short texts."""
    usual = quick_long._LEAST_BYTES
    quick_long._LEAST_BYTES = least_bytes
    try:
        yield
    finally:
        quick_long._LEAST_BYTES = usual


def parsed(body, least_bytes):
    with taking_out_from(least_bytes):
        return quick.parse(body, content_type=None)


@pytest.mark.parametrize(
    "body",
    [
        item(f"<description>{cdata(LONG)}</description>"),
        item(f"<description>\n  {cdata(LONG)}\n</description >"),
        item(f"<description>d</description><content:encoded>{cdata(LONG)}</content:encoded>"),
        item(f"<description>{cdata(LONG + ']')}</description>"),
        item(f"<description>{cdata(LONG.replace(' ', chr(13) + chr(10)))}</description>"),
        item(f"<description>{cdata('  ' + LONG + chr(160))}</description>"),
        item(f"<description>{cdata('Ã©tÃ© ' * 100)}</description>"),
        item(f"<description>{cdata(LONG)} and more</description>"),
        item(f"<description>{cdata(LONG)}<!-- c --></description>"),
        item(f"<description>{cdata(LONG)}{cdata(LONG)}</description>"),
        item(f"<description><!-- <description>{cdata(LONG)}</description> --></description>"),
        item(
            f"<link>http://e.example/</link><description>{cdata(LONG)}</description>", "<!-- c -->"
        ),
        item(f"<comments>{cdata(f'<description>{LONG}</description>')}</comments>"),
        item(f"<description>{LONG[:40].replace('<', '&lt;')}</description>{cdata(LONG)}"),
        item(f"<description>\x7f0</description><content:encoded>{cdata(LONG)}</content:encoded>"),
        rss(f"<description>{cdata(LONG)}</description><item><title>a</title></item>"),
        atom(f'<entry><content type="xhtml">{cdata(LONG)}</content></entry>'),
    ],
)
def test_it_is_read_as_feedparser_reads_it(body):
    assert quick.parse(body, content_type=None) == syndication.parse(body)


@pytest.mark.parametrize(
    "body",
    [
        item(f"<comments><description>{cdata(LONG)}</description></comments>"),
        item(f"<description>{cdata('<description>' + cdata(LONG))}</description>"),
    ],
)
def test_what_was_left_to_feedparser_still_is(body):
    assert quick.parse(body, content_type=None) is None


def test_what_is_taken_out_does_not_reach_lxml(monkeypatch):
    seen = []
    monkeypatch.setattr(
        quick, "_root", lambda data, root=quick._root: seen.append(data) or root(data)
    )

    feed = quick.parse(item(f"<description>{cdata(LONG)}</description>"), content_type=None)

    assert feed.entries[0].summary.decode() == LONG.strip()
    assert len(seen) == 1
    assert b"Ships" not in seen[0]


def test_bytes_that_are_no_utf_8_are_left_to_feedparser():
    body = item(f"<description>{cdata(LONG)}</description>").replace(b"Ships", b"Ships\xff")

    assert quick.parse(body, content_type=None) is None


def test_a_nul_is_refused_as_anywhere():
    body = item(f"<description>{cdata(LONG)}</description>").replace(b"Ships", b"Ships\0")

    assert quick.parse(body, content_type=None) is None


PIECES = st.sampled_from(
    [
        "<description>", "</description>", "<content:encoded>", "</content:encoded>", "<![CDATA[",
        "]]>", "<!--", "-->", "<?x", "?>", "<item>", "</item>", "<title>", "</title>", "<x>",
        "</x>", "word", " ", "\r\n", "é", "]", ">", '<description a="b">', "<description/>",
        "&amp;", "&", "<description><![CDATA[", "]]></description>", "\x7f0", "\u00a0",
    ]
)  # fmt: skip


@settings(max_examples=2000, derandomize=True, deadline=None, database=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_a_document_holds_it_is_read_as_if_nothing_were_taken_out(inner):
    body = item(inner)

    assert parsed(body, 0) == parsed(body, 10**6)
