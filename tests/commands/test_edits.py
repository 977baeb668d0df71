"""Articles that their publishers edit: what was said before, what changed, and what is no edit."""

import json
import re

import pytest

from tests.loopback import server

STORY = (
    "<p>Some {homes} homes on the island are without internet after the main cable was cut.</p>"
    "<h2>Who did it</h2><p>The prosecutor {said}. The coastguard stopped a ship that had crossed "
    "the cable in the night, and its captain spoke of the weather.</p>"
    "<p>The repair will take nine days.</p>"
)
NOISE = (
    "<p>{count} comments</p><p>Views: {count}</p><div class='ad'><p>Advertisement</p>"
    "<p>Buy {count} warm socks today</p></div><p>Updated {count} minutes ago</p>"
    "<p><a href='https://a.example/more?utm_campaign={count}'>More on cables</a></p>"
    "<img src='https://track.example/pixel.gif?n={count}' width='1' height='1'>"
)


class World:
    """A feed of one entry, whole or cut, and its page."""

    def __init__(self) -> None:
        self.title = "Cable break leaves 14,000 homes offline"
        self.story = STORY.format(homes="14,000", said="has said nothing yet")
        self.noise = NOISE.format(count=1)
        self.is_cut = False
        self.url = ""

    def respond(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        if path == "/feed":
            return 200, self.feed().encode(), {"Content-Type": "application/rss+xml"}
        page = (
            f"<html><body><nav>Home</nav><article><h1>{self.title}</h1>{self.story}</article>"
            f"<aside>{self.noise}</aside></body></html>"
        )
        return 200, page.encode(), {"Content-Type": "text/html"}

    def feed(self) -> str:
        body = "<p>The cable to the island was cut…</p>" if self.is_cut else self.story
        body = f"{body}{self.noise}".replace("&", "&amp;").replace("<", "&lt;")
        return (
            "<rss version='2.0'><channel><title>The Feed</title><item><guid>one</guid>"
            f"<title>{self.title}</title><link>{self.url}/one</link>"
            f"<description>{body}</description></item></channel></rss>"
        )

    def edit(self) -> None:
        self.title = "Cable sabotage leaves 41,000 homes offline"
        self.story = STORY.format(homes="41,000", said="suspects sabotage")


@pytest.fixture
def world(newscli):
    world = World()
    with server(world.respond) as here:
        world.url = here.url
        yield world


def follow(newscli, world) -> None:
    assert newscli("sources", "add", f"{world.url}/feed").code == 0
    fetch(newscli)


def fetch(newscli):
    done = newscli("fetch", "--force")
    assert done.code == 0
    return done


def read(newscli, *words) -> dict:
    return json.loads(newscli("read", "1", *words, "--json").out)


def test_both_texts_of_an_edited_article_are_kept_byte_for_byte(newscli, world):
    follow(newscli, world)
    before = read(newscli)
    world.edit()
    done = fetch(newscli)

    first, second = read(newscli, "--rev", "1"), read(newscli, "--rev", "2")

    assert "1 edited" in done.err
    for name in ("title", "text", "html", "blocks"):
        assert first[name] == before[name]
        assert second[name] == read(newscli)[name]
    assert "14,000" in first["text"]
    assert "41,000" in second["text"]
    assert (first["revision"], second["revision"], second["revisions"]) == (1, None, 1)


def test_an_edited_article_that_nobody_had_read_keeps_its_headings(newscli, world):
    follow(newscli, world)
    world.edit()
    fetch(newscli)

    kinds = [block["kind"] for block in read(newscli, "--rev", "1")["blocks"]]

    assert kinds[:4] == ["paragraph", "heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("is_cut", [False, True], ids=["feed", "page"])
def test_counters_advertisements_and_tracking_are_no_edits(newscli, world, is_cut):
    world.is_cut = is_cut
    follow(newscli, world)
    for count in range(2, 12):
        world.noise = NOISE.format(count=count)
        done = fetch(newscli)
        assert "edited" not in done.err

    row = read(newscli)

    assert (row["revisions"], row["edited_at"]) == (0, None)
    assert json.loads(newscli("headlines", "--edited", "--json").out) == []


def test_a_retitled_article_stays_one_article(newscli, world):
    follow(newscli, world)
    newscli("mark", "star", "1")
    world.title = "Another headline altogether"
    fetch(newscli)

    [row] = json.loads(newscli("headlines", "--edited", "--json").out)

    assert (row["id"], row["title"], row["starred"]) == (1, world.title, True)
    assert read(newscli, "--rev", "1")["title"].startswith("Cable break")


def test_the_page_of_a_cut_entry_is_compared_with_itself(newscli, world):
    world.is_cut, world.noise = True, ""
    follow(newscli, world)
    before = newscli("read", "1", "--full", "--json")
    world.edit()
    fetch(newscli)
    fetch(newscli)

    out = newscli("diff", "1").out

    assert json.loads(before.out)["text_from"] == "page"
    assert "-Some 14,000 homes" in out
    assert "+Some 41,000 homes" in out


def test_a_pipe_gets_a_unified_diff(newscli, world):
    follow(newscli, world)
    world.edit()
    fetch(newscli)

    lines = newscli("diff", "1").out.splitlines()

    assert lines[0].startswith("--- article 1 revision 1\t")
    assert lines[1].startswith("+++ article 1\t")
    assert "-Cable break leaves 14,000 homes offline" in lines
    assert "+Cable sabotage leaves 41,000 homes offline" in lines
    assert " Who did it" in lines
    assert not any("comments" in line for line in lines if line[0] in "+-")


def test_a_terminal_gets_the_changed_words(newscli, world, monkeypatch):
    follow(newscli, world)
    world.edit()
    fetch(newscli)
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)

    coloured = newscli("diff", "1").out
    monkeypatch.setenv("TERM", "dumb")
    plain = newscli("diff", "1").out

    assert re.search(r"\x1b\[[0-9;]*31m14,000", coloured)
    assert re.search(r"\x1b\[[0-9;]*32m41,000", coloured)
    assert "[-break-]{+sabotage+} leaves [-14,000-]{+41,000+} homes" in plain


def test_a_program_gets_both_texts_and_the_words(newscli, world):
    follow(newscli, world)
    world.edit()
    fetch(newscli)

    row = json.loads(newscli("diff", "1", "--json").out)

    assert (row["id"], row["revision"], row["revisions"]) == (1, 1, 1)
    assert ["removed", "14,000"] in row["changes"][0]
    assert "41,000" in row["after"]


def test_an_article_that_was_never_edited_has_no_diff(newscli, world):
    follow(newscli, world)

    done = newscli("diff", "1")

    assert (done.code, done.out) == (1, "")
    assert "article 1 was not edited" in done.err
    assert newscli("read", "1", "--rev", "1").out == newscli("read", "1").out


def test_a_revision_that_there_is_not_is_named(newscli, world):
    follow(newscli, world)
    world.edit()
    fetch(newscli)

    done = newscli("read", "1", "--rev", "7")

    assert (done.code, done.out) == (1, "")
    assert "article 1 has revision 1, but no revision 7" in done.err
    assert newscli("read", "1", "--rev", "1", "--page").code == 2
