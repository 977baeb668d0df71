"""Each key's effect, on the screen and in the database."""

import webbrowser

import pytest

from newscli.storage import db, marks, reads
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft
from tests.tui.driving import browse

ALL = Filter()


@pytest.fixture
def stored(small_home):
    """What the database says of an article now: (is read, is starred)."""

    def look(number):
        connection = db.connect(small_home / "news.db")
        try:
            row = reads.headlines_of(connection, [number])[number]
        finally:
            connection.close()
        return row.read_at is not None, row.starred_at is not None

    return look


def test_it_begins_with_the_newest_unread_article_and_the_three_panes(small_home):
    async def act(at):
        assert at.focus == "headlines"
        assert at.app.headlines.id_at(at.app.headlines.cursor) == 3
        assert "3 unread" in at.screen[0]
        assert [name for name in ("Starred", "The tide and the cable") if name in at.text] == [
            "Starred",
            "The tide and the cable",
        ]

    browse(act)


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["j"], 2),
        (["down", "down"], 1),
        (["j", "j", "k"], 2),
        (["j", "up"], 3),
        (["G"], 1),
        (["end", "g"], 3),
        (["G", "home"], 3),
        (["k"], 3),
        (["j", "j", "j"], 1),
        (["pagedown"], 1),
        (["G", "ctrl+u"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_keys_move_the_cursor(keys, number, small_home):
    async def act(at):
        await at.press(*keys)
        assert at.app.headlines.id_at(at.app.headlines.cursor) == number

    browse(act)


def styles_of(at, text):
    """The attributes that a text is drawn with."""
    strips = at.app.screen._compositor.render_strips()
    found = [segment.style for strip in strips for segment in strip if text in segment.text]
    return [
        name for name in ("bold", "dim", "reverse") if any(getattr(style, name) for style in found)
    ]


def test_the_row_of_the_cursor_and_what_is_unread_stand_out(small_home):
    async def act(at):
        assert styles_of(at, "The tide and the cable") == ["reverse"]
        assert styles_of(at, "A harbour at night") == ["bold"]
        await at.press("tab")
        assert styles_of(at, "The tide and the cable") == ["dim", "reverse"]
        await at.press("tab", "tab", "j", "enter")
        assert styles_of(at, "Text of second") == []
        assert "bold" in styles_of(at, "A harbour at night")  # the article's title

    browse(act)


@pytest.mark.parametrize("key", ["enter", "l", "right"])
def test_opening_shows_the_article_and_marks_it_as_read(key, small_home, stored):
    async def act(at):
        await at.press("G", key)
        assert "Sabotage is not ruled out." in at.text
        assert at.focus == "article"
        assert "2 unread" in at.screen[0]

    browse(act)

    assert stored(1) == (True, False)
    assert stored(3) == (False, False)


def test_moving_the_cursor_marks_nothing(small_home, stored):
    async def act(at):
        await at.press("j", "j")

    browse(act)

    assert [stored(number)[0] for number in (1, 2, 3)] == [False, False, False]


def test_what_was_read_stays_in_the_list_until_one_comes_again(small_home):
    async def act(at):
        await at.press("enter", "h", "j")
        assert list(at.app.headlines.view.ids) == [3, 2, 1]
        await at.press("colon")
        await at.type("unread")
        assert list(at.app.headlines.view.ids) == [2, 1]

    browse(act)


@pytest.mark.parametrize("key", ["h", "left", "escape"])
def test_back_leads_from_the_article_to_the_list_and_to_the_sources(key, small_home):
    async def act(at):
        await at.press("enter")
        await at.press(key)
        assert at.focus == "headlines"
        await at.press(key)
        assert at.focus == "sources"

    browse(act)


def test_tab_goes_round_the_panes_and_back(small_home):
    async def act(at):
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await at.press(key)
            seen.append(at.focus)
        assert seen == ["article", "sources", "headlines", "sources"]

    browse(act)


def test_n_and_p_open_the_next_and_the_previous_unread_article(small_home, stored):
    connection = db.connect(small_home / "news.db")
    marks.read(connection, 2, now=NOW)
    connection.close()

    async def act(at):
        await at.press("n")
        assert "Text of third." in at.text
        await at.press("n")
        assert "Sabotage is not ruled out." in at.text
        await at.press("n")
        assert at.app.said == "no more unread articles here"
        await at.press("k", "m", "p")
        assert "Text of second." not in at.text

    browse(act, chosen=ALL, title="All")

    assert [stored(number)[0] for number in (3, 2, 1)] == [True, False, True]


def test_space_goes_on_in_the_article_and_then_to_the_next(small_home):
    connection = db.connect(small_home / "news.db")
    long = "\n\n".join(f"Paragraph {number}." for number in range(60))
    store_drafts(connection, [make_draft("long", title="Long", text=long, published_at=NOW - 1)])
    connection.close()

    async def act(at):
        await at.press("space")
        assert "Paragraph 0." in at.text
        await at.press("space")
        assert "Paragraph 0." not in at.text
        await at.press("tab", "G")
        assert at.app.article.is_at_end
        await at.press("g")
        assert "Paragraph 0." in at.text
        await at.press("j")
        assert at.app.article.scroll_offset.y == 1
        await at.press("G", "space")
        assert "Text of third." in at.text

    browse(act, size=(140, 20))


def test_s_stars_and_takes_the_star_away(small_home, stored):
    async def act(at):
        await at.press("s")
        assert stored(3) == (False, True)
        assert "★" in at.text
        await at.press("s")
        assert stored(3) == (False, False)

    browse(act)


def test_m_marks_as_read_and_as_unread(small_home, stored):
    async def act(at):
        await at.press("m")
        assert stored(3) == (True, False)
        assert "2 unread" in at.screen[0]
        await at.press("m")
        assert stored(3) == (False, False)
        assert "3 unread" in at.screen[0]

    browse(act)


def test_u_takes_the_last_mark_back(small_home, stored):
    async def act(at):
        await at.press("s", "u")
        assert at.app.said == "took back the mark of 1"
        await at.press("u")
        assert at.app.said == "no mark to take back"

    browse(act)

    assert stored(3) == (False, False)


def test_a_lists_read_articles_too(small_home):
    async def act(at):
        await at.press("enter", "h", "colon")
        await at.type("unread")
        await at.press("a")
        assert list(at.app.headlines.view.ids) == [3, 2, 1]
        await at.press("a")
        assert list(at.app.headlines.view.ids) == [2, 1]

    browse(act)


def test_o_opens_the_page_and_marks_the_article_as_read(small_home, stored, tmp_path, monkeypatch):
    shown = tmp_path / "shown"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {shown}\n')
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(browser))
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # which it made when first asked

    async def act(at):
        await at.press("o")
        assert at.app.said == "opened https://site.example/third"

    browse(act)

    assert shown.read_text() == "https://site.example/third\n"
    assert stored(3) == (True, False)


def test_no_browser_is_a_line(small_home, stored, monkeypatch):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)

    async def act(at):
        await at.press("o")
        assert at.app.said == "no browser was found: set BROWSER"

    browse(act)

    assert stored(3) == (False, False)


