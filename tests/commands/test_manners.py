"""How a server sees newscli: few requests, each with a reason."""

import json
import threading

import pytest

from newscli.core.models import Source
from newscli.storage import db, sources
from tests.loopback import server

ITEM = b"<item><guid>1</guid><title>One</title><link>https://x.example/1</link></item>"
FEED = b"<rss version='2.0'><channel><title>%s</title>" + ITEM + b"</channel></rss>"
ANSWERS = {
    "/etag": (200, FEED % b"Etag", {"ETag": '"1"'}),
    "/busy": (429, b"", {"Retry-After": "3600"}),
    "/down": (503, b"", {"Retry-After": "3600"}),
    "/old": (301, b"", {"Location": "/new"}),
    "/new": (200, FEED % b"Moved", {}),
    "/gone": (410, b"", {}),
    "/fresh": (200, FEED % b"Fresh", {"Cache-Control": "max-age=7200"}),
}


@pytest.fixture
def follow(newscli, tmp_path):
    """Follows paths of a server, without fetching them."""

    def add(url: str, *paths: str) -> None:
        listed = tmp_path / "urls"
        listed.write_text("".join(f"{url}{path}\n" for path in paths))
        assert newscli("sources", "import", listed).code == 0

    return add


def stored(home) -> list[Source]:
    connection = db.connect(home / "news.db")
    try:
        return sources.all_sources(connection)
    finally:
        connection.close()


def test_three_fetches_of_six_difficult_sources_take_seven_requests(newscli, follow):
    with server(ANSWERS.__getitem__) as at:
        follow(at.url, "/etag", "/busy", "/down", "/old", "/gone", "/fresh")

        first = newscli("fetch", "--json")
        later = [newscli("fetch"), newscli("fetch")]

    assert sorted(asked.path for asked in at.asked) == sorted(ANSWERS)
    outcomes = {row["url"].removeprefix(at.url): row for row in json.loads(first.out)}
    assert {path: row["outcome"] for path, row in outcomes.items()} == {
        "/etag": "new",
        "/busy": "failed",
        "/down": "failed",
        "/old": "new",
        "/gone": "gone",
        "/fresh": "new",
    }
    assert (outcomes["/busy"]["why"], outcomes["/fresh"]["why"]) == ("retry-after", "max-age")
    assert [done.code for done in (first, *later)] == [0, 0, 0]
    assert "HTTP 429 Too Many Requests; asked again in 60 min" in first.err
    assert "--force asks all the same" in later[0].err


def test_force_asks_conditionally_and_leaves_those_alone_that_must_wait(newscli, follow):
    with server(ANSWERS.__getitem__) as at:
        follow(at.url, "/etag", "/busy", "/fresh")
        newscli("fetch")
        at.asked.clear()

        newscli("fetch", "--force")

    assert sorted(asked.path for asked in at.asked) == ["/etag", "/fresh"]
    assert {asked.headers.get("if-none-match") for asked in at.asked} == {'"1"', None}


def test_a_source_that_moved_for_good_gets_its_new_address_at_the_third_fetch(
    newscli, follow, home
):
    with server(ANSWERS.__getitem__) as at:
        follow(at.url, "/old")
        addresses = []
        for _ in range(4):
            newscli("fetch", "--force")
            addresses += [source.url.removeprefix(at.url) for source in stored(home)]
        follow(at.url, "/old")

    assert addresses == ["/old", "/old", "/new", "/new"]
    assert [asked.path for asked in at.asked] == ["/old", "/new"] * 3 + ["/new"]
    assert len(stored(home)) == 1


def test_adding_a_feed_takes_one_request(newscli):
    with server(ANSWERS.__getitem__) as at:
        newscli("sources", "add", f"{at.url}/etag")

    assert len(at.asked) == 1


def test_an_answer_is_never_asked_for_twice(newscli, follow):
    with server(lambda path: (304 if path == "/same" else 429, b"", {})) as at:
        follow(at.url, "/same", "/busy")
        newscli("fetch")

    assert sorted(asked.path for asked in at.asked) == ["/busy", "/same"]


def test_a_setting_of_one_connection_is_kept_on_this_machine_too(newscli, follow, monkeypatch):
    busy, most = threading.Semaphore(1), []

    def respond(path):
        most.append(busy.acquire(blocking=False))
        threading.Event().wait(0.02)
        busy.release()
        return 200, FEED % path.encode(), {}

    monkeypatch.setenv("NEWSCLI_FETCH_HOST_CONNECTIONS", "1")
    with server(respond) as at:
        follow(at.url, *(f"/{number}" for number in range(6)))
        newscli("fetch", "-q")

    assert most == [True] * 6


def test_gone_is_asked_again_once_it_is_enabled(newscli, follow):
    with server(ANSWERS.__getitem__) as at:
        follow(at.url, "/gone")
        newscli("fetch")
        newscli("fetch", "--force")
        newscli("sources", "enable", "1")
        newscli("fetch")

    assert len(at.asked) == 2
