"""A file of cookies in Netscape's format, as curl, yt-dlp and browsers' add-ons write it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from newscli.core.errors import HttpError

_FIELDS = 7
_HTTP_ONLY = "#HttpOnly_"


class Cookie(NamedTuple):
    """One cookie; `expires_at` is None for one of a session, which we take to be going on."""

    domain: str
    has_subdomains: bool
    path: str
    is_secure: bool
    expires_at: int | None
    name: str
    value: str


def read(file: Path) -> list[Cookie]:
    """The cookies in a file, in its order. Raises HttpError, which shows none of them."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not text"
        raise HttpError(f"the cookie file {file}: {reason.lower()}") from None
    try:
        return list(_cookies(text))
    except ValueError as error:
        raise HttpError(f"the cookie file {file}: {error}") from None


def _cookies(text: str) -> Iterator[Cookie]:
    for number, line in enumerate(text.splitlines(), 1):
        line = line.removeprefix(_HTTP_ONLY)
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) == _FIELDS - 1:  # an editor took the tab away that stood before no value
            fields.append("")
        if len(fields) != _FIELDS:
            raise ValueError(f"line {number} is not Netscape's format: {_FIELDS} fields and tabs")
        yield _cookie(fields, number)


def _cookie(fields: list[str], number: int) -> Cookie:
    domain, subdomains, path, secure, expires, name, value = fields
    try:
        expires_at = int(float(expires or 0))
    except (ValueError, OverflowError):
        raise ValueError(f"line {number}: its fifth field is no time in Unix seconds") from None
    return Cookie(
        domain=domain.removeprefix(".").lower(),
        has_subdomains=subdomains.upper() == "TRUE" or domain.startswith("."),
        path=path or "/",
        is_secure=secure.upper() == "TRUE",
        expires_at=expires_at or None,
        name=name,
        value=value,
    )


def header(cookies: Iterable[Cookie], url: str, *, now: int) -> str:
    """The Cookie header for a URL (RFC 6265, section 5.4), longest paths first; "" without any."""
    parts = urlsplit(url)
    chosen = [
        cookie
        for cookie in cookies
        if (cookie.expires_at is None or cookie.expires_at > now)
        and (not cookie.is_secure or parts.scheme == "https")
        and _fits_host(cookie, parts.hostname or "")
        and _fits_path(cookie.path, parts.path or "/")
        and _is_sendable(f"{cookie.name}{cookie.value}")
    ]
    chosen.sort(key=lambda cookie: -len(cookie.path))
    return "; ".join(f"{one.name}={one.value}" if one.name else one.value for one in chosen)


def _fits_host(cookie: Cookie, host: str) -> bool:
    """Section 5.1.3. An address in numbers has no subdomains, and ends like none by chance."""
    is_below = host.endswith(f".{cookie.domain}") and not host.rpartition(".")[2].isdigit()
    return host == cookie.domain or (cookie.has_subdomains and is_below)


def _fits_path(cookie_path: str, path: str) -> bool:
    """Section 5.1.4."""
    folder = cookie_path if cookie_path.endswith("/") else f"{cookie_path}/"
    return path == cookie_path or path.startswith(folder)


def _is_sendable(text: str) -> bool:
    return text.isascii() and text.isprintable() and ";" not in text
