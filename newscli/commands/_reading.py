"""Reading the documents of a fetch: a few here, many in processes beside this one.

A second process uses the second core; and a document on which a parser hangs ends only that
process. So what the fast parser does not take, feedparser's part, is always read in one.
"""

import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import IO, NamedTuple, cast

from newscli.commands import _processes
from newscli.commands._jobs import TOO_MUCH, Job, Read, TooLarge, receive, send, unreadable
from newscli.commands._processes import Process
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import WebArticle
from newscli.core.ports import Answer
from newscli.core.sizes import USUAL, Sizes
from newscli.net.inflate import likely_bytes, whole

_LOG = logging.getLogger(__name__)
_FEW_BYTES = 3_000_000  # read here in less time than a process takes to start
_MOST_BYTES = 4_000_000  # as sent; enough to keep the processes busy while a batch is stored
_AT_A_TIME = 2
_LARGE_BYTES = 3_000_000  # one at a time: each may cost ten times its size
_LONGEST_S, _LONGER_S_A_MB = 10.0, 1.0


class _Job(NamedTuple):
    """A document to be read; `size` is how large it may be once it is unpacked."""

    key: int
    answer: Answer
    held: Mapping[str, bytes]
    size: int

    @property
    def longest_s(self) -> float:
        """Seconds that reading it may take."""
        return _LONGEST_S + _LONGER_S_A_MB * self.size / 1_000_000


class Reader:
    """The FeedReader port. Its processes start when they are needed, and end with `close`.

    `expected_bytes` are surely to come: where they are many, none is read here, and the processes
    start at once.
    """

    def __init__(
        self, sizes: Sizes = USUAL, *, max_bytes: int = sys.maxsize, expected_bytes: int = 0
    ) -> None:
        self.pending = 0
        self._doc_sizes = sizes
        self._max_bytes = max_bytes
        self._taken_bytes = expected_bytes
        self._pending_bytes = 0
        self._sizes: dict[int, int] = {}
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._large: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._large_worker: _Worker | None = None
        self._read: queue.SimpleQueue[tuple[int, Read]] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._most = min(os.cpu_count() or 1, 4)
        if expected_bytes > _FEW_BYTES:
            for process in _processes.start_some(self._most):
                self._start_worker(process)

    def give(self, key: int, answer: Answer, held: Mapping[str, bytes]) -> None:
        """Takes a document to be read."""
        size = min(likely_bytes(answer), self._max_bytes)
        self.pending += 1
        self._taken_bytes += size
        self._pending_bytes += len(answer.body)
        self._sizes[key] = len(answer.body)
        if self._taken_bytes <= _FEW_BYTES:
            feed = _read_here(answer, held, self._doc_sizes, max_bytes=_FEW_BYTES)
            if feed is not None:
                self._read.put((key, feed))
                return
        if size > _LARGE_BYTES:
            self._put_large(_Job(key, answer, held, size))
            return
        self._jobs.put(_Job(key, answer, held, size))
        if len(self._workers) < self._most and self.pending > 2 * _AT_A_TIME * len(self._workers):
            if not self._workers:
                _give_memory_back()
            self._start_worker(_processes.start())

    def _start_worker(self, process: Process) -> None:
        worker = _Worker(process, self._jobs, self._done, self._packet, at_a_time=_AT_A_TIME)
        self._workers.append(worker)

    def _put_large(self, job: _Job) -> None:
        self._large.put(job)
        if self._large_worker is None:
            _give_memory_back()
            process = _processes.start()
            self._large_worker = _Worker(
                process, self._large, self._done, self._packet, at_a_time=1
            )

    def _packet(self, job: _Job) -> Job:
        """What a process is sent of a job, but for the body."""
        answer = job.answer._replace(body=b"")
        most_bytes = _LARGE_BYTES if job.size <= _LARGE_BYTES else self._max_bytes
        return Job(answer, job.held, self._doc_sizes, self._max_bytes, most_bytes)

    def _done(self, job: _Job, found: Read | TooLarge) -> None:
        """Takes what a process made of a job."""
        if isinstance(found, TooLarge):
            self._put_large(job._replace(size=found.size))
        else:
            self._read.put((job.key, found))

    def _all(self) -> "list[_Worker]":
        return [*self._workers, *filter(None, [self._large_worker])]

    def take(self, *, is_waiting: bool) -> list[tuple[int, Read]]:
        """What was read since last time; with `is_waiting` at least one of those pending."""
        found: list[tuple[int, Read]] = []
        is_full = self._pending_bytes > _MOST_BYTES
        while self.pending:
            try:
                wait_s = 0.5 if (is_waiting or is_full) and not found else 0.0
                found.append(self._read.get(timeout=wait_s) if wait_s else self._read.get_nowait())
            except queue.Empty:
                self._end_the_stuck()
                if not wait_s:
                    return found
                continue
            self.pending -= 1
            self._pending_bytes -= self._sizes.pop(found[-1][0])
            _log(found[-1][1])
        return found

    def _end_the_stuck(self) -> None:
        now = time.monotonic()
        for worker in self._all():
            worker.end_if_stuck(now)

    def close(self) -> None:
        """Ends the processes."""
        for worker in self._all():
            worker.close()


