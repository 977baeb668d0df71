"""Which element of a web page holds its story."""

import time

import pytest

from newscli.pages.articles import full_text
from newscli.pages.full import main_markup

HTML = "text/html; charset=utf-8"
SENTENCE = "The council passed the budget on Tuesday after a debate that lasted until midnight. "
STORY = "".join(f"<p>{n}. {SENTENCE * 2}</p>" for n in range(1, 5))
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>Section number {n}</a>" for n in range(40)) + "</ul>"
TEASERS = "<div class=more>" + f"<p><a href='/x'>{SENTENCE}</a></p>" * 9 + "</div>"
COMMENTS = f"<div class=comments><p>{SENTENCE}</p></div>"
PADDING = f"<script>{'x' * 20_000}</script>"  # real pages are rewritten before they are parsed


def story(page: str) -> str:
    """The text of a page's story."""
    markup = main_markup(page.encode(), content_type=HTML)
    assert markup is not None
    return full_text(1, markup, title="Budget passed", base_url="https://news.example/1").text


WHOLE = story(f"<div>{STORY}</div>")


@pytest.mark.parametrize(
    "body",
    [
        f"<header>{MENU}</header><main>{MENU}<article>{STORY}</article>{TEASERS}</main>",
        f"<div id=nav>{MENU}</div><div><div class=c1>{STORY}</div>{TEASERS}</div>{COMMENTS}",
        f"<article>{STORY}</article><article>{COMMENTS}</article>",
        f"{PADDING}<div>{MENU}{STORY.replace('<p>', '<p>Hide ')}</div>"
        f"<div itemprop='text articleBody'>{STORY}</div>",
        f"{PADDING}<p>{SENTENCE * 4}</p><div role=main>{STORY}</div>{TEASERS}",
        f"<table><tr><td>{MENU}<td>{STORY}</table>",
        f"<form action=/>{MENU}<div>{STORY}</div><form><p>Your name</p></form></form>",
        f"<body>{STORY}",
        f"<article><h1>Budget passed</h1>{STORY}<form><p>Subscribe to our letter</p></form>"
        f"<aside><p>{SENTENCE}</p></aside><footer><p>{SENTENCE}</p></footer></article>",
        f"<ARTICLE>{STORY.upper().replace('<P>', '<p>')}</ARTICLE>",
    ],
    ids=[
        "article", "div soup", "two articles", "itemprop", "role", "table layout",
        "a page that is a form", "bare paragraphs", "parts that are no story", "upper case",
    ],
)  # fmt: skip
def test_the_story_is_found_and_nothing_else(body):
    assert story(f"<html><head><title>Budget</title></head>{body}</html>").lower() == WHOLE.lower()


def test_words_without_paragraphs_are_a_story_too():
    lines = "<br><br>".join([SENTENCE * 2] * 3)

    found = story(f"<div>{MENU}</div><div class=text>{lines}</div>")

    assert found.split() == (SENTENCE * 6).split()


@pytest.mark.parametrize(
    "page",
    [
        f"<body>{MENU}{TEASERS}</body>",
        "<div><p>Log in to read on.</p><p>Subscribers read all of our articles.</p></div>",
        "",
        "<p></p>",
        "<html><body><script>render()</script></body></html>",
    ],
    ids=["links only", "login wall", "empty", "empty paragraph", "made by a script"],
)
def test_a_page_without_a_story_gives_none(page):
    assert main_markup(page.encode(), content_type=HTML) is None


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        (STORY.encode(), "application/pdf"),
        (STORY.encode(), "application/rss+xml"),
        (b"%PDF-1.4 " + SENTENCE.encode() * 20, None),
    ],
)
def test_what_is_no_web_page_gives_none(page, content_type):
    assert main_markup(page, content_type=content_type) is None


NAMES = f"<div><p>Café Łódź {SENTENCE * 4}</p></div>"


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        (NAMES.encode(), None),
        (NAMES.encode(), "text/html"),
        (NAMES.encode("iso-8859-2"), "text/html; charset=ISO-8859-2"),
        (f"<meta charset=iso-8859-2>{NAMES}".encode("iso-8859-2"), "text/html"),
        (NAMES.encode("utf-16"), "text/html; charset=iso-8859-1"),
        (b"\xef\xbb\xbf" + NAMES.encode(), "text/html; charset=iso-8859-1"),
        (NAMES.encode(), "text/html; charset=no-such-charset"),
        (NAMES.encode(), "text/html; charset=unicode_escape"),
    ],
)
def test_the_charset_is_that_of_the_mark_the_header_or_the_page(page, content_type):
    assert "Café Łódź" in str(main_markup(page, content_type=content_type))


def test_a_wrong_charset_costs_letters_and_not_the_story():
    page = NAMES.encode("iso-8859-2")

    assert SENTENCE in str(main_markup(page, content_type="text/html; charset=utf-8"))


@pytest.mark.parametrize(
    "page",
    [
        b"<html>" + b"<div>" * 100_000 + b"x",
        b"<" * 1_000_000,
        b"<div " + b" itemprop=" * 150_000,
        (b"<div " + b" itemprop=" * 99) * 1500,
        b"<div " + b"a=1 " * 400_000 + b">",
        b"<form><p>a" * 100_000,
        b"<nav></nav>abc " * 100_000,
        b"<p>a" * 400_000,
        b"\xff\x00<p>" * 100_000,
    ],
    ids=lambda page: page[:12].decode("latin-1").strip("\x00ÿ"),
)
def test_a_hostile_page_is_read_in_bounded_time(page):
    begun = time.perf_counter()

    main_markup(page, content_type=HTML)

    assert time.perf_counter() - begun < 10
