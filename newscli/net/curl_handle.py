"""libcurl's easy handles, used again and again; and addresses as they are sent."""

import os
import re
import socket
from typing import Any
from urllib.parse import quote, urlsplit

import pycurl

from newscli.core.edits import proxy_problem
from newscli.core.errors import HttpError
from newscli.net.private import is_private
from newscli.net.reasons import UNASKABLE, WRONG_SCHEME

_OLDEST = 0x080400  # before it, a body without a length could grow beyond MAXFILESIZE
_, _VERSION, _NUMBER, _, _FEATURES, *_ = pycurl.version_info()
if _NUMBER < _OLDEST:
    raise ImportError(f"libcurl {_VERSION} is older than 8.4", name="pycurl")

_ALWAYS = {
    pycurl.NOSIGNAL: 1,
    pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
    pycurl.HTTP_VERSION: (
        pycurl.CURL_HTTP_VERSION_2TLS
        if _FEATURES & pycurl.VERSION_HTTP2
        else pycurl.CURL_HTTP_VERSION_1_1
    ),
    # An error's page is not read: its status and its headers are all that we want.
    pycurl.FAILONERROR: 1,
    # Where none is set, libcurl looks into the environment by rules of its own; see net/proxies.py.
    pycurl.PROXY: "",
    pycurl.NOPROXY: "",
}
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_PLAIN = re.compile(r"https?://[!#-;=?-_a-z|~]+", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TO_QUOTE = re.compile(r"[^!#-;=?-_a-z|~]")


class Handle:
    """An easy handle with what the last request on it brought: lines of headers, and the body raw.

    An option is set when it differs from the request before. `refused` is a private address that
    the request would have been sent to.
    """

    __slots__ = ("_is_fresh", "_is_guarded", "_route", "chunks", "easy", "lines", "refused")

    def __init__(self, *, max_bytes: int) -> None:
        self.lines: list[bytes] = []
        self.chunks: list[bytes] = []
        self._route: tuple[str | None, bool, bool] = (None, False, False)
        self._is_fresh = False
        self._is_guarded = False
        self.refused: str | None = None
        easy = self.easy = pycurl.Curl()
        for option, value in _ALWAYS.items():
            easy.setopt(option, value)
        easy.setopt(pycurl.MAXFILESIZE, max_bytes)
        # Bound methods of lists: no line of ours runs within libcurl, for each header or 16 kB.
        easy.setopt(pycurl.HEADERFUNCTION, self.lines.append)
        easy.setopt(pycurl.WRITEFUNCTION, self.chunks.append)

    def prepare(
        self,
        url: str,
        headers: dict[str, str],
        *,
        proxy: str | None,
        is_insecure: bool,
        is_guarded: bool,
        trusted: set[str],
    ) -> None:
        """Makes ready for a request. Raises HttpError where it cannot be sent.

        One that is guarded is sent to public addresses only; the servers of the others are added
        to those trusted.
        """
        self.forget()
        fields = [f"{name}: {value}" for name, value in headers.items()]
        if "\n" in "".join(fields):
            raise HttpError(UNASKABLE)
        sent = sent_url(url)
        try:
            self.easy.setopt(pycurl.URL, sent)
            self.easy.setopt(pycurl.HTTPHEADER, fields)
        except (pycurl.error, UnicodeError, ValueError):
            raise HttpError(UNASKABLE) from None
        # Through a proxy it is the proxy that is connected to, and it that looks names up.
        self._guard(is_guarded and not proxy)
        # libcurl asks nobody about a connection that it has kept, whoever was free to open it.
        self._connect_anew(is_guarded and bool(trusted) and _server(sent) in trusted)
        if not is_guarded:
            trusted.add(_server(sent))
        route = (proxy, sent[:6].lower() == "https:", is_insecure)
        if route != self._route:
            self._take_route(*route)
            self._route = route

    def forget(self) -> None:
        """Lets go of what the last request brought."""
        self.lines.clear()
        self.chunks.clear()
        self.refused = None

    def use_new_connection(self) -> None:
        """Sends the same request once more, and not on a connection that was kept."""
        self._connect_anew(True)

    def _connect_anew(self, is_fresh: bool) -> None:
        if is_fresh != self._is_fresh:
            self.easy.setopt(pycurl.FRESH_CONNECT, int(is_fresh))
            self._is_fresh = is_fresh

    def _guard(self, is_guarded: bool) -> None:
        if is_guarded == self._is_guarded:
            return
        if is_guarded:
            self.easy.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        else:
            self.easy.unsetopt(pycurl.OPENSOCKETFUNCTION)
        self._is_guarded = is_guarded

    def _open(self, purpose: int, address: Any) -> "socket.socket | int":
        """The socket for one of a host's addresses; none for a private one."""
        family, kind, protocol, place = address
        ip = str(place[0]) if isinstance(place, tuple) else ""
        if is_private(ip):
            self.refused = ip
            return int(pycurl.SOCKET_BAD)
        return socket.socket(family, kind, protocol)

    def _take_route(self, proxy: str | None, is_tls: bool, is_insecure: bool) -> None:
        problem = proxy_problem(proxy, _PROXY_SCHEMES) if proxy else None
        if problem:
            raise HttpError(f"the proxy: {problem}")
        easy = self.easy
        easy.setopt(pycurl.PROXY, proxy or "")
        easy.setopt(pycurl.SSL_VERIFYPEER, 0 if is_insecure else 1)
        easy.setopt(pycurl.SSL_VERIFYHOST, 0 if is_insecure else 2)
        if is_tls:
            _trust(easy, pycurl.CAINFO, pycurl.CAPATH)
        if proxy and proxy[:6].lower() == "https:":
            _trust(easy, pycurl.PROXY_CAINFO, pycurl.PROXY_CAPATH)


def _trust(easy: pycurl.Curl, file_option: int, folder_option: int) -> None:
    """Trusts whom httpx trusts: SSL_CERT_FILE, SSL_CERT_DIR, or else certifi's authorities."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if not (file or folder):
        import certifi

        file = certifi.where()
    # None takes off what libcurl was built to trust besides.
    easy.setopt(file_option, file or None)
    easy.setopt(folder_option, None if file else folder)


def _server(url: str) -> str:
    """The host and the port of an address that is sent, however they are written."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{(parts.hostname or '').rstrip('.')}:{port}"


def sent_url(url: str) -> str:
    """The address in ASCII, its host by IDNA (RFC 5891); as httpx sends it.

    Raises HttpError for one that is none, or of another scheme.
    """
    if _PLAIN.fullmatch(url):
        return url
    if _CONTROL.search(url):
        raise HttpError(UNASKABLE)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise HttpError(UNASKABLE) from None
    if parts.scheme not in ("http", "https"):
        raise HttpError(WRONG_SCHEME)
    place = parts.netloc
    if not host.isascii():
        place = _idna(host) + (f":{port}" if port else "")
    rest = url.partition("://")[2][len(parts.netloc) :]
    return f"{parts.scheme}://{place}{_TO_QUOTE.sub(lambda bad: quote(bad[0]), rest)}"


def _idna(host: str) -> str:
    import idna

    try:
        return idna.encode(host).decode()
    except idna.IDNAError:
        raise HttpError(UNASKABLE) from None
