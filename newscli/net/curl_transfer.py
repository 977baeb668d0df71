"""One request over libcurl with its redirects: what comes in, and what it amounts to."""

from collections.abc import Mapping

import pycurl

from newscli.core.errors import HttpError, PrivateError
from newscli.core.ports import Answer, Request
from newscli.net import reasons
from newscli.net.curl_handle import Handle
from newscli.net.exchange import REDIRECTS, Bounds, Exchange
from newscli.net.inflate import too_large

_PROXY = 97
_TOO_LARGE = 100
_FINAL = 200
_BLANK = (b"\r\n", b"\n")
# FAILONERROR and MAXFILESIZE end a transfer whose headers are whole and say all.
_CUT = (pycurl.E_HTTP_RETURNED_ERROR, pycurl.E_FILESIZE_EXCEEDED)
_DEAD = (pycurl.E_GOT_NOTHING, pycurl.E_SEND_ERROR, pycurl.E_RECV_ERROR)
_RAGGED = ("unexpected eof", "missing close_notify")
_RESULT = "SSL certificate OpenSSL verify result: "
_PROBLEM = "SSL certificate problem: "


class Transfer:
    """A request under way: the handle that carries it, and the moment by which it must be over."""

    __slots__ = ("_bounds", "_end_s", "begun_s", "deadline_s", "exchange", "handle", "request")

    def __init__(self, request: Request, bounds: Bounds, handle: Handle, *, now_s: float) -> None:
        self.request = request
        self.handle = handle
        self.exchange = Exchange(request, bounds)
        self.begun_s = now_s
        self._end_s = now_s + self.exchange.timeout_s
        self.deadline_s = 0.0
        self._bounds = bounds
        self.await_headers(now_s)

    def await_headers(self, now_s: float) -> None:
        """Sets the deadline for an answer that has not begun."""
        self.deadline_s = min(self._end_s, now_s + self.exchange.first_byte_s)

    def is_late(self, now_s: float) -> bool:
        """True where it must end now; an answer whose headers are there gets its whole time."""
        if self.deadline_s > now_s:
            return False
        if self._has_begun():
            self.deadline_s = self._end_s
        return self.deadline_s <= now_s

    def _has_begun(self) -> bool:
        lines = self.handle.lines
        is_final = self.handle.easy.getinfo(pycurl.RESPONSE_CODE) >= _FINAL
        return is_final and any(line in _BLANK for line in lines[-1:])

    def was_cut_before_it_began(self, code: int) -> bool:
        """True where a kept connection proved to be dead: the server may be asked on a new one.

        Nothing of an answer came. libcurl tries this itself, but not after each kind of failure.
        RFC 9112, section 9.3.1.
        """
        return (
            code in _DEAD
            and not self.handle.lines
            and not self.handle.easy.getinfo(pycurl.NUM_CONNECTS)
        )

    def outcome(self, code: int, message: str) -> Answer | None:
        """The answer; None where the exchange goes on elsewhere. Raises HttpError.

        `code` and `message` are libcurl's, 0 where all went well.
        """
        status = self.handle.easy.getinfo(pycurl.RESPONSE_CODE)
        headers = _headers(self.handle.lines)
        if self.handle.refused is not None and code == pycurl.E_COULDNT_CONNECT:
            raise PrivateError(self.handle.refused)
        if sum(map(len, self.handle.lines)) > self._bounds.header_kb * 1000:
            raise HttpError(reasons.headers_too_large(self._bounds.header_kb))
        if headers is None or (code and not self._is_usable(code, message, status, headers)):
            raise HttpError(self._reason(code, message))
        if status in REDIRECTS:
            self.exchange.redirect(status, headers)
            return None
        body = b""
        if self.exchange.check(status, headers):
            if code == pycurl.E_FILESIZE_EXCEEDED:
                raise too_large(self._bounds.max_bytes)
            body = b"".join(self.handle.chunks)
        size = sum(map(len, self.handle.chunks))
        return self.exchange.answer(status, headers, body, size_bytes=size)

    def _is_usable(self, code: int, message: str, status: int, headers: Mapping[str, str]) -> bool:
        """True where whole headers suffice, or where the body ends as HTTP/1.0 may end it.

        Old servers close TLS without saying so; Python's ssl, and so httpx, takes that for an end.
        """
        if not status:
            return False
        has_end = headers.keys() & {"content-length", "transfer-encoding"}
        is_ragged = not has_end and any(words in message for words in _RAGGED)
        return code in _CUT or status in REDIRECTS or is_ragged

    def lateness(self) -> str:
        """Why it is not over by its deadline."""
        easy = self.handle.easy
        if easy.getinfo(pycurl.REQUEST_SIZE):
            if self.deadline_s < self._end_s:
                return reasons.silent(self.exchange.first_byte_s)
            return reasons.late(self.exchange.timeout_s)
        return reasons.NAME_UNKNOWN if self.is_looking_up else reasons.HOST_SILENT

    @property
    def is_looking_up(self) -> bool:
        """True while the system's resolver has not found the host's address."""
        getinfo = self.handle.easy.getinfo
        return not (getinfo(pycurl.REQUEST_SIZE) or getinfo(pycurl.NAMELOOKUP_TIME))

    def _reason(self, code: int, message: str) -> str:
        getinfo = self.handle.easy.getinfo
        proxys_status = getinfo(pycurl.HTTP_CONNECTCODE)
        if code == _PROXY or proxys_status >= 300:
            return reasons.proxy_refused(f"HTTP {proxys_status}" if proxys_status else message)
        match code:
            case pycurl.E_COULDNT_RESOLVE_HOST | pycurl.E_COULDNT_RESOLVE_PROXY:
                return reasons.NAME_UNKNOWN
            case pycurl.E_COULDNT_CONNECT:
                words = reasons.os_words(getinfo(pycurl.OS_ERRNO))
                return reasons.no_connection(words or message)
            case pycurl.E_URL_MALFORMAT:
                return reasons.UNASKABLE
            case pycurl.E_OPERATION_TIMEDOUT:
                return self.lateness()
            case pycurl.E_PEER_FAILED_VERIFICATION:
                return reasons.untrusted(_verdict(message))
            case pycurl.E_SSL_CONNECT_ERROR | pycurl.E_SSL_CACERT_BADFILE | pycurl.E_SSL_CIPHER:
                return reasons.tls_failed(message.rpartition("::")[2])
        # libcurl's own bound is 300 kB or 5,000 lines; 20 times that with all interim ones.
        if code == _TOO_LARGE or message.startswith("Too large response headers"):
            return reasons.headers_too_large(self._bounds.header_kb)
        return _broken_off(code, message)


