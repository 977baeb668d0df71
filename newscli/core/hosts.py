"""Who is asked next: no server more often, or by more connections, than it can bear."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from newscli.core.ports import Request

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
_LEAST_PAUSE_S = 0.25
_REFUSALS = 3


class Limits(NamedTuple):
    """What one server gets: connections at a time, and seconds between requests.

    None stands for what is right without the user's word: four connections and a quarter of a
    second, and no bound at all for this machine's own servers.
    """

    connections: int | None = None
    pause_s: float | None = None
    patience_s: float = 60.0
    """How long a run may wait for a server's pauses; what does not fit is left for the next."""
    silences: int | None = None
    """After so many requests in a row without an answer a server is not asked any more."""


class _Host:
    """One server: its requests, and when it may have the next."""

    __slots__ = (
        "busy",
        "connections",
        "held_s",
        "is_refused",
        "pause_s",
        "ready_at",
        "refusals",
        "silences",
        "waiting",
    )

    def __init__(self, connections: int, pause_s: float, *, held_s: float) -> None:
        self.waiting: deque[Request] = deque()
        self.connections = connections
        self.pause_s = pause_s
        self.held_s = held_s
        self.is_refused: bool | None = None
        self.busy = 0
        self.ready_at = 0.0
        self.refusals = 0
        self.silences = 0


class HostQueue:
    """Requests by server, in their order; not safe for threads by itself.

    Times are seconds of a clock that only runs forward. `pauses` are those that servers asked
    for in earlier runs. `started` is told each URL as it is taken.
    """

    def __init__(
        self,
        requests: Iterable[Request],
        limits: Limits,
        *,
        pauses: Mapping[str, float],
        started: Callable[[str], None] = lambda url: None,
    ) -> None:
        self._limits = limits
        self._pauses = pauses
        self._started = started
        self._hosts: dict[str, _Host] = {}
        self._open: deque[_Host] = deque()
        self.left: list[Request] = []
        """What was not asked, since its server wants pauses that are longer than our patience."""
        self.silent: list[Request] = []
        """What was not asked, since its server did not answer."""
        for request in requests:
            self._host(request.url).waiting.append(request)
        self._open.extend(self._hosts.values())
        self._waiting = sum(len(host.waiting) for host in self._open)
        for host in self._open:
            if host.pause_s:
                self._leave(host, keep=1 + int(limits.patience_s / host.pause_s), among=self.left)

    def __len__(self) -> int:
        return self._waiting

    @property
    def unasked(self) -> int:
        """How many requests were given up without asking."""
        return len(self.left) + len(self.silent)

    def take(self, now: float) -> Request | None:
        """The next request that may be sent now; None where each must wait."""
        for _ in range(len(self._open)):
            host = self._open[0]
            self._open.rotate(-1)
            if not host.waiting:
                self._open.pop()
                continue
            if host.busy < host.connections and host.ready_at <= now:
                host.busy += 1
                host.ready_at = now + host.pause_s
                self._waiting -= 1
                request = host.waiting.popleft()
                self._started(request.url)
                return request
        return None

    def ready_in(self, now: float) -> float:
        """Seconds until a request may be sent; a tenth where that depends on an answer."""
        times = [host.ready_at for host in self._open if host.busy < host.connections]
        return max(min(times, default=now + 0.1) - now, 0.001)

    def done(self, request: Request, status: int | None, now: float) -> None:
        """Takes back a request's connection; 429 makes the pauses of its server longer.

        `status` is None where no answer came.
        """
        host = self._host(request.url)
        host.busy -= 1
        host.silences = host.silences + 1 if status is None else 0
        if self._limits.silences and host.silences >= self._limits.silences:
            self._leave(host, keep=0, among=self.silent)
        if status != 429:
            host.refusals = 0
            host.is_refused = bool(host.is_refused)
            return
        host.refusals += 1
        host.is_refused = True
        host.pause_s = min(max(2 * host.pause_s, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
        host.ready_at = now + host.pause_s
        is_over = host.refusals >= _REFUSALS
        keep = 0 if is_over else int(self._limits.patience_s / host.pause_s)
        self._leave(host, keep=keep, among=self.left)

    def _leave(self, host: _Host, *, keep: int, among: list[Request]) -> None:
        while len(host.waiting) > keep:
            among.append(host.waiting.pop())
            self._waiting -= 1

    def lessons(self) -> dict[str, float]:
        """The pauses to keep from now on: of servers that refused, and half as long of those
        that asked for one before and were content with it this time; 0 where none is needed."""
        return {
            name: host.pause_s if host.is_refused else _shorter(host.held_s)
            for name, host in self._hosts.items()
            if host.is_refused or (host.held_s and host.is_refused is not None)
        }

    def _host(self, url: str) -> _Host:
        name = server_name(url)
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = self._new_host(name)
        return host

    def _new_host(self, name: str) -> _Host:
        connections, pause_s = self._limits.connections, self._limits.pause_s
        is_own = name in ("", "localhost") or name.startswith(("127.", "localhost:", "[::1]"))
        learnt_s = self._pauses.get(name, 0.0)
        return _Host(
            connections or (1_000_000 if is_own else 4),
            max(learnt_s, pause_s if pause_s is not None else 0.0 if is_own else _LEAST_PAUSE_S),
            held_s=learnt_s,
        )


def _shorter(pause_s: float) -> float:
    return pause_s / 2 if pause_s > _FIRST_PAUSE_S else 0.0


def server_name(url: str) -> str:
    """A server's name: the host, and the port where it is not the usual one."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return url
