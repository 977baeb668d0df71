"""The sample's web: a plain HTTP forward proxy on the loopback that knows only its own hosts."""

import gzip
import hashlib
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from newscli.demo.world import Answer, answer, resources

Site = dict[tuple[str, str], Answer]
"""Answers by host and path."""

_NOT_FOUND = Answer(404, b"<!DOCTYPE html>\n<title>404</title>\n", "text/html", None, ())
_IDLE_S = 30


@contextmanager
def serve(anchor: int, *, edited: bool) -> Iterator[str]:
    """The URL of a proxy, on a free port, that serves the sample until the block ends.

    `anchor` is the time (Unix seconds) that the articles' ages count from. `edited` serves the
    second version of the one article that its editors changed.
    """
    site: Site = {(one.host, one.path): answer(one, anchor, edited=edited) for one in resources()}
    with _Server(("127.0.0.1", 0), partial(_Handler, site)) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def server_bind(self) -> None:
        # HTTPServer would look up the machine's name here, which takes seconds on some networks.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newscli-demo"
    sys_version = ""
    timeout = _IDLE_S
    # Head and body in one segment: else Nagle and delayed ACK cost 40 ms an answer.
    wbufsize = -1

    def __init__(self, site: Site, *args: Any) -> None:
        self.site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal belongs to newscli."""

    def _answer(self, *, with_body: bool) -> None:
        found = self.site.get(self._address(), _NOT_FOUND)
        zipped = "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(found.body, mtime=0) if zipped else found.body
        etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        if found.status == 200 and etag in self._known_etags():
            self._head(304, found, etag)
            return
        self._head(found.status, found, etag, length=len(body), zipped=zipped)
        if with_body:
            self.wfile.write(body)

    def _head(
        self, status: int, found: Answer, etag: str, *, length: int = 0, zipped: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Vary", "Accept-Encoding")
        if found.changed_at is not None:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", formatdate(found.changed_at, usegmt=True))
        if status != 304:
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(length))
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        for name, value in found.headers:
            self.send_header(name, value)
        self.end_headers()

    def _address(self) -> tuple[str, str]:
        """Host and path, from the absolute form that proxies get or from the Host header."""
        target = urlsplit(self.path)
        host = target.hostname or urlsplit("//" + self.headers.get("Host", "")).hostname or ""
        return host, target.path or "/"

    def _known_etags(self) -> set[str]:
        return {tag.strip() for tag in self.headers.get("If-None-Match", "").split(",")}
