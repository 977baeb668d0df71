"""Asking servers, against a real one on loopback that misbehaves on purpose."""

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
import zstandard

from newscli.core.errors import HttpError
from newscli.core.ports import Request
from newscli.net.exchange import Bounds
from tests import loopback
from tests.fakes import NOW

pytestmark = pytest.mark.usefixtures("transport")


@contextmanager
def server(respond) -> Iterator[str]:
    """A server whose every GET is given to `respond(handler)`; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            respond(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        http.server_close()


def send(handler, body=b"", status=200, **headers) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": len(body), **headers}.items():
        handler.send_header(name.replace("_", "-"), str(value))
    handler.end_headers()
    handler.wfile.write(body)


def get(url, *, timeout_s=5.0, max_bytes=1_000_000, **validators):
    with loopback.Net(Bounds(timeout_s, max_bytes, NOW), jobs=2) as net:
        return net.get(Request(url, **validators))


def problem(url, **settings) -> str:
    with pytest.raises(HttpError) as caught:
        get(url, **settings)
    return str(caught.value)


def test_an_answer_carries_the_body_and_the_validators():
    with server(
        lambda h: send(h, b"news", ETag='"1"', Last_Modified="Mon", Content_Type="text/xml")
    ) as url:
        answer = get(f"{url}/feed")

    assert answer._asdict() == {
        "url": f"{url}/feed",
        "status": 200,
        "body": b"news",
        "content_type": "text/xml",
        "etag": '"1"',
        "last_modified": "Mon",
        "size_bytes": 4,
        "moved_to": None,
        "fresh_s": None,
        "duration_s": answer.duration_s,
        "encoding": "",
    }
    assert 0 < answer.duration_s < 5


def test_validators_make_the_request_conditional():
    seen = {}

    def respond(handler):
        seen.update(handler.headers)
        send(handler, status=304)

    with server(respond) as url:
        answer = get(url, etag='"1"', last_modified="Mon")

    assert answer.is_unchanged
    assert (seen["If-None-Match"], seen["If-Modified-Since"]) == ('"1"', "Mon")


ENCODED = {
    "gzip": gzip.compress(b"news"),
    "deflate": zlib.compress(b"news"),
    "br": brotli.compress(b"news"),
    "zstd": zstandard.compress(b"news"),
    "identity": b"news",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_that_we_accept_is_undone(encoding):
    with server(lambda h: send(h, ENCODED[encoding], Content_Encoding=encoding)) as url:
        assert get(url).body == b"news"


def test_deflate_without_its_wrapper_is_understood():
    raw = zlib.compress(b"news" * 50)[2:-4]

    with server(lambda h: send(h, raw, Content_Encoding="deflate")) as url:
        assert get(url).body == b"news" * 50


BOMBS = {
    "gzip": gzip.compress(bytes(20_000_000)),
    "br": brotli.compress(bytes(20_000_000), quality=5),
    "zstd": zstandard.compress(bytes(20_000_000)),
    "identity": bytes(2_000_000),
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_what_unpacks_to_more_than_allowed_is_refused(encoding):
    with server(lambda h: send(h, BOMBS[encoding], Content_Encoding=encoding)) as url:
        assert problem(url) == "larger than 1 MB (fetch.max_mb)"


def test_a_compressed_body_that_ends_in_the_middle_is_refused():
    with server(lambda h: send(h, gzip.compress(b"n" * 999)[:-9], Content_Encoding="gzip")) as url:
        assert problem(url) == "cut short: the compressed body ends in the middle"


def test_stacked_encodings_are_refused():
    body = gzip.compress(gzip.compress(b"news"))

    with server(lambda h: send(h, body, Content_Encoding="gzip, gzip")) as url:
        assert problem(url).startswith('sent with Content-Encoding "gzip, gzip"')


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "HTTP 404 Not Found"), (410, "HTTP 410 Gone"), (500, "HTTP 500 Internal Server Error")],
)
def test_a_refusal_is_said_with_its_status(status, words):
    with server(lambda h: send(h, status=status)) as url:
        assert problem(url) == words


def test_retry_after_comes_with_the_error():
    with (
        server(lambda h: send(h, status=429, Retry_After="120")) as url,
        pytest.raises(HttpError) as caught,
    ):
        get(url)

    assert (caught.value.status, caught.value.wait_s) == (429, 120)


def test_redirects_are_followed_and_the_last_address_told():
    def respond(handler):
        if handler.path == "/old":
            send(handler, status=302, Location="/new")
        else:
            send(handler, b"news")

    with server(respond) as url:
        assert get(f"{url}/old").url == f"{url}/new"


def test_endless_redirects_end():
    with server(lambda h: send(h, status=302, Location="/again")) as url:
        assert problem(url) == "more than 8 redirects (limits.redirects)"


def test_a_redirect_to_a_file_is_refused():
    with server(lambda h: send(h, status=302, Location="file:///etc/passwd")) as url:
        assert problem(url) == "redirected to what is no web address"


def drip(handler, head: bytes) -> None:
    handler.wfile.write(head)
    stop = threading.Event()
    try:
        while not stop.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()
    except OSError:
        handler.close_connection = True


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["body", "headers"]
)
def test_a_slow_drip_ends_by_the_deadline(head):
    with server(lambda h: drip(h, head)) as url:
        assert problem(url, timeout_s=0.5) == "no whole answer within 0.5 s"


def test_nobody_listening_is_no_connection():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    assert problem(f"http://127.0.0.1:{port}/") == "no connection: connection refused"


def test_a_body_shorter_than_announced_is_refused():
    def respond(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"news")
        handler.close_connection = True

    with server(respond) as url:
        assert problem(url).startswith("the connection broke off")


def raw(handler, answer: bytes) -> None:
    handler.wfile.write(answer)
    handler.close_connection = True


def test_headers_that_end_in_the_middle_are_no_answer():
    with server(lambda h: raw(h, b'HTTP/1.1 200 OK\r\nETag: "1"\r\n')) as url:
        assert problem(url).startswith("the connection broke off")


def flood(handler, head: bytes, part: bytes) -> None:
    handler.wfile.write(head)
    try:
        while True:
            handler.wfile.write(part)
    except OSError:
        handler.close_connection = True


@pytest.mark.parametrize("part", [b"X: y\r\n" * 99, b"X: " + b"y" * 9999 + b"\r\n", b"y" * 9999])
def test_a_flood_of_headers_ends(part):
    with server(lambda h: flood(h, b"HTTP/1.1 200 OK\r\n", part)) as url:
        assert problem(url).startswith("headers larger than ")


def test_a_flood_of_interim_responses_ends():
    with server(lambda h: flood(h, b"", b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" * 9)) as url:
        assert problem(url, timeout_s=0.5)


def test_what_follows_an_error_is_not_read():
    head = b"HTTP/1.1 404 Not Found\r\nRetry-After: 7\r\n\r\n"

    with server(lambda h: flood(h, head, b"n" * 9999)) as url:
        assert problem(url) == "HTTP 404 Not Found"


ODD_HEADERS = {
    "after an interim response": (
        b"HTTP/1.1 103 Early Hints\r\nETag: 0\r\n\r\nHTTP/1.1 200 OK\r\nETag: 1\r\n"
        b"Content-Length: 0\r\n\r\n"
    ),
    "in a trailer": (
        b"HTTP/1.1 200 OK\r\nETag: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nETag: 2\r\n\r\n"
    ),
    "in lines": b"HTTP/1.1 200 OK\r\nETag:\r\n 1\r\nContent-Length: 0\r\n\r\n",
    "without a space": b"HTTP/1.1 200\r\netag:1\r\ncontent-length:0\r\n\r\n",
}


@pytest.mark.parametrize("answer", ODD_HEADERS.values(), ids=ODD_HEADERS)
def test_a_header_is_found_wherever_it_may_stand(answer):
    with server(lambda h: raw(h, answer)) as url:
        assert get(url).etag == "1"


def test_values_of_one_name_are_joined():
    head = b"HTTP/1.1 200 OK\r\nCache-Control: public\r\nCache-Control: max-age=60\r\n\r\n"

    with server(lambda h: raw(h, head)) as url:
        assert get(url).fresh_s == 60


def test_a_body_ends_with_its_connection_where_nothing_else_says_so():
    with server(lambda h: raw(h, b"HTTP/1.0 200 OK\r\n\r\nnews")) as url:
        assert get(url).body == b"news"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/ä b?q=ü&x=%20%zz", "/%C3%A4%20b?q=%C3%BC&x=%20%zz"),
        ("/a/../b/./c", "/b/c"),
        ("/a#part", "/a"),
        ("?q", "/?q"),
    ],
)
def test_an_address_is_sent_as_ascii(path, sent):
    seen = []

    def respond(handler):
        seen.append(handler.path)
        send(handler)

    with server(respond) as url:
        get(f"{url}{path}")

    assert seen == [sent]


@pytest.mark.parametrize("url", ["https://", "http://[::1", "gopher://x.example/", "http://\x00/"])
def test_what_cannot_be_asked_is_said(url):
    assert problem(url)


def test_a_file_is_read_and_then_unchanged(tmp_path):
    file = tmp_path / "a feed.xml"
    file.write_bytes(b"news")

    first = get(file.as_uri())
    second = get(file.as_uri(), etag=first.etag)

    assert (first.body, second.is_unchanged) == (b"news", True)


def test_a_missing_file_is_said(tmp_path):
    assert problem((tmp_path / "no.xml").as_uri()).endswith("no.xml: no such file or directory")


def test_a_validator_that_cannot_be_sent_back_is_left_out():
    with server(lambda h: send(h, b"news", ETag='"\xe9"')) as url:
        assert get(url).etag is None
