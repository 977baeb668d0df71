"""What the user gave for one source: headers, secrets, a proxy; and what is said without them."""

import base64
import os
import sys
from types import ModuleType

import pytest

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.options import Options
from newscli.core.ports import Request
from newscli.net import personal
from newscli.net.exchange import Bounds
from tests import loopback
from tests.fakes import NOW
from tests.loopback import get, problem, server, serving, with_user

pytestmark = pytest.mark.usefixtures("transport")

TOKEN = Options(headers=(("Authorization", "Bearer ${TOKEN}"), ("X-Feed", "full")))


def basic(user: str) -> str:
    return f"Basic {base64.b64encode(user.encode()).decode()}"


@pytest.fixture(autouse=True)
def token(monkeypatch):
    monkeypatch.setenv("TOKEN", "hunter2")


def test_headers_are_sent_with_the_secrets_that_they_name():
    with server(serving()) as here:
        get(here.url, TOKEN)

    headers = here.asked[0].headers
    assert (headers["authorization"], headers["x-feed"]) == ("Bearer hunter2", "full")


def test_a_header_of_the_users_replaces_ours_in_any_case():
    options = Options(headers=(("ACCEPT", "text/xml"), ("user-agent", "me")), user_agent="other")
    with server(serving()) as here:
        get(here.url, options)

    headers = here.asked[0].headers
    assert (headers["accept"], headers["user-agent"]) == ("text/xml", "me")


def test_a_user_agent_of_the_users_is_sent_instead_of_ours():
    with server(serving()) as here:
        get(here.url, Options(user_agent="Mozilla/5.0"))

    assert here.asked[0].headers["user-agent"] == "Mozilla/5.0"


def test_a_missing_variable_is_said_and_nothing_is_sent():
    options = Options(headers=(("X-Key", "${NO_SUCH}"),))
    with server(serving()) as here:
        assert problem(here.url, options) == "the environment variable NO_SUCH is not set"

    assert here.asked == []


@pytest.mark.parametrize("secret", ["hunter2\nX-Evil: 1", "hunter2\0", "hünter2"])
def test_a_secret_that_no_header_can_carry_is_refused_and_not_told(secret, monkeypatch):
    monkeypatch.setattr(os, "environ", {**os.environ, "TOKEN": secret})
    with server(serving()) as here:
        said = problem(here.url, TOKEN)

    assert (here.asked, "nter2" in said) == ([], False)


def fake_keyring(monkeypatch, get_password) -> None:
    module = ModuleType("keyring")
    module.get_password = get_password
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_a_reference_to_the_keyring_is_split_at_its_last_slash(monkeypatch):
    asked = []
    fake_keyring(monkeypatch, lambda *words: asked.append(words) or "hunter3")

    assert personal.filled("Bearer ${keyring:https://e.example/me}") == "Bearer hunter3"
    assert asked == [("https://e.example", "me")]


def test_what_the_keyring_does_not_have_is_said(monkeypatch):
    fake_keyring(monkeypatch, lambda service, user: None)

    with pytest.raises(HttpError, match=r"^the keyring has no password of me for e\.example$"):
        personal.filled("${keyring:e.example/me}")


def test_a_keyring_that_fails_in_any_way_is_the_problem_of_its_source(monkeypatch):
    def fail(service, user):
        raise RuntimeError("the bus: hunter2")

    fake_keyring(monkeypatch, fail)

    with pytest.raises(HttpError, match=r"^the keyring cannot be used: RuntimeError$"):
        personal.filled("${keyring:e.example/me}")


def test_without_the_package_the_keyring_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(HttpError, match=r"pip install 'newscli\[keyring\]'$"):
        personal.filled("${keyring:e.example/me}")


