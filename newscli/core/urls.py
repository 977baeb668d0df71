"""Addresses, made comparable and safe to open."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = (  # compiled when an address has a query: most runs see none
    r"utm_.*|pk_.*|mtm_.*|hsa_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|"
    r"mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_(anon|enc)_id|rb_clickid|s_cid|"
    r"wt_z?mc|at_(medium|campaign|custom\d)|ns_(campaign|mchannel|source|linkname)|cmpid|"
    r"ref_(src|url)|xtor|guccounter|guce_referrer(_sig)?"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str | None:
    """The URL for comparing: two links to one page give one string; None when it is not http(s).

    Host in lower case (RFC 3986, 6.2.2.1), no default port, user, fragment or tracking
    parameters; http counts as https, since sites move from one to the other and keep their pages.
    """
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
    try:
        joined = urljoin(base or "", url.strip())
        is_web = urlsplit(joined).scheme in _DEFAULT_PORTS and bool(urlsplit(joined).hostname)
    except ValueError:
        return None
    return joined.replace(" ", "%20") if is_web else None
