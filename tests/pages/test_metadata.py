"""What is read from what a web page says of itself."""

import json
from datetime import UTC, datetime

import pytest

from newscli.core.models import Metadata, Origin
from newscli.pages.document import read_document
from newscli.pages.metadata import ORIGINS, RULES, metadata_of

URL = "https://harbour.example/news/ferry"


def metadata(*, head: str = "", body: str = "", url: str = URL) -> Metadata:
    page = f"<html><head>{head}</head><body>{body}<p>{'Words of the story. ' * 9}</p></body></html>"
    document = read_document(page.encode(), content_type="text/html", url=url)
    assert document is not None
    return metadata_of(document)


def json_ld(value: object) -> str:
    return script(json.dumps(value))


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def day(at: int | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M")


def test_a_page_with_everything_in_json_ld_is_read_whole():
    found = metadata(
        head=json_ld(
            {
                "@type": "NewsArticle",
                "headline": "Ferry sails again",
                "author": [{"@type": "Person", "name": "Jane Roe"}, {"name": "Max Muster"}],
                "datePublished": "2024-05-13T08:30:00+02:00",
                "dateModified": "2024-05-13T10:00:00+02:00",
                "inLanguage": "en-GB",
                "mainEntityOfPage": "https://harbour.example/news/ferry?id=7",
                "image": {"@type": "ImageObject", "url": "/ferry.jpg"},
                "publisher": {"@type": "Organization", "name": "Harbour Herald"},
                "articleBody": "<p>It sailed.</p><p>At &amp; on time.</p>",
            }
        )
    )

    assert found == Metadata(
        title="Ferry sails again",
        authors=("Jane Roe", "Max Muster"),
        published_at=1715581800,
        updated_at=1715587200,
        language="en-GB",
        canonical_url="https://harbour.example/news/ferry?id=7",
        image="https://harbour.example/ferry.jpg",
        site_name="Harbour Herald",
        story="It sailed.\n\nAt & on time.",
        origins=(Origin("json-ld:publisher", "Harbour Herald", None, "Harbour Herald"),),
    )


def test_a_page_that_says_nothing_of_itself_has_no_metadata():
    assert metadata() == Metadata()


def test_every_rule_of_the_tables_names_a_place_that_is_looked_at():
    document = read_document(b"<html><body><h1>A</h1></body></html>", content_type=None, url=URL)
    rules = " ".join([*RULES.values(), *ORIGINS.values()]).split()
    assert document is not None

    places = {rule.partition(":")[0] for rule in rules}

    assert places == {"json-ld", "site", "meta", "itemprop", "link", "shown", "page"}


@pytest.mark.parametrize(
    "text",
    [
        '{"@type":"Article","headline":"Ferry sails",}',
        '<!-- {"@type":"Article","headline":"Ferry sails"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"Ferry sails"}\n//]]>',
        '/*<![CDATA[*/{"@type":"Article","headline":"Ferry sails"}/*]]>*/',
        '{"@type":"Article","description":"two\nlines\t","headline":"Ferry sails"};',
        '{"@type":"Article","description":"it\\\'s","headline":"Ferry sails"}',
        '{"@type":"Article","description":"a "quoted" word","headline":"Ferry sails"}',
        '[[{"@type":["Thing","BlogPosting"],"headline":"Ferry sails"}]]',
        '{"@graph":[{"@type":"WebSite","name":"X"},{"@type":"Report","headline":"Ferry sails"}]}',
        '{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"Ferry sails"}}',
        '{"@type":"http://schema.org/TechArticle","headline":"Ferry &amp;amp; sails"}',
    ],
)
def test_json_ld_is_read_in_whatever_form_pages_write_it(text):
    assert metadata(head=script(text)).title in ("Ferry sails", "Ferry & sails")


def test_what_json_ld_names_elsewhere_by_its_id_is_found():
    graph = [
        {"@type": "Article", "author": {"@id": "#jane"}, "publisher": {"@id": "#paper"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
        {"@type": "Organization", "@id": "#paper", "name": "Harbour Herald"},
    ]

    found = metadata(head=json_ld({"@graph": graph}))

    assert (found.authors, found.site_name) == (("Jane Roe",), "Harbour Herald")


def test_of_several_stories_in_json_ld_the_one_of_this_address_counts():
    other = {"@type": "Article", "url": "https://harbour.example/other", "headline": "Another one"}
    this = {"@type": "Article", "url": URL, "headline": "Ferry sails"}

    assert metadata(head=json_ld([other, this])).title == "Ferry sails"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (meta("og:title", "Ferry sails - Harbour Herald"), "<h1>Ferry sails</h1>", "Ferry sails"),
        (meta("og:title", "Ferry sails"), "<h1>Local <b>Ferry sails</b></h1>", "Ferry sails"),
        (meta("og:title", "For sharing"), "<h1>Harbour Herald</h1>", "For sharing"),
        (
            "<title>Ferry sails | Harbour</title>",
            "<h1>Menu</h1><h1>Ferry sails</h1>",
            "Ferry sails",
        ),
        ("<title>Ferry sails again | harbour.example</title>", "", "Ferry sails again"),
        (
            "<title>Herald :: Ferry sails</title>" + meta("og:site_name", "The Herald"),
            "",
            "Ferry sails",
        ),
        ("<title>Fish &amp;amp; chips\x07</title>", "", "Fish & chips"),
        ("<title>Rain – and more rain</title>", "", "Rain – and more rain"),
    ],
)
def test_the_title_is_the_headline_without_the_sites_name(head, body, title):
    assert metadata(head=head, body=body).title == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("Jane Roe and Max Muster", ("Jane Roe", "Max Muster")),
        ("Jane Roe, Max Muster und Eva Beispiel", ("Jane Roe", "Max Muster", "Eva Beispiel")),
        ("Von Max Muster", ("Max Muster",)),
        ("Van Morrison", ("Van Morrison",)),
        ("Roe, Jane", ("Jane Roe",)),
        ("Jane Roe, Staff Writer", ("Jane Roe",)),
        ("Jane Roe Senior Reporter", ("Jane Roe",)),
        ("Jane Roe (jane@harbour.example)", ("Jane Roe",)),
        ("Jane Roe, JANE ROE", ("Jane Roe",)),
        ("Jane Roe, PhD", ("Jane Roe",)),
        ("Jane Roe, Reuters", ("Jane Roe, Reuters",)),
        ("Harbour desk", ("Harbour desk",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("作者：王小明", ("王小明",)),
        ("https://social.example/jane", ()),
        ("admin", ()),
        ("@jane", ()),
        ("13 May 2024", ()),
        (", ".join(f"Jane Roe{chr(97 + i)}" for i in range(20)), 10),
    ],
)
def test_authors_are_the_names_of_people_and_desks(author, names):
    found = metadata(head=meta("author", author)).authors

    assert (len(found) if isinstance(names, int) else found) == names


@pytest.mark.parametrize(
    "body",
    [
        '<h1>Ferry</h1><a rel="author" href="/jane">Jane Roe</a>',
        '<h1>Ferry</h1><div class="byline">By <a href="/jane">Jane Roe</a> May 13, 2024</div>',
        '<h1>Ferry</h1><div class="article-author"><p>Jane Roe</p><p>Staff Writer</p></div>',
        "<h1>Ferry</h1><p>By <a href='/jane'>Jane Roe</a></p>",
        '<div itemscope><i itemprop="author" itemscope><b itemprop="name">Jane Roe</b></i></div>',
        '<h1>Ferry</h1><div class="byline">Jane Roe, Berlin</div>',
    ],
)
def test_authors_are_read_where_readers_see_them(body):
    assert metadata(body=body).authors == ("Jane Roe",)


def test_those_who_comment_are_no_authors():
    comment = '<div class="comments"><p class="comment-author">Troll One</p></div>'

    assert metadata(body=f"<h1>Ferry</h1>{comment}").authors == ()


def test_a_person_goes_before_the_sites_own_name():
    head = meta("og:site_name", "Harbour Herald") + meta("author", "Harbour Herald, Hull, England")
    byline = '<p class="byline">By Jane Roe</p>'

    assert metadata(head=head).authors == ("Harbour Herald",)
    assert metadata(head=head, body=byline).authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (meta("article:published_time", "2024-05-13T08:30:00Z"), "", "2024-05-13T08:30"),
        (meta("dc.date", "2024-05-13"), "", "2024-05-13T00:00"),
        ("", '<h1>Ferry</h1><time datetime="2024-05-13T08:30Z">Monday</time>', "2024-05-13T08:30"),
        ("", "<h1>Ferry</h1><span>Publié le 13 mai 2024 à 8h30</span>", "2024-05-13T08:30"),
        ("", "<h1>Ferry</h1><p>13.05.2024 | Aktualisiert: 14.05.2024</p>", "2024-05-13T00:00"),
        ("", "<h1>Ferry</h1><i>2024年5月13日 08:30</i>", "2024-05-13T08:30"),
        ("", '<abbr class="published" title="2024-05-13T08:30:00Z">8</abbr>', "2024-05-13T08:30"),
        (meta("article:published_time", "99999-99-99"), "", None),
        (meta("article:published_time", "1970-01-01T00:00:00Z"), "", None),
        ("", f"<h1>Ferry</h1><p>It was 13 May 2024. {'More words. ' * 30}</p>", None),
        ("", '<h1>Ferry</h1><div class="comments"><time>2024-05-13</time></div>', None),
        ("", '<p class="date">13 May 2024</p><h1>Ferry</h1>' + "<p>x</p>" * 9, "2024-05-13T00:00"),
    ],
)
def test_the_date_of_publication_is_found(head, body, published):
    title = meta("og:title", "Ferry")

    assert day(metadata(head=head + title, body=body).published_at) == published


