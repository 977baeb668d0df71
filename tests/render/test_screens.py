"""The screens: no line wider than the terminal, nothing of a feed reaching it as a command."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from newscli.core.models import (
    Article,
    Attribution,
    Block,
    Headline,
    HeldEnclosure,
    Hit,
    Related,
    Span,
)
from newscli.core.report import Report
from newscli.render import article, fetch, headlines, related, search, sources, welcome
from newscli.render.screen import THEME
from tests.fakes import NOW, make_source

WIDTHS = [40, 60, 80, 100, 140]
TITLES = [
    "Short",
    "Stoltenberg assured that the alliance will face many ‘sabotage attempts’ by its neighbour",
    "サボタージュ対策、国防相会議で協議へ、海底ケーブルの切断をめぐり各国が対応を検討している模様",
    "الناتو يبحث الرد على محاولات التخريب الروسية في بحر البلطيق بعد قطع كابل بحري آخر هذا الأسبوع",
    "केबल कटने के बाद नाटो ने बाल्टिक सागर में गश्त बढ़ाने का फैसला किया है और जांच जारी है",
    "Family 👨‍👩‍👧‍👦 and flags 🇩🇪🇫🇷 on a 🎉 day, with ❤️ and skin 👍🏽 in a very long title",
    "Supercalifragilisticexpialidocious" * 4,
    "",
]
EVIL = "\x1b[31mred\x1b]8;;http://evil.example\x07x\x9b5m\u202eevil\x00 [bold]not markup[/bold]"


def make_headline(number: int, title: str) -> Headline:
    return Headline(
        id=10 ** (number % 5) + number,
        title=title,
        url="https://site.example/article?with=a&very=long#address" * 3,
        publisher="中央通讯社中央通讯社中央通讯社" if number % 2 else None,
        source="The Source With Quite A Long Name" if number % 3 else "الجزيرة نت",
        source_id=1,
        author="Ada",
        language=None,
        published_at=NOW - number * 40_000,
        seen_at=NOW,
        sort_at=NOW - number * 40_000,
        read_at=NOW if number % 2 else None,
        starred_at=NOW if number % 3 == 0 else None,
        words=600,
    )


ROWS = [make_headline(number, title) for number, title in enumerate(TITLES)]
LONG = " ".join(TITLES)
BLOCKS = (
    Block("heading", TITLES[1], 2),
    Block("paragraph", LONG, spans=(Span(0, 5, "https://a.example"), Span(6, 20, "mailto:a@b.c"))),
    Block("quote", LONG),
    Block("list", LONG, 0, "•"),
    Block("list", LONG, 9, "12."),
    Block("code", "def f():\n\treturn 1  # " + "x" * 300),
    Block("table", "a\tb\tc\n" + "\t".join([LONG] * 3)),
    Block("caption", LONG),
    Block("image", "A ship"),
    Block("promotion", LONG),
)
ARTICLE = Article(
    headline=ROWS[1],
    summary="",
    text=LONG,
    html=None,
    blocks=BLOCKS,
    links=(),
    enclosures=(HeldEnclosure("https://site.example/a.mp3" * 9, "audio/mpeg", 5_000_000),),
    tags=tuple(TITLES[:4]),
    attribution=Attribution("X", "r", "s"),
    updated_at=None,
    edited_at=NOW,
    revisions=1,
    source_url="u",
)
RELATED = [
    Related(1, TITLES[1], "https://x.example", "Yle", NOW - 99, "similar", "shares a, b, c"),
    Related(None, TITLES[2], "https://y.example", None, None, "related", "offered by the article"),
    Related(7, TITLES[3], None, "الجزيرة", NOW, "next", "next article of the site"),
]
HITS = [Hit(row, LONG, ((0, 5), (10, 20)), 1.0) for row in ROWS]
SOURCES = [
    make_source(1, title=TITLES[2], unread=12345, newest_at=NOW, asked_at=NOW - 60),
    make_source(2, title=TITLES[3], folder="News/" + "World" * 30, newest_at=NOW - 10**8),
    make_source(3, disabled_at=NOW, disabled_reason="HTTP 410 Gone", problem="x" * 200),
    make_source(4, problem="certificate not trusted", failures=5, wait_until=NOW + 999),
]
REPORTS = [
    Report(1, TITLES[2], "u", "new", new=12, newest=(TITLES[3],)),
    Report(2, "S" * 90, "u", "failed", problem="no connection: " + "x" * 90, next_at=NOW + 999),
    Report(3, "Gone", "u", "gone", problem="HTTP 410 Gone"),
]

SCREENS = {
    "headlines": lambda w: headlines.headlines(ROWS, width=w, now=NOW),
    "front page": lambda w: headlines.front_page(
        ROWS, unread=3, sources=9, sources_unread=2, fetched_at=NOW - 240, width=w, now=NOW
    ),
    "article": lambda w: article.article(ARTICLE, RELATED, width=w, measure=74, now=NOW),
    "article raw": lambda w: article.article(ARTICLE, [], width=w, measure=500, now=NOW, raw=True),
    "search": lambda w: search.results(
        HITS, total=8, is_more=True, query=TITLES[3] * 2, took_ms=3.2, width=w, now=NOW
    ),
    "related": lambda w: related.related(RELATED, width=w, now=NOW),
    "sources": lambda w: sources.sources(
        SOURCES, activity={1: [0, 1, 5, 9, 2] * 2 + [0] * 4}, width=w, now=NOW
    ),
    "source": lambda w: sources.source(SOURCES[3], ROWS[:3], width=w, now=NOW),
    "added": lambda w: sources.added(SOURCES[0], ROWS[:3], width=w, now=NOW),
    "reports": lambda w: [fetch.report_line(report, width=w, now=NOW) for report in REPORTS],
    "welcome": lambda w: welcome.welcome(width=w),
}


def drawn(lines, *, width=80, **options) -> str:
    """What reaches the terminal."""
    target = io.StringIO()
    console = Console(
        file=target, width=width, theme=THEME, highlight=False, soft_wrap=True, **options
    )
    for line in lines:
        console.print(line)
    return target.getvalue()


ISOLATES = str.maketrans("", "", "\u2068\u2069")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("screen", SCREENS)
def test_no_line_is_wider_than_the_terminal(screen, width):
    text = drawn(SCREENS[screen](width), width=width).translate(ISOLATES)

    assert [line for line in text.splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("screen", SCREENS)
def test_no_color_means_no_colour(screen, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    text = drawn(SCREENS[screen](80), force_terminal=True, color_system="standard", no_color=True)

    assert "\x1b[3" not in text.replace("\x1b[3m", "")  # [3m is italic, not a colour


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
