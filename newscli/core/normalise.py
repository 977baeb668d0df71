"""Ids and dates of entries, made comparable."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from newscli.core.entry import ParsedEntry

_OLDEST_AT = 315_532_800  # 1980: RSS is from 1999; earlier dates are a CMS's zero


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
    title = (entry.title or "").encode("utf-8", "replace")
    words = b"\0".join((title, entry.summary or b"", entry.content or b""))
    return f"sha256:{hashlib.sha256(words).hexdigest()[:32]}"