def test_a_source_is_asked_through_its_own_proxy(monkeypatch):
    monkeypatch.setenv("PASS", "p@ss:w/örd%21")
    with server(serving(b"through it")) as through:
        proxy = f"http://me:${{PASS}}@127.0.0.1:{through.port}"
        answer = get("http://feed.example/a?b", Options(proxy=proxy))

    (asked,) = through.asked
    assert answer.body == b"through it"
    assert (asked.path, asked.headers["host"]) == ("http://feed.example/a?b", "feed.example")
    assert asked.headers["proxy-authorization"] == basic("me:p@ss:w/örd!")


def test_a_whole_proxy_may_be_named(monkeypatch):
    with server(serving()) as through:
        monkeypatch.setenv("MY_PROXY", through.url)
        get("http://feed.example/", Options(proxy="${MY_PROXY}"))

    assert [asked.path for asked in through.asked] == ["http://feed.example/"]


def test_the_user_of_the_environments_proxy_is_sent_to_it_too(monkeypatch):
    with server(serving()) as through:
        monkeypatch.setenv("http_proxy", with_user(through.url))
        get("http://feed.example/")

    assert through.asked[0].headers["proxy-authorization"] == basic("me:password")


@pytest.mark.parametrize(
    ("proxy", "reason"),
    [
        ("http://${NO_SUCH}@h:1", "the environment variable NO_SUCH is not set"),
        (
            "http://h:${TOKEN}",
            "the proxy: its address must name a host, and its port as a number: "
            "http://proxy.example:3128",
        ),
        (
            "${TOKEN}",
            "the proxy: its address must begin with http:// or https://, as "
            "http://proxy.example:3128 does",
        ),
        (
            "socks5://127.0.0.1:9",
            "the proxy: SOCKS needs the package socksio: pip install 'httpx[socks]'",
        ),
    ],
)
def test_a_proxy_of_no_use_is_said(proxy, reason, monkeypatch):
    monkeypatch.setattr(personal, "proxy_schemes", lambda: ("http", "https"))

    assert problem("http://feed.example/", Options(proxy=proxy)) == reason


def test_a_proxy_of_the_environment_that_cannot_be_used_is_said(monkeypatch, transport):
    monkeypatch.setattr("newscli.net.transport.proxy_schemes", lambda: ("http", "https"))
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")

    assert problem("http://feed.example/").startswith(
        {
            "httpx": "the proxy: SOCKS needs the package socksio",
            "curl": "no connection: connection refused",
        }[transport]
    )


def test_a_proxy_of_the_environment_of_an_unknown_kind_is_said(monkeypatch):
    monkeypatch.setenv("all_proxy", "gopher://127.0.0.1:9")

    assert problem("http://feed.example/").startswith("the proxy: its address must begin with")


def test_no_proxy_keeps_from_the_environments_proxy_and_not_from_the_sources_own(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1,feed.example")
    with server(serving()) as through, server(serving()) as here:
        monkeypatch.setenv("http_proxy", through.url)
        get(here.url)
        get("http://feed.example/", Options(proxy=through.url))

    assert ([asked.path for asked in through.asked], len(here.asked)) == (
        ["http://feed.example/"],
        1,
    )


def test_a_proxy_that_does_not_connect_us_is_said():
    with server(serving()) as through:
        said = problem("https://feed.example/", Options(proxy=through.url))

    assert said.startswith("the proxy refused: ")


def test_a_missing_secret_is_one_sources_problem_and_the_others_go_on():
    with server(serving()) as here:
        requests = [
            Request(f"{here.url}/one", options=Options(proxy="http://${NO_SUCH}:1"), key=1),
            Request(f"{here.url}/two", key=2),
            Request(f"{here.url}/three", options=Options(headers=(("A", "${NO_SUCH}"),)), key=3),
        ]
        with loopback.Net(Bounds(5.0, 1_000_000, NOW), jobs=2) as net:
            found = list(filter(None, net.get_all(HostQueue(requests, Limits(), pauses={}))))

    said = {request.key: str(getattr(outcome, "status", outcome)) for request, outcome in found}
    problems = {r.key: str(o) for r, o in found if isinstance(o, HttpError)}
    assert said[2] == "200"
    assert problems == dict.fromkeys((1, 3), "the environment variable NO_SUCH is not set")