def _give_memory_back() -> None:
    from newscli.commands import _malloc  # most fetches have too little to read for it

    _malloc.give_memory_back()


def _read_here(
    answer: Answer, held: Mapping[str, bytes], sizes: Sizes, *, max_bytes: int
) -> Read | None:
    """The feed, where the fast parser takes it; None for what another process must read."""
    from newscli.feeds import read as feeds
    from newscli.pages import articles

    try:
        answer = whole(answer, max_bytes=max_bytes)
    except HttpError:
        return None  # it is larger than it told, or says so again there
    try:
        parsed = feeds.parse_quickly(answer.body, content_type=answer.content_type, sizes=sizes)
        if parsed is None:
            return None
        return articles.read_feed(parsed, url=answer.url, held=held, sizes=sizes)
    except FeedError as error:
        return error.with_traceback(None)  # a trace would keep the document in memory
    except Exception as error:  # noqa: BLE001
        # As in the other process: whatever a document does, the other sources go on.
        return unreadable(error)


def _log(feed: Read) -> None:
    for note in getattr(feed, "__notes__", ()):
        _LOG.warning("%s\n%s", feed, note)


class _Worker:
    """One process, and the thread that talks with it."""

    def __init__(
        self,
        process: Process,
        jobs: "queue.SimpleQueue[_Job]",
        done: Callable[[_Job, Read | TooLarge], None],
        packet: Callable[[_Job], Job],
        *,
        at_a_time: int,
    ) -> None:
        self._jobs = jobs
        self._done = done
        self._packet = packet
        self._at_a_time = at_a_time
        self._sent: list[_Job] = []
        self._since: float | None = None
        self._is_over = False
        self._process = process
        threading.Thread(target=self._talk, daemon=True).start()

    def _talk(self) -> None:
        while True:
            self._fill()
            feed = self._receive()
            if self._is_over:
                return
            if feed is None:
                _processes.end(self._process)
                feed = FeedError(TOO_MUCH)
                self._process = _processes.start()
                again, self._sent = self._sent[1:], self._sent[:1]
                for job in again:
                    self._jobs.put(job)
            job = self._sent.pop(0)
            self._since = time.monotonic() if self._sent else None
            self._done(job, feed)

    def _fill(self) -> None:
        """Keeps the process busy: it takes the next document in while it reads one."""
        while len(self._sent) < self._at_a_time:
            try:
                job = self._jobs.get(block=not self._sent)
            except queue.Empty:
                return
            self._sent.append(job)
            self._since = self._since or time.monotonic()
            try:
                pipe = cast("IO[bytes]", self._process.stdin)
                send(pipe, self._packet(job), job.answer.body)
            except (OSError, ValueError):
                return  # it has ended; `_receive` will say so

    def _receive(self) -> Read | TooLarge | None:
        try:
            received = receive(cast("IO[bytes]", self._process.stdout))
        except (OSError, ValueError):
            return None
        return received[0] if received else None

    def end_if_stuck(self, now: float) -> None:
        """Ends the process when it has been reading one document for too long."""
        sent = self._sent[:1]
        if self._since is not None and sent and now - self._since > sent[0].longest_s:
            self._since = now
            self._process.kill()

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        self._is_over = True
        _processes.end(self._process)


def page_apart(answer: Answer) -> WebArticle | None:
    """The article on a web page, read in a process of its own. Raises FeedError."""
    process = _processes.start()
    timer = threading.Timer(_LONGEST_S, process.kill)
    timer.start()
    try:
        most = len(answer.body)
        job = Job(answer._replace(body=b""), None, USUAL, most, most)
        send(cast("IO[bytes]", process.stdin), job, answer.body)
        received = receive(cast("IO[bytes]", process.stdout))
    except (OSError, ValueError):
        received = None
    finally:
        timer.cancel()
        _processes.end(process)
    found = received[0] if received else FeedError(TOO_MUCH)
    if isinstance(found, FeedError):
        _log(found)
        raise found
    return cast("WebArticle | None", found)