def test_a_day_in_the_address_is_made_exact_by_a_clock_on_the_page():
    url = "https://harbour.example/2024/05/13/ferry"
    body = '<h1>Ferry</h1><time datetime="2024-05-13T08:30:00Z">'

    assert day(metadata(url=url).published_at) == "2024-05-13T00:00"
    assert day(metadata(url=url, head=meta("date", "2024-05-13T08:30Z")).published_at) == (
        "2024-05-13T08:30"
    )
    assert day(metadata(body=body).published_at) == "2024-05-13T08:30"


def test_an_update_is_later_than_the_publication_or_none():
    head = meta("article:published_time", "2024-05-13T08:30:00Z")
    same = metadata(head=head + meta("article:modified_time", "2024-05-13T08:30:00Z"))
    shown = metadata(head=head, body="<h1>Ferry</h1><p>Updated: May 14, 2024, 9 a.m.</p>")

    assert same.updated_at is None
    assert day(shown.updated_at) == "2024-05-14T09:00"


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("EN", "en"),
        ("de-AT", "de-AT"),
        ("pt_BR", "pt-BR"),
        ("zh-Hans", "zh-Hans"),
        ("english", None),
    ],
)
def test_the_language_is_a_tag(page, language):
    assert metadata(head=meta("og:locale", page)).language == language


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="/news/ferry-7">', "https://harbour.example/news/ferry-7"),
        ('<link rel="canonical" href="https://harbour.example/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        (
            '<link rel="canonical" href="https://harbour.example/?p=7">',
            "https://harbour.example/?p=7",
        ),
        (
            '<link rel="canonical" href="/">' + meta("og:url", "https://harbour.example/f"),
            "https://harbour.example/f",
        ),
    ],
)
def test_the_canonical_address_is_no_sites_root(head, canonical):
    assert metadata(head=head).canonical_url == canonical


