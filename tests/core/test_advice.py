"""What to do about a source, by its cause; and that every message we write has its cause."""

import ast
import socket
import ssl
from pathlib import Path

import h11
import httpcore
import pytest

from newscli.commands import _jobs
from newscli.core.advice import Advice, advise, diagnose, history, state
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import Visit
from newscli.core.options import Options
from newscli.core.ports import Request
from newscli.core.report import Report
from newscli.core.schedule import Wait
from newscli.feeds import read as feeds
from newscli.net import files, personal
from newscli.net.exchange import Bounds, Exchange
from newscli.net.http import _reason
from newscli.net.inflate import inflate
from tests.fakes import NOW, make_source

DAY_S = 86_400
SITE = "https://source7.example/"
FETCH = "newscli fetch 7"
REMOVE = "newscli sources remove 7"
FIND = f"newscli sources add {SITE}"
EDIT = "newscli sources edit 7"
AGAIN = "; newscli asks again by itself"
SLOWER = f"{EDIT} --interval 12h"
UNTRUSTED = "; without the check anybody could answer in its name: only if you trust it"
OWN_PROXY = Options(proxy="http://proxy.example:3128")


def followed(**facts):
    """A source that answers, with an entry a day old."""
    usual = {"asked_at": NOW, "answered_at": NOW - DAY_S, "newest_at": NOW - DAY_S, "visits": 9}
    return make_source(7, **{**usual, **facts})


def failing(problem, failures=1, **facts):
    return followed(problem=problem, failures=failures, **facts)


def visit(outcome="unchanged", **facts):
    return Visit(7, 1, NOW, outcome, **facts)


