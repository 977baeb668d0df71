"""The fetch pipeline: ask the sources, read their feeds, keep what is new, report on each."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from newscli.core import normalise, schedule, visits
from newscli.core.changes import decide
from newscli.core.draft import Draft, ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.models import Source, Visit
from newscli.core.ports import Answer, FeedReader, Net, Request, Store
from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.core.urls import shown_url

_LEARNT_FROM = 100
_HELD = 500
# A full-text index takes large batches much more cheaply; memory and patience bound them.
_BATCH_SOURCES = 500
_BATCH_ARTICLES = 500
_BATCH_S = 1.0


class _Asked(NamedTuple):
    """What one source gave: an answer and its feed (None when unchanged), or an error."""

    source: Source
    answer: Answer | None = None
    feed: ReadFeed | None = None
    content_hash: bytes | None = None
    error: Exception | None = None


class Pipeline:
    """Fetches sources over its ports; `started` is told each URL as it is asked."""

    def __init__(
        self,
        net: Net,
        reader: FeedReader,
        store: Store,
        *,
        limits: Limits,
        started: Callable[[str], None] = lambda url: None,
    ) -> None:
        self._net = net
        self._reader = reader
        self._store = store
        self._limits = limits
        self._started = started
        self._reading: dict[int, _Asked] = {}
        self._batch: list[_Asked] = []
        self._articles = 0
        self._saved_at = time.monotonic()

    def fetch(self, sources: Iterable[Source], *, now: int, is_forced: bool) -> Iterator[Report]:
        """One report a source, as each is stored; those that must wait come first."""
        due: dict[int, Source] = {}
        for source in sources:
            wait = schedule.waits(source, now=now, is_forced=is_forced)
            if wait is None:
                due[source.id] = source
            else:
                yield waiting(source, wait)
        queue = HostQueue(
            map(_request, due.values()),
            self._limits,
            pauses=self._store.pauses(),
            started=self._started,
        )
        yield from self._work(queue, due, now=now)
        if lessons := queue.lessons():
            with self._store.batch():
                self._store.save_pauses(lessons, now=now)
        for request in queue.left:
            yield _report(due[request.key], "waiting", problem="its server asked for long pauses")

    def _work(self, queue: HostQueue, due: dict[int, Source], *, now: int) -> Iterator[Report]:
        for result in self._net.get_all_packed(queue):
            if result is not None:
                request, answer = result
                self._arrived(due[request.key], answer)
            self._collect(is_waiting=False)
            if self._is_batch_full():
                yield from self._save(now=now)
        while self._reading:
            self._collect(is_waiting=True)
            if self._is_batch_full():
                yield from self._save(now=now)
        yield from self._save(now=now)

    def _arrived(self, source: Source, answer: Answer | HttpError) -> None:
        """Sends a document that is new to the reader; all else is ready to be stored."""
        if isinstance(answer, HttpError):
            self._batch.append(_Asked(source, error=answer))
            return
        content_hash = source.content_hash
        if not answer.is_unchanged:
            content_hash = _content_hash(answer)
        asked = _Asked(source, answer._replace(body=b""), None, content_hash)
        if content_hash == source.content_hash:
            self._batch.append(asked)
            return
        self._reading[source.id] = asked
        # What is in the document and was in it before need not be read again.
        is_new = source.answered_at is None
        held = {} if is_new else self._store.digests(source.id, limit=_HELD)
        self._reader.give(source.id, answer, held)

    def _collect(self, *, is_waiting: bool) -> None:
        for key, feed in self._reader.take(is_waiting=is_waiting):
            asked = self._reading.pop(key)
            if isinstance(feed, ReadFeed):
                self._articles += len(feed.drafts)
                self._batch.append(asked._replace(feed=feed))
            else:
                self._batch.append(asked._replace(error=feed))

    def _is_batch_full(self) -> bool:
        return (
            len(self._batch) >= _BATCH_SOURCES
            or self._articles >= _BATCH_ARTICLES
            or time.monotonic() - self._saved_at > _BATCH_S
        )

    def _save(self, *, now: int) -> list[Report]:
        batch, self._batch, self._articles = self._batch, [], 0
        reports: list[Report] = []
        if batch:
            with self._store.batch():
                saved = [self._save_one(asked, now=now) for asked in batch]
                self._store.note([source for source, _ in saved], [_visit(*one) for one in saved])
            reports = [report for _, report in saved]
        self._saved_at = time.monotonic()
        return reports

    def _save_one(self, asked: _Asked, *, now: int) -> tuple[Source, Report]:
        """Stores the articles of one; how the source then stands is stored with the batch."""
        if asked.error is not None or asked.answer is None:
            return self._failed(asked, asked.error or FeedError("no answer"), now=now)
        source = visits.after_answer(
            asked.source, asked.answer, now=now, is_read_next=asked.feed is not None
        )
        source = source._replace(content_hash=asked.content_hash)
        new: Sequence[Draft] = ()
        edited = 0
        if asked.feed is not None:
            # A source that never answered has no articles to compare with.
            is_first = asked.source.answered_at is None
            drafts: Sequence[Draft] = asked.feed.drafts
            gone = () if is_first else self._store.pruned(source.id, drafts)
            drafts = [draft for draft in drafts if draft.guid not in gone]
            known = () if is_first else self._store.known(source.id, drafts)
            changes = decide(known, drafts)
            new = changes.new
            edited = self._store.save_articles(source.id, changes, now=now)
            if is_first:
                places = [normalise.sort_at(draft.published_at, seen_at=now) for draft in new]
                times: Sequence[int] = sorted(places, reverse=True)[:_LEARNT_FROM]
            else:
                times = self._store.published(source.id, limit=_LEARNT_FROM)
            source = visits.after_feed(
                source, asked.feed, times, fresh_s=asked.answer.fresh_s, now=now
            )
        return self._moved(source, _answered(source, asked, new, edited, now=now), now=now)

    def _moved(self, source: Source, report: Report, *, now: int) -> tuple[Source, Report]:
        """Takes over a URL to which the source has moved for good, unless it is another's."""
        url = source.moved_to
        if url is None or not visits.is_moved(source):
            return source, report
        if not self._store.move(source, url, now=now):
            return source, report
        return (
            source._replace(url=url, moved_to=None, moved_seen=0),
            report._replace(moved_to=url),
        )

    def _failed(self, asked: _Asked, error: Exception, *, now: int) -> tuple[Source, Report]:
        problem = one_line(str(error))
        source = visits.after_failure(asked.source, error, problem, now=now)
        if source.disabled_reason:
            self._store.disable(source.id, source.disabled_reason, now=now)
        wait = schedule.waits(source, now=now)
        report = _report(
            source,
            "gone" if source.disabled_reason else "failed",
            status=error.status if isinstance(error, HttpError) else _status(asked),
            problem=problem,
            next_at=wait.until if wait else None,
            why=wait.why if wait else None,
            duration_s=_duration_s(asked, error),
            size_bytes=asked.answer.size_bytes if asked.answer else 0,
        )
        return source, report