def test_slash_searches_and_back_leads_to_the_list_before(small_home):
    async def act(at):
        await at.press("j", "slash")
        await at.type("cable -tide")
        assert list(at.app.headlines.view.ids) == [1]
        assert "/cable -tide" in at.screen[0]
        await at.press("escape")
        assert list(at.app.headlines.view.ids) == [3, 2, 1]
        assert at.app.headlines.id_at(at.app.headlines.cursor) == 2

    browse(act)


@pytest.mark.parametrize(
    ("query", "said"),
    [("zebra", "nothing matches zebra"), ('"open', "the quotation mark is never closed")],
)
def test_a_search_without_results_is_a_line(query, said, small_home):
    async def act(at):
        await at.press("slash")
        await at.type(query)
        assert at.app.said == said
        assert at.focus == "headlines"

    browse(act)


def test_escape_leaves_the_prompt(small_home):
    async def act(at):
        await at.press("slash", "q", "escape")
        assert at.focus == "headlines"
        assert "q quit" in at.screen[-1]

    browse(act)


def test_r_lists_what_is_related_and_enter_opens_it(demo):
    async def act(at):
        await at.press("colon")
        await at.type("19")
        await at.press("r")
        assert "related to 19" in at.screen[0]
        assert "same story" in at.text
        second = at.app.headlines.view.related[1]
        await at.press("j", "enter")
        assert at.app.opened.article.headline.id == second.id

    browse(act)


def test_question_mark_shows_the_keys(small_home):
    async def act(at):
        await at.press("question_mark")
        assert "open the next unread article" in at.text
        await at.press("escape")
        assert "open the next unread article" not in at.text

    browse(act)


@pytest.mark.parametrize("keys", [["q"], ["ctrl+c"], ["colon", "q", "enter"]], ids=" ".join)
def test_it_ends(keys, small_home):
    async def act(at):
        await at.press(*keys)
        assert at.app._exit

    browse(act)


def test_a_click_opens_a_headline_and_a_source(small_home):
    async def act(at):
        await at.click("#headlines", x=10, y=3)
        assert at.app.opened.article.headline.id == 2
        await at.press("colon")
        await at.type("starred")
        await at.click("#sources", x=5, y=3)
        assert at.app.headlines.view.title == "The Source"
        assert list(at.app.headlines.view.ids) == [3, 1]

    browse(act)


def test_a_source_lists_its_own_unread_articles(demo):
    async def act(at):
        sources = at.app.sources
        place = [row.label for row in sources.entries].index("Small Orbit")
        await at.press("h")
        sources.move_to(place)
        await at.press("enter")
        assert at.focus == "headlines"
        rows = [at.app.headlines.headline_at(n) for n in range(at.app.headlines.total)]
        assert {row.source for row in rows} == {"Small Orbit"}
        assert len(rows) == sources.entries[place].unread

    browse(act)
