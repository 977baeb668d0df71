"""A page of a news site, in six languages: the story and nothing else, in order."""

import re
from pathlib import Path

import pytest

from newscli.demo import world
from newscli.pages.webpage import read_web_page

WEB = Path(__file__).parent / "web"

_STORIES = {
    "en": (
        "The night ferry between Norhaven",
        "## Sold out in an hour",
        "All 212 cabins",
        "## A bar with a piano",
        "> We sell eight hours",
        "The ship carries lorries",
        "- Leaves at 21:40",
        "- Arrives at 06:10",
        "The line hopes",
    ),
    "de": (
        "Mövensiel (dpa) - Die Zahl",
        "„Der Winter war mild",
        "## Mehr Stöcke in der Stadt",
        "Besonders stark",
        "Jahr\tVölker",
        "Der Honig wird deshalb",
    ),
    "fr": (
        "## Fermée depuis 1987",
        "La lampe ne tournera plus",
        "« Ici, le programme",
        "La commune a payé",
        "Les premiers diplômes",
    ),
    "es": (
        "Nueve eras blancas",
        "«El primer verano",
        "### Un oficio sin maestros",
        "No quedaba quien",
        "La cooperativa quiere",
    ),
    "it": ("Due carrozze", "Lo ha voluto il mercato", "Il convoglio ferma"),
    "ru": (
        "Единственный ледокол",
        "Капитан Арсений Лугов",
        "## Что будут чинить",
        "На судне заменят винт",
    ),
}
_KINDS = ("heading", "paragraph", "quote", "list", "code", "table")
_SIGNS = {"quote": "> ", "list": "- "}


def read(name: str):
    page = (WEB / f"{name}.html").read_bytes()
    found = read_web_page(page, content_type="text/html", url=f"https://{name}.example/a/story")
    assert found is not None
    return found


@pytest.mark.parametrize("language", _STORIES)
def test_a_story_is_complete_and_in_order(language):
    body = [block for block in read(language).blocks if block.kind in _KINDS]
    shown = [_SIGNS.get(block.kind, "#" * block.level + " " * (block.level > 0)) for block in body]
    lines = [sign + block.text for sign, block in zip(shown, body, strict=True)]
    assert len(lines) == len(_STORIES[language])
    assert all(map(str.startswith, lines, _STORIES[language]))


@pytest.mark.parametrize(
    ("language", "kind", "begins"),
    [
        ("en", "caption", "The “Almar Star” at her berth. Photo: Ines Roth"),
        ("en", "promotion", "You may be interested: "),
        ("en", "promotion", "Follow us on Chatter"),
        ("en", "source_line", "Source: Harbour Herald"),
        ("de", "caption", "Ein Stock bei Mövensiel. Foto: "),
        ("de", "promotion", "Landwirtschaft"),
        ("de", "promotion", "02.05.2026, 06:30 Uhr"),
        ("de", "promotion", "Lesen Sie auch: "),
        ("de", "promotion", "Mehr zum Thema"),
        ("de", "teaser", "Honig aus der Küstenregion"),
        ("fr", "promotion", "À lire aussi : "),
        ("fr", "promotion", "Publié le 3 avril"),
        ("fr", "source_line", "Source : Le Journal du port"),
        ("es", "caption", "Las eras, vistas"),
        ("es", "source_line", "Fuente: Agencia Litoral"),
        ("es", "promotion", "Síguenos en Chatter"),
        ("it", "promotion", "Leggi anche: "),
        ("it", "source_line", "Fonte: Agenzia Litorale"),
        ("ru", "promotion", "Читайте также: "),
        ("ru", "source_line", "Источник: Агентство Пролив"),
        ("ru", "promotion", "Подписывайтесь"),
    ],
)
def test_what_is_no_story_is_told_apart(language, kind, begins):
    found = read(language)
    assert any(block.kind == kind and block.text.startswith(begins) for block in found.blocks)
    assert begins not in found.text


_PUBLISHERS = {
    "en": ("Harbour Herald", "source-line", "Source: Harbour Herald"),
    "de": ("dpa", "dateline", "Mövensiel (dpa) -"),
    "fr": ("Le Journal du port", "source-line", "Source : Le Journal du port"),
    "es": ("Agencia Litoral", "source-line", "Fuente: Agencia Litoral"),
    "ru": ("Агентство Пролив", "source-line", "Источник: Агентство Пролив"),
}
_LINKS = {
    "en": [
        "related https://brief.example/slow-trains/ Why slow trains are full",
        "related /lighthouse-library/ The lighthouse that became a library",
        "related /harbour-dredging/ What the dredger found on the harbour floor",
        "previous /tunnel-vote/ Tunnel loses a vote",
        "next /bread-prize/ A prize for the ugliest loaf",
    ],
    "de": [
        "related /natur/hummeln-1881.html Warum die Hummel den Regen liebt",
        "related /wirtschaft/honig-1702.html Honig aus der Küstenregion wird knapp",
        "related /natur/wiesen-1650.html Blühwiesen am Deich: ein Versuch geht weiter",
    ],
    "fr": [
        "related /societe/bac-insulaire Sur l’île, le bac se passe en bateau",
        "previous /archives/41 La criée change d’horaires",
        "next /archives/43 Un festival de brouillard",
    ],
    "es": [
        "related /economia/molino-viento.html El molino que muele con viento ajeno",
        "previous /sociedad/reloj.html El reloj que atrasa un pueblo",
        "next /sociedad/burros.html Vuelven los burros a la ribera",
    ],
    "it": [
        "related /cronaca/stazione-gatti La stazione custodita da sette gatti",
        "related /cronaca/porto-gru Il porto smonta l’ultima gru a vapore",
        "related /cronaca/reti Le reti si riparano di nuovo a mano",
    ],
    "ru": [
        "related /more/makak Маяк переводят на солнце",
    ],
}


