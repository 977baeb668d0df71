"""What a source's problem is called, by the words in which net/ and feeds/ report it.

tests/core/test_advice.py holds each of their messages to its cause.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from newscli.core.models import Source, Visit

OFTEN = 3
"""Failures in a row that no longer look like an accident."""

# Each begins with the program as this run calls it: its profile and database go with it.
FETCH = "{newscli} fetch {id}"
REMOVE = "{newscli} sources remove {id}"
FIND = "{newscli} sources add {site}"
EDIT = "{newscli} sources edit {id} "
_UNCHECKED = EDIT + "--insecure"


def _always(source: Source) -> bool:
    return True


def _has_wait(source: Source) -> bool:
    return source.wait_until is not None


def _fails_often(source: Source) -> bool:
    return source.failures > OFTEN


def _never_answered(source: Source) -> bool:
    return source.answered_at is None


def _has_proxy(source: Source) -> bool:
    return source.options.proxy is not None


def _is_file(source: Source) -> bool:
    return source.url.startswith("file:")


class Cause(NamedTuple):
    """A cause, known by how a problem's words begin and by what holds of the source.

    Braces in `words` and `command` stand for facts of the source and for the pattern's groups.
    Without a command it passes by itself, or else the source has ended.
    """

    pattern: str
    code: str
    words: str
    command: str | None = None
    holds: Callable[[Source], bool] = _always


UNKNOWN = Cause("", "failing", "it gave no usable answer")
CAUSES = (
    Cause(
        r"HTTP \d+ without a Location|more than \d+ redirects|redirected to what is no web address",
        "redirects",
        "its server redirects in a circle or to nowhere; its site may name another feed",
        FIND,
    ),
    Cause(
        "HTTP 40[12]",
        "blocked",
        "its server wants to know who asks: give it your credentials, or cookies",
        EDIT + "--header 'Authorization: Bearer ${{TOKEN}}'",
    ),
    Cause(
        "HTTP 40[36]|HTTP 451",
        "blocked",
        "its server refuses newscli, or a guard such as Cloudflare before it does: a browser's "
        "user agent or your cookies may pass",
        EDIT + "--user-agent Mozilla/5.0",
    ),
    Cause(
        "HTTP 429",
        "blocked",
        "its server wants fewer requests: ask it less often",
        EDIT + "--interval 12h",
    ),
    Cause(
        "HTTP 503",
        "blocked",
        "its server is busy and says when to come back: ask it less often",
        EDIT + "--interval 12h",
        _has_wait,
    ),
    Cause(
        "HTTP 404",
        "not-found",
        "not there {failures} times in a row: it has moved or ended; its site may name another",
        FIND,
        _fails_often,
    ),
    Cause("HTTP 404", "not-found", "not there, which may pass"),
    Cause("HTTP 410", "gone", "its server says that it is gone for good", REMOVE),
    Cause(
        "the proxy: ",
        "proxy",
        "the address of its own proxy is none that can be used: give the right one",
        EDIT + "--proxy URL",
    ),
    Cause(
        "HTTP 407|the proxy refused",
        "proxy",
        "its proxy refuses it: give another, or the right credentials",
        EDIT + "--proxy URL",
        _has_proxy,
    ),
    Cause(
        "HTTP 407|the proxy refused",
        "proxy",
        "the proxy of this machine refuses it: look at HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
        "env | grep -i proxy",
    ),
    Cause(r"HTTP 5\d\d", "server", "its server has a fault of its own"),
    Cause(
        r"HTTP \d",
        "no-feed",
        "its server gives no feed at this address; its site may name another",
        FIND,
    ),
    Cause(
        r"the environment variable (?P<name>\w+) is not set",
        "secret",
        "it needs the environment variable {name}: set it where newscli runs, in cron too",
        FETCH,
    ),
    Cause(
        "the keyring has no password of (?P<user>.+) for (?P<service>.+)",
        "secret",
        "it needs a password that the system's keyring does not have: put it there",
        "keyring set {service} {user}",
    ),
    Cause(
        "for the system's keyring: pip install",
        "secret",
        "it needs a password of the system's keyring, which newscli reads by an extra package",
        "pip install 'newscli[keyring]'",
    ),
    Cause(
        "the keyring cannot be used",
        "secret",
        "it needs a password, and the system's keyring is locked or not there: unlock it",
        FETCH,
    ),
    Cause(
        ".+ holds a control character",
        "secret",
        "its secret has a control character, perhaps a line break at its end: store it anew",
        FETCH,
    ),
    Cause(
        "the header ",
        "secret",
        "a header of yours holds what no header can carry: store its secret anew",
        FETCH,
    ),
    Cause(
        "the cookie file ",
        "cookies",
        "its cookie file cannot be read: export it from your browser again",
        EDIT + "--cookie-file FILE",
    ),
    Cause(
        "not a URL that can be asked|only http, https and file addresses|a file: address names",
        "address",
        "its address is none that can be asked: follow the right one instead",
        REMOVE,
    ),
    Cause(
        "leads into a private network",
        "private",
        "its server, or where that redirects to, is in a private network, which a feed could "
        "misuse: only if you trust it",
        EDIT + "--allow-private",
    ),
    Cause(
        r"larger than (?P<megabytes>\d+) MB",
        "too-large",
        "it is larger than newscli takes: let newscli take more",
        "{newscli} config set fetch.max_mb {more}",
    ),
    Cause(
        "damaged on the way|cut short|sent with Content-Encoding|headers larger than",
        "damaged",
        "its answer arrives damaged",
    ),
    Cause(
        "certificate not trusted: .*expired",
        "certificate",
        "its certificate has expired, which its owner must mend; without the check anybody could "
        "answer in its name: only if you trust it",
        _UNCHECKED,
    ),
    Cause(
        "certificate not trusted: .*not yet valid",
        "certificate",
        "its certificate is not valid yet: is this machine's clock right?",
        "date",
    ),
    Cause(
        "certificate not trusted: .*mismatch",
        "certificate",
        "its certificate is another host's; without the check anybody could answer in its name: "
        "only if you trust it",
        _UNCHECKED,
    ),
    Cause(
        "certificate not trusted",
        "certificate",
        "its certificate is signed by nobody whom this machine trusts; without the check anybody "
        "could answer in its name: only if you trust it",
        _UNCHECKED,
    ),
    Cause("TLS failed", "tls", "no secure connection to its server comes about"),
    Cause(
        "no connection",
        "proxy",
        "its own proxy, or the host behind it, cannot be reached: give another proxy",
        EDIT + "--proxy URL",
        _has_proxy,
    ),
    Cause(
        "no connection: the host's name is not known",
        "dns",
        "no host has this name: a typo, or a site that is gone",
        REMOVE,
        _never_answered,
    ),
    Cause(
        "no connection: the host's name is not known",
        "dns",
        "its host's name is not known: this machine is offline, or the site is gone",
    ),
    Cause(
        r"no connection: the host does not answer|no (?:whole )?answer within (?P<seconds>\d+)",
        "timeout",
        "its server is slow, or does not answer: give it more time",
        EDIT + "--timeout {longer}",
    ),
    Cause("no connection", "unreachable", "its server cannot be reached"),
    Cause("the connection broke off", "unreachable", "its server breaks the connection off"),
    Cause(
        "a web page, not a feed",
        "web-page",
        "a web page stands at its address; newscli finds the feed that a site names",
        FIND,
    ),
    Cause(
        "not a feed|JSON, but not a JSON Feed",
        "no-feed",
        "what stands at its address is no feed; newscli finds the feed that a site names",
        FIND,
    ),
    Cause("the answer is empty", "empty", "its server answers with nothing"),
    Cause(
        "declares XML entities of its own",
        "malformed",
        "it declares XML entities of its own, which could grow without end and are refused",
    ),
    Cause(
        r"has [\d,more than ]+ entries|nested deeper than|too large for the slow parser",
        "too-much",
        "it is more of a feed than newscli takes, or none at all",
        REMOVE,
    ),
    Cause(
        "not well-formed|not JSON",
        "malformed",
        "it has an error that only its publisher can mend",
    ),
    Cause(
        "cannot be read|cannot be asked",
        "unreadable",
        "newscli could not cope with it: look into the log, and report it to newscli",
        FETCH + " --verbose",
    ),
    Cause(
        ".+: ",
        "file",
        "its file on this machine cannot be read: put it back, or end the source",
        REMOVE,
        _is_file,
    ),
)


def cause(source: Source, visits: Sequence[Visit]) -> tuple[Cause, dict[str, str]]:
    """Why a source fails, and the groups found; by its problem, else by the last visit's status."""
    status = visits[-1].status if visits else None
    for words in (source.problem or "", f"HTTP {status}" if status and status >= 400 else ""):
        for known in CAUSES:
            match = re.match(known.pattern, words)
            if match and known.holds(source):
                return known, {name: text or "" for name, text in match.groupdict().items()}
    return UNKNOWN, {}
