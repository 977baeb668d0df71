"""One request and what comes of it, whichever library carries it: headers, redirects, answers."""

from functools import cache
from http import HTTPStatus
from typing import NamedTuple, Protocol
from urllib.parse import urljoin, urlsplit

from newscli import __version__
from newscli.core.errors import HttpError, PrivateError
from newscli.core.ports import Answer, Request
from newscli.core.schedule import fresh_s, retry_after_s
from newscli.core.urls import is_same_server, user_of, without_user
from newscli.net.inflate import accepted_encodings
from newscli.net.private import is_private_host
from newscli.net.reasons import UNASKABLE

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_USABLE = frozenset((200, 203, 226, 304))
_PROJECT = "https://github.com/newscli/newscli"
_USER_AGENT = f"newscli/{__version__} (feed reader; +{_PROJECT})"
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)


class Bounds(NamedTuple):
    """What one request may take: seconds in all, redirects included; bytes of its body.

    The bytes are those sent, and again those unpacked. `now` is the time that headers' dates are
    compared with. With `allow_private` any of them may lead into private networks. The headers of
    an answer must be there within `first_byte_s`, but for sources that have a time of their own.
    """

    timeout_s: float
    max_bytes: int
    now: int
    allow_private: bool = False
    first_byte_s: float = 20.0
    header_kb: int = 100
    redirects: int = 8


class Headers(Protocol):
    """A response's headers; names in any case."""

    def get(self, name: str, default: str, /) -> str:
        """The value, or the default."""


class Exchange:
    """A request on its way: where it has been led, and what is sent there.

    `url` never holds a user or a password, neither those that the source's address has nor those
    of a redirect.
    """

    def __init__(self, request: Request, bounds: Bounds) -> None:
        self.url = without_user(request.url)
        self._request = request
        self._bounds = bounds
        self._redirects = 0
        self._moved_to: str | None = None
        self._is_moved_for_good = True

    @property
    def timeout_s(self) -> float:
        """Seconds that all of it may take."""
        return self._request.options.timeout_s or self._bounds.timeout_s

    @property
    def first_byte_s(self) -> float:
        """Seconds within which the headers of an answer must be there."""
        own_s = self._request.options.timeout_s
        return own_s or min(self._bounds.first_byte_s, self._bounds.timeout_s)

    def headers(self) -> dict[str, str]:
        """What is sent to `url`. Raises HttpError when a secret that it needs is missing."""
        request = self._request
        options = request.options
        headers = {
            "User-Agent": options.user_agent or _USER_AGENT,
            "Accept": _ACCEPT,
            "Accept-Encoding": _encodings(),
        }
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        if self._is_personal and self._is_own_server():
            from newscli.net import personal

            # Names in any case: a header of the user's replaces ours.
            given = personal.headers(options, self.url, address=request.url, now=self._bounds.now)
            names = {name.lower() for name in given}
            headers = {n: v for n, v in headers.items() if n.lower() not in names} | given
        return headers

    @property
    def _is_personal(self) -> bool:
        options = self._request.options
        return bool(options.headers or options.cookie_file or user_of(self._request.url))

    def _is_own_server(self) -> bool:
        """What the user gave for a server is for no other, wherever it may redirect us."""
        return is_same_server(self.url, self._request.url)

    def proxy(self) -> str | None:
        """The source's own proxy. Raises HttpError when a secret in it is missing."""
        if self._request.options.proxy is None:
            return None
        from newscli.net import personal

        return personal.proxy(self._request.options.proxy)

    @property
    def is_insecure(self) -> bool:
        """True where the user waived the check of certificates."""
        return self._request.options.insecure and self._is_own_server()

    def is_guarded(self) -> bool:
        """True where only a public address may be connected to.

        Not so where the user said so, and for the server that the user named by an address or a
        name that is private by itself. Raises PrivateError where `url` names such a one.
        """
        request = self._request
        if request.options.allow_private or self._bounds.allow_private:
            return False
        host, given = _host(self.url), request.given or request.url
        # libcurl would decode a %2e in a host, and Python would not.
        if not host or ("%" in host and ":" not in host):
            raise HttpError(UNASKABLE)
        if not is_private_host(host):
            return True
        if not (is_private_host(_host(given)) and is_same_server(self.url, given)):
            raise PrivateError(host)
        return False

    def redirect(self, status: int, headers: Headers) -> None:
        """Follows a redirect (RFC 9110, section 15.4). Raises HttpError where it leads nowhere."""
        self._redirects += 1
        location = headers.get("location", "")
        if not location:
            raise HttpError(f"HTTP {status} without a Location", status=status)
        if self._redirects > self._bounds.redirects:
            raise HttpError(
                f"more than {self._bounds.redirects} redirects (limits.redirects)",
                status=status,
                wait_s=retry_after_s(headers.get("retry-after", ""), now=self._bounds.now),
            )
        try:
            url = urljoin(self.url, location)
            is_web = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
        except ValueError:
            is_web = False
        if not is_web:
            raise HttpError("redirected to what is no web address", status=status)
        self.url = without_user(url.partition("#")[0].replace(" ", "%20"))
        self._is_moved_for_good = self._is_moved_for_good and status in _PERMANENT
        if self._is_moved_for_good and self._may_move():
            self._moved_to = self.url

    def _may_move(self) -> bool:
        """False where a new address would take what was given for another server, or lose it.

        A user and a password stand in the old address only: it stays, and redirects each time.
        """
        is_bound = self._is_personal or self._request.options.insecure
        has_user = user_of(self._request.url) is not None
        return not has_user and (not is_bound or self._is_own_server())

    def check(self, status: int, headers: Headers) -> bool:
        """True when a body follows that we want. Raises HttpError for an answer of no use."""
        if status in _USABLE:
            return status != 304
        wait_s = None
        if status in (429, 503):
            wait_s = retry_after_s(headers.get("retry-after", ""), now=self._bounds.now)
        raise HttpError(_phrase(status), status=status, wait_s=wait_s)

    def answer(self, status: int, headers: Headers, body: bytes, *, size_bytes: int) -> Answer:
        """The answer that a usable response is; its body is as it was sent."""
        encoding = headers.get("content-encoding", "").strip().lower()
        return Answer(
            url=self.url,
            status=status,
            body=body,
            content_type=headers.get("content-type", "") or None,
            etag=_validator(headers.get("etag", "")),
            last_modified=_validator(headers.get("last-modified", "")),
            size_bytes=size_bytes,
            moved_to=self._moved_to,
            fresh_s=fresh_s(
                headers.get("cache-control", ""),
                headers.get("expires", ""),
                age=headers.get("age", ""),
                now=self._bounds.now,
            ),
            encoding="" if encoding == "identity" else encoding,
        )


def _host(url: str) -> str:
    """The host in an address; "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _phrase(status: int) -> str:
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


@cache
def _encodings() -> str:
    # Once: finding a module takes longer than the rest of a request's headers.
    return accepted_encodings()


def _validator(value: str) -> str | None:
    """A validator that can be sent back as it came; None for one that is no header's text."""
    is_sendable = value and value.isascii() and value.isprintable() and len(value) <= 1000
    return value if is_sendable else None