@pytest.mark.parametrize("language", _PUBLISHERS)
def test_the_publisher_is_named_with_rule_and_span(language):
    assert read(language).attribution == _PUBLISHERS[language]


@pytest.mark.parametrize("language", _LINKS)
def test_the_links_of_a_page_have_their_kind_and_label(language):
    shown = [
        f"{link.kind} {link.url.removeprefix(f'https://{language}.example')} {link.label}"
        for link in read(language).links
        if link.kind in ("related", "previous", "next")
    ]
    assert shown == _LINKS[language]


@pytest.mark.parametrize(
    "elsewhere",
    ["World in Brief", "Politics", "2 comments", "goat", "Cookie", "Night desk", "dataLayer"],
)
def test_the_rest_of_the_page_is_left_out(elsewhere):
    assert not any(elsewhere in block.text for block in read("en").blocks)


def test_the_headline_is_not_said_again():
    for language in _STORIES:
        page = (WEB / f"{language}.html").read_bytes()
        headline = page.decode("cp1251" if language == "ru" else "utf-8")
        headline = headline.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]
        assert headline not in [block.text for block in read(language).blocks]


def test_every_word_of_a_story_is_the_pages():
    page = (WEB / "en.html").read_text("utf-8")
    for block in read("en").blocks:
        assert all(word in page for word in block.text.split())


def test_words_are_those_of_the_story_without_pictures():
    found = read("it")
    assert found.words == len(found.text.split())
    assert "floodlights" not in read("en").text


def test_the_demos_aggregator_page():
    [page] = [one for one in world.resources() if one.path.endswith("/cable-sabotage/")]
    sent = world.answer(page, 1_790_000_000, edited=False)
    found = read_web_page(
        sent.body, content_type=sent.content_type, url=f"http://{page.host}{page.path}"
    )
    kinds = [block.kind for block in found.blocks]
    assert kinds.count("heading") == 2
    assert kinds.count("caption") == 2
    assert kinds[-4:] == ["source_line", "promotion", "pager", "pager"]
    assert [block.text for block in found.blocks if block.kind == "promotion"][-1].startswith(
        "Follow us on Chatterbox"
    )
    assert "Advertisement" not in found.text
    assert "You may be interested" not in found.text


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        (b"", "text/html"),
        (b"%PDF-1.7 <p>not a page</p>", "application/pdf"),
        (b'{"a": "<p>no</p>"}', "application/json"),
        (b"\x00\x01\x02", None),
        (b"<html><body></body></html>", "text/html"),
        (b"<html><body><p>Too short.</p></body></html>", "text/html"),
        (b"<html><body><nav>" + b"<a href='/x'>One of many links here</a> " * 40, "text/html"),
    ],
)
def test_what_holds_no_story_is_no_article(page, content_type):
    assert read_web_page(page, content_type=content_type, url="https://a.example/") is None


_PARAGRAPH = "<p>The harbour master closed the bridge at noon and opened it again at one.</p>" * 3


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + _PARAGRAPH + "</div>" * 100_000,
        "<b><i><span>" * 40_000 + _PARAGRAPH,
        "<table><tr><td>" * 30_000 + _PARAGRAPH,
        "<ul><li>" * 50_000 + _PARAGRAPH,
        '<script type="application/ld+json">' + "[" * 500_000 + "</script>" + _PARAGRAPH,
        "<script>" + "x" * 9_000_000 + "</script>" + _PARAGRAPH,
        "<!--" + "<p>" * 3_000_000 + "-->" + _PARAGRAPH,
    ],
    ids=["divs", "inline", "tables", "lists", "json", "script", "comment"],
)
def test_a_story_is_found_in_an_unreasonable_page(page):
    found = read_web_page(page.encode(), content_type="text/html", url="https://a.example/1")
    assert found is not None
    assert "closed the bridge at noon" in found.text


def test_what_a_page_hides_in_markup_never_runs():
    page = (
        f"<article>{_PARAGRAPH}<p onclick='x()'>A <a href='javascript:x()'>link</a> and "
        f"<img src=x onerror='x()'>\x1b]8;;evil\x07 a picture.</p>{_PARAGRAPH}</article>"
    )
    found = read_web_page(page.encode(), content_type="text/html", url="https://a.example/1")
    assert not any(sign in found.html for sign in ("javascript", "onclick", "onerror"))
    assert "\x1b" not in found.text


@pytest.mark.parametrize("reference", ["&#27;[31m", "&#x0;", "&#xfffe;", "&#155;31m", "&#x202e;"])
def test_references_to_control_characters_are_no_trouble_and_are_not_kept(reference):
    words = f"The tide {reference}came in. " * 30
    nav = f"<nav>Home</nav> {reference} after"
    page = f"<html><body><article><p>{words}</p>{nav}<p>{words}</p></article></body></html>"

    found = read_web_page(page.encode(), content_type="text/html", url="https://site.example/a")

    assert "came in" in found.text
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]", found.html + found.text)
