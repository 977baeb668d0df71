"""Ids, URLs and dates of entries, made comparable."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from newscli.core.entry import ParsedEntry

_OLDEST_AT = 315_532_800  # 1980: RSS is from 1999; earlier dates are a CMS's zero
_TRACKING = re.compile(
    r"utm_.*|pk_.*|mtm_.*|hsa_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|"
    r"mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_(anon|enc)_id|rb_clickid|s_cid|"
    r"wt_z?mc|at_(medium|campaign|custom\d)|ns_(campaign|mchannel|source|linkname)|cmpid|"
    r"ref_(src|url)|xtor|guccounter|guce_referrer(_sig)?",
    re.I,
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
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
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


def sensible_time(at: int | None) -> int | None:
    """The time, or None where it is a placeholder: before 1980, or after the year 9999."""
    return at if at is not None and _OLDEST_AT <= at < 253_402_300_800 else None


def sort_at(published_at: int | None, *, seen_at: int) -> int:
    """An article's place in time: its date, but never after we saw it.

    Feeds date entries into the future by mistake or to stay on top; undated ones are as old as
    our knowledge of them.
    """
    return seen_at if published_at is None else min(published_at, seen_at)


def distinct_guids(entries: Sequence[ParsedEntry]) -> list[str]:
    """A guid for each entry, in order: the publisher's where it is one, else made from the entry.

    Without a guid the link serves, then a hash of the words. Where entries share a guid (a CMS
    that gives its home page for all), the link is added to each, then the hash: whichever way the
    entries are ordered next time, each gets the same guid again. Entries that agree in all of it
    are one; they get the same guid here.
    """
    guids = [_own_guid(entry) for entry in entries]
    for more in (_link, _words_hash):
        count = Counter(guids)
        guids = [
            f"{guid} {more(entry)}" if count[guid] > 1 and more(entry) else guid
            for guid, entry in zip(guids, entries, strict=True)
        ]
    return guids


def _own_guid(entry: ParsedEntry) -> str:
    return (entry.guid or "").strip() or _link(entry) or _words_hash(entry)


def _link(entry: ParsedEntry) -> str:
    return (entry.url or "").strip()


def _words_hash(entry: ParsedEntry) -> str:
    words = "\0".join((entry.title or "", entry.summary or "", entry.content or ""))
    return f"sha256:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:32]}"
