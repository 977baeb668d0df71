"""A bound on the whole of one request: httpx's own timeouts are per read, and never end a drip."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from newscli.core.errors import PrivateError
from newscli.net.private import is_private


class Deadline(threading.local):
    """The moment (time.monotonic) by which this thread's request must be over."""

    at: float = float("inf")

    def left_s(self) -> float:
        """Seconds left. Raises httpcore.ReadTimeout when there are none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left

    def bound(self, timeout_s: float | None) -> float:
        """The shorter of a timeout and what is left."""
        left = self.left_s()
        return left if timeout_s is None else min(timeout_s, left)


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write ends by the deadline of the thread that uses it."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        bounded_s = self._deadline.bound(timeout)
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, bounded_s), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """The operating system's sockets, with the deadline on each.

    One that is guarded connects to public addresses only: it looks the host up itself, and goes
    to the very address that it has checked, so that a second answer of the DNS changes nothing.
    """

    def __init__(self, deadline: Deadline, *, is_guarded: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._is_guarded = is_guarded

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in _public(host, port) if self._is_guarded else [host]:
            try:
                bounded_s = self._deadline.bound(timeout)
                stream = self._inner.connect_tcp(
                    address, port, bounded_s, local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(min(seconds, self._deadline.left_s()))


def _public(host: str, port: int) -> list[str]:
    """The public addresses of a host. Raises PrivateError where all of them are private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    public = [address for address in addresses if not is_private(address)]
    if addresses and not public:
        raise PrivateError(addresses[0])
    return public
