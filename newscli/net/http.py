"""Asking servers with httpx: conditional GETs, bounded in time and size."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from types import TracebackType

import httpcore

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue
from newscli.core.ports import Answer, Request
from newscli.net import files, reasons
from newscli.net.deadline import Deadline
from newscli.net.exchange import REDIRECTS, Bounds, Exchange
from newscli.net.httpx_alone import httpx
from newscli.net.inflate import each_whole, too_large, whole
from newscli.net.room import Room
from newscli.net.transport import Transport

_MOST_HEADERS_KB = 100  # h11's own bound
_TICK_S = 0.5
_FIRST_THREADS, _SHORTLY_S = 1, 0.005  # each has a connection, and all are looked through for one
_RESULTS_BYTES = 1_000_000


class HttpNet:
    """The Net port over httpx; one pool of connections for all threads.

    Its client stays out of it: cookies, redirects and authentication are ours, and without it an
    answer "unchanged" costs a fifth less.
    """

    def __init__(self, bounds: Bounds, *, jobs: int, proxy: str | None = None) -> None:
        self._bounds = bounds
        self._jobs = jobs
        self._deadline = Deadline()
        self.room = Room()
        self._transport = Transport(self._deadline, connections=jobs, proxy=proxy)

    def get(self, request: Request) -> Answer:
        """One document by a conditional GET (RFC 9110, section 13). Raises HttpError."""
        try:
            return whole(self.ask(request), max_bytes=self._bounds.max_bytes)
        finally:
            self.room.leave()

    def ask(self, request: Request) -> Answer:
        """As `get`, with the body as it was sent. Raises HttpError.

        This thread may be left with room that the answer takes.
        """
        if request.url.startswith("file:"):
            return files.read(request.url, etag=request.etag, max_bytes=self._bounds.max_bytes)
        exchange = Exchange(request, self._bounds)
        begun = time.monotonic()
        try:
            answer = self._answer(exchange, begun + exchange.timeout_s)
        except HttpError as error:
            error.duration_s = time.monotonic() - begun
            raise
        return answer._replace(duration_s=time.monotonic() - begun)

    def _answer(self, exchange: Exchange, at: float) -> Answer:
        try:
            while True:
                self._deadline.at = min(at, time.monotonic() + exchange.first_byte_s)
                with closing(self._transport.handle_request(_request(exchange))) as response:
                    self._deadline.at = at
                    self._check_headers(response)
                    if response.status_code in REDIRECTS:
                        exchange.redirect(response.status_code, response.headers)
                        continue
                    body = b""
                    if exchange.check(response.status_code, response.headers):
                        body = self._body(response, exchange, at)
                    return exchange.answer(
                        response.status_code,
                        response.headers,
                        body,
                        size_bytes=response.num_bytes_downloaded,
                    )
        except (httpx.InvalidURL, UnicodeError):
            raise HttpError(reasons.UNASKABLE) from None
        except (httpx.HTTPError, *_NETWORK_ERRORS) as error:
            reason = _reason(error, timeout_s=exchange.timeout_s, header_kb=self._bounds.header_kb)
            is_late = reason == reasons.late(exchange.timeout_s)
            if is_late and self._deadline.at < at:
                reason = reasons.silent(exchange.first_byte_s)
            raise HttpError(reason) from None

    def _body(self, response: httpx.Response, exchange: Exchange, at: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw():
            parts.append(part)
            size += len(part)
            if size > self._bounds.max_bytes:
                raise too_large(self._bounds.max_bytes)
            self._make_room(size, exchange, at)
        return b"".join(parts)

    def _make_room(self, size: int, exchange: Exchange, at: float) -> None:
        if not self.room.need(size, left_s=at - time.monotonic()):
            raise HttpError(reasons.late(exchange.timeout_s))

    def _check_headers(self, response: httpx.Response) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in response.headers.raw)
        if size > self._bounds.header_kb * 1000:
            raise HttpError(reasons.headers_too_large(self._bounds.header_kb))

    def get_all(self, requests: HostQueue) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """All that a queue holds, as it comes in; None now and then while nothing does."""
        return each_whole(self.get_all_packed(requests), max_bytes=self._bounds.max_bytes)

    def get_all_packed(
        self, requests: HostQueue
    ) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """As `get_all`, but with bodies as they were sent."""
        total = len(requests)
        crew = _Crew(self, requests, most=min(self._jobs, total))
        crew.grow()
        answered = 0
        try:
            while answered + requests.unasked < total:
                try:
                    wait_s = _TICK_S if crew.is_whole else _SHORTLY_S
                    request, outcome, has_room = crew.results.get(timeout=wait_s)
                except queue.Empty:
                    if crew.is_whole:
                        yield None
                    crew.grow()
                    continue
                answered += 1
                crew.taken(outcome)
                yield request, outcome
                if has_room:
                    self.room.taken()
        finally:
            crew.is_over = True

    def __enter__(self) -> "HttpNet":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not KeyboardInterrupt:  # then requests are under way; they end with us
            self._transport.close()


def _request(exchange: Exchange) -> httpx.Request:
    phases = ("connect", "read", "write", "pool")
    return httpx.Request(
        "GET",
        exchange.url,
        headers=exchange.headers(),
        extensions={
            "timeout": dict.fromkeys(phases, exchange.timeout_s),
            "proxy": exchange.proxy(),
            "insecure": exchange.is_insecure,
            "guarded": exchange.is_guarded(),
        },
    )


def _size(outcome: Answer | HttpError) -> int:
    return len(outcome.body) if isinstance(outcome, Answer) else 0


class _Crew:
    """Threads that share a queue of requests, as many as it takes to keep their taker busy."""

    def __init__(self, net: HttpNet, requests: HostQueue, *, most: int) -> None:
        self._size = 0
        self._most = most
        # The last says that room was taken for an answer, which its taker gives back.
        self.results: queue.SimpleQueue[tuple[Request, Answer | HttpError, bool]]
        self.results = queue.SimpleQueue()
        self.is_over = False
        self._net = net
        self._requests = requests
        self._changed = threading.Condition()
        # So that few documents are in memory when storing is slower than the network.
        self._results_bytes = 0
        self._taken = threading.Condition()

    @property
    def is_whole(self) -> bool:
        """True when there are as many as may be."""
        return self._size >= self._most

    def grow(self) -> None:
        """Starts some threads, then as many again each time, up to the most."""
        added = min(max(self._size, _FIRST_THREADS), self._most - self._size)
        self._size += added
        for _ in range(added):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self) -> None:
        """Asks one after the other until none is left."""
        while (request := self._next()) is not None:
            outcome: Answer | HttpError
            try:
                outcome = self._net.ask(request)
            except HttpError as error:
                outcome = error
            except Exception as error:  # noqa: BLE001
                outcome = reasons.our_fault(request, error)
            with self._changed:
                self._requests.done(request, outcome.status, time.monotonic())
                self._changed.notify()
            if isinstance(outcome, HttpError):
                outcome.bare()
                self._net.room.leave()
            self._wait_for_taker(_size(outcome))
            self.results.put((request, outcome, self._net.room.hand_over()))

    def _wait_for_taker(self, size: int) -> None:
        """Waits while what others have put, and nobody has taken, is too much beside it."""
        with self._taken:
            while self._results_bytes and self._results_bytes + size > _RESULTS_BYTES:
                self._taken.wait()
            self._results_bytes += size

    def taken(self, outcome: Answer | HttpError) -> None:
        """Makes room for further results."""
        with self._taken:
            self._results_bytes -= _size(outcome)
            self._taken.notify()

    def _next(self) -> Request | None:
        with self._changed:
            while len(self._requests) and not self.is_over:
                now = time.monotonic()
                request = self._requests.take(now)
                if request is not None:
                    return request
                self._changed.wait(self._requests.ready_in(now))
        return None


_NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    OSError,
)


def _reason(error: Exception, *, timeout_s: float, header_kb: int = _MOST_HEADERS_KB) -> str:
    """Why no answer came, in a few words; what begins "no connection" reached no server."""
    cause = _root(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return reasons.untrusted(cause.verify_message)
    if isinstance(cause, ssl.SSLError):
        return reasons.tls_failed(cause.reason or str(cause))
    if isinstance(cause, socket.gaierror):
        return reasons.NAME_UNKNOWN
    if isinstance(error, (httpcore.ConnectTimeout, httpx.ConnectTimeout)):
        return reasons.HOST_SILENT
    if isinstance(error, (httpcore.ConnectError, httpx.ConnectError)):
        return reasons.no_connection(_os_words(cause))
    if isinstance(error, (httpcore.TimeoutException, httpx.TimeoutException, TimeoutError)):
        return reasons.late(timeout_s)
    if isinstance(error, (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol)):
        return reasons.WRONG_SCHEME
    if isinstance(error, httpcore.ProxyError):
        return reasons.proxy_refused(str(error))
    if getattr(cause, "error_status_hint", None) == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return reasons.headers_too_large(header_kb)
    return reasons.broken_off(_os_words(cause))


def _os_words(cause: BaseException) -> str:
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror.lower()
    return str(cause).rstrip(".") or type(cause).__name__


def _root(error: BaseException) -> BaseException:
    for _ in range(8):
        inner = error.__cause__ or error.__context__
        if inner is None:
            return error
        error = inner
    return error
