"""What only the transport over libcurl promises."""

import json
import subprocess
import sys

import pytest

pytest.importorskip("pycurl")

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.ports import Request
from newscli.net.curl import CurlNet
from newscli.net.curl_handle import sent_url
from newscli.net.exchange import Bounds
from tests.fakes import NOW
from tests.loopback import server


def test_a_kept_connection_that_proves_dead_is_no_failure():
    def respond(path):
        return 200, b"news", {}

    with (
        server(respond, is_leaving=True) as at,
        CurlNet(Bounds(5.0, 999, NOW), jobs=16) as net,
    ):
        requests = [Request(f"{at.url}/{n}", key=n) for n in range(60)]
        found = filter(None, net.get_all(HostQueue(requests, Limits(), pauses={})))
        statuses = [outcome.status for _, outcome in found]

    assert statuses == [200] * 60
    assert len(at.asked) == 60


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://e.example/a?b=%20#c", "http://e.example/a?b=%20#c"),
        ("HTTP://E.example:8080", "HTTP://E.example:8080"),
        ("http://BÜCHER.example:8080/ä", "http://xn--bcher-kva.example:8080/%C3%A4"),
        ("http://[::1]:80/ü", "http://[::1]:80/%C3%BC"),
    ],
)
def test_an_address_is_ascii_before_libcurl_sees_it(url, sent):
    assert sent_url(url) == sent


@pytest.mark.parametrize("url", ["http://a\tb/", "http://" + "ü" * 70 + "/", "http://ü:x/", "ü"])
def test_what_is_no_address_does_not_reach_libcurl(url):
    with pytest.raises(HttpError):
        sent_url(url)


LIBRARIES = {"httpx", "httpcore", "pycurl", "click", "feedparser", "lxml", "pygments", "rich"}
PROBE = f"""
import json, sys
from newscli.cli import run
code = run(["fetch", "--force", "-q"])
print(json.dumps([code, sorted({LIBRARIES} & set(sys.modules))]))
"""


@pytest.mark.parametrize(
    ("name", "loaded"), [("curl", ["pycurl"]), ("httpx", ["httpcore", "httpx"])]
)
def test_a_fetch_without_news_loads_one_transport_only(
    name, loaded, newscli, tmp_path, monkeypatch
):
    feed = tmp_path / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><title>T</title></channel></rss>")
    assert newscli("sources", "add", feed).code == 0
    monkeypatch.setenv("NEWSCLI_TRANSPORT", name)

    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout.splitlines()[-1]) == [0, loaded]
