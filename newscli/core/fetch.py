"""The fetch pipeline: ask the sources, read their feeds, keep what is new, report on each."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import NamedTuple

from newscli.core import normalise, schedule
from newscli.core.changes import Changes, decide
from newscli.core.draft import ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import Source
from newscli.core.ports import Answer, FeedReader, Net, Store
from newscli.core.report import Report
from newscli.core.text import one_line

_LOG = logging.getLogger(__name__)


class _Asked(NamedTuple):
    """What one source gave: an answer and its feed (None when unchanged), or an error."""

    source: Source
    answer: Answer | None
    feed: ReadFeed | None
    content_hash: bytes | None
    error: Exception | None
    duration_s: float


class Pipeline:
    """Fetches sources over its ports; `started` is told each URL as it is asked."""

    def __init__(
        self,
        net: Net,
        read_feed: FeedReader,
        store: Store,
        *,
        jobs: int,
        started: Callable[[str], None] = lambda url: None,
    ) -> None:
        self._net = net
        self._read_feed = read_feed
        self._store = store
        self._jobs = jobs
        self._started = started

    def fetch(self, sources: Iterable[Source], *, now: int, is_forced: bool) -> Iterator[Report]:
        """One report a source, as each is stored; those that must wait come first."""
        due: list[Source] = []
        for source in sources:
            wait_until = schedule.next_at(source, now=now, is_forced=is_forced)
            if wait_until is None:
                due.append(source)
            else:
                yield _report(source, "waiting", problem=source.problem, next_at=wait_until)
        for batch in self._ask_all(due):
            yield from self._save(batch, now=now)

    def _ask_all(self, sources: Sequence[Source]) -> Iterator[list[_Asked]]:
        """What the sources gave, in batches as it comes in; few are in memory at a time."""
        waiting = iter(sources)
        pending: set[Future[_Asked]] = set()
        pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="fetch")
        try:
            while True:
                more = islice(waiting, 2 * self._jobs - len(pending))
                pending |= {pool.submit(self._ask, source) for source in more}
                if not pending:
                    return
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield [future.result() for future in done]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, source: Source) -> _Asked:
        begun = time.monotonic()
        self._started(source.url)
        try:
            answer = self._net.get(source.url, etag=source.etag, last_modified=source.last_modified)
            content_hash, feed = self._read(source, answer)
        except (HttpError, FeedError) as error:
            return _Asked(source, None, None, None, error, time.monotonic() - begun)
        # The one place that catches everything: whatever a document does to a parser, the other
        # sources go on. The log has the traceback, the report the reason.
        except Exception as error:  # noqa: BLE001
            _LOG.warning("%s: %r", source.url, error, exc_info=error)
            return _Asked(source, None, None, None, error, time.monotonic() - begun)
        return _Asked(source, answer, feed, content_hash, None, time.monotonic() - begun)

    def _read(self, source: Source, answer: Answer) -> tuple[bytes | None, ReadFeed | None]:
        if answer.is_unchanged:
            return None, None
        content_hash = hashlib.blake2b(answer.body, digest_size=16).digest()
        if content_hash == source.content_hash:
            return content_hash, None
        return content_hash, self._read_feed(answer)

    def _save(self, batch: Sequence[_Asked], *, now: int) -> list[Report]:
        with self._store.batch():
            return [self._save_one(asked, now=now) for asked in batch]

    def _save_one(self, asked: _Asked, *, now: int) -> Report:
        source, answer, feed = asked.source, asked.answer, asked.feed
        if asked.error is not None or answer is None:
            return self._save_failure(asked, now=now)
        if feed is None or asked.content_hash is None:
            self._store.save_unchanged(source, answer, now=now)
            return _answered(asked, answer, Changes((), ()), now=now)
        changes = decide(self._store.known(source.id, feed.drafts), feed.drafts)
        self._store.save_feed(
            source, answer, feed, changes, content_hash=asked.content_hash, now=now
        )
        return _answered(asked, answer, changes, now=now)

    def _save_failure(self, asked: _Asked, *, now: int) -> Report:
        error = asked.error
        status = error.status if isinstance(error, HttpError) else None
        wait_s = error.wait_s if isinstance(error, HttpError) else None
        is_ours = isinstance(error, (HttpError, FeedError))
        problem = one_line(str(error)) if is_ours else f"cannot be read ({type(error).__name__})"
        delay = schedule.after_failure(
            asked.source.failures + 1, status=status, wait_s=wait_s, now=now
        )
        self._store.save_failure(asked.source, problem, delay, now=now)
        return _report(
            asked.source,
            "gone" if delay.disabled_reason else "failed",
            status=status,
            problem=problem,
            next_at=delay.wait_until or delay.back_off_until,
            duration_s=asked.duration_s,
        )


def _answered(asked: _Asked, answer: Answer, changes: Changes, *, now: int) -> Report:
    newest = sorted(
        changes.new, key=lambda draft: -normalise.sort_at(draft.published_at, seen_at=now)
    )
    return _report(
        asked.source,
        "new" if changes.new or changes.changed else "unchanged",
        title=asked.feed.title if asked.feed else None,
        new=len(changes.new),
        changed=len(changes.changed),
        newest=tuple(draft.title for draft in newest[:3]),
        status=answer.status,
        size_bytes=answer.size_bytes,
        duration_s=asked.duration_s,
    )


def _report(source: Source, outcome: str, *, title: str | None = None, **facts: object) -> Report:
    name = title if title and source.title == source.url else source.title
    return Report(source.id, name, source.url, outcome, **facts)  # type: ignore[arg-type]


def is_offline(reports: Sequence[Report]) -> bool:
    """True when several sources were asked and not one server could be reached."""
    asked = [report for report in reports if report.outcome != "waiting"]
    return len(asked) > 1 and all(
        report.outcome == "failed"
        and report.status is None
        and report.size_bytes == 0
        and report.problem is not None
        and report.problem.startswith("no connection")
        for report in asked
    )
