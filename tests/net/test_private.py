"""Addresses inside a network are asked on the user's word alone, over either library."""

import socket

import pytest

from newscli.core.errors import HttpError, PrivateError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.options import NONE, Options
from newscli.core.ports import Answer, Request
from newscli.net.exchange import Bounds
from tests import loopback
from tests.fakes import NOW
from tests.loopback import redirecting, server, serving

pytestmark = pytest.mark.usefixtures("transport")
MINE = Options(allow_private=True)


def ask(*requests: Request) -> list[Answer | HttpError]:
    """What comes of the requests, one after the other over one net."""
    results = []
    with loopback.Net(Bounds(5.0, 1_000_000, NOW), jobs=1) as net:
        for request in requests:
            queue = HostQueue([request], Limits(pause_s=0.0), pauses={})
            results += [found[1] for found in net.get_all(queue) if found is not None]
    return results


def refused(url: str, *, given: str = "https://site.example/feed", options: Options = NONE) -> str:
    """Why a page is not asked for that a public source names."""
    (outcome,) = ask(Request(url, options=options, given=given))
    assert isinstance(outcome, PrivateError)
    return str(outcome)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "0.0.0.0", "localhost", "[::ffff:127.0.0.1]", "[::1]",
     "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"],
)  # fmt: skip
def test_a_page_of_a_public_source_is_not_asked_for_on_this_machine(host):
    with server(serving()) as here:
        words = refused(f"http://{host}:{here.port}/")

        assert words.endswith(", which is refused")
        assert here.asked == []


def test_a_source_that_the_user_gave_with_a_private_address_is_asked():
    with server(serving()) as here:
        (answer,) = ask(Request(f"{here.url}/feed"))

    assert answer.body == b"news"


def test_its_pages_on_the_same_server_are_asked_for_and_no_others():
    with server(serving()) as here, server(serving()) as there:
        page, other = ask(
            Request(f"{here.url}/page", given=f"{here.url}/feed"),
            Request(f"{there.url}/page", given=f"{here.url}/feed"),
        )

        assert page.body == b"news"
        assert str(other) == "leads into a private network (127.0.0.1), which is refused"
        assert there.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "localhost"])
def test_a_redirect_into_a_private_network_is_refused(host):
    with server(serving()) as there:
        with server(redirecting(f"http://{host}:{there.port}/")) as here:
            (outcome,) = ask(Request(f"{here.url}/feed"))

        assert isinstance(outcome, PrivateError)
        assert there.asked == []


def test_with_the_users_word_a_source_may_lead_anywhere():
    with server(serving()) as there, server(redirecting(f"{there.url}/")) as here:
        (answer,) = ask(Request(f"{here.url}/feed", options=MINE))

    assert answer.url == f"{there.url}/"


# Names, which a DNS server of the attacker's gives any address


@pytest.fixture
def rebound(monkeypatch):
    """A DNS in which each name is this machine's: what libcurl and Python ask is the same."""
    real = socket.getaddrinfo

    def answer(host, *rest, **facts):
        return real("127.0.0.1" if host == "localtest.example" else host, *rest, **facts)

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def curl_resolving(monkeypatch, port: int) -> None:
    """libcurl has its own resolver, which is told as `curl --resolve` does."""
    pycurl = pytest.importorskip("pycurl")
    from newscli.net import curl_handle

    told = [f"localtest.example:{port}:127.0.0.1"]
    monkeypatch.setitem(curl_handle._ALWAYS, pycurl.RESOLVE, told)


def test_a_public_name_with_a_private_address_is_refused_when_it_is_connected_to(
    rebound, monkeypatch
):
    with server(serving()) as here:
        curl_resolving(monkeypatch, here.port)
        url = f"http://localtest.example:{here.port}/feed"
        (outcome,) = ask(Request(url))

        assert str(outcome) == "leads into a private network (127.0.0.1), which is refused"
        assert here.asked == []


def test_a_connection_kept_for_a_trusted_source_is_not_another_ones(rebound, monkeypatch):
    with server(serving()) as here:
        curl_resolving(monkeypatch, here.port)
        url = f"http://localtest.example:{here.port}/feed"
        trusted, other, again = ask(
            Request(url, options=MINE), Request(url), Request(url, options=MINE)
        )

        assert (trusted.body, again.body) == (b"news", b"news")
        assert isinstance(other, PrivateError)
        assert len(here.asked) == 2


def test_a_proxy_may_be_on_this_machine_but_leads_to_no_private_address():
    with server(serving()) as proxy:
        options = Options(proxy=proxy.url)
        (through,) = ask(Request("http://site.example/feed", options=options))

        assert through.body == b"news"
        assert refused("http://10.0.0.1/", options=options)
        assert len(proxy.asked) == 1


def test_an_escaped_host_is_no_address():
    (outcome,) = ask(Request("http://127%2e0.0.1/feed"))

    assert str(outcome) == "not a URL that can be asked"
