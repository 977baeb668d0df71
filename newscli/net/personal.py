"""What the user gave for one source alone: headers, cookies, a proxy, and the secrets in them."""

import os
import re
import threading
from base64 import b64encode
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from newscli.core import urls
from newscli.core.edits import proxy_problem
from newscli.core.errors import HttpError
from newscli.core.options import Options
from newscli.core.references import REFERENCE, user_part
from newscli.net import cookies

# Keyrings ask the user to unlock them: once, and not in as many windows as there are threads.
_KEYRING = threading.Lock()


def headers(options: Options, url: str, *, address: str, now: int) -> dict[str, str]:
    """The source's own headers and cookies for a URL; `address` is the source's, with its user.

    Raises HttpError for a missing secret, or one that no header can carry.
    """
    found = {name: _sendable(name, filled(value)) for name, value in options.headers}
    user = urls.user_of(address)
    if user and not any(name.lower() == "authorization" for name in found):
        found["Authorization"] = f"Basic {b64encode(':'.join(user).encode()).decode()}"
    if options.cookie_file:
        kept = cookies.header(cookies.read(Path(options.cookie_file).expanduser()), url, now=now)
        name = next((name for name in found if name.lower() == "cookie"), "Cookie")
        found[name] = "; ".join(filter(None, (found.get(name), kept)))
    return {name: value for name, value in found.items() if value}


def _sendable(name: str, value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise HttpError(f"the header {name} holds what no header can carry: only printable ASCII")
    return value.strip()


def proxy(text: str) -> str:
    """A proxy's address with the secrets that it names. Raises HttpError.

    A secret that stands for its user or its password may hold what parts an address: it is
    written with percent signs here, but for those that it has.
    """
    before, user, after = user_part(text)
    name, colon, password = _parted(user)
    known = f"{_quoted(name)}{colon}{_quoted(password)}"
    url = f"{filled(before)}{known}{filled(after)}"
    problem = proxy_problem(url, proxy_schemes())
    if problem:
        raise HttpError(f"the proxy: {problem}")
    return url


def _parted(user: str) -> tuple[str, str, str]:
    """Name, colon and password; the colon within a reference parts nothing."""
    at = REFERENCE.sub(lambda match: "$" * len(match[0]), user).find(":")
    return (user, "", "") if at < 0 else (user[:at], ":", user[at + 1 :])


def _quoted(text: str) -> str:
    return quote(filled(text), safe="%")


@cache
def proxy_schemes() -> tuple[str, ...]:
    """The kinds of proxies that requests can go through; SOCKS needs a package of its own."""
    return ("http", "https", "socks5", "socks5h") if find_spec("socksio") else ("http", "https")


def filled(text: str) -> str:
    """The text with each ${VARIABLE} and ${keyring:SERVICE/USER} replaced by what it stands for.

    Raises HttpError, which names what is missing and never a secret.
    """
    return REFERENCE.sub(_secret, text)


def _secret(match: re.Match[str]) -> str:
    if match["name"]:
        value = os.environ.get(match["name"])
        missing = f"the environment variable {match['name']} is not set"
    else:
        value = _from_keyring(match["service"], match["user"])
        missing = f"the keyring has no password of {match['user']} for {match['service']}"
    if not value:
        raise HttpError(missing)
    if not value.isprintable():
        raise HttpError(f"{match.group()} holds a control character; it cannot be sent")
    return value


def _from_keyring(service: str, user: str) -> str | None:
    try:
        import keyring
    except ImportError:
        raise HttpError("for the system's keyring: pip install 'newscli[keyring]'") from None
    try:
        with _KEYRING:
            password: str | None = keyring.get_password(service, user)
    except Exception as error:  # noqa: BLE001
        # Besides its own errors it lets those of each system's service through, of any kind.
        raise HttpError(f"the keyring cannot be used: {type(error).__name__}") from None
    return password
