"""Sources whose feeds only have summaries: the pages of their new articles are fetched too."""

import json
import logging
from contextlib import closing

import pytest

from newscli.commands import _full_text
from newscli.commands._fetching import Nobody
from newscli.core.errors import HttpError
from newscli.core.hosts import Limits
from newscli.core.options import Options
from newscli.core.ports import Answer
from newscli.core.report import Report
from newscli.storage import db, reads, sources
from tests.conftest import store_drafts
from tests.fakes import NOW, FakeNet, make_draft
from tests.loopback import server

SHORT = "The council passed the budget."
STORY = "The council passed the budget on Tuesday after a debate that lasted until midnight. " * 6
AUTHORIZATION = "Authorization: Bearer hunter2"


class World:
    """A site: a feed of items by name, and a page for each that `pages` names."""

    url = ""

    def __init__(self) -> None:
        self.items = ["one", "two"]
        self.pages = {name: story(name) for name in ("one", "two", "three")}
        self.summary = SHORT
        self.elsewhere: str | None = None

    def respond(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        if path == "/feed":
            return 200, self.feed().encode(), {"Content-Type": "application/rss+xml"}
        page = self.pages.get(path.strip("/"))
        if page is None:
            return 404, b"", {}
        return 200, page.encode(), {"Content-Type": "text/html; charset=utf-8"}

    def feed(self) -> str:
        items = "".join(
            f"<item><guid>{name}</guid><title>{name}</title>"
            f"<link>{self.elsewhere or self.url}/{name}</link>"
            f"<description>{self.summary}</description></item>"
            for name in self.items
        )
        return f"<rss version='2.0'><channel><title>The Feed</title>{items}</channel></rss>"


def story(name: str) -> str:
    return (
        f"<html><nav><a href='/'>Home</a></nav><article><h1>{name}</h1><p>{name}: {STORY}</p>"
        f"<p>See <a href='more/{name}'>more</a>.</p></article></html>"
    )


@pytest.fixture
def world():
    return World()


@pytest.fixture
def site(world):
    with server(world.respond) as here:
        world.url = here.url
        yield here


@pytest.fixture
def follow(newscli, site, world):
    """Follows the feed before it has any item, with the full text on."""
    items, world.items = world.items, []
    assert newscli("sources", "add", f"{site.url}/feed").code == 0
    assert newscli("sources", "edit", "1", "--full-text", "on").code == 0
    world.items = items
    site.asked.clear()


def texts(newscli) -> dict[str, str]:
    """Each article's text without its last line, by title."""
    rows = json.loads(newscli("read", "1-9", "--json").out)
    return {row["title"]: row["text"].partition("\n\n")[0] for row in rows}


def paths(site) -> list[str]:
    return sorted(asked.path for asked in site.asked)


def test_the_setting_is_shown_and_taken_off(newscli, site, follow):
    shown = newscli("sources", "edit", "1").out, newscli("sources", "edit", "1", "--json").out
    newscli("sources", "edit", "1", "--full-text", "auto")

    assert (shown[0], json.loads(shown[1])["full_text"]) == ("full_text\ton\n", "on")
    assert newscli("sources", "edit", "1").out == ""


def test_the_setting_is_said_in_words_on_a_terminal(newscli, follow, monkeypatch):
    for name, value in {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "60"}.items():
        monkeypatch.setenv(name, value)

    done = newscli("sources", "edit", "1")

    assert done.out == "full text    the pages of its new articles are fetched\n"


def test_the_stories_of_new_articles_are_those_of_their_pages(newscli, site, follow):
    done = newscli("fetch", "--force")

    assert (done.code, "could not" in done.err) == (0, False)
    assert texts(newscli) == {name: f"{name}: {STORY}".strip() for name in ("one", "two")}


def test_a_story_has_its_links_and_counts_as_no_edit(newscli, site, follow):
    newscli("fetch", "--force")

    (row,) = [
        row for row in json.loads(newscli("read", "1-2", "--json").out) if row["title"] == "one"
    ]
    assert (row["edited_at"], f"{site.url}/more/one" in json.dumps(row)) == (None, True)


def test_a_page_is_asked_for_once(newscli, site, world, follow):
    newscli("fetch", "--force")
    world.items = ["one", "two", "three"]
    site.asked.clear()

    newscli("fetch", "--force")
    newscli("fetch", "--force")

    assert paths(site) == ["/feed", "/feed", "/three"]
    assert set(texts(newscli)) == {"one", "two", "three"}


def test_an_article_that_the_feed_changes_gets_its_page_again(newscli, site, world, follow):
    newscli("fetch", "--force")
    world.summary = "The council passed the whole budget."
    site.asked.clear()

    newscli("fetch", "--force")

    assert paths(site) == ["/feed", "/one", "/two"]
    assert texts(newscli)["one"] == f"one: {STORY}".strip()


def test_nothing_more_is_asked_once_it_is_off(newscli, site, follow):
    newscli("sources", "edit", "1", "--full-text", "off")

    newscli("fetch", "--force")

    assert paths(site) == ["/feed"]
    assert texts(newscli)["one"] == SHORT


def test_a_page_that_fails_leaves_the_summary_and_is_said_in_one_line(newscli, site, world, follow):
    del world.pages["two"]

    done = newscli("fetch", "--force")

    assert done.code == 0
    first = done.err.splitlines()[0]
    assert first.startswith("1 of 2 pages could not be fetched: HTTP 404")
    assert texts(newscli) == {"one": f"one: {STORY}".strip(), "two": SHORT}


def test_why_a_page_failed_is_in_the_log(newscli, site, world, follow):
    del world.pages["two"]

    done = newscli("fetch", "--force", "-v")

    assert f"{site.url}/two: HTTP 404 Not Found" in done.err


@pytest.mark.parametrize(
    "page", ["<p>Log in to read on.</p>", f"<div><p>{SHORT}</p></div>", "<" * 1000, ""]
)
def test_a_page_without_more_text_leaves_the_summary(newscli, site, world, follow, page):
    world.pages["two"] = page

    done = newscli("fetch", "--force")

    assert "could not" not in done.err
    assert texts(newscli)["two"] == SHORT


def test_a_story_hardly_longer_than_the_feeds_text_is_left_alone(newscli, site, world, follow):
    world.summary = f"The feed says: {STORY}"

    newscli("fetch", "--force")

    assert texts(newscli)["one"] == f"The feed says: {STORY}".strip()


# What the user gave for the source's server


def test_the_users_headers_go_to_the_sources_own_server(newscli, site, follow):
    newscli("sources", "edit", "1", "--header", AUTHORIZATION)

    newscli("fetch", "--force")

    assert {asked.headers.get("authorization") for asked in site.asked} == {"Bearer hunter2"}


def test_pages_on_other_servers_of_a_private_network_are_not_asked_for(
    newscli, site, world, follow
):
    with server(world.respond) as other:
        world.elsewhere = other.url

        newscli("fetch", "--force")

        assert other.asked == []


def test_other_servers_do_not_get_the_users_headers(newscli, site, world, follow):
    newscli(
        "sources", "edit", "1", "--header", AUTHORIZATION, "--user-agent", "me", "--allow-private"
    )
    with server(world.respond) as other:
        world.elsewhere = other.url

        newscli("fetch", "--force")

    sent = [(a.headers.get("authorization"), a.headers["user-agent"]) for a in other.asked]
    assert sent == [(None, "me"), (None, "me")]


def test_a_user_in_the_address_of_an_article_is_sent_to_nobody(newscli, site, world, follow):
    world.elsewhere = site.url.replace("//", "//admin:admin@")

    newscli("fetch", "--force")

    assert [asked.headers.get("authorization") for asked in site.asked] == [None, None, None]


def interrupted() -> Answer:
    raise KeyboardInterrupt


@pytest.fixture
def connection(home):
    with closing(db.connect(home / "news.db")) as opened:
        yield opened


def fetch_pages(connection, net):
    """Asks for the pages of the first source's articles, as a fetch that brought two would."""
    source = sources.source(connection, 1)._replace(options=Options(full_text="on"))
    _full_text.fetch(
        connection,
        net,
        [source],
        [Report(1, "The Source", source.url, "new", new=2)],
        limits=Limits(pause_s=0),
        after_id=0,
        now=NOW,
        watcher=Nobody(),
    )


def test_a_server_that_does_not_answer_is_asked_for_one_page_and_again_later(
    connection, capsys, monkeypatch
):
    # The log of an earlier test's run is closed.
    monkeypatch.setattr(logging.getLogger("newscli"), "handlers", [logging.NullHandler()])
    store_drafts(connection, [make_draft(name, title=name) for name in ("one", "two", "three")])
    down = HttpError("no connection: refused")
    net = FakeNet({f"https://site.example/{name}": down for name in ("one", "two", "three")})

    fetch_pages(connection, net)

    assert len(net.asked) == 1
    rows = connection.execute("SELECT tries, due_at > ? FROM page", (NOW,)).fetchall()
    assert rows == [(1, 1)] * 3
    said = "3 of 3 pages could not be fetched: no connection: refused\n"
    assert capsys.readouterr().err == said


def test_what_came_in_before_an_interruption_is_kept(connection):
    store_drafts(connection, [make_draft("old"), make_draft("new", title="new", published_at=NOW)])
    page = Answer("https://site.example/new", 200, story("new").encode(), "text/html")
    net = FakeNet({page.url: page, "https://site.example/old": interrupted})

    with pytest.raises(KeyboardInterrupt):
        fetch_pages(connection, net)

    texts = [reads.article(connection, number).text[:12] for number in (1, 2)]
    assert texts == ["Text of old.", "new: The cou"]
