"""Asking servers with libcurl: many requests at once in one thread, at a fifth of httpx's cost."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import TracebackType

import pycurl

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.ports import Answer, Request
from newscli.net import files
from newscli.net.exchange import REDIRECTS, Bounds, Exchange
from newscli.net.inflate import inflate
from newscli.net.proxies import Proxies

_TICK_S = 0.5
_UNWANTED_BYTES = 65_536  # what is read of an error page, so that the connection can be kept
_WANTED = frozenset((200, 203, 226))


class CurlNet:
    """The Net port over libcurl's multi interface."""

    def __init__(self, bounds: Bounds, *, jobs: int, proxy: str | None = None) -> None:
        self._bounds = bounds
        self._jobs = jobs
        self._proxies = Proxies(proxy)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, jobs)
        self._idle: list[pycurl.Curl] = []
        self._active: dict[pycurl.Curl, _Transfer] = {}
        self._clock = _Clock()

    def get(self, request: Request) -> Answer:
        """One document by a conditional GET (RFC 9110, section 13). Raises HttpError."""
        queue = HostQueue([request], Limits(pause_s=0.0), pauses={})
        _, outcome = next(result for result in self.get_all(queue) if result is not None)
        if isinstance(outcome, HttpError):
            raise outcome
        return outcome

    def get_all(self, requests: HostQueue) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """All that a queue holds, as it comes in; None now and then while nothing does."""
        said_at = time.monotonic()
        while len(requests) or self._active:
            for request, outcome in [*self._start(requests), *self._finished()]:
                requests.done(request, outcome.status, time.monotonic())
                with self._clock.stopped():
                    yield request, outcome
                said_at = time.monotonic()
            if time.monotonic() - said_at > _TICK_S:
                with self._clock.stopped():
                    yield None
                said_at = time.monotonic()
            self._wait(requests)

    def _start(self, requests: HostQueue) -> Iterator[tuple[Request, Answer | HttpError]]:
        """Sends what may be sent now; gives those requests that need no server."""
        while len(self._active) < self._jobs and len(requests):
            request = requests.take(time.monotonic())
            if request is None:
                return
            try:
                if request.url.startswith("file:"):
                    max_bytes = self._bounds.max_bytes
                    yield request, files.read(request.url, etag=request.etag, max_bytes=max_bytes)
                else:
                    self._send(_Transfer(request, self._bounds, begun=self._clock.now()))
            except HttpError as error:
                yield request, error

    def _send(self, transfer: "_Transfer") -> None:
        """Sends the next request of an exchange. Raises HttpError where it cannot be sent."""
        exchange = transfer.exchange
        headers = exchange.headers()
        proxy = exchange.proxy() or self._proxies.of(exchange.url)
        transfer.begin()
        handle = self._idle.pop() if self._idle else _new_handle()
        try:
            handle.setopt(pycurl.URL, exchange.url.encode("utf-8"))
            handle.setopt(
                pycurl.HTTPHEADER,
                [
                    f"{name}: {value}".encode("latin-1", "replace")
                    for name, value in headers.items()
                ],
            )
        except (pycurl.error, ValueError, UnicodeError):
            raise HttpError("not a URL that can be asked") from None
        handle.setopt(pycurl.PROXY, proxy or "")
        handle.setopt(pycurl.SSL_VERIFYPEER, 0 if exchange.is_insecure else 1)
        handle.setopt(pycurl.SSL_VERIFYHOST, 0 if exchange.is_insecure else 2)
        handle.setopt(pycurl.HEADERFUNCTION, transfer.lines.append)
        handle.setopt(pycurl.WRITEFUNCTION, transfer.take)
        transfer.handle = handle
        self._active[handle] = transfer
        self._multi.add_handle(handle)

    def _finished(self) -> Iterator[tuple[Request, Answer | HttpError]]:
        """What has come to its end since last time."""
        self._multi.perform()
        left = 1
        while left:
            left, whole, failed = self._multi.info_read()
            for handle, code, message in [*((handle, 0, "") for handle in whole), *failed]:
                yield from self._end(self._active[handle], code, message)
        now = self._clock.now()
        late = [one for one in self._active.values() if one.is_late(now)]
        for transfer in late:
            self._release(transfer)
            yield transfer.request, transfer.timed(transfer.lateness(), now)

    def _end(
        self, transfer: "_Transfer", code: int, message: str
    ) -> Iterator[tuple[Request, Answer | HttpError]]:
        """The outcome of a transfer; none yet where a redirect is to be followed."""
        outcome: Answer | HttpError | None
        try:
            outcome = transfer.outcome(code, message)
            self._release(transfer)
            if outcome is None:
                self._send(transfer)
                return
        except HttpError as error:
            self._release(transfer)
            outcome = error
        yield transfer.request, transfer.timed(outcome, self._clock.now())

    def _release(self, transfer: "_Transfer") -> None:
        """Keeps the transfer's handle for another one."""
        handle, transfer.handle = transfer.handle, None
        if handle is not None:
            self._multi.remove_handle(handle)
            del self._active[handle]
            self._idle.append(handle)

    def _wait(self, requests: HostQueue) -> None:
        """Waits until there is something to do, at most half a second."""
        wait_s = _TICK_S
        if len(requests) and len(self._active) < self._jobs:
            wait_s = min(requests.ready_in(time.monotonic()), _TICK_S)
        if not self._active:
            time.sleep(wait_s if len(requests) else 0)
        elif self._multi.select(wait_s) == -1:
            time.sleep(min(wait_s, 0.005))  # it has no socket to wait for yet

    def __enter__(self) -> "CurlNet":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for handle in [*self._active]:
            self._multi.remove_handle(handle)
        for handle in [*self._active, *self._idle]:
            handle.close()
        self._active.clear()
        self._multi.close()