def test_whom_a_page_names_as_its_origin_stands_in_the_order_of_trust():
    head = (
        meta("og:site_name", "Harbour Herald")
        + '<link rel="canonical" href="https://wire.example/7">'
        + '<meta name="original-source" content="https://wire.example/first">'
        + '<meta name="syndication-source" content="https://wire.example/synd">'
        + json_ld(
            {
                "@type": "Article",
                "isBasedOn": "https://origin.example/a",
                "sourceOrganization": {"name": "North Wire"},
                "publisher": {"name": "Harbour Herald Ltd", "url": "https://harbour.example/"},
            }
        )
    )

    assert metadata(head=head).origins == (
        Origin("json-ld:isBasedOn", None, "https://origin.example/a", "https://origin.example/a"),
        Origin(
            "meta:original-source",
            None,
            "https://wire.example/first",
            "https://wire.example/first",
        ),
        Origin(
            "meta:syndication-source",
            None,
            "https://wire.example/synd",
            "https://wire.example/synd",
        ),
        Origin("json-ld:sourceOrganization", "North Wire", None, "North Wire"),
        Origin("canonical:other-host", None, "https://wire.example/7", "https://wire.example/7"),
        Origin(
            "json-ld:publisher",
            "Harbour Herald Ltd",
            "https://harbour.example/",
            "Harbour Herald Ltd",
        ),
        Origin("og:site_name", "Harbour Herald", None, "Harbour Herald"),
    )


def test_a_canonical_address_on_another_host_of_the_same_site_is_no_origin():
    head = '<link rel="canonical" href="https://www.harbour.example/news/ferry">'

    assert metadata(head=head).origins == ()


def test_what_is_shown_has_no_escapes_and_no_tags():
    evil = "\x1b[31mRed\u202e <b>bold</b>"

    found = metadata(
        head=meta("og:title", evil) + meta("author", evil) + meta("og:image", "data:x")
    )

    assert (found.title, found.authors, found.image) == ("Red bold", ("Red bold",), None)


@pytest.mark.parametrize(
    "text",
    ['{"a":' * 100_000, "[" * 400_000, '{"headline":"' + "\\" * 300_001, '{"a":' + "9" * 9999],
)
def test_hostile_json_ld_costs_nothing_but_itself(text):
    found = metadata(head=script(text), body="<h1>Ferry sails</h1>")

    assert found.title == "Ferry sails"


def test_values_are_of_a_bounded_length():
    long = "word " * 100_000
    head = meta("og:title", long) + meta("og:site_name", long) + meta("author", f"Jane {long}")
    story = json_ld({"@type": "Article", "articleBody": long})

    found = metadata(head=head + meta("og:image", f"/{long}") + story)

    assert len(found.title or "") <= 300
    assert len(found.site_name or "") <= 120
    assert len(found.story or "") <= 200_000
    assert (found.authors, found.image) == ((), None)
