"""One walk through a queue of requests over libcurl, and the clock that its transfers go by."""

import time
from collections import deque

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue
from newscli.core.ports import Answer, Request


class Run:
    """One walk through a queue: its transfers, and what they came to."""

    def __init__(self, requests: HostQueue) -> None:
        self.requests = requests
        self.active = 0
        self.ended: deque[tuple[Request, Answer | HttpError]] = deque()
        self.held_bytes = 0
        """The bodies of `ended`."""
        self.ready_at = 0.0
        """No request may be sent before (time.monotonic)."""

    def take(self) -> Request | None:
        """The next request that may be sent now."""
        if not len(self.requests):
            return None
        now = time.monotonic()
        if now < self.ready_at:
            return None
        request = self.requests.take(now)
        if request is None:
            self.ready_at = now + self.requests.ready_in(now)
        return request

    def end(self, request: Request, outcome: Answer | HttpError) -> None:
        """Keeps an outcome to be handed out."""
        self.requests.done(request, outcome.status, time.monotonic())
        self.ready_at = 0.0
        self.ended.append((request, outcome))
        self.held_bytes += _body_bytes(outcome)

    def next(self) -> tuple[Request, Answer | HttpError]:
        """The outcome that has waited longest."""
        request, outcome = self.ended.popleft()
        self.held_bytes -= _body_bytes(outcome)
        return request, outcome


def _body_bytes(outcome: Answer | HttpError) -> int:
    return len(outcome.body) if isinstance(outcome, Answer) else 0


class Clock:
    """Seconds in which transfers were attended to.

    Whoever takes the results may be long about it, and no server is to blame for that. Short gaps
    count, so that a server which hangs is given up in time while others keep us busy.
    """

    def __init__(self) -> None:
        self.now_s = 0.0
        self._looked_at = time.monotonic()

    def stands_s(self) -> float:
        """For how long it was not moved."""
        return time.monotonic() - self._looked_at

    def passed(self, *, at_most_s: float = float("inf")) -> None:
        """Moves it on by the time since it was moved last."""
        looked_at = time.monotonic()
        self.now_s += min(looked_at - self._looked_at, at_most_s)
        self._looked_at = looked_at
