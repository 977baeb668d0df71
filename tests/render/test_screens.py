"""The screens: no command of a feed reaches the terminal, and marks say what colour says."""

import re

import pytest

from newscli.core import themes
from newscli.core.models import Block, HeldEnclosure, Hit, Related, Span
from newscli.core.report import Report
from newscli.render import article, fetch, headlines, related, search, sources
from tests.fakes import NOW, make_source
from tests.screens import ARTICLE, EVIL, ROWS, SCREENS, drawn


def evil_article():
    blocks = tuple(
        Block(kind, EVIL, spans=(Span(0, 3, "javascript:alert(1)"),))
        for kind in ("paragraph", "heading", "quote", "list", "table", "code", "caption", "teaser")
    )
    row = ROWS[0]._replace(title=EVIL, source=EVIL, publisher=EVIL, author=EVIL, url=EVIL)
    enclosure = HeldEnclosure(EVIL, EVIL, 1)
    return ARTICLE._replace(headline=row, blocks=blocks, tags=(EVIL,), enclosures=(enclosure,))


EVIL_ROW = evil_article().headline
EVIL_SOURCE = make_source(title=EVIL, url=EVIL, folder=EVIL, problem=EVIL, tags=(EVIL,))
EVIL_RELATED = [Related(None, EVIL, EVIL, EVIL, NOW, "related", EVIL)]
HOSTILE = {
    "headlines": lambda: headlines.headlines([EVIL_ROW], width=80, now=NOW),
    "article": lambda: article.article(
        evil_article(), EVIL_RELATED, width=140, measure=74, now=NOW, raw=True
    ),
    "search": lambda: search.results(
        [Hit(EVIL_ROW, EVIL, (), 1.0)],
        total=1, is_more=False, query=EVIL, took_ms=1, width=80, now=NOW,
    ),
    "related": lambda: related.related(EVIL_RELATED, width=80, now=NOW),
    "sources": lambda: sources.sources([EVIL_SOURCE], activity={}, width=80, now=NOW),
    "source": lambda: sources.source(EVIL_SOURCE, [EVIL_ROW], width=80, now=NOW),
    "report": lambda: [
        fetch.report_line(
            Report(1, EVIL, EVIL, "failed", problem=EVIL, newest=(EVIL,)), width=80, now=NOW
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("screen", HOSTILE)
def test_no_control_byte_of_a_feed_reaches_the_terminal(screen):
    text = drawn(HOSTILE[screen]())

    assert [c for c in text if not c.isprintable() and c not in "\n\u2068\u2069"] == []


@pytest.mark.parametrize("screen", HOSTILE)
def test_no_address_that_may_not_be_followed_becomes_a_link(screen):
    text = drawn(HOSTILE[screen](), force_terminal=True, color_system="standard")

    assert re.findall(r"\x1b]8;[^;]*;(?!https?://|mailto:)[^\x1b]+", text) == []


def test_markup_in_a_title_is_text():
    row = ROWS[0]._replace(title="[bold]x[/bold]")

    assert "[bold]x[/bold]" in drawn(headlines.headlines([row], width=80, now=NOW))


def test_marks_say_what_colour_says():
    first, second = [row._replace(title="T") for row in ROWS[:2]]

    unread, read = [
        line.plain
        for line in headlines.headlines([first, second], width=80, now=NOW)
        if "T" in line.plain.split()
    ]

    assert unread.startswith("●★ ")
    assert read.startswith("   ")


def test_boilerplate_is_hidden_and_counted_and_raw_shows_it():
    row = ARTICLE._replace(
        blocks=(Block("paragraph", "Story."), Block("promotion", "Follow us!")), tags=()
    )

    clean = drawn(article.article(row, [], width=80, measure=74, now=NOW))
    raw = drawn(article.article(row, [], width=80, measure=74, now=NOW, raw=True))

    assert "Follow us!" not in clean
    assert "1 boilerplate line hidden, --raw shows them" in " ".join(clean.split())
    assert "Follow us!" in raw


def test_a_snippet_that_is_cut_says_so():
    lines = [line.plain for line in SCREENS["search"](80)]

    assert any(line.startswith(" ") and line.endswith(" …") for line in lines)


def test_a_folder_is_shown_as_it_is_named():
    row = make_source(1, folder="Music/AC\\/DC")

    text = drawn(sources.sources([row], activity={}, width=80, now=NOW))

    assert "Music / AC/DC" in text


def test_only_the_id_of_a_related_article_looks_as_what_can_be_typed():
    (first, *_) = SCREENS["related"](80)

    blue = [first.plain[span.start : span.end].strip() for span in first.spans if span.style]
    assert (blue, str(first.style)) == (["1"], "")


@pytest.mark.parametrize("screen", SCREENS)
def test_no_role_of_a_lines_beginning_colours_the_rest_of_it(screen):
    # Text("412", "id").append("title") draws the title as an id, too: lines begin with Text().
    lines = [line for line in SCREENS[screen](140) if str(line.style) in themes.ROLES]

    mixed = [line.plain for line in lines if {str(span.style) for span in line.spans} - {"hit"}]
    assert mixed == []
