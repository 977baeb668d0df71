"""Every screen at every width: no line too wide, columns below each other, no colour needed."""

import re

import pytest
from rich.cells import cell_len

from newscli.core.models import Block, Related
from newscli.render import article, fetch, headlines
from newscli.render.screen import console
from tests.fakes import NOW
from tests.screens import ARTICLE, ROWS, SCREENS, drawn

WIDTHS = [40, 60, 80, 100, 120, 140]
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def lines_of(screen, width, **options):
    return drawn(SCREENS[screen](width), width=width, **options).translate(ISOLATES).splitlines()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("screen", SCREENS)
def test_no_line_is_wider_than_the_terminal(screen, width):
    lines = lines_of(screen, width)

    assert [line for line in lines if cell_len(line) > width] == []
    assert any(line.strip() for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("screen", ["headlines", "headlines compact", "headlines in stories"])
def test_columns_stand_below_each_other_whatever_the_script(screen, width):
    ages = r" (?:now|\d+[mhd]|\d+ \w{3})$"
    rows = [line for line in lines_of(screen, width) if re.search(ages, line)]

    assert len(rows) == len(ROWS)
    assert {cell_len(row) for row in rows} == {cell_len(rows[0])}


@pytest.mark.parametrize("width", [120, 140])
def test_what_stands_beside_an_article_never_touches_its_text(width):
    lines = lines_of("article", width)
    beside = [line for line in lines if "  │ " in line[60:] or line.endswith("  │")]

    bars = {cell_len(line[: line.rindex("│")]) for line in beside}
    assert len(bars) == 1
    assert all(line[: line.rindex("│")].endswith("  ") for line in beside)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_color_leaves_no_colour_and_every_word(screen):
    plain = lines_of(screen, 80)
    coloured = drawn(
        SCREENS[screen](80), force_terminal=True, color_system="truecolor", no_color=True
    )

    assert re.findall(r"\x1b\[(?:\d+;)*[349][0-8](?:;\d+)*m", coloured) == []
    bare = re.sub(r"\x1b(?:\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", coloured).translate(ISOLATES)
    assert bare.splitlines() == plain


def test_in_one_column_an_article_is_read_from_its_title_to_what_is_related():
    row = ARTICLE._replace(
        blocks=(Block("paragraph", "First words."), Block("paragraph", "Last words.")),
        headline=ARTICLE.headline._replace(title="The title"),
    )
    found = [Related(5, "Another one", None, "Yle", NOW, "similar", "shares words")]

    text = drawn(article.article(row, found, width=140, measure=74, now=NOW, is_beside=False))

    wanted = [
        "The title",
        "First words.",
        "Last words.",
        "Enclosure",
        "Another one",
        "newscli open",
    ]
    assert sorted(wanted, key=text.index) == wanted


def test_a_row_is_read_with_its_marks_first_then_id_title_source_and_age():
    (row,) = [
        line.plain
        for line in headlines.headlines([ROWS[0]._replace(starred_at=NOW)], width=80, now=NOW)
        if "Short" in line.plain
    ]

    wanted = ["●", "★", str(ROWS[0].id), "Short", "الجزيرة", "now"]
    assert sorted(wanted, key=row.index) == wanted


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_a_fetch_under_way_fits(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    progress = fetch.Progress(total=1000, now=NOW)
    for number in range(20):
        progress.started(f"https://host-{number}.example/feed")

    bar = console().render_lines(progress.drawn(), pad=False)

    shown = ["".join(piece.text for piece in line) for line in bar]
    assert [line for line in shown if cell_len(line.rstrip()) > width] == []
    assert shown[-1].startswith("… host-0.example, host-1.example")