def _request(source: Source) -> Request:
    return Request(source.url, source.etag, source.last_modified, source.options, source.id)


def _answered(
    source: Source, asked: _Asked, new: Sequence[Draft], edited: int, *, now: int
) -> Report:
    newest = sorted(new, key=lambda draft: -normalise.sort_at(draft.published_at, seen_at=now))
    return _report(
        source,
        "new" if new or edited else "unchanged",
        title=asked.feed.title if asked.feed else None,
        new=len(new),
        changed=edited,
        newest=tuple(draft.title for draft in newest[:3]),
        status=asked.answer.status if asked.answer else None,
        size_bytes=asked.answer.size_bytes if asked.answer else 0,
        duration_s=asked.answer.duration_s if asked.answer else 0.0,
        next_at=source.next_at,
        why=source.next_why,
    )


def _content_hash(answer: Answer) -> bytes:
    """A hash of a document as it was sent, but for gzip's header, which has the time of packing.

    It is told from the last document of the same source only. RFC 1952, section 2.3.
    """
    body = answer.body[10:] if answer.encoding.endswith("gzip") else answer.body
    return hashlib.sha1(body, usedforsecurity=False).digest()


def _duration_s(asked: _Asked, error: Exception) -> float:
    if asked.answer is not None:
        return asked.answer.duration_s
    return error.duration_s if isinstance(error, HttpError) else 0.0


def _status(asked: _Asked) -> int | None:
    return asked.answer.status if asked.answer else None


def _visit(source: Source, report: Report) -> Visit:
    return Visit(
        source_id=source.id,
        number=source.visits,
        at=source.asked_at or 0,
        outcome=report.outcome,
        status=report.status,
        new=report.new,
        changed=report.changed,
        size_bytes=report.size_bytes,
        duration_ms=int(report.duration_s * 1000),
        problem=report.problem,
    )


def waiting(source: Source, wait: schedule.Wait) -> Report:
    """The report of a source that is not asked yet."""
    return _report(source, "waiting", problem=source.problem, next_at=wait.until, why=wait.why)


def due(source: Source) -> Report:
    """The report of a source that would be asked."""
    return _report(source, "due")


def _report(source: Source, outcome: str, *, title: str | None = None, **facts: object) -> Report:
    name = title if title and source.title == shown_url(source.url) else source.title
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
