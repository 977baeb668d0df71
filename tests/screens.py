"""Invented rows that are hard to draw, and every screen of them; for the tests of render/."""

import io

from rich.console import Console

from newscli.core import advice
from newscli.core.digest import Piece, compose
from newscli.core.models import (
    Article,
    Attribution,
    Block,
    Headline,
    HeldEnclosure,
    Hit,
    Related,
    Span,
    Story,
    Told,
    Visit,
)
from newscli.core.report import Report
from newscli.render import (
    article,
    diff,
    digest,
    doctor,
    fetch,
    headlines,
    manual,
    related,
    search,
    settings,
    sources,
    stories,
    themes,
    welcome,
)
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

VISITS = [Visit(1, n, NOW - n * 3600, kind, 200, new=2) for n, kind in enumerate(["new"] * 40)]
DIAGNOSES = [
    advice.diagnose(row, VISITS, [("http://old.example/" + "a" * 90, NOW)], now=NOW)
    for row in SOURCES
]
SETTINGS = [
    {"key": "theme", "value": "auto", "from": "default", "meaning": TITLES[1]},
    {"key": "fetch.host_connections", "value": 4, "from": "config.toml", "meaning": LONG},
    {"key": "styles.publisher", "value": "bold #123456", "from": "config.toml", "meaning": ""},
]
FACTS = {"path": "/a/very/long/way" * 20, "size_bytes": 5_000_000, "sources": 12_345}
OPTIONS = [{"name": "header:X", "value": LONG}, {"name": "full_text", "value": "on"}]
PLAN = [
    Report(n, title, "u", "waiting", next_at=NOW + 60 * n, why="rhythm")
    for n, title in enumerate(TITLES, 1)
]
PAGE = (
    f"# {LONG}\n\n{LONG}\n\n* {LONG}\n\n| a | b |\n|---|---|\n| {LONG} | {LONG} |\n\n    {LONG}\n"
)

PIECES = [
    Piece(
        10**n, title, None, "P", LONG, None, NOW, (LONG,), section=LONG if n % 2 else "S",
        story_id=n % 4,
    )
    for n, title in enumerate(TITLES)
]  # fmt: skip


SIZES = {row.id: 10**number for number, row in enumerate(ROWS[:5])}
STORY = Story(
    1,
    ROWS[1].id,
    tuple(
        Told(row._replace(copy_of=ROWS[0].id if number == 3 else None), 0.94)
        for number, row in enumerate(ROWS)
    ),
    tuple((row.id, LONG) for row in ROWS[:3]),
)


def both(width):
    """An edit of the article, as `diff` shows it."""
    before = ARTICLE._replace(blocks=(Block("paragraph", LONG[::2]),), revision=1)
    terminal = Console(width=width, theme=THEME)
    return diff.diff(before, ARTICLE, terminal=terminal, measure=74)


SCREENS = {
    "headlines": lambda w: headlines.headlines(ROWS, width=w, now=NOW),
    "headlines in stories": lambda w: headlines.headlines(ROWS, width=w, now=NOW, sizes=SIZES),
    "headlines compact": lambda w: headlines.headlines(ROWS, width=w, now=NOW, is_compact=True),
    "front page": lambda w: headlines.front_page(
        ROWS, unread=3, sources=9, sources_unread=2, fetched_at=NOW - 240, width=w, now=NOW
    ),
    "article": lambda w: article.article(ARTICLE, RELATED, width=w, measure=74, now=NOW),
    "article raw": lambda w: article.article(ARTICLE, [], width=w, measure=500, now=NOW, raw=True),
    "search": lambda w: search.results(
        HITS, total=8, is_more=True, query=TITLES[3] * 2, took_ms=3.2, width=w, now=NOW
    ),
    "related": lambda w: related.related(RELATED, width=w, now=NOW),
    "stories": lambda w: stories.stories([STORY], width=w, now=NOW),
    "story": lambda w: stories.story(STORY, asked=ROWS[2].id, width=w, now=NOW),
    "diff": both,
    "digest": lambda w: digest.digest(compose(PIECES, title=LONG), width=w, now=NOW),
    "sources": lambda w: sources.sources(
        SOURCES, activity={1: [0, 1, 5, 9, 2] * 2 + [0] * 4}, width=w, now=NOW
    ),
    "source": lambda w: sources.source(SOURCES[3], ROWS[:3], VISITS, width=w, now=NOW),
    "options": lambda w: settings.options(OPTIONS, width=w),
    "added": lambda w: sources.added(SOURCES[0], ROWS[:3], width=w, now=NOW),
    "doctor": lambda w: doctor.doctor(DIAGNOSES, width=w, now=NOW),
    "doctor of many": lambda w: doctor.doctor(DIAGNOSES * 4, width=w, now=NOW),
    "plan": lambda w: doctor.plan(PLAN, width=w, now=NOW),
    "reports": lambda w: [fetch.report_line(report, width=w, now=NOW) for report in REPORTS],
    "summary": lambda w: fetch.summary(REPORTS, seconds=4.1, width=w),
    "config": lambda w: settings.settings(SETTINGS, file="/a/way" * 30, width=w),
    "themes": lambda w: themes.names("dark", own=(("publisher", "red"),), width=w),
    "theme": lambda w: themes.preview(["dark"], own=(), width=w),
    "tags": lambda w: settings.tags([(title, 12, 1) for title in TITLES], width=w),
    "facts": lambda w: settings.facts(FACTS, width=w),
    "manual": lambda w: manual.manual(PAGE, width=w),
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
