"""How a source stands after it was asked: pure, so that every rule of it can be tested alone."""

from collections.abc import Sequence

from newscli.core import rhythm, schedule
from newscli.core.draft import ReadFeed
from newscli.core.errors import HttpError
from newscli.core.models import Source
from newscli.core.ports import Answer

ADOPTED_AFTER = 3


def after_answer(source: Source, answer: Answer, *, now: int, is_read_next: bool = False) -> Source:
    """The source after a usable answer, but for what its document says.

    A 304 may renew the validators or leave them out; a new document comes with its own or none.
    Where `after_feed` follows, it is left to plan the next visit.
    """
    is_unchanged = answer.is_unchanged
    seen = source.moved_seen + 1 if answer.moved_to == source.moved_to else 1
    answered = source._replace(
        asked_at=now,
        answered_at=now,
        visits=source.visits + 1,
        failures=0,
        problem=None,
        wait_until=None,
        back_off_until=None,
        etag=answer.etag or (source.etag if is_unchanged else None),
        last_modified=answer.last_modified or (source.last_modified if is_unchanged else None),
        moved_to=answer.moved_to,
        moved_seen=seen if answer.moved_to else 0,
    )
    return answered if is_read_next else _scheduled(answered, fresh_s=answer.fresh_s, now=now)


def after_feed(
    source: Source, feed: ReadFeed, times: Sequence[int], *, fresh_s: int | None, now: int
) -> Source:
    """The source after its document was read; `times` are those of its newest articles."""
    learnt = rhythm.learn(times, now=now)
    read = source._replace(
        feed_title=feed.title,
        site_url=feed.site_url or source.site_url,
        every_s=feed.every_s,
        skip_hours=_listed(feed.skip_hours),
        skip_days=_listed(feed.skip_days),
        rhythm=rhythm.encode(learnt) if learnt else None,
    )
    return _scheduled(read, fresh_s=fresh_s, now=now)


def _scheduled(source: Source, *, fresh_s: int | None, now: int) -> Source:
    wait = schedule.next_visit(source, fresh_s=fresh_s, now=now)
    return source._replace(next_at=wait.until, next_why=wait.why)


def _listed(numbers: Sequence[int]) -> str | None:
    return ",".join(map(str, numbers)) or None


def is_moved(source: Source) -> bool:
    """True once permanent redirects led to the same place on three fetches in a row."""
    return source.moved_to is not None and source.moved_seen >= ADOPTED_AFTER


def after_failure(source: Source, error: Exception, problem: str, *, now: int) -> Source:
    """The source after a visit that gave nothing usable."""
    status = error.status if isinstance(error, HttpError) else None
    wait_s = error.wait_s if isinstance(error, HttpError) else None
    failures = source.failures + 1
    delay = schedule.after_failure(
        failures, status=status, wait_s=wait_s, now=now, source_id=source.id
    )
    return source._replace(
        asked_at=now,
        visits=source.visits + 1,
        failures=failures,
        problem=problem,
        wait_until=delay.wait_until,
        back_off_until=delay.back_off_until,
        disabled_reason=delay.disabled_reason,
        next_at=None,
        next_why=None,
    )
