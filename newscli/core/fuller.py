"""Does a feed cut its articles short, and which text is shown: the feed's or the page's."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

LOOKED_AT = 20
"""So many of a source's newest entries are looked at."""

_LEAST_GAIN = 1.2  # a page that says hardly more than the feed adds what is not the story
_MUCH_MORE = 2.0
_MOST_MORE = 3.0
_SHORT_WORDS = 120
_SUMMARY_WORDS = 70
_FEW = 3
_ENDS_CUT = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;|more)\s*\])[\s\"'”’»)\]]*\Z", re.I)
_DAY_S, _WEEK_S = 86_400, 7 * 86_400
_MOST_TRIES = 5
_LASTING = frozenset((401, 402, 403, 404, 410, 451))
_MOST_PAGES, _FIRST_PAGES = 50, 10
NO_STORY = "no story found on the page"

_SIGNS = {
    "ellipsis": "end in …",
    "read_on": "end in a link to read on",
    "nothing": "have no text",
    "summary": "are summaries",
}


class Entry(NamedTuple):
    """What a feed says in one entry, as far as it tells whether that is all.

    `last_line` is the end of all that was sent, boilerplate too; `page_words` counts those of its
    page, None where that is not held; `page_problem` says why.
    """

    title: str
    text: str
    words: int
    last_line: str
    is_plain: bool = False
    has_files: bool = False
    page_words: int | None = None
    page_problem: str | None = None


class Verdict(NamedTuple):
    """full, truncated or unknown, and why in words."""

    text: str
    why: str


def sign(entry: Entry, read_on: re.Pattern[str]) -> str | None:
    """What shows that an entry was cut: ellipsis, read_on, nothing or summary; None for no sign.

    `read_on` matches a line that leads to the whole article. A summary is one paragraph of plain
    text that is more than the title said again; what has files may be whole with few words.
    """
    if _ENDS_CUT.search(entry.text[-40:]):
        return "ellipsis"
    if read_on.search(entry.last_line[-80:]):
        return "read_on"
    if entry.has_files:
        return None
    if not entry.words:
        return "nothing"
    is_one = entry.is_plain and "\n\n" not in entry.text
    is_titled = not entry.text.startswith(entry.title.rstrip("…")[:60])
    return "summary" if is_one and is_titled and entry.words < _SUMMARY_WORDS else None


def verdict(entries: Sequence[Entry], read_on: re.Pattern[str]) -> Verdict:
    """Whether a source's feed is truncated, by its newest entries and by those pages that we hold.

    Half of the entries must show a sign of having been cut, which summaries alone only do from
    three on; or the pages have much more than short entries. Pages that say no more go before.
    """
    if not entries:
        return Verdict("unknown", "it has no articles yet")
    answered = [e for e in entries if e.page_words is not None or e.page_problem == NO_STORY]
    if len(answered) >= _FEW and not _half(answered, _LEAST_GAIN):
        return Verdict("full", f"the pages of {len(answered)} entries say no more")
    signs = Counter(found for found in (sign(entry, read_on) for entry in entries) if found)
    cut, weak = sum(signs.values()), signs["summary"]
    is_enough = len(entries) >= _FEW or cut > weak
    if is_enough and 2 * cut >= len(entries):
        parts = [f"{number} {_SIGNS[name]}" for name, number in signs.most_common()]
        parts[0] = parts[0].replace(" ", f" of {_entries(len(entries))} ", 1)
        return Verdict("truncated", ", ".join(parts))
    words = _median([entry.words for entry in entries])
    if words < _SHORT_WORDS and len(answered) > 1 and _half(answered, _MUCH_MORE):
        much = _median([entry.page_words or 0 for entry in answered])
        return Verdict("truncated", f"its entries have {words} words, their pages {much}")
    if words < _SHORT_WORDS:
        return Verdict("unknown", f"its entries are short ({words} words), but not visibly cut")
    return Verdict("full", f"its entries have {words} words and are not cut")


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _median(numbers: Sequence[int]) -> int:
    # The statistics module costs more to import than all else here.
    return sorted(numbers)[len(numbers) // 2]


def _half(entries: Sequence[Entry], gain: float) -> bool:
    """True where at least half of the pages have so many times the words of their entries."""
    return 2 * sum((e.page_words or 0) >= gain * max(e.words, 1) for e in entries) >= len(entries)


def is_gain(words: int, page_words: int) -> bool:
    """True where a page says so much more than the feed that it can be worth showing."""
    return page_words >= _LEAST_GAIN * max(words, 1)


def shows_page(entry: Entry, read_on: re.Pattern[str]) -> bool:
    """True where the page's text is the better one to show; `page_words` must be there.

    It has a fifth more words, and the feed's is cut or short; or it has so many more that the
    feed's must be a part.
    """
    if entry.page_words is None or not is_gain(entry.words, entry.page_words):
        return False
    gain = entry.page_words / max(entry.words, 1)
    is_short = entry.words < _SHORT_WORDS and gain >= _MUCH_MORE
    return is_short or gain >= _MOST_MORE or sign(entry, read_on) is not None


def pages_a_run(entries: Sequence[Entry], *, is_first: bool, is_auto: bool) -> int:
    """How many pages one source gets in a fetch.

    A first fetch brings a feed's whole past: only the newest of it, unless the user said so. Where
    pages fail one after the other, one is tried at a time.
    """
    if not is_auto:
        return _MOST_PAGES
    failed = sum(entry.page_problem is not None for entry in entries)
    if failed >= _MOST_TRIES and not any(entry.page_words is not None for entry in entries):
        return 1
    return _FIRST_PAGES if is_first else _MOST_PAGES


def due_at(*, tries: int, status: int | None, wait_s: int | None, now: int) -> int | None:
    """When a page that could not be had is worth another request; None after the fifth.

    The next day, or in a week where time alone helps little. `status` is 200 for a page that has
    no story; `wait_s` is what the server asked for.
    """
    if tries >= _MOST_TRIES:
        return None
    is_lasting = status == 200 or status in _LASTING
    return now + max(_WEEK_S if is_lasting else _DAY_S, wait_s or 0)
