"""What became of one source in one fetch."""

from typing import NamedTuple


class Report(NamedTuple):
    """The outcome of one source.

    `outcome`:
      new        at least one new or changed article
      unchanged  asked, and nothing is new
      failed     asked, and no usable answer; `problem` says why
      gone       410: it is not asked again
      waiting    not asked: not due yet, or its server wants us to wait
      due        would be asked (--dry-run)
    `next_at` is the earliest time it is asked again, `why` the rule that says so (a key of
    schedule.REASONS); both None where there is no wait (or never, for gone). `newest` holds the
    titles of the newest new articles, at most three, newest first. `moved_to` is the new URL of
    a source that has moved for good.
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
    why: str | None = None
    moved_to: str | None = None

    @property
    def is_failure(self) -> bool:
        """True when it was asked and gave nothing usable."""
        return self.outcome in ("failed", "gone")