FAILURES = {
    "401": (
        failing("HTTP 401 Unauthorized"),
        "blocked",
        "its server wants to know who asks: give it your credentials, or cookies",
        f"{EDIT} --header 'Authorization: Bearer ${{TOKEN}}'",
    ),
    "403": (
        failing("HTTP 403 Forbidden"),
        "blocked",
        "its server refuses newscli, or a guard such as Cloudflare before it does: a browser's "
        "user agent or your cookies may pass",
        f"{EDIT} --user-agent Mozilla/5.0",
    ),
    "429": (
        failing("HTTP 429 Too Many Requests"),
        "blocked",
        "its server wants fewer requests: ask it less often",
        SLOWER,
    ),
    "503 with Retry-After": (
        failing("HTTP 503 Service Unavailable", wait_until=NOW + 60),
        "blocked",
        "its server is busy and says when to come back: ask it less often",
        SLOWER,
    ),
    "503": (
        failing("HTTP 503 Service Unavailable"),
        "server",
        f"its server has a fault of its own{AGAIN}",
        FETCH,
    ),
    "521, of Cloudflare": (
        failing("HTTP 521"),
        "server",
        f"its server has a fault of its own{AGAIN}",
        FETCH,
    ),
    "500 for long": (
        failing("HTTP 500 Internal Server Error", 40, answered_at=NOW - 34 * DAY_S),
        "server",
        "its server has a fault of its own; no usable answer for 34 days, so it may have ended",
        REMOVE,
    ),
    "404": (
        failing("HTTP 404 Not Found", 3),
        "not-found",
        f"not there, which may pass{AGAIN}",
        FETCH,
    ),
    "404 for long": (
        failing("HTTP 404 Not Found", 4),
        "not-found",
        "not there 4 times in a row: it has moved or ended; its site may name another",
        FIND,
    ),
    "410, not yet disabled": (
        failing("HTTP 410 Gone"),
        "gone",
        "its server says that it is gone for good",
        REMOVE,
    ),
    "another status": (
        failing("HTTP 418 I'm a Teapot"),
        "no-feed",
        "its server gives no feed at this address; its site may name another",
        FIND,
    ),
    "redirects": (
        failing("more than 8 redirects"),
        "redirects",
        "its server redirects in a circle or to nowhere; its site may name another feed",
        FIND,
    ),
    "a proxy of its own that refuses": (
        failing("the proxy refused: 403 Forbidden", options=OWN_PROXY),
        "proxy",
        "its proxy refuses it: give another, or the right credentials",
        f"{EDIT} --proxy URL",
    ),
    "a proxy of its own that is not there": (
        failing("no connection: connection refused", options=OWN_PROXY),
        "proxy",
        "its own proxy, or the host behind it, cannot be reached: give another proxy",
        f"{EDIT} --proxy URL",
    ),
    "a proxy whose address is wrong": (
        failing("the proxy: its address must begin with http://", options=OWN_PROXY),
        "proxy",
        "the address of its own proxy is none that can be used: give the right one",
        f"{EDIT} --proxy URL",
    ),
    "the machine's proxy": (
        failing("the proxy refused: 407 Proxy Authentication Required"),
        "proxy",
        "the proxy of this machine refuses it: look at HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
        "env | grep -i proxy",
    ),
    "a variable": (
        failing("the environment variable COUNCIL_TOKEN is not set"),
        "secret",
        "it needs the environment variable COUNCIL_TOKEN: set it where newscli runs, in cron too",
        FETCH,
    ),
    "a password": (
        failing("the keyring has no password of me & you for the council"),
        "secret",
        "it needs a password that the system's keyring does not have: put it there",
        "keyring set 'the council' 'me & you'",
    ),
    "the keyring's package": (
        failing("for the system's keyring: pip install 'newscli[keyring]'"),
        "secret",
        "it needs a password of the system's keyring, which newscli reads by an extra package",
        "pip install 'newscli[keyring]'",
    ),
    "a locked keyring": (
        failing("the keyring cannot be used: KeyringLocked"),
        "secret",
        "it needs a password, and the system's keyring is locked or not there: unlock it",
        FETCH,
    ),
    "a secret with a line break": (
        failing("${TOKEN} holds a control character; it cannot be sent"),
        "secret",
        "its secret has a control character, perhaps a line break at its end: store it anew",
        FETCH,
    ),
    "a header": (
        failing("the header X-Key holds what no header can carry: only printable ASCII"),
        "secret",
        "a header of yours holds what no header can carry: store its secret anew",
        FETCH,
    ),
    "cookies": (
        failing("the cookie file /home/me/cookies.txt: no such file or directory"),
        "cookies",
        "its cookie file cannot be read: export it from your browser again",
        f"{EDIT} --cookie-file FILE",
    ),
    "an address": (
        failing("only http, https and file addresses can be asked"),
        "address",
        "its address is none that can be asked: follow the right one instead",
        REMOVE,
    ),
    "private": (
        failing("leads into a private network (10.0.0.1), which is refused"),
        "private",
        "its server, or where that redirects to, is in a private network, which a feed could "
        "misuse: only if you trust it",
        f"{EDIT} --allow-private",
    ),
    "too large": (
        failing("larger than 32 MB (fetch.max_mb)"),
        "too-large",
        "it is larger than newscli takes: let newscli take more",
        "newscli config set fetch.max_mb 64",
    ),
    "damaged": (
        failing("cut short: the compressed body ends in the middle"),
        "damaged",
        f"its answer arrives damaged{AGAIN}",
        FETCH,
    ),
    "an expired certificate": (
        failing("certificate not trusted: certificate has expired"),
        "certificate",
        f"its certificate has expired, which its owner must mend{UNTRUSTED}",
        f"{EDIT} --insecure",
    ),
    "a certificate of tomorrow": (
        failing("certificate not trusted: certificate is not yet valid"),
        "certificate",
        "its certificate is not valid yet: is this machine's clock right?",
        "date",
    ),
    "another host's certificate": (
        failing("certificate not trusted: Hostname mismatch, certificate is not valid for 'x'."),
        "certificate",
        f"its certificate is another host's{UNTRUSTED}",
        f"{EDIT} --insecure",
    ),
    "a certificate of its own making": (
        failing("certificate not trusted: self-signed certificate"),
        "certificate",
        f"its certificate is signed by nobody whom this machine trusts{UNTRUSTED}",
        f"{EDIT} --insecure",
    ),
    "TLS": (
        failing("TLS failed: WRONG_VERSION_NUMBER"),
        "tls",
        f"no secure connection to its server comes about{AGAIN}",
        FETCH,
    ),
    "a name that never was": (
        failing("no connection: the host's name is not known", answered_at=None),
        "dns",
        "no host has this name: a typo, or a site that is gone",
        REMOVE,
    ),
    "a name that was": (
        failing("no connection: the host's name is not known"),
        "dns",
        f"its host's name is not known: this machine is offline, or the site is gone{AGAIN}",
        FETCH,
    ),
    "no answer": (
        failing("no connection: the host does not answer"),
        "timeout",
        "its server is slow, or does not answer: give it more time",
        f"{EDIT} --timeout 60",
    ),
    "no whole answer": (
        failing("no whole answer within 45 s"),
        "timeout",
        "its server is slow, or does not answer: give it more time",
        f"{EDIT} --timeout 90",
    ),
    "no whole answer, ever": (
        failing("no whole answer within 600 s"),
        "timeout",
        "its server is slow, or does not answer: give it more time",
        f"{EDIT} --timeout 600",
    ),
    "refused": (
        failing("no connection: connection refused"),
        "unreachable",
        f"its server cannot be reached{AGAIN}",
        FETCH,
    ),
    "broken off": (
        failing("the connection broke off: connection reset by peer"),
        "unreachable",
        f"its server breaks the connection off{AGAIN}",
        FETCH,
    ),
    "a web page": (
        failing("a web page, not a feed"),
        "web-page",
        "a web page stands at its address; newscli finds the feed that a site names",
        FIND,
    ),
    "a web page that is the site": (
        failing("a web page, not a feed", url=SITE),
        "web-page",
        "a web page stands at its address; newscli finds the feed that a site names",
        f"{REMOVE} && {FIND}",
    ),
    "not a feed": (
        failing("not a feed (<unknown>:2:0: no element found)"),
        "no-feed",
        "what stands at its address is no feed; newscli finds the feed that a site names",
        FIND,
    ),
    "nothing": (
        failing("the answer is empty"),
        "empty",
        f"its server answers with nothing{AGAIN}",
        FETCH,
    ),
    "entities": (
        failing("declares XML entities of its own, which is refused"),
        "malformed",
        f"it declares XML entities of its own, which could grow without end and are refused{AGAIN}",
        FETCH,
    ),
    "not well-formed": (
        failing("not well-formed: <unknown>:2:0: mismatched tag"),
        "malformed",
        f"it has an error that only its publisher can mend{AGAIN}",
        FETCH,
    ),
    "a fault of ours": (
        failing("cannot be read (KeyError)"),
        "unreadable",
        "newscli could not cope with it: look into the log, and report it to newscli",
        f"{FETCH} --verbose",
    ),
    "a file": (
        failing("/home/me/feed.xml: permission denied", url="file:///home/me/feed.xml"),
        "file",
        "its file on this machine cannot be read: put it back, or end the source",
        REMOVE,
    ),
    "words that nobody foresaw": (
        failing("the moon is full"),
        "failing",
        f"it gave no usable answer{AGAIN}",
        FETCH,
    ),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_has_its_cause_its_sentence_and_its_command(case):
    source, *advice = FAILURES[case]

    assert advise(source, [visit("failed")], now=NOW) == Advice(*advice)


STATES = {
    "well": (followed(), [visit()], "healthy", "nothing to do", None),
    "never asked": (make_source(7), [], "unasked", "it was never asked", FETCH),
    "enabled again": (
        followed(),
        [visit("gone", status=410)],
        "unasked",
        "it was enabled again, and not asked since",
        FETCH,
    ),
    "gone": (
        failing("HTTP 410 Gone", disabled_at=NOW, disabled_reason="HTTP 410 Gone"),
        [visit("gone", status=410)],
        "gone",
        "its server says that it is gone for good: remove it with its articles, or enable it to "
        "ask again (sources enable 7)",
        REMOVE,
    ),
    "disabled": (
        failing("HTTP 404 Not Found", disabled_at=NOW, disabled_reason="by you"),
        [visit("failed")],
        "disabled",
        "you have disabled it",
        "newscli sources enable 7",
    ),
    "never an entry": (
        followed(newest_at=None),
        [visit()],
        "empty",
        "it answers, but never had an entry; its site may name another feed",
        FIND,
    ),
    "quiet": (
        followed(newest_at=NOW - 121 * DAY_S),
        [visit()],
        "quiet",
        "it answers, and has had nothing new for 121 days; if it has ended, disable it",
        "newscli sources disable 7",
    ),
    "moving": (
        followed(moved_to="https://new.example/feed", moved_seen=2),
        [visit()],
        "moved",
        "it redirects for good to https://new.example/feed: seen 2 of 3 times, then that is used",
        None,
    ),
    "moved to what is followed already": (
        followed(moved_to="https://new.example/feed", moved_seen=3),
        [visit()],
        "duplicate",
        "it moved for good to https://new.example/feed, which you follow already: end one of the "
        "two",
        REMOVE,
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_a_source_that_does_not_fail_is_explained_too(case):
    source, visits, *advice = STATES[case]

    assert advise(source, visits, now=NOW) == Advice(*advice)


def test_an_address_that_was_taken_over_is_told_for_a_month():
    former = [("http://old.example/feed", NOW - 30 * DAY_S)]

    told = advise(followed(), [visit()], now=NOW, former_urls=former)
    later = advise(followed(), [visit()], now=NOW + 2 * DAY_S, former_urls=former)

    assert told == Advice("moved", "it moved for good, and its new address is in use")
    assert later.code == "healthy"


def test_words_that_nobody_foresaw_are_judged_by_the_status():
    advice = advise(failing("the moon is full"), [visit("failed", status=403)], now=NOW)

    assert advice.code == "blocked"


def test_a_password_in_an_address_is_not_told():
    moving = followed(moved_to="https://me:secret@new.example/feed", moved_seen=1)

    assert "https://me:***@new.example/feed" in advise(moving, [], now=NOW).words


def test_a_command_keeps_to_the_profile_of_the_run():
    advice = advise(
        failing("a web page, not a feed", url=SITE), [], now=NOW, newscli="newscli --profile demo"
    )

    assert advice.command == (
        f"newscli --profile demo sources remove 7 && newscli --profile demo sources add {SITE}"
    )


@pytest.mark.parametrize(
    ("facts", "command"),
    [
        ({"site_url": "https://x.example/?a=$(reboot)&b='c'"},
         "newscli sources add 'https://x.example/?a=$(reboot)&b='\"'\"'c'\"'\"''"),
        ({"site_url": "--profile=x"}, FIND),
        ({"site_url": "https://x.example/\x1b[2J\nreboot"},
         "newscli sources add 'https://x.example/ reboot'"),
        ({"url": "https://me:secret@source7.example/feed"}, FIND),
        ({"url": "feed://[::1"}, REMOVE),
        ({"url": "file:///feed.xml"}, REMOVE),
    ],
)  # fmt: skip
def test_what_a_feed_says_never_becomes_a_command(facts, command):
    assert advise(failing("a web page, not a feed", **facts), [], now=NOW).command == command


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (followed(), "well"),
        (make_source(7), "rests"),
        (followed(newest_at=None), "rests"),
        (followed(disabled_at=NOW, disabled_reason="by you", problem="x", failures=9), "rests"),
        (failing("HTTP 503 Service Unavailable", 2), "fails"),
        (failing("HTTP 503 Service Unavailable", 3), "needs you"),
        (failing("larger than 32 MB (fetch.max_mb)", 1), "needs you"),
        (failing("x", disabled_at=NOW, disabled_reason="HTTP 410 Gone"), "needs you"),
        (followed(moved_to="https://new.example/feed", moved_seen=1), "well"),
        (followed(moved_to="https://new.example/feed", moved_seen=3), "needs you"),
    ],
)
def test_a_source_needs_the_user_when_its_cause_does_not_pass(source, expected):
    assert state(source, advise(source, [], now=NOW)) == expected


def test_history_is_a_symbol_for_each_visit():
    visits = [visit("new"), visit("unchanged"), visit("failed"), visit("gone")]

    assert history(visits) == "▪·××"


RETRY = followed(wait_until=NOW + 600, next_at=NOW + 60, next_why="rhythm")


def test_a_diagnosis_has_the_last_outcome_and_the_rule_of_the_next_time():
    found = diagnose(RETRY, [visit("new", status=200)], [], now=NOW)

    assert (found.outcome, found.status, found.wait) == (
        "new", 200, Wait(NOW + 600, "retry-after"),
    )  # fmt: skip


def test_a_diagnosis_of_a_fetch_has_that_fetchs_outcome():
    waiting = Report(7, "Source 7", "u", "waiting", next_at=NOW + 600, why="retry-after")

    found = diagnose(RETRY, [visit("new")], [], now=NOW, report=waiting)

    assert (found.outcome, found.note) == ("waiting", None)


def test_a_source_that_a_fetch_left_out_says_why():
    left = Report(7, "Source 7", "u", "waiting", problem="its server asked for long pauses")

    found = diagnose(followed(), [visit()], [], now=NOW, report=left)

    assert (found.wait, found.note) == (None, "its server asked for long pauses")


def test_a_disabled_source_waits_for_nothing():
    source = RETRY._replace(disabled_at=NOW, disabled_reason="by you")

    assert diagnose(source, [], [], now=NOW).wait is None


# Each message that may become a source's problem, made by the code that writes it.


def caused(error, cause):
    error.__cause__ = cause
    return error


def untrusted(words):
    error = ssl.SSLCertVerificationError(1, words)
    error.verify_message = words
    return caused(httpcore.ConnectError(), error)


def tls_failed(reason):
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return caused(httpcore.ConnectError(), error)


NETWORK = [
    (untrusted("certificate has expired"), "certificate"),
    (untrusted("unable to get local issuer certificate"), "certificate"),
    (tls_failed("WRONG_VERSION_NUMBER"), "tls"),
    (caused(httpcore.ConnectError(), socket.gaierror(-2, "Name or service not known")), "dns"),
    (httpcore.ConnectTimeout(), "timeout"),
    (caused(httpcore.ConnectError(), OSError(111, "Connection refused")), "unreachable"),
    (caused(httpcore.ConnectError(), OSError(113, "No route to host")), "unreachable"),
    (httpcore.ReadTimeout(), "timeout"),
    (httpcore.UnsupportedProtocol(), "address"),
    (httpcore.ProxyError("403 Forbidden"), "proxy"),
    (caused(httpcore.ReadError(), OSError(104, "Connection reset by peer")), "unreachable"),
    (httpcore.RemoteProtocolError("Server disconnected."), "unreachable"),
    (caused(httpcore.RemoteProtocolError(), h11.RemoteProtocolError("", 431)), "damaged"),
]


def code_of(problem, url="https://source7.example/feed"):
    return advise(failing(problem, url=url), [], now=NOW).code


@pytest.mark.parametrize(("error", "code"), NETWORK, ids=lambda value: repr(value)[:40])
def test_each_error_of_the_network_has_its_advice(error, code):
    assert code_of(_reason(error, timeout_s=30)) == code


EXCHANGE = Exchange(Request("https://source7.example/feed"), Bounds(30, 1_000_000, NOW))
MISSING_COOKIES = Options(cookie_file="/no/such/cookies.txt")
OTHERS = {
    "HTTP 401": (lambda: EXCHANGE.check(401, {}), "blocked"),
    "HTTP 404": (lambda: EXCHANGE.check(404, {}), "not-found"),
    "HTTP 407": (lambda: EXCHANGE.check(407, {}), "proxy"),
    "HTTP 410": (lambda: EXCHANGE.check(410, {}), "gone"),
    "HTTP 500": (lambda: EXCHANGE.check(500, {}), "server"),
    "HTTP 599": (lambda: EXCHANGE.check(599, {}), "server"),
    "HTTP 204": (lambda: EXCHANGE.check(204, {}), "no-feed"),
    "Location": (lambda: EXCHANGE.redirect(301, {}), "redirects"),
    "redirect": (lambda: EXCHANGE.redirect(301, {"location": "mailto:a@b.example"}), "redirects"),
    "bomb": (lambda: inflate([bytes(2_000_000)], "", max_bytes=1_000_000), "too-large"),
    "damaged": (lambda: inflate([b"\x1f\x8bnews"], "gzip", max_bytes=9), "damaged"),
    "cut short": (lambda: inflate([b"\x1f\x8b"], "gzip", max_bytes=9), "damaged"),
    "encoding": (lambda: inflate([b"news"], "rot13", max_bytes=9), "damaged"),
    "host": (lambda: files.read("file://elsewhere/x", etag=None, max_bytes=9), "address"),
    "variable": (lambda: personal.filled("${NEWSCLI_NO_SUCH}"), "secret"),
    "cookies": (
        lambda: personal.headers(MISSING_COOKIES, SITE, address=SITE, now=NOW), "cookies",
    ),
    "nothing": (lambda: feeds.parse(b" ", content_type=None), "empty"),
    "web page": (lambda: feeds.parse(b"<!doctype html><p>x", content_type=None), "web-page"),
    "words": (lambda: feeds.parse(b"just words", content_type=None), "no-feed"),
    "JSON": (lambda: feeds.parse(b'{"a": 1}', content_type=None), "no-feed"),
    "half of JSON": (lambda: feeds.parse(b'{"items": [', content_type=None), "malformed"),
    "entities": (
        lambda: feeds.parse(b'<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', content_type=None),
        "malformed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_each_refusal_has_its_advice(case):
    ask, code = OTHERS[case]

    with pytest.raises((HttpError, FeedError)) as caught:
        ask()

    assert code_of(str(caught.value)) == code


def test_a_file_that_is_not_there_has_its_advice():
    with pytest.raises(HttpError) as caught:
        files.read("file:///no/such/feed.xml", etag=None, max_bytes=9)

    assert code_of(str(caught.value), "file:///no/such/feed.xml") == "file"


def test_a_fault_of_a_parser_has_its_advice():
    assert code_of(str(_jobs.unreadable(KeyError("x")))) == "unreadable"


PACKAGE = Path(__file__).parents[2] / "newscli"
WRITERS = [
    *(PACKAGE / "net").glob("*.py"),
    PACKAGE / "commands/_reading.py",
    PACKAGE / "commands/_jobs.py",
    PACKAGE / "commands/_worker.py",
    PACKAGE / "feeds/read.py",
    PACKAGE / "feeds/syndication.py",
    PACKAGE / "feeds/jsonfeed.py",
]


def literal(node):
    """A literal's text, with a 7 in each of its gaps; None for what is no literal."""
    if isinstance(node, ast.JoinedStr):
        parts = (getattr(part, "value", None) for part in node.values)
        return "".join(part if isinstance(part, str) else "7" for part in parts)
    return node.value if isinstance(node, ast.Constant) else None


def written():
    """(file, message) of each literal that becomes an HttpError or a FeedError."""
    for file in WRITERS:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            is_error = isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "HttpError", "FeedError",
            )  # fmt: skip
            if is_error and (text := literal(node.args[0])):
                yield file.name, text


@pytest.mark.parametrize(("file", "message"), sorted(set(written())))
def test_no_message_is_without_a_cause(file, message):
    url = "file:///feed.xml" if file == "files.py" else "https://source7.example/feed"

    assert code_of(message, url) != "failing"
