"""Any width, any title, any length; and databases that fail."""

import sqlite3

import pytest
from rich.cells import cell_len

from newscli.render.cells import drawable
from newscli.storage import db
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft
from tests.tui.driving import browse

HOSTILE = "[bold red]Loud[/] \x1b[31mred\x1b[0m \x1b]0;title\x07 \u202eesrever {curly} $HOME [/x]"


def panes_shown(at):
    panes = (at.app.sources, at.app.headlines, at.app.article)
    return [pane.id for pane in panes if pane.display]


@pytest.mark.parametrize(
    ("width", "panes"),
    [
        (160, ["sources", "headlines", "article"]),
        (125, ["sources", "headlines", "article"]),
        (124, ["headlines", "article"]),
        (90, ["headlines", "article"]),
        (89, ["headlines", "article"]),
    ],
)
def test_the_panes_that_a_width_has_room_for(width, panes, demo):
    async def act(at):
        await at.press("enter")
        assert panes_shown(at) == panes
        is_beside = at.app.article.region.y == at.app.headlines.region.y
        assert is_beside == (width >= 90)

    browse(act, size=(width, 30))


def test_narrow_the_sources_take_the_place_of_the_list(demo):
    async def act(at):
        await at.press("h")
        assert panes_shown(at) == ["sources"]
        assert at.focus == "sources"
        await at.press("j", "enter")
        assert panes_shown(at) == ["headlines"]

    browse(act, size=(80, 24))


def test_every_width_is_filled_and_nothing_runs_over(demo):
    async def act(at):
        await at.press("n", "n")
        number = at.app.opened.article.headline.id
        for width in (*range(60, 161, 5), 124, 125, 89, 90, 40, 20):
            await at.resize(width, 24)
            assert max(map(cell_len, at.screen)) <= width
            assert len(at.screen) == 24
            assert at.app.opened.article.headline.id == number
            assert at.app.headlines.id_at(at.app.headlines.cursor) == number
            assert any(line.strip() for line in at.screen[2:-2])

    browse(act)


def test_a_title_of_codes_and_markup_is_shown_as_it_stands(home):
    connection = db.connect(home / "news.db")
    text = f"{HOSTILE} in the text."
    draft = make_draft("bad", title=HOSTILE, text=text, author=HOSTILE, published_at=NOW - 9)
    store_drafts(connection, [draft])
    connection.execute("UPDATE article SET title = ?", (HOSTILE,))  # past core/text.py
    connection.close()

    async def act(at):
        await at.press("enter")
        assert "[bold red]Loud[/]" in at.text
        assert "{curly} $HOME [/x]" in at.text
        assert not set("\x1b\x07\u202e") & set(at.text)
        strips = at.app.screen._compositor.render_strips()
        written = "".join(strip.render(at.app.console) for strip in strips)
        assert "\x1b]0;" not in written
        at.app.complain(HOSTILE)
        await at.settle()
        assert drawable(HOSTILE).strip() in at.screen[-1]

    browse(act, size=(160, 24))


def test_an_empty_list_says_what_to_press(small_home):
    async def act(at):
        assert "nothing here: f fetches" in at.text
        await at.press("j", "k", "G", "enter", "n", "p", "s", "m", "o", "r", "space", "u", "a")
        assert at.app.headlines.total == 0

    browse(act, chosen=Filter(source_ids=(99,)))


def test_a_store_with_nothing_in_it_can_be_looked_at(home):
    connection = db.connect(home / "news.db")
    store_drafts(connection, [])
    connection.close()

    async def act(at):
        assert "nothing unread here: a lists read ones too" in at.text
        assert "0 unread" in at.screen[0]
        await at.press("j", "enter", "n", "space", "h", "j", "enter")

    browse(act, size=(80, 24))


def test_of_ten_thousand_headlines_only_those_near_the_screen_are_asked_for(home):
    connection = db.connect(home / "news.db")
    drafts = [make_draft(f"g{n}", published_at=NOW - 60 * n) for n in range(10_000)]
    store_drafts(connection, drafts, is_made=False)
    connection.close()

    async def act(at):
        assert at.app.headlines.total == 10_000
        await at.press("G")
        assert "Title of g9999" in at.text
        await at.press("g", "pagedown")
        assert "Title of g9999" not in at.text
        assert len(at.app.headlines._headlines) < 400

    browse(act)


def test_a_long_article_is_cut_where_the_rest_is_named(home):
    connection = db.connect(home / "news.db")
    text = "\n\n".join(f"Paragraph {n}." for n in range(9000))
    store_drafts(connection, [make_draft("long", text=text, published_at=NOW - 9)])
    connection.close()

    async def act(at):
        await at.press("enter", "G")
        assert "The rest: newscli read 1" in at.text
        assert len(at.app.article.lines) < 5010

    browse(act)


def test_an_article_that_was_deleted_meanwhile_is_a_line(small_home):
    async def act(at):
        connection = db.connect(small_home / "news.db")
        connection.execute("DELETE FROM article WHERE id = 3")
        connection.close()
        await at.press("enter")
        assert at.app.said == "no article 3"
        assert "article 3 is no longer there" in at.text

    browse(act)


def test_a_mark_that_cannot_be_written_is_a_line_and_is_taken_back(small_home, monkeypatch):
    monkeypatch.setattr(db, "_BUSY_TIMEOUT_S", 0.05)
    other = sqlite3.connect(small_home / "news.db", isolation_level=None)

    async def act(at):
        other.execute("BEGIN IMMEDIATE")
        await at.press("s")
        assert "another program is writing to it" in at.app.said
        assert "★ Starred                 " in at.text
        assert at.app.headlines.headline_at(0).starred_at is None
        other.execute("ROLLBACK")
        await at.press("s")
        assert at.app.headlines.headline_at(0).starred_at is not None

    browse(act)
    other.close()


def test_the_wheel_scrolls_the_list_and_the_cursor_stays(demo):
    async def act(at):
        for _ in range(3):
            await at.wheel("#headlines")
        assert at.app.headlines.first > 2
        assert at.app.headlines.cursor == 0
        await at.press("j")
        assert at.app.headlines.cursor == 1
        assert at.app.headlines.first <= 1

    browse(act)


def test_a_bug_of_ours_ends_it_and_draws_no_trace(small_home, capsys):
    async def act(at):
        at.app.call_later(lambda: 1 / 0)
        await at.settle()

    with pytest.raises(ZeroDivisionError):
        browse(act)

    assert "Traceback" not in "".join(capsys.readouterr())


def test_headlines_have_the_whole_height_until_an_article_is_opened(demo):
    async def act(at):
        assert at.app.headlines.size.height == 22
        await at.press("enter")
        assert at.app.headlines.size.height < 12

    browse(act, size=(80, 24))
