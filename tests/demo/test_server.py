import http.client
from urllib.parse import urlsplit

import httpx
import pytest

from newscli.demo.server import serve
from newscli.demo.world import subscriptions

ANCHOR = 1_760_000_000
HERALD = "http://harbour-herald.example/feed.xml"
GONE = "http://old-mill-gazette.example/rss.xml"
BUSY = "http://weatherglass.example/feed.json"
MOVED = "http://gaceta-puerto-almar.example/rss"
REFUSED = {GONE: 410, BUSY: 429, MOVED: 302}


@pytest.fixture(scope="module")
def proxy():
    with serve(ANCHOR, edited=False) as url:
        yield url


@pytest.fixture
def client(proxy):
    with httpx.Client(proxy=proxy, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("source", subscriptions(), ids=lambda source: source.url)
def test_a_source_answers_as_designed(client, source):
    assert client.get(source.url).status_code == REFUSED.get(source.url, 200)


def test_a_source_that_asks_for_patience_says_how_long(client):
    assert client.get(BUSY).headers["Retry-After"] == "3600"


def test_a_redirect_leads_to_the_feed(client):
    answer = client.get(MOVED, follow_redirects=True)

    assert (answer.status_code, str(answer.url)) == (
        200,
        "http://gaceta-puerto-almar.example/feeds/portada.xml",
    )


def test_the_german_feed_comes_in_its_own_encoding(client):
    answer = client.get("http://kuestenblatt.example/rss.xml")

    assert answer.headers["Content-Type"] == "application/rss+xml; charset=windows-1252"
    assert "<title>Küstenblatt</title>".encode("windows-1252") in answer.content


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_a_known_etag_is_answered_with_304_and_no_body(client, accepted):
    first = client.get(HERALD, headers={"Accept-Encoding": accepted})

    second = client.get(
        HERALD, headers={"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]}
    )

    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_an_unknown_etag_brings_the_feed(client):
    assert client.get(HERALD, headers={"If-None-Match": '"old"'}).status_code == 200


def test_the_feed_was_last_modified_when_its_newest_article_appeared(client):
    assert client.get(HERALD).headers["Last-Modified"] == "Thu, 09 Oct 2025 08:03:20 GMT"


def test_gzip_is_sent_to_who_accepts_it_and_holds_the_same_feed(client):
    zipped = client.get(HERALD, headers={"Accept-Encoding": "gzip"})
    plain = client.get(HERALD, headers={"Accept-Encoding": "identity"})

    assert (zipped.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == (
        "gzip",
        None,
    )
    assert zipped.content == plain.content


def test_an_article_with_tracking_parameters_is_the_article(client):
    address = "http://ledger-compass.example/articles/wool"

    assert client.get(f"{address}?utm_source=rss").content == client.get(address).content


@pytest.mark.parametrize(
    "url", ["http://harbour-herald.example/none", "http://unknown.example/", "http://127.0.0.1/"]
)
def test_an_unknown_address_is_not_found(client, url):
    assert client.get(url).status_code == 404


def test_a_head_request_gets_the_length_and_no_body(client):
    answer = client.head(HERALD)

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 1000


def test_the_host_header_routes_where_the_request_names_a_path_alone(proxy):
    connection = http.client.HTTPConnection(urlsplit(proxy).netloc)

    connection.request("GET", "/feed.xml", headers={"Host": "harbour-herald.example:80"})
    status = connection.getresponse().status
    connection.close()

    assert status == 200


def test_the_server_is_gone_when_the_block_ends():
    with serve(ANCHOR, edited=False) as url:
        pass

    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_the_second_version_has_an_etag_of_its_own():
    address = "http://aldbourg-courier.example/atom.xml"

    with serve(ANCHOR, edited=False) as first, serve(ANCHOR, edited=True) as second:
        etags = {
            httpx.get(address, proxy=url, trust_env=False).headers["ETag"]
            for url in (first, second)
        }

    assert len(etags) == 2
