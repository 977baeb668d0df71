"""SQL functions of ours: text compared as people do, and regular expressions that end.

holds(text, part), same(text, other), matches(pattern, text); storage/db.py makes them known.
"""

import re
import signal
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import FrameType

from newscli.core.errors import UsageError

PATTERN_S = 2.0
"""So long may a regular expression take for one article, in seconds, and all of a query ten times
that."""

problems: list[UsageError] = []
"""Why a function ended a query: SQLite itself only says that one did."""

_MOST_CHARS = 200_000
_NESTED = re.compile(r"[*+}]\)*[^()]*\)[*+{]")


@lru_cache(4096)
def folded(text: str) -> str:
    """A text without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _holds(text: str | None, part: str) -> bool:
    return text is not None and folded(part) in folded(text)


def _same(text: str | None, other: str) -> bool:
    return text is not None and folded(text.strip()) == folded(other.strip())


class _Matches:
    """Whether a text matches a pattern; ends one that takes for ever.

    Python's matcher looks after signals, so an alarm ends it; where none can be set (Windows,
    another thread), a pattern with a repetition of repetitions is refused.
    """

    def __init__(self) -> None:
        self._spent_s = 0.0

    def __call__(self, pattern: str, text: str | None) -> bool:
        if text is None:
            return False
        begun = time.monotonic()
        try:
            with _alarm(pattern):
                found = re.search(pattern, text[:_MOST_CHARS], re.IGNORECASE) is not None
            self._spent_s += time.monotonic() - begun
            if self._spent_s > 10 * PATTERN_S:
                self._spent_s = 0.0
                raise too_slow(pattern)
        except UsageError as error:
            problems.append(error)
            raise
        return found


def too_slow(pattern: str) -> UsageError:
    """The error of a regular expression that takes too long."""
    return UsageError(
        f"/{pattern}/ takes too long: it was ended",
        hint="repeat nothing that repeats itself, and narrow the query: since:7d",
    )


@contextmanager
def _alarm(pattern: str) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        if _NESTED.search(pattern):
            raise too_slow(pattern)
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise too_slow(pattern)

    before: Callable[[int, FrameType | None], object] | int | None
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, PATTERN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before if before is not None else signal.SIG_DFL)


matches = _Matches()
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "holds": _holds,
    "same": _same,
    "matches": matches,
}
