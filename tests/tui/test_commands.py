"""What is typed behind a colon, and fetches."""

import json
import threading

import pytest

from newscli.storage import db
from newscli.storage.reads import Filter
from newscli.tui import keys, typed
from tests.tui.driving import browse


async def command(at, text):
    await at.press("colon")
    await at.type(text)


def colours(at):
    """The codes of the colours of text on the screen."""
    strips = at.app.screen._compositor.render_strips()
    styles = (segment.style for strip in strips for segment in strip)
    return {str(style.color) for style in styles if style and style.color}


def read_ids(home):
    connection = db.connect(home / "news.db")
    try:
        query = "SELECT id FROM article WHERE read_at IS NOT NULL ORDER BY id"
        return [row[0] for row in connection.execute(query)]
    finally:
        connection.close()


def test_mark_read_marks_all_that_is_listed_and_undo_takes_it_back(small_home):
    async def act(at):
        await command(at, "mark read")
        assert read_ids(small_home) == [1, 2, 3]
        assert "0 unread" in at.screen[0]
        assert at.app.said == "marked 3 of 3; u takes it back"
        await command(at, "undo")
        assert read_ids(small_home) == []
        assert "3 unread" in at.screen[0]

    browse(act)


def test_lists_are_called_by_name(small_home):
    async def act(at):
        await at.press("s")
        for name, ids in (("starred", [3]), ("all", [3, 2, 1]), ("source the sou", [3, 2, 1])):
            await command(at, name)
            assert list(at.app.headlines.view.ids) == ids

    browse(act)


def test_a_view_stands_among_the_sources_and_lists_what_it_finds(small_home, newscli):
    assert newscli("views", "save", "cables", "title:cable").code == 0

    async def act(at):
        at.app.sources.move_to([row.label for row in at.app.sources.entries].index("cables"))
        await at.press("h", "enter")
        assert "/:cables" in at.screen[0]
        assert sorted(at.app.headlines.view.ids) == [1, 3]

    browse(act)


def test_a_tag_lists_its_articles(demo):
    async def act(at):
        await command(at, "tag databases")
        assert "# databases" in at.screen[0]
        assert at.app.headlines.total > 0

    browse(act)


def test_a_number_opens_the_article(small_home):
    async def act(at):
        await command(at, "1")
        assert "Sabotage is not ruled out." in at.text

    browse(act)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fetsh", "no command is called fetsh; did you mean fetch?"),
        ("4711", "no article 4711"),
        ("source nobody", 'no source "nobody"'),
        ("mark", "mark what? read, unread, star or unstar"),
        ("search", "search for what?"),
        ("fetch now", "fetch, or fetch all"),
    ],
)
def test_what_is_no_command_is_a_line(text, said, small_home):
    async def act(at):
        await command(at, text)
        assert at.app.said == said
        assert said in at.screen[-1]

    browse(act)


def test_themes_change_the_colours_and_unknown_ones_are_named(small_home):
    async def act(at):
        before = colours(at)
        await command(at, "theme light")
        assert before != colours(at) != set()
        await command(at, "theme plaid")
        assert at.app.said == "no theme is called plaid; there are auto, dark, light, mono"

    browse(act)


def test_every_command_of_the_help_is_one(small_home):
    named = {name.split()[0] for name, _ in keys.COMMANDS}

    assert named - {"412"} | {"q"} == set(typed.NAMES)


def forget_newest(home):
    """As if the newest article had never been fetched; its id and title."""
    connection = db.connect(home / "profiles" / "demo" / "news.db")
    query = "SELECT id, title FROM article ORDER BY sort_at DESC, id DESC LIMIT 1"
    number, title = connection.execute(query).fetchone()
    connection.execute("DELETE FROM article WHERE id = ?", (number,))
    connection.execute("UPDATE source SET etag = NULL, last_modified = NULL, content_hash = NULL")
    connection.close()
    return number, title


def test_a_fetch_brings_news_into_the_list_and_the_cursor_stays_on_its_article(demo):
    number, title = forget_newest(demo)

    async def act(at):
        await at.press("j", "j")
        before = at.app.headlines.id_at(at.app.headlines.cursor)
        assert title not in at.text
        await command(at, "fetch all")
        first = at.app.headlines.headline_at(0)
        assert (first.title, first.id > number) == (title, True)
        assert at.app.headlines.id_at(at.app.headlines.cursor) == before
        assert at.app.headlines.cursor == 3
        assert at.app.said.startswith("1 new in 1 of 12 sources")

    browse(act)


def test_rules_are_run_on_what_a_fetch_brings(demo, newscli):
    _, title = forget_newest(demo)
    newscli("rules", "add", "is:unread", "--do", f"star,exec:{demo}/none")

    async def act(at):
        await command(at, "fetch all")
        assert "; rule 1: " in at.app.said
        assert "no such file or directory" in at.app.said

    browse(act)

    assert title in newscli("headlines", "--starred").out


def test_keys_work_while_a_fetch_is_under_way(small_home):
    is_over = threading.Event()

    async def act(at):
        at.app.ferry.do(lambda connection: is_over.wait(20))
        await at._pilot.press("j")
        assert at.app.headlines.cursor == 1
        at.app.bottom.refresh()
        await at._pilot.pause()
        assert at.screen[-1].startswith("Fetching")
        await at._pilot.press("f")
        assert at.app.said == "a fetch is under way"
        is_over.set()
        await at.settle()

    browse(act)


def test_quitting_does_not_wait_for_a_fetch_and_harms_nothing(demo, newscli):
    async def act(at):
        await at._pilot.press("colon", *"fetch", "space", *"all", "enter", "q")
        assert at.app._exit

    browse(act)

    assert newscli("db", "check").code == 0


def test_another_fetch_that_runs_is_a_line(demo):
    lock = demo / "profiles" / "demo" / "news.db.fetch-lock"

    async def act(at):
        with db.fetch_lock(lock, wait_s=0):
            await at.press("f")
        assert at.app.said == "another fetch is running"

    browse(act)


def test_browse_in_a_pipe_says_that_it_needs_a_terminal(newscli, small_home):
    done = newscli("browse")

    assert (done.code, done.out) == (2, "")
    assert done.err == "newscli: browse needs a terminal\n  try: newscli headlines\n"


def test_the_extra_is_named_where_it_is_missing(newscli, small_home, monkeypatch):
    monkeypatch.setattr("newscli.commands.browse.find_spec", lambda name: None)
    monkeypatch.setattr("newscli.commands.browse.has_terminal", lambda: True)

    done = newscli("browse")

    assert (done.code, done.out) == (6, "")
    assert done.err == ("newscli: browse needs the extra tui\n  try: pip install 'newscli[tui]'\n")


def test_filters_choose_what_it_begins_with(demo):
    async def act(at):
        rows = [at.app.headlines.headline_at(n) for n in range(at.app.headlines.total)]
        assert json.dumps(sorted({row.source_id for row in rows})) == "[3]"

    browse(act, chosen=Filter(source_ids=(3,)), title="One")