class _Clock:
    """Seconds in which transfers were driven: it stands while others use what came of them."""

    def __init__(self) -> None:
        self._stood_s = 0.0

    def now(self) -> float:
        """Seconds, from any moment."""
        return time.monotonic() - self._stood_s

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Time does not pass within."""
        stopped_at = time.monotonic()
        yield
        self._stood_s += time.monotonic() - stopped_at


class _Transfer:
    """One request with its redirects."""

    __slots__ = ("_bounds", "_chunks", "_size", "begun", "exchange", "handle", "lines", "request")

    def __init__(self, request: Request, bounds: Bounds, *, begun: float) -> None:
        self.request = request
        self.exchange = Exchange(request, bounds)
        self.begun = begun
        self.handle: pycurl.Curl | None = None
        self._bounds = bounds
        self.begin()

    def begin(self) -> None:
        """Forgets what an earlier step of the exchange brought."""
        self.lines: list[bytes] = []
        self._chunks: list[bytes] = []
        self._size = 0

    def take(self, chunk: bytes) -> int | None:
        """Takes a piece of the body; -1 ends the transfer."""
        self._size += len(chunk)
        is_wanted = self._status() in _WANTED
        if self._size > (self._bounds.max_bytes if is_wanted else _UNWANTED_BYTES):
            return -1
        if is_wanted:
            self._chunks.append(chunk)
        return None

    def _status(self) -> int:
        """The status of the last response; libcurl cannot be asked while it hands over a body."""
        line = next((line for line in reversed(self.lines) if line.startswith(b"HTTP/")), b"")
        code = line.partition(b" ")[2][:3]
        return int(code) if code.isdigit() else 0

    def outcome(self, code: int, message: str) -> Answer | None:
        """The answer; None where the exchange goes on elsewhere. Raises HttpError."""
        is_cut = code == pycurl.E_WRITE_ERROR
        if code and not is_cut:
            raise HttpError(_reason(self.handle, code, message))
        status, headers = self._status(), _headers(self.lines)
        if status in REDIRECTS:
            self.exchange.redirect(status, headers)
            return None
        body = b""
        if self.exchange.check(status, headers):
            if is_cut:
                raise HttpError(
                    f"larger than {self._bounds.max_bytes // 1_000_000} MB (fetch.max_mb)",
                    status=status,
                )
            encoding = headers.get("content-encoding", "")
            body = inflate(self._chunks, encoding, max_bytes=self._bounds.max_bytes)
        return self.exchange.answer(status, headers, body, size_bytes=self._size)

    def is_late(self, now: float) -> bool:
        """True when its time is over."""
        return now - self.begun > self.exchange.timeout_s

    def lateness(self) -> HttpError:
        """The error of a request whose time is over."""
        return HttpError(f"no whole answer within {self.exchange.timeout_s:g} s")

    def timed(self, outcome: Answer | HttpError, now: float) -> Answer | HttpError:
        """The outcome, with how long it took."""
        if isinstance(outcome, HttpError):
            outcome.duration_s = now - self.begun
            return outcome
        return outcome._replace(duration_s=now - self.begun)


def _new_handle() -> pycurl.Curl:
    handle = pycurl.Curl()
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.FOLLOWLOCATION, 0)
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
    handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, 0)
    handle.setopt(pycurl.TIMEOUT_MS, 0)
    handle.setopt(pycurl.CAINFO, _authorities())
    return handle


@cache
def _authorities() -> str:
    """The certificates that are trusted: SSL_CERT_FILE, else those that httpx trusts."""
    import certifi

    return os.environ.get("SSL_CERT_FILE") or str(certifi.where())


def _headers(lines: list[bytes]) -> dict[str, str]:
    """The last response's headers, names in lower case; the first of a name counts."""
    headers: dict[str, str] = {}
    for line in lines:
        if line.startswith(b"HTTP/"):
            headers = {}
        else:
            name, _, value = line.partition(b":")
            headers.setdefault(name.decode("latin-1").lower(), value.strip().decode("latin-1"))
    return headers


_CERTIFICATE = frozenset((pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT_BADFILE))


def _reason(handle: pycurl.Curl | None, code: int, message: str) -> str:
    """Why no answer came, in the words that net/http.py has for it."""
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return "no connection: the host's name is not known"
    if code == pycurl.E_COULDNT_RESOLVE_PROXY:
        return "no connection: the proxy's name is not known"
    if code == pycurl.E_COULDNT_CONNECT:
        number = handle.getinfo(pycurl.OS_ERRNO) if handle else 0
        return f"no connection: {os.strerror(number).lower() if number else _told(message)}"
    if code in _CERTIFICATE:
        return f"certificate not trusted: {_told(message)}"
    if code == pycurl.E_SSL_CONNECT_ERROR:
        return f"TLS failed: {_told(message)}"
    if code in (pycurl.E_UNSUPPORTED_PROTOCOL, pycurl.E_URL_MALFORMAT):
        return "only http, https and file addresses can be asked"
    if "CONNECT" in message or "proxy" in message.lower():
        return f"the proxy refused: {_told(message)}"
    return f"the connection broke off: {_told(message)}"


def _told(message: str) -> str:
    """libcurl's words without its preamble."""
    return message.removeprefix("SSL certificate problem: ").removeprefix("SSL: ").rstrip(".")
