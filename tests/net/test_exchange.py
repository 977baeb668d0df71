"""Where a request is led, and what of the user's goes with it: nothing to another server."""

import base64
import socket
import threading

import pytest

from newscli.core.errors import HttpError
from newscli.core.options import Options
from newscli.core.ports import Request
from newscli.net.exchange import Bounds
from tests import loopback
from tests.fakes import NOW
from tests.loopback import get, problem, redirecting, server, serving, with_user

pytestmark = pytest.mark.usefixtures("transport")

TOKEN = Options(headers=(("Authorization", "Bearer hunter2"), ("X-Feed", "full")))


def basic(user: str) -> str:
    return f"Basic {base64.b64encode(user.encode()).decode()}"


def test_the_user_in_an_address_is_sent_as_basic_authorization_and_nowhere_else():
    with server(redirecting("/new")) as here:
        answer = get(with_user(f"{here.url}/feed", "me:p%40ss%3Aw%C3%B6rd"))

    assert [asked.path for asked in here.asked] == ["/feed", "/new"]
    assert {asked.headers["authorization"] for asked in here.asked} == {basic("me:p@ss:wörd")}
    assert {asked.headers["host"] for asked in here.asked} == {f"127.0.0.1:{here.port}"}
    assert [asked.headers.get("referer") for asked in here.asked] == [None, None]
    assert answer.url == f"{here.url}/new"


def test_an_authorization_of_the_users_goes_before_the_user_in_the_address():
    with server(serving()) as here:
        get(
            with_user(here.url),
            Options(headers=(("authorization", "Bearer hunter2"),)),
        )

    assert here.asked[0].headers["authorization"] == "Bearer hunter2"


def test_the_user_in_a_redirect_is_not_taken():
    with server(serving()) as there:
        elsewhere = with_user(there.url, "evil:evil")
        with server(redirecting(f"{elsewhere}/new")) as here:
            answer = get(f"{here.url}/feed")

    assert "authorization" not in there.asked[0].headers
    assert answer.url == f"{there.url}/new"


def test_nothing_of_the_users_goes_to_another_server(tmp_path):
    cookies = tmp_path / "cookies.txt"
    cookies.write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\thunter2\n")
    options = TOKEN._replace(cookie_file=str(cookies), user_agent="me")
    with (
        server(serving()) as there,
        server(redirecting(f"{there.url}/new")) as here,
    ):
        get(with_user(f"{here.url}/feed"), options)

    first, second = here.asked[0].headers, there.asked[0].headers
    assert first["cookie"] == "session=hunter2"
    assert {"authorization", "cookie", "x-feed"} & set(second) == set()
    assert second["user-agent"] == "me"


def test_a_server_to_which_a_redirect_leads_back_is_told_again():
    with (
        server(lambda path: (302, b"", {"Location": f"{here.url}/new"})) as there,
        server(redirecting(f"{there.url}/")) as here,
    ):
        get(f"{here.url}/feed", TOKEN)

    assert [asked.headers["authorization"] for asked in here.asked] == ["Bearer hunter2"] * 2
    assert "authorization" not in there.asked[0].headers


@pytest.mark.parametrize("options", [TOKEN, Options(insecure=True)], ids=["headers", "insecure"])
def test_a_source_with_settings_for_its_server_does_not_move_to_another(options):
    with (
        server(serving()) as there,
        server(redirecting(f"{there.url}/new", status=301)) as here,
    ):
        bound = get(f"{here.url}/feed", options)
        free = get(f"{here.url}/feed", Options(user_agent="me"))

    assert (bound.moved_to, free.moved_to) == (None, f"{there.url}/new")


def test_a_source_with_settings_moves_on_its_own_server():
    with server(redirecting("/new", status=301)) as here:
        assert get(f"{here.url}/feed", TOKEN).moved_to == f"{here.url}/new"


def test_an_address_with_a_user_is_not_left_for_one_without():
    with server(redirecting("/new", status=301)) as here:
        assert get(with_user(f"{here.url}/feed")).moved_to is None


def test_a_certificate_that_nobody_vouches_for_is_refused():
    with server(serving(), is_tls=True) as here:
        assert problem(here.url).startswith("certificate not trusted: self-signed certificate")

    assert here.asked == []


def test_an_insecure_source_takes_any_certificate():
    with server(serving(), is_tls=True) as here:
        assert get(here.url, Options(insecure=True)).body == b"news"


def test_an_insecure_source_takes_any_certificate_of_its_own_server_only():
    with (
        server(serving(), is_tls=True) as there,
        server(redirecting(f"{there.url}/new"), is_tls=True) as here,
    ):
        said = problem(f"{here.url}/feed", Options(insecure=True))

    assert said.startswith("certificate not trusted")
    assert (len(here.asked), there.asked) == (1, [])


def test_a_waived_certificate_is_no_other_sources():
    with server(serving(), is_tls=True) as here, loopback.Net(Bounds(5.0, 999, NOW), jobs=1) as net:
        net.get(Request(here.url, options=Options(insecure=True)))

        with pytest.raises(HttpError, match=r"^certificate not trusted"):
            net.get(Request(here.url))


def test_the_authorities_that_the_environment_names_are_trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(loopback.UNTRUSTED))

    with server(serving(), is_tls=True) as here:
        assert get(here.url).body == b"news"


@pytest.fixture
def silent():
    """A server that says nothing for long."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_a_timeout_of_its_own_goes_before_that_of_all(silent):
    assert problem(silent, Options(timeout_s=0.3)) == "no whole answer within 0.3 s"


def test_a_host_that_never_ends_the_handshake_does_not_answer(silent):
    said = problem(silent.replace("http:", "https:"), timeout_s=0.3)

    assert said == "no connection: the host does not answer"


def test_a_server_may_be_silent_for_as_long_as_its_own_timeout_says():
    is_over = threading.Event()

    def slowly(path):
        is_over.wait(0.6)
        return 200, b"news", {}

    with server(slowly) as here:
        assert get(here.url, Options(timeout_s=5.0), timeout_s=0.3).body == b"news"
