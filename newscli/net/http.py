"""Asking servers: one conditional GET at a time, bounded in time and size."""

import socket
import ssl
import time
from types import TracebackType

import httpcore
import httpx

from newscli import __version__
from newscli.core.errors import HttpError
from newscli.core.ports import Answer
from newscli.core.schedule import retry_after_s
from newscli.net import files
from newscli.net.deadline import Deadline
from newscli.net.inflate import accepted_encodings, inflate
from newscli.net.transport import Transport

_MAX_REDIRECTS = 8
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)


class HttpNet:
    """The Net port over httpx; one client for all threads.

    `timeout_s` bounds a request as a whole, redirects included; `max_bytes` the unpacked body.
    """

    def __init__(
        self, *, jobs: int, timeout_s: float, max_bytes: int, now: int, proxy: str | None = None
    ) -> None:
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._now = now
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=Transport(self._deadline, connections=jobs, proxy=proxy),
            timeout=httpx.Timeout(min(timeout_s, 20.0)),
            follow_redirects=True,
            max_redirects=_MAX_REDIRECTS,
            headers={
                "User-Agent": f"newscli/{__version__} (feed reader)",
                "Accept": _ACCEPT,
                "Accept-Encoding": accepted_encodings(),
            },
        )

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """One document by a conditional GET (RFC 9110, section 13). Raises HttpError."""
        if url.startswith("file:"):
            return files.read(url, etag=etag, max_bytes=self._max_bytes)
        headers = {"If-None-Match": etag or "", "If-Modified-Since": last_modified or ""}
        self._deadline.at = time.monotonic() + self._timeout_s
        try:
            with self._client.stream(
                "GET", url, headers={name: value for name, value in headers.items() if value}
            ) as response:
                return self._answer(response)
        except (httpx.InvalidURL, UnicodeError):
            raise HttpError("not a URL that can be asked") from None
        except httpx.TooManyRedirects:
            raise HttpError(f"more than {_MAX_REDIRECTS} redirects") from None
        except (httpx.HTTPError, *_NETWORK_ERRORS) as error:
            raise HttpError(_reason(error, timeout_s=self._timeout_s)) from None

    def _answer(self, response: httpx.Response) -> Answer:
        status = response.status_code
        if status not in (200, 203, 226, 304):
            raise self._refusal(response)
        body = b""
        if status != 304:
            encoding = response.headers.get("content-encoding", "")
            body = inflate(response.iter_raw(), encoding, max_bytes=self._max_bytes)
        return Answer(
            url=str(response.url),
            status=status,
            body=body,
            content_type=response.headers.get("content-type"),
            etag=_validator(response.headers.get("etag")),
            last_modified=_validator(response.headers.get("last-modified")),
            size_bytes=response.num_bytes_downloaded,
        )

    def _refusal(self, response: httpx.Response) -> HttpError:
        status = response.status_code
        wait_s = None
        if status in (429, 503):
            wait_s = retry_after_s(response.headers.get("retry-after", ""), now=self._now)
        phrase = httpx.codes.get_reason_phrase(status)
        return HttpError(f"HTTP {status} {phrase}".rstrip(), status=status, wait_s=wait_s)

    def __enter__(self) -> "HttpNet":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()


_NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    OSError,
)


def _validator(value: str | None) -> str | None:
    """A validator that can be sent back as it came; None for one that is no header's text."""
    is_sendable = value and value.isascii() and value.isprintable() and len(value) <= 1000
    return value if is_sendable else None


def _reason(error: Exception, *, timeout_s: float) -> str:
    """Why no answer came, in a few words; what begins "no connection" reached no server."""
    cause = _root(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"certificate not trusted: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return f"TLS failed: {cause.reason or cause}"
    if isinstance(cause, socket.gaierror):
        return "no connection: the host's name is not known"
    if isinstance(error, (httpcore.ConnectTimeout, httpx.ConnectTimeout)):
        return "no connection: the host does not answer"
    if isinstance(error, (httpcore.ConnectError, httpx.ConnectError)):
        return f"no connection: {_os_words(cause)}"
    if isinstance(error, (httpcore.TimeoutException, httpx.TimeoutException, TimeoutError)):
        return f"no whole answer within {timeout_s:g} s"
    if isinstance(error, (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol)):
        return "only http, https and file addresses can be asked"
    if isinstance(error, httpcore.ProxyError):
        return f"the proxy refused: {error}"
    return f"the connection broke off: {_os_words(cause)}"


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
