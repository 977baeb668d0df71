"""What a person types to set up one source, checked: the values that its Options take."""

import math
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from newscli.core.errors import UsageError
from newscli.core.references import REFERENCE, is_well_formed

Headers = tuple[tuple[str, str], ...]

_DURATION = re.compile(r"(\d{1,9})\s*([smhd]?)")
_UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
_SHORTEST_S, _LONGEST_S = 300, 31 * 86_400
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_OURS = {
    "host": "it is made from the address",
    "content-length": "a request for a feed has no body",
    "transfer-encoding": "a request for a feed has no body",
    "connection": "connections are for newscli to keep and to close",
    "accept-encoding": "newscli asks for what it can unpack",
    "if-none-match": "newscli sends it by itself, with what the server last said",
    "if-modified-since": "newscli sends it by itself, with what the server last said",
}
_REFERENCES = "${VARIABLE} or ${keyring:SERVICE/USER}"


def interval_s(text: str) -> int | None:
    """Seconds from 30m, 2h, 1d or 900; None for an empty text. Raises UsageError."""
    if not text.strip():
        return None
    found = _DURATION.fullmatch(text.strip().lower())
    seconds = int(found[1]) * _UNITS[found[2] or "s"] if found else 0
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        raise UsageError(
            f'--interval is "{text}", must be {duration(_SHORTEST_S)} to {duration(_LONGEST_S)}: '
            "30m, 2h, 1d, or 900 for seconds"
        )
    return seconds


def duration(seconds: int) -> str:
    """So many seconds in the largest unit that gives a whole number: 30m, 2h, 1d, 901s."""
    unit, size = next((unit, size) for unit, size in _UNITS.items() if seconds % size == 0)
    return f"{seconds // size}{unit}"


def timeout_s(text: str) -> float | None:
    """Seconds, a part of one too; None for an empty text. Raises UsageError."""
    if not text.strip():
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 1 <= seconds <= 600:
        raise UsageError(f'--timeout is "{text}", must be 1 to 600 seconds, as 90 is')
    return seconds


def user_agent(text: str) -> str | None:
    """The text, trimmed; None for an empty one. Raises UsageError for what no header can carry."""
    if not _is_sendable(text.strip()):
        raise UsageError("--user-agent: only printable ASCII can be sent: 'Mozilla/5.0 (X11)'")
    return text.strip() or None


def with_header(headers: Headers, text: str) -> Headers:
    """The headers with that of "Name: value", which replaces one of its name; "Name:" ends it.

    Raises UsageError, which never repeats a value: it may be a secret.
    """
    name, colon, value = text.strip().partition(":")
    value = value.strip()
    if not colon or not _TOKEN.fullmatch(name):
        raise UsageError(
            "--header: a name of letters, digits and -, a colon, and a value: 'X-Feed: full'"
        )
    if reason := _OURS.get(name.lower()):
        raise UsageError(f"--header: {name} cannot be set: {reason}")
    if not _is_sendable(value):
        raise UsageError(f"--header: {name}: only printable ASCII can be sent: '{name}: value'")
    _require_references(f"--header: {name}", value)
    kept = tuple(header for header in headers if header[0].lower() != name.lower())
    return (*kept, (name, value)) if value else kept


def _is_sendable(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _require_references(what: str, text: str) -> None:
    if not is_well_formed(text):
        raise UsageError(f"{what}: what ${{ begins is not understood: {_REFERENCES}")


def proxy(text: str, *, schemes: Collection[str]) -> str | None:
    """A proxy's address, trimmed; None for an empty text. Raises UsageError.

    `schemes` are those that requests can go through.
    """
    url = text.strip()
    if not url:
        return None
    _require_references("--proxy", url)
    # A digit stands for what is not known yet: it can be a part of a host, a port or a user.
    problem = None if REFERENCE.fullmatch(url) else proxy_problem(REFERENCE.sub("1", url), schemes)
    if problem:
        raise UsageError(f"--proxy: {problem}")
    return url


def proxy_problem(url: str, schemes: Collection[str]) -> str | None:
    """Why no request can go through a proxy, going by its address; None where it can."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    if scheme.startswith("socks") and scheme not in schemes:
        return "SOCKS needs the package socksio: pip install 'httpx[socks]'"
    if scheme not in schemes:
        kinds = " or ".join(f"{one}://" for one in schemes)
        return f"its address must begin with {kinds}, as http://proxy.example:3128 does"
    if not is_whole or not url.isprintable() or " " in url:
        return "its address must name a host, and its port as a number: http://proxy.example:3128"
    return None
