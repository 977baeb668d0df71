"""One request over libcurl with its redirects: what comes in, and what it amounts to."""

import os

import pycurl

from newscli.core.errors import HttpError
from newscli.core.ports import Answer, Request
from newscli.net.exchange import REDIRECTS, Bounds, Exchange
from newscli.net.inflate import inflate

_UNWANTED_BYTES = 65_536  # what is read of an error page, so that the connection can be kept
_WANTED = frozenset((200, 203, 226))
_CERTIFICATE = frozenset((pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT_BADFILE))


class Transfer:
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
    if "HTTP/0.9" in message:
        return "the connection broke off: what came is no HTTP"
    if code in (pycurl.E_UNSUPPORTED_PROTOCOL, pycurl.E_URL_MALFORMAT):
        return "only http, https and file addresses can be asked"
    if "CONNECT" in message or "proxy" in message.lower():
        return f"the proxy refused: {_told(message)}"
    return f"the connection broke off: {_told(message) or f'error {code} of libcurl'}"


def _told(message: str) -> str:
    """libcurl's words without its preamble."""
    return message.removeprefix("SSL certificate problem: ").removeprefix("SSL: ").rstrip(".")
