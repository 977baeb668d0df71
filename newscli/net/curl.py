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
from newscli.net.curl_transfer import Transfer
from newscli.net.exchange import Bounds
from newscli.net.proxies import Proxies

_TICK_S = 0.5


class CurlNet:
    """The Net port over libcurl's multi interface."""

    def __init__(self, bounds: Bounds, *, jobs: int, proxy: str | None = None) -> None:
        self._bounds = bounds
        self._jobs = jobs
        self._proxies = Proxies(proxy)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, jobs)
        self._idle: list[pycurl.Curl] = []
        self._active: dict[pycurl.Curl, Transfer] = {}
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
                    self._send(Transfer(request, self._bounds, begun=self._clock.now()))
            except HttpError as error:
                yield request, error

    def _send(self, transfer: Transfer) -> None:
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
            self._idle.append(handle)
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
        self, transfer: Transfer, code: int, message: str
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

    def _release(self, transfer: Transfer) -> None:
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
