"""Addresses, made comparable and safe to open."""

import re
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = (  # compiled when an address has a query: most runs see none
    r"utm_.*|pk_.*|mtm_.*|hsa_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|"
    r"mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_(anon|enc)_id|rb_clickid|s_cid|"
    r"wt_z?mc|at_(medium|campaign|custom\d)|ns_(campaign|mchannel|source|linkname)|cmpid|"
    r"ref_(src|url)|xtor|guccounter|guce_referrer(_sig)?"
)
# What urljoin would leave as it is: most links, at a tenth of the cost.
_ABSOLUTE = re.compile(r"https?://[^\s/?#\[\]@:\\]+(?::\d{1,5})?(?:[/?#]|\Z)")
# What canonical_url would leave as it is but for the scheme and the fragment.
_PLAIN = re.compile(
    r"https?://([a-z0-9][a-z0-9.-]*)(/[\w!$&'()*+,./:;=@~%-]*)?(\?[\w!$&'()*,./:=@~-]+)?(?:#[\w-]*)?",
    re.ASCII,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str | None:
    """The URL for comparing: two links to one page give one string; None when it is not http(s).

    Host in lower case (RFC 3986, 6.2.2.1), no default port, user, fragment or tracking
    parameters; http counts as https, since sites move from one to the other and keep their pages.
    """
    plain = _PLAIN.fullmatch(url)
    if plain and not (plain[3] and _tracks(plain[3])):
        return f"https://{plain[1]}{plain[2] or '/'}{plain[3] or ''}"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        host += f":{port}"
    return urlunsplit(("https", host, parts.path or "/", _untracked(parts.query), ""))


def _tracks(query: str) -> bool:
    """True where a parameter of a query may be one of tracking."""
    return _tracking_within().search(query) is not None


@cache
def _tracking_within() -> re.Pattern[str]:
    return re.compile(rf"[?&](?:{_TRACKING})(?:[=&]|\Z)", re.I)


def _untracked(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not re.fullmatch(_TRACKING, pair[0], re.I)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def absolute_url(url: str | None, *, base: str | None) -> str | None:
    """A link as it can be opened (http or https); None for anything else."""
    if not url:
        return None
    url = _LINE_ENDS.sub("", url.strip())
    if _ABSOLUTE.match(url):
        return _encoded(url)
    try:
        joined = urljoin(base or "", url)
        is_web = urlsplit(joined).scheme in _DEFAULT_PORTS and bool(urlsplit(joined).hostname)
    except ValueError:
        return None
    return _encoded(joined) if is_web else None


# What browsers leave out of an address (url.spec.whatwg.org, 4.4), and what they encode: spaces and
# controls, also those that turn text around.
_LINE_ENDS = re.compile("[\t\r\n]")
_ODD = "[\x00-\x20\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"


def _encoded(url: str) -> str:
    if url.isprintable() and " " not in url:  # but for the space, none of them is printable
        return url
    return re.sub(_ODD, lambda odd: quote(odd[0], safe="", errors="replace"), url)


_USER = r"^([a-z][a-z0-9+.-]*://)([^/?#]*)@"
# Up to the last @ of the authority (RFC 3986, 3.2); or, where a password holds a bare / or #, so
# that what stands for the port is no number, up to the next. A ${NAME} is no password.
_HIDDEN = r"(://[^/?#@:\s\[]*):(?!\$\{[^{}@\s]*\}@)(?:[^/?#\s]*@|(?!\d*(?:[/?#\s]|$))\S*?@)"


def shown_url(text: str) -> str:
    """An address, or a text with several, as it may be shown: *** for each password in it."""
    return re.sub(_HIDDEN, r"\1:***@", text) if "@" in text else text


def without_user(url: str) -> str:
    """The address without the user and the password that it may hold."""
    return re.sub(_USER, r"\1", url, count=1, flags=re.I) if "@" in url else url


def user_of(url: str) -> tuple[str, str] | None:
    """The user and the password in an address, decoded; None where it has neither."""
    found = re.match(_USER, url, re.I) if "@" in url else None
    if found is None or found[2] in ("", ":"):
        return None
    user, _, password = found[2].partition(":")
    return unquote(user), unquote(password)


def with_user_of(first: str, url: str) -> str:
    """A URL with the user and password of the first, where both lead to one server."""
    found = re.match(_USER, first, re.I) if "@" in first else None
    if found is None or "@" in url.partition("://")[2].partition("/")[0]:
        return url
    if not is_same_server(url, first):
        return url
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{found[2]}@{rest}"


def is_same_server(url: str, first: str) -> bool:
    """True when a URL leads to the server of the first: its scheme, host and port.

    Also when it leads from a host's http to the https of the same host, on their usual ports.
    """
    try:
        here, there = urlsplit(url), urlsplit(first)
        ports = (here.port, there.port)
    except ValueError:
        return False
    if here.hostname != there.hostname:
        return False
    usual = [_DEFAULT_PORTS.get(parts.scheme) for parts in (here, there)]
    numbers = [port or usual[place] for place, port in enumerate(ports)]
    is_upgrade = (there.scheme, here.scheme) == ("http", "https") and numbers == usual
    return is_upgrade or (here.scheme == there.scheme and numbers[0] == numbers[1])
