"""Following feeds, sites and lists, against a site on loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

FEED = (
    "<rss version='2.0'><channel><title>The Feed</title>"
    + "".join(
        f"<item><guid>{n}</guid><title>Headline {n}</title>"
        f"<pubDate>Wed, {n:02} Nov 2026 10:00:00 GMT</pubDate></item>"
        for n in range(1, 6)
    )
    + "</channel></rss>"
)
ONE = "<html><head><link rel=alternate type=application/rss+xml href=/feed.xml></head></html>"
TWO = ONE.replace("</head>", "<link rel=alternate type=application/atom+xml href=/b.xml></head>")
WITH_COMMENTS = TWO.replace("/b.xml", "/comments/feed")


@contextmanager
def site(**pages: str) -> Iterator[tuple[str, list[str]]]:
    """A site of these pages (`index` is /, a_b is /a.b); its address, and what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            name = self.path.strip("/").replace(".", "_") or "index"
            body = pages.get(name, "").encode()
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{http.server_port}", asked
    finally:
        http.shutdown()
        http.server_close()


def followed(newscli):
    done = newscli("sources", "list", "--json")
    return [row["url"] for row in json.loads(done.out)] if done.code == 0 else []


def test_a_feed_is_added_with_one_request(newscli):
    with site(feed_xml=FEED) as (url, asked):
        done = newscli("sources", "add", f"{url}/feed.xml")

    assert (done.code, asked) == (0, ["/feed.xml"])
    assert [row["title"] for row in json.loads(newscli("headlines", "--json").out)] == [
        f"Headline {n}" for n in (5, 4, 3, 2, 1)
    ]


def test_adding_shows_the_three_newest_headlines_on_a_terminal(newscli, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    with site(feed_xml=FEED) as (url, _):
        done = newscli("sources", "add", f"{url}/feed.xml")

    assert [word for word in ("5", "4", "3", "2") if f"Headline {word}" in done.out] == list("543")


def test_a_sites_feed_is_found_and_asked_once(newscli):
    with site(index=ONE, feed_xml=FEED) as (url, asked):
        done = newscli("sources", "add", url)

    assert (done.code, asked) == (0, ["/", "/feed.xml"])
    assert followed(newscli) == [f"{url}/feed.xml"]


def test_a_feed_of_comments_is_not_the_sites_feed(newscli):
    with site(index=WITH_COMMENTS, feed_xml=FEED) as (url, _):
        newscli("sources", "add", url)

    assert followed(newscli) == [f"{url}/feed.xml"]


def test_several_feeds_are_listed_and_none_is_taken_in_a_script(newscli):
    with site(index=TWO, feed_xml=FEED, b_xml=FEED) as (url, _):
        done = newscli("sources", "add", url)

    assert done.code == 2
    assert f"1  {url}/feed.xml" in done.err
    assert f"2  {url}/b.xml" in done.err
    assert followed(newscli) == []


def test_a_page_that_names_no_feed_has_one_at_the_usual_place(newscli):
    with site(index="<html></html>", rss_xml=FEED) as (url, _):
        done = newscli("sources", "add", url)

    assert (done.code, followed(newscli)) == (0, [f"{url}/rss.xml"])


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ({}, "HTTP 404 Not Found"),
        ({"index": "<html></html>"}, "this page names no feed"),
        ({"index": "just words"}, "neither a feed nor a web page"),
        ({"index": ONE, "feed_xml": "<html></html>"}, "a web page, not a feed"),
    ],
)
def test_what_cannot_be_followed_leaves_nothing_behind(newscli, pages, reason):
    with site(**pages) as (url, _):
        done = newscli("sources", "add", url)

    assert (done.code, done.out, followed(newscli)) == (4, "", [])
    assert done.err.startswith(f"newscli: {url}: {reason}")


def test_a_list_on_stdin_is_followed_and_a_bad_one_does_not_stop_it(newscli, monkeypatch):
    import io

    with site(feed_xml=FEED, b_xml=FEED) as (url, _):
        lines = f"{url}/nothing\n# comment\n{url}/feed.xml\n{url}/b.xml\n"
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        done = newscli("sources", "add", "-")

    assert (done.code, followed(newscli)) == (0, [f"{url}/feed.xml", f"{url}/b.xml"])
    assert f"newscli: {url}/nothing: HTTP 404 Not Found" in done.err