def _broken_off(code: int, message: str) -> str:
    if code == pycurl.E_UNSUPPORTED_PROTOCOL:  # HTTP/0.9 is all that it can mean here
        return reasons.broken_off("what came is no HTTP")
    if not code:
        return reasons.broken_off("the headers have no end")
    words = message.partition(" failure: ")[2] if code in _DEAD else ""
    words = words or message or f"error {code} of libcurl"
    return reasons.broken_off(words[0].lower() + words[1:])


def _verdict(message: str) -> str:
    """OpenSSL's words about a certificate, without libcurl's; those on names as Python has them."""
    if "subject name" in message or "does not match" in message:
        return f"hostname mismatch, {message.removeprefix('SSL: ')}"
    words = message.removeprefix(_PROBLEM)
    return words.removeprefix(_RESULT).rpartition(" (")[0] if _RESULT in words else words


def _headers(lines: list[bytes]) -> dict[str, str] | None:
    """The last response's headers, names in lower case; None where they have no end.

    Those of interim responses and of a proxy came before, and trailers may come after the end.
    Values of one name are joined (RFC 9110, section 5.3), text is UTF-8 where it can be: as httpx.
    """
    begin = len(lines) - 1
    while begin >= 0 and not lines[begin].startswith(b"HTTP/"):
        begin -= 1
    end = next((at for at in range(begin + 1, len(lines)) if lines[at] in _BLANK), None)
    if begin < 0 or end is None:
        return None
    block = b"".join(lines[begin + 1 : end])
    try:
        text = block.decode()
    except UnicodeDecodeError:
        text = block.decode("latin-1")
    headers: dict[str, str] = {}
    # One folded over several lines is put together by libcurl from 8.19 on, and here before.
    for line in text.replace("\n ", " ").replace("\n\t", " ").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            name, value = name.lower(), value.strip()
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
