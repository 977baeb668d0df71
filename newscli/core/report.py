"""What became of one source in one fetch."""

from typing import NamedTuple


class Report(NamedTuple):
    """The outcome of one source.

    `outcome`:
      new        at least one new or changed article
      unchanged  asked, and nothing is new
      failed     asked, and no usable answer; `problem` says why
      gone       410: it is not asked again
      waiting    not asked, because of an earlier failure or the server's Retry-After
    `next_at` is the earliest time it is asked again, None where there is no wait (or never, for
    gone). `newest` holds the titles of the newest new articles, at most three, newest first.
    """

    source_id: int
    source: str
    url: str
    outcome: str
    new: int = 0
    changed: int = 0
    newest: tuple[str, ...] = ()
    status: int | None = None
    size_bytes: int = 0
    duration_s: float = 0.0
    problem: str | None = None
    next_at: int | None = None

    @property
    def is_failure(self) -> bool:
        """True when it was asked and gave nothing usable."""
        return self.outcome in ("failed", "gone")