def test_following_again_changes_nothing(newscli):
    with site(feed_xml=FEED) as (url, _):
        newscli("sources", "add", f"{url}/feed.xml")
        done = newscli("sources", "add", f"{url}/feed.xml")

    assert (done.code, len(followed(newscli))) == (0, 1)
    assert "followed already" in done.err


def test_a_path_is_followed_as_a_file(newscli, tmp_path):
    (tmp_path / "feed.xml").write_text(FEED)

    newscli("sources", "add", tmp_path / "feed.xml", "--folder", "Local", "--tag", "mine")

    (row,) = json.loads(newscli("sources", "list", "--json").out)
    assert (row["title"], row["folder"], row["tags"]) == ("The Feed", "Local", ["mine"])
    assert row["url"] == (tmp_path / "feed.xml").as_uri()


def test_an_entry_that_changed_keeps_its_id_and_its_words_before(newscli, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(FEED)
    newscli("sources", "add", file)
    before = {row["title"]: row["id"] for row in json.loads(newscli("headlines", "--json").out)}

    file.write_text(FEED.replace("Headline 3", "Headline three, corrected"))
    done = newscli("fetch", "--json")

    after = {row["title"]: row["id"] for row in json.loads(newscli("headlines", "--json").out)}
    article = json.loads(newscli("read", str(before["Headline 3"]), "--json").out)
    (report,) = json.loads(done.out)
    assert after["Headline three, corrected"] == before["Headline 3"]
    assert (article["revisions"], report["new"], report["changed"]) == (1, 0, 1)


OPML = """<opml version="2.0"><body>
<outline text="News"><outline text="Wörld"><outline text="A" xmlUrl="https://a.example/feed"
 htmlUrl="https://a.example/" category="daily"/></outline></outline>
<outline text="B" xmlUrl="https://b.example/feed"/></body></opml>"""


def test_a_list_that_was_exported_imports_the_same(newscli, tmp_path, monkeypatch):
    (tmp_path / "a.opml").write_text(OPML)
    newscli("sources", "import", tmp_path / "a.opml")
    first = json.loads(newscli("sources", "list", "--json").out)

    newscli("sources", "export", "-o", tmp_path / "b.opml")
    monkeypatch.setenv("NEWSCLI_HOME", str(tmp_path / "another"))
    newscli("import", tmp_path / "b.opml")

    facts = ("url", "title", "site_url", "folder", "tags")
    second = json.loads(newscli("sources", "list", "--json").out)
    assert [[row[f] for f in facts] for row in second] == [[row[f] for f in facts] for row in first]
    assert first[1]["folder"] == "News/Wörld"


def test_sources_are_renamed_moved_tagged_disabled_and_removed(newscli, tmp_path):
    (tmp_path / "feed.xml").write_text(FEED)
    newscli("sources", "add", tmp_path / "feed.xml")

    newscli("sources", "rename", "The Feed", "Mine")
    newscli("sources", "move", "Mine", "Here/There")
    newscli("sources", "tag", "Mine", "a", "b")
    newscli("sources", "tag", "Mine", "a", "--off")
    newscli("sources", "disable", "Mine")

    (row,) = json.loads(newscli("sources", "list", "--json").out)
    facts = ("title", "folder", "tags", "status")
    assert [row[fact] for fact in facts] == ["Mine", "Here/There", ["b"], "disabled"]
    assert len(newscli("headlines", "--tag", "b").out.splitlines()) == 5
    newscli("sources", "remove", "Mine")
    assert newscli("headlines").code == 5


def test_a_disabled_source_is_not_asked_and_an_enabled_one_is(newscli):
    with site(feed_xml=FEED) as (url, asked):
        newscli("sources", "add", f"{url}/feed.xml")
        newscli("sources", "disable", "The Feed")
        newscli("fetch")
        newscli("sources", "enable", "The Feed")
        newscli("fetch")

    assert asked == ["/feed.xml"] * 2


def test_a_word_that_fits_several_sources_names_them(newscli, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.xml").write_text(FEED.replace("The Feed", f"Feed {name}"))
        newscli("sources", "add", tmp_path / f"{name}.xml")

    done = newscli("sources", "show", "feed")

    assert done.code == 2
    assert done.err.startswith(
        'newscli: "feed" fits 2 sources: 1 Feed one, 2 Feed two; give the id'
    )
