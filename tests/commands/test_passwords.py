"""Passwords in the addresses of sources: sent to their server, and shown nowhere."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.loopback import server, serving

FEED = b"""<rss version='2.0'><channel><title>%s</title>
<item><guid>1</guid><title>Headline</title><link>/a</link>
<description>&lt;p>The cable is cut.&lt;/p>
&lt;p>See also: &lt;a href="/b">Who cut the cable&lt;/a>&lt;/p>
</description></item>
<item><guid>2</guid><title>Who cut the cable</title><link>/b</link></item></channel></rss>"""


@pytest.fixture
def private(newscli, home, tmp_path):
    """Two sources with passwords in their addresses: one that answers, one that does not."""
    with server(serving(FEED % b"")) as here:
        good = here.url.replace("//", "//me:hunter2@") + "/feed"
        assert newscli("sources", "add", good).code == 0
        (tmp_path / "list").write_text("https://me:hunter2@127.0.0.1:1/gone?token=mine\n")
        newscli("sources", "import", tmp_path / "list")
        yield here


SHOWING = [
    ["headlines"], ["headlines", "--json"], ["read", "2"], ["read", "2", "--json"],
    ["read", "1", "--markdown"], ["search", "headline"], ["search", "headline", "--json"],
    ["related", "2"], ["export"], ["export", "--format", "csv"], ["export", "--format", "markdown"],
    ["sources"], ["sources", "list", "--json"], ["sources", "show", "1"], ["sources", "show", "2"],
    ["sources", "show", "1", "--json"], ["sources", "export"], ["sources", "export", "--json"],
    ["sources", "doctor"], ["sources", "doctor", "--json"], ["sources", "edit", "1"],
    ["sources", "rename", "1", ""], ["sources", "disable", "1", "--json"], ["sources", "edit", "2"],
    ["sources", "show", "127.0.0.1"], ["fetch", "--dry-run"], ["fetch", "--dry-run", "--json"],
    ["fetch", "--force"], ["fetch", "--force", "--json"], ["sources", "remove", "1", "2"], [],
]  # fmt: skip


@pytest.mark.parametrize("words", SHOWING, ids=lambda words: " ".join(words) or "(bare)")
@pytest.mark.parametrize("form", ["pipe", "screen"])
def test_a_password_in_an_address_is_in_no_output(newscli, private, monkeypatch, words, form):
    if form == "screen":
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "160")

    done = newscli(*words)

    assert "hunter2" not in done.out + done.err


def test_a_source_is_shown_with_its_user_and_its_own_query(newscli, private):
    urls = [row["url"] for row in json.loads(newscli("sources", "list", "--json").out)]

    assert sorted(urls) == [
        f"http://me:***@127.0.0.1:{private.port}/feed",
        "https://me:***@127.0.0.1:1/gone?token=mine",
    ]


def test_an_error_names_the_address_without_its_password(newscli, home):
    done = newscli("sources", "add", "http://me:hunter2@127.0.0.1:1/feed")

    assert done.err == (
        "newscli: http://me:***@127.0.0.1:1/feed: no connection: connection refused\n"
    )


def test_an_address_that_a_list_has_in_vain_is_told_without_its_password(newscli, home, tmp_path):
    (tmp_path / "list").write_text("https://e.example/\nftp://me:hunter2@e.example/feed\n")

    done = newscli("sources", "import", tmp_path / "list", "--json")

    assert "me:***@e.example" in str(json.loads(done.out)["skipped"])
    assert "hunter2" not in done.out + done.err


def test_a_completion_offers_no_password(newscli, private):
    from newscli.commands import _articles

    offered = _articles.complete_sources("")

    assert len(offered) == 2
    assert "hunter2" not in str(offered)


def test_a_password_in_an_address_is_sent_and_in_no_articles_links(newscli, home, monkeypatch):
    with server(serving(FEED % b"The Feed")) as here:
        newscli("sources", "add", here.url.replace("//", "//me:hunter2@") + "/feed")

    articles = json.loads(newscli("headlines", "--json").out)
    assert here.asked[0].headers["authorization"] == "Basic bWU6aHVudGVyMg=="
    assert [article["url"] for article in articles] == [f"{here.url}/a", f"{here.url}/b"]
    with closing(sqlite3.connect(home / "news.db")) as raw:
        # Of article_grams, which cannot be scanned, its own tables hold what there is.
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'article_grams'"
        tables = [name for (name,) in raw.execute(query)]
        holding = {
            t for t in tables if "hunter2" in str(raw.execute(f"SELECT * FROM {t}").fetchall())
        }
    assert holding == {"source"}
