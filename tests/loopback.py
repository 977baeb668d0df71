"""Servers on loopback for tests of what is really sent."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from newscli.core.errors import HttpError
from newscli.core.options import NONE, Options
from newscli.core.ports import Answer, Request
from newscli.net.exchange import Bounds
from newscli.net.http import HttpNet
from tests.fakes import NOW

Net = HttpNet  # a test may put another transport here
UNTRUSTED = Path(__file__).parent / "data" / "untrusted.pem"


class Asked(NamedTuple):
    """A request as it came: what it asks for, and its headers by their names in lower case.

    The values of a header that came twice are joined by a comma.
    """

    path: str
    headers: dict[str, str]


class Server(NamedTuple):
    """A running server: its address, and what it was asked so far."""

    url: str
    port: int
    asked: list[Asked]


def serving(body: bytes = b"news", status: int = 200, **headers: str) -> Callable[[str], object]:
    """A responder that gives one answer to every request."""
    return lambda path: (status, body, headers)


def redirecting(location: str, *, status: int = 302) -> Callable[[str], object]:
    """A responder that sends /feed elsewhere and answers all else."""
    return lambda path: (
        (status, b"", {"Location": location}) if path == "/feed" else (200, b"news", {})
    )


@contextmanager
def server(
    respond: Callable[[str], object], *, is_tls: bool = False, is_leaving: bool = False
) -> Iterator[Server]:
    """A server that answers each GET by `respond(path)`: (status, body, headers).

    One that is leaving closes each connection after its answer, and does not say so.
    """
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            names = {name.lower() for name in self.headers}
            sent = {name: ", ".join(self.headers.get_all(name, [])) for name in names}
            asked.append(Asked(self.path, sent))
            status, body, headers = respond(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = self.close_connection or is_leaving

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256  # of five, all others would wait a second

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust us ends its handshake; that is no news."""

    http = Quiet(("127.0.0.1", 0), Handler)
    if is_tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(UNTRUSTED)
        http.socket = context.wrap_socket(http.socket, server_side=True)
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    scheme = "https" if is_tls else "http"
    try:
        yield Server(f"{scheme}://127.0.0.1:{http.server_port}", http.server_port, asked)
    finally:
        http.shutdown()
        http.server_close()


def get(url: str, options: Options = NONE, *, timeout_s: float = 5.0) -> Answer:
    """What newscli gets for a source with these settings; all servers here are private ones."""
    with Net(Bounds(timeout_s, 1_000_000, NOW, allow_private=True), jobs=1) as net:
        return net.get(Request(url, options=options))


def problem(url: str, options: Options = NONE, *, timeout_s: float = 5.0) -> str:
    """Why newscli gets nothing for a source with these settings."""
    with pytest.raises(HttpError) as caught:
        get(url, options, timeout_s=timeout_s)
    return str(caught.value)


def with_user(url: str, user: str = "me:password") -> str:
    """The address with a user and a password in it."""
    return url.replace("//", f"//{user}@")
