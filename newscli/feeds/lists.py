"""Lists of sources in any form: OPML, newsboat's urls file, sfeedrc, one URL a line."""

import re
import shlex
from collections.abc import Iterator

from newscli.core.entry import Subscription, SubscriptionList
from newscli.core.errors import FeedError
from newscli.core.newsboat import query_of
from newscli.core.text import clean_text, one_line
from newscli.feeds.opml import USUAL, ListSizes, feed_address, parse_opml

# sfeedrc(5): a shell script; what a feed line begins with, wherever it stands in it.
_SFEED = re.compile(r"^[ \t]*feed[ \t]+(?=[\"'\w])", re.MULTILINE)


def parse_subscriptions(data: bytes, *, name: str, sizes: ListSizes = USUAL) -> SubscriptionList:
    """The subscriptions of a list, whatever its form.

    Raises FeedError when there is none in it, and for a list that is larger than its sizes.
    """
    if len(data) > sizes.megabytes * 1_000_000:
        raise FeedError(f"larger than {sizes.megabytes} MB (limits.opml_mb)")
    start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if start.startswith(b"<"):
        return parse_opml(data, sizes)
    text = data.decode("utf-8-sig", "replace")
    found = parse_sfeedrc(text) if _SFEED.search(text) else parse_lines(text)
    if not found.subscriptions and not found.searches:
        raise FeedError(
            f"{name}: no address in it; it can be OPML, newsboat's urls file, sfeedrc, or a URL a "
            "line"
        )
    return found


def parse_sfeedrc(text: str) -> SubscriptionList:
    """The subscriptions of sfeedrc(5): `feed "name" "url" ...`, each URL once.

    It is a shell script, and is read, not run: what a variable or a command would give is skipped.
    """
    found: dict[str, Subscription] = {}
    skipped: list[str] = []
    for start in _SFEED.finditer(text):
        line = clean_text(text[start.end() :].partition("\n")[0])
        words = list(_words(line, quotes="\"'"))
        if any("$" in word or "`" in word for word in words[:2]):
            skipped.append(f"feed {words[0][:80]}: the shell would have to tell its address")
        elif len(words) < 2 or (url := feed_address(words[1])) is None:
            skipped.append(f"feed {line.strip()[:80]}: no address that can be followed")
        else:
            found.setdefault(url, Subscription(url, one_line(words[0]) or None))
    return SubscriptionList(tuple(found.values()), tuple(skipped))


def parse_lines(text: str) -> SubscriptionList:
    """The subscriptions of newsboat's urls file, or of a plain list; each URL once.

    newsboat: an address, then tags, "~Title" among them; "!" tags only hide there and are left out
    (newsboat.org, "Tagging"). A plain list: an address, then perhaps a title. Lines that run a
    command (exec:, filter:) are skipped, with the reason; saved queries that have an equal
    here are searches.
    """
    found: dict[str, Subscription] = {}
    skipped: list[str] = []
    searches: list[tuple[str, str]] = []
    for line in clean_text(text).splitlines():
        words = list(_words(line))
        if not words:
            continue
        if words[0].startswith("query:"):
            name, asked, query = _search(words[0])
            if query is None:
                skipped.append(f"query:{name[:80]}: a search that has no equal here: {asked[:200]}")
            else:
                searches.append((name, query))
            continue
        reason = _unfollowed(words[0])
        url = feed_address(words[0])
        if reason or url is None:
            skipped.append(f"{words[0][:80]}: {reason or 'no address that can be followed'}")
        else:
            found.setdefault(url, _subscription(url, words[1:]))
    return SubscriptionList(tuple(found.values()), tuple(skipped), tuple(searches))


def _search(words: str) -> tuple[str, str, str | None]:
    """A query feed ("query:NAME:FILTER"): name, filter, and the query, None without equal."""
    _, name, text = (one_line(part) for part in [*words.split(":", 2), "", ""][:3])
    return name, text, query_of(text)


def _words(line: str, *, quotes: str = '"') -> Iterator[str]:
    """A line's words, quotes undone; nothing from a # on that begins a word."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = quotes
    lexer.escapedquotes = '"'
    try:
        words = list(lexer)
    except ValueError:  # a quotation mark that is never closed
        words = line.replace('"', " ").split()
    for word in words:
        if word.startswith("#"):
            return
        yield word


def _unfollowed(address: str) -> str | None:
    kind = address.partition(":")[0].lower()
    reasons = {
        "exec": "runs a command, which is not followed",
        "filter": "runs a command, which is not followed",
    }
    return reasons.get(kind) if ":" in address else None


def _subscription(url: str, words: list[str]) -> Subscription:
    titles = [one_line(word[1:]) or None for word in words if word.startswith("~")]
    tags = [one_line(word) for word in words if not word.startswith(("~", "!"))]
    return Subscription(
        url, titles[0] if titles else None, tags=tuple(dict.fromkeys(filter(None, tags)))
    )
