"""Asking servers with libcurl: many at once in one thread, at a twentieth of httpx's CPU."""

import time
from collections import deque
from collections.abc import Iterator
from types import TracebackType

import pycurl

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.ports import Answer, Request
from newscli.net import files
from newscli.net.curl_handle import Handle
from newscli.net.curl_run import Clock, Run
from newscli.net.curl_transfer import Transfer
from newscli.net.exchange import Bounds
from newscli.net.inflate import each_whole
from newscli.net.proxies import Proxies
from newscli.net.reasons import our_fault

_TICK_S = 0.5
_LONGEST_GAP_S = 0.05  # what counts at most of a time in which nobody attended to the transfers
_STALE_S = 0.002  # how long results are handed out before transfers are driven again
_ROOM_BYTES = 32_000_000  # of answers under way, and again of those that nobody has taken
_WEIGHED_EVERY_S = 0.005
_LOOKING_UP: list[pycurl.CurlMulti] = []
"""Kept until the process ends, which waits for nobody."""


class CurlNet:
    """The Net port over libcurl's multi interface; for one thread at a time."""

    def __init__(self, bounds: Bounds, *, jobs: int, proxy: str | None = None) -> None:
        self._bounds = bounds
        self._jobs = jobs
        self._proxies = Proxies(proxy)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, jobs)
        self._idle: list[Handle] = []
        self._active: dict[pycurl.Curl, tuple[Transfer, Run]] = {}
        self._clock = Clock()
        self._next_deadline_s = float("inf")
        self._is_looking_up = False
        self._whole: deque[tuple[pycurl.Curl, int, str]] = deque()
        """What libcurl is done with, and its codes and words for how that went."""
        self._paused: set[pycurl.Curl] = set()
        self._weighed_at = 0.0
        self._trusted: set[str] = set()
        """Servers that requests were let connect to whatever their address is."""

    def get(self, request: Request) -> Answer:
        """One document by a conditional GET (RFC 9110, section 13). Raises HttpError."""
        queue = HostQueue([request], Limits(pause_s=0.0), pauses={})
        _, outcome = next(result for result in self.get_all(queue) if result is not None)
        if isinstance(outcome, HttpError):
            raise outcome
        return outcome

    def get_all(self, requests: HostQueue) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """All that a queue holds, as it comes in; None now and then while nothing does."""
        return each_whole(self.get_all_packed(requests), max_bytes=self._bounds.max_bytes)

    def get_all_packed(
        self, requests: HostQueue
    ) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """As `get_all`, but with bodies as they were sent."""
        run = Run(requests)
        said_at = time.monotonic()
        try:
            while len(requests) or run.active or run.ended:
                is_stale = self._clock.stands_s() > _STALE_S
                if is_stale or not run.ended:
                    self._clock.passed(at_most_s=_LONGEST_GAP_S)
                    self._drive(is_new_only=self._start(run) and not is_stale)
                if run.ended:
                    yield run.next()
                    said_at = time.monotonic()
                elif time.monotonic() - said_at >= _TICK_S:
                    yield None
                    said_at = time.monotonic()
                else:
                    self._wait(run, said_at + _TICK_S)
        finally:
            for transfer in [one for one, its_run in self._active.values() if its_run is run]:
                self._abandon(transfer)

    def _start(self, run: Run) -> bool:
        """Begins what may be asked now; True where a transfer was added.

        Answers that nobody took yet are in memory: with those under way, twice as many as jobs.
        """
        active = run.active
        while (
            run.active < self._jobs
            and run.active + len(run.ended) < 2 * self._jobs
            and run.held_bytes <= _ROOM_BYTES
        ):
            request = run.take()
            if request is None:
                break
            try:
                if request.url.startswith("file:"):
                    max_bytes = self._bounds.max_bytes
                    run.end(
                        request, files.read(request.url, etag=request.etag, max_bytes=max_bytes)
                    )
                else:
                    self._begin(request, run)
            except HttpError as error:
                run.end(request, error)
            except Exception as error:  # noqa: BLE001
                run.end(request, our_fault(request, error))
        return run.active > active

    def _begin(self, request: Request, run: Run) -> None:
        handle = self._idle.pop() if self._idle else Handle(max_bytes=self._bounds.max_bytes)
        try:
            transfer = Transfer(request, self._bounds, handle, now_s=self._clock.now_s)
            self._prepare(transfer)
            self._multi.add_handle(handle.easy)
        except BaseException:
            self._idle.append(handle)
            raise
        self._active[handle.easy] = transfer, run
        run.active += 1
        self._next_deadline_s = min(self._next_deadline_s, transfer.deadline_s)

    def _prepare(self, transfer: Transfer) -> None:
        exchange = transfer.exchange
        transfer.handle.prepare(
            exchange.url,
            exchange.headers(),
            proxy=exchange.proxy() or self._proxies.of(exchange.url),
            is_insecure=exchange.is_insecure,
            is_guarded=exchange.is_guarded(),
            trusted=self._trusted,
        )

    def _drive(self, *, is_new_only: bool) -> None:
        """Lets libcurl do what can be done without waiting, and takes what has come to its end.

        `is_new_only` looks at no socket: for transfers that were added since, a third of the cost.
        """
        if is_new_only:
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        else:
            self._multi.perform()
        _, whole, failed = self._multi.info_read()
        for easy, code, message in [*((easy, 0, "") for easy in whole), *failed]:
            self._active[easy][0].deadline_s = float("inf")
            self._whole.append((easy, code, message))
        self._take_whole()
        self._make_room()
        # After all that has arrived was taken: what came while nobody looked is not late.
        if self._clock.now_s >= self._next_deadline_s:
            self._end_late()

    def _take_whole(self) -> None:
        """Unpacks what is whole, but for runs that hold enough that nobody has taken yet."""
        for _ in range(len(self._whole)):
            easy, code, message = self._whole.popleft()
            if easy not in self._active:
                continue  # it was abandoned
            if self._active[easy][1].held_bytes > _ROOM_BYTES:
                self._whole.append((easy, code, message))
            else:
                self._ended(easy, code, message)

    def _make_room(self) -> None:
        """Lets the largest answer alone go on while all of them are too large for the memory."""
        if time.monotonic() - self._weighed_at < _WEIGHED_EVERY_S:
            return
        self._weighed_at = time.monotonic()
        sizes = {
            easy: sum(map(len, transfer.handle.chunks))
            for easy, (transfer, _) in self._active.items()
        }
        if sum(sizes.values()) <= _ROOM_BYTES:
            pausing: set[pycurl.Curl] = set()
        else:
            under_way = sizes.keys() - {easy for easy, *_ in self._whole}
            pausing = under_way - {max(under_way, key=sizes.__getitem__, default=None)}
        for easy in self._paused - pausing:
            easy.pause(pycurl.PAUSE_CONT)
        for easy in pausing - self._paused:
            easy.pause(pycurl.PAUSE_RECV)
        self._paused = pausing

    def _ended(self, easy: pycurl.Curl, code: int, message: str) -> None:
        transfer, run = self._active[easy]
        outcome: Answer | HttpError | None
        try:
            if transfer.was_cut_before_it_began(code):
                transfer.handle.use_new_connection()
                self._await_headers(transfer)
                self._send_again(easy)
                return
            outcome = transfer.outcome(code, message)
            if outcome is None:
                self._prepare(transfer)
                self._await_headers(transfer)
                self._send_again(easy)
                return
        except HttpError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001
            outcome = our_fault(transfer.request, error)
        self._end(transfer, run, outcome)

    def _await_headers(self, transfer: Transfer) -> None:
        transfer.await_headers(self._clock.now_s)
        self._next_deadline_s = min(self._next_deadline_s, transfer.deadline_s)

    def _send_again(self, easy: pycurl.Curl) -> None:
        self._multi.remove_handle(easy)
        self._multi.add_handle(easy)

    def _end(self, transfer: Transfer, run: Run, outcome: Answer | HttpError) -> None:
        duration_s = self._clock.now_s - transfer.begun_s
        if isinstance(outcome, HttpError):
            outcome.bare().duration_s = duration_s
        else:
            outcome = outcome._replace(duration_s=duration_s)
        self._release(transfer)
        run.end(transfer.request, outcome)

    def _end_late(self) -> None:
        for transfer, run in [*self._active.values()]:
            if transfer.is_late(self._clock.now_s):
                self._is_looking_up = self._is_looking_up or transfer.is_looking_up
                self._end(transfer, run, HttpError(transfer.lateness()))
        deadlines = (transfer.deadline_s for transfer, _ in self._active.values())
        self._next_deadline_s = min(deadlines, default=float("inf"))

    def _release(self, transfer: Transfer) -> None:
        """Takes a transfer out, wherever it is; its handle is for another one."""
        easy = transfer.handle.easy
        _, run = self._active.pop(easy)
        run.active -= 1
        self._multi.remove_handle(easy)
        self._paused.discard(easy)
        transfer.handle.forget()
        self._idle.append(transfer.handle)

    def _abandon(self, transfer: Transfer) -> None:
        self._is_looking_up = self._is_looking_up or transfer.is_looking_up
        self._release(transfer)

    def _wait(self, run: Run, until: float) -> None:
        """Waits for the network, or until something is to be done without it."""
        now = time.monotonic()
        wait_s = until - now
        if run.active < self._jobs and len(run.requests):
            wait_s = min(wait_s, run.ready_at - now)
        if not self._active:
            time.sleep(max(wait_s, 0.0))
        else:
            self._select(min(wait_s, self._next_deadline_s - self._clock.now_s))
        self._clock.passed()

    def _select(self, wait_s: float) -> None:
        own_ms = self._multi.timeout()
        if own_ms >= 0:
            wait_s = min(wait_s, own_ms / 1000)
        if wait_s <= 0:
            return
        if self._multi.select(wait_s) == 0 and self._clock.stands_s() < wait_s / 2:
            time.sleep(min(wait_s, 0.005))  # it has no socket to wait for yet

    def __enter__(self) -> "CurlNet":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for transfer, _ in [*self._active.values()]:
            self._abandon(transfer)
        if self._is_looking_up:
            # Closing waits for the resolver, which takes its time where none answers it.
            _LOOKING_UP.append(self._multi)
        else:
            self._multi.close()
