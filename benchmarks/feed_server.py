"""Many feeds on the loopback, from a process of its own and as cheap as can be; for fetch.py.

    python benchmarks/feed_server.py FOLDER SOURCES MAX_BYTES     # prints its port

Serves the feeds of FOLDER (newscli's own demo feeds where it is "demo") that are smaller than
MAX_BYTES, repeated up to SOURCES addresses /K/NAME.xml, the entries' ids other in every copy. Its
answers are made before the first request: plain, gzipped and 304, before and after the change that
gives a tenth of the sources a new entry. It ends when its stdin does, which is with its parent.
"""

import asyncio
import gzip
import hashlib
import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from http.client import HTTPConnection
from typing import NamedTuple, cast
from urllib.parse import parse_qs, urlsplit

from feed_copies import NOW, changing, in_parts, load_feeds, places, with_new_entry

_GZIP_LEVEL = 1  # nginx's default
_SPREAD = 0.5  # of the latency's logarithm: one answer in twenty takes 2.3 times the median
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
# Searched in a head in lower case; our ETags are lower case for that.
_IF_NONE_MATCH = re.compile(rb"\r\nif-none-match:([^\r]*)")
_IF_MODIFIED_SINCE = re.compile(rb"\r\nif-modified-since:([^\r]*)")
_TAKES_GZIP = re.compile(rb"\r\naccept-encoding:[^\r]*gzip")


class Version(NamedTuple):
    """A copy of a feed as it is at one time, as answers; the validators are in lower case.

    `parts`, joined by `mark`, are the body: whole, a thousand feeds would fill the memory.
    """

    etag: bytes
    last_modified: bytes
    head: bytes
    parts: list[bytes]
    mark: bytes
    gzipped: bytes
    unchanged: bytes

    def plain(self) -> bytes:
        """The answer to who does not take gzip."""
        return self.head + self.mark.join(self.parts)


def version(parts: list[bytes], copy: int, *, changed_at: int) -> Version:
    """All answers that a copy can give."""
    mark = b"~%d" % copy if copy else b""
    body = mark.join(parts)
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    last_modified = formatdate(changed_at, usegmt=True)
    kind = "application/feed+json" if body.lstrip()[:1] == b"{" else "application/xml"
    validators = f"ETag: {etag}\r\nLast-Modified: {last_modified}\r\nVary: Accept-Encoding\r\n"
    head = f"HTTP/1.1 200 OK\r\n{validators}Content-Type: {kind}\r\nContent-Length: "
    packed = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    return Version(
        etag.encode(),
        last_modified.lower().encode(),
        f"{head}{len(body)}\r\n\r\n".encode(),
        parts,
        mark,
        f"{head}{len(packed)}\r\nContent-Encoding: gzip\r\n\r\n".encode() + packed,
        f"HTTP/1.1 304 Not Modified\r\n{validators}\r\n".encode(),
    )


class Place(NamedTuple):
    """What stands at one path: the feed before and after the change; `delay` is of a median 1."""

    before: Version
    after: Version
    delay: float


class Service:
    """The answers, the state that /-/state?changed=0&latency_ms=50 sets, and the counts."""

    def __init__(self, feeds: Mapping[str, bytes], sources: int) -> None:
        served = places(feeds, sources)
        tenth = changing(feeds, served)
        parts = {name: in_parts(body) for name, body in feeds.items()}
        edited = {name: in_parts(with_new_entry(feeds[name]) or b"") for name in tenth.values()}
        self.places: dict[bytes, Place] = {}
        for path, name in served.items():
            copy = int(path.split("/")[1])
            before = version(parts[name], copy, changed_at=NOW - 86_400)
            after = version(edited[name], copy, changed_at=NOW) if path in tenth else before
            # It hangs on the path alone, so that it is the same for every client.
            delay = random.Random(path).lognormvariate(0, _SPREAD)
            self.places[path.encode()] = Place(before, after, delay)
        self.set_state(is_changed=False, latency_s=0)

    def set_state(self, *, is_changed: bool, latency_s: float) -> None:
        """Begins a run: all counts are 0 again."""
        self.is_changed = is_changed
        self.latency_s = latency_s
        self.statuses = Counter[int]()
        self.unconditional = 0

    def control(self, path: bytes) -> bytes:
        """The answer to a path below /-/: the counts, after a change of state if that is asked."""
        parts = urlsplit(path.decode())
        if parts.path == "/-/state":
            asked = parse_qs(parts.query)
            is_changed = asked["changed"] == ["1"]
            self.set_state(is_changed=is_changed, latency_s=float(asked["latency_ms"][0]) / 1000)
        counts = {"statuses": self.statuses, "unconditional": self.unconditional}
        body = json.dumps(counts).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)

    def answer(self, place: Place, head: bytes) -> bytes:
        """The answer to a request, whose head is in lower case; RFC 9110, section 13.2.2.

        A date must be the very one that we sent, as nginx does by default.
        """
        now = place.after if self.is_changed else place.before
        tags, date = _IF_NONE_MATCH.search(head), _IF_MODIFIED_SINCE.search(head)
        self.unconditional += not (tags or date)
        if (tags and now.etag in tags[1]) or (
            date and not tags and now.last_modified == date[1].strip()
        ):
            self.statuses[304] += 1
            return now.unchanged
        self.statuses[200] += 1
        return now.gzipped if _TAKES_GZIP.search(head) else now.plain()


class Connection(asyncio.Protocol):
    """One client's connection. No client here pipelines, so delayed answers keep their order."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            self.serve(head + b"\r\n")

    def serve(self, head: bytes) -> None:
        """Answers one request, now or when its delay is over."""
        path = head.split(b" ", 2)[1]
        place = self.service.places.get(path)
        if place is None:
            is_control = path.startswith(b"/-/")
            self.transport.write(self.service.control(path) if is_control else _NOT_FOUND)
            return
        answer = self.service.answer(place, head.lower())
        if delay_s := self.service.latency_s * place.delay:
            asyncio.get_running_loop().call_later(delay_s, self.transport.write, answer)
        else:
            self.transport.write(answer)


async def serve(service: Service) -> None:
    """Prints the port and serves until stdin ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(service), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    stdin_ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), stdin_ended.set)
    await stdin_ended.wait()


class Counts(NamedTuple):
    """What the server was asked during one run."""

    requests: int
    not_modified: int
    unconditional: int


class Site(NamedTuple):
    """The server as its parent sees it; `feeds` are the bytes, `served` the feed at each path."""

    port: int
    feeds: Mapping[str, bytes]
    served: Mapping[str, str]

    def urls(self) -> list[str]:
        """Every source's address."""
        return [f"http://127.0.0.1:{self.port}{path}" for path in self.served]

    def begin(self, *, is_changed: bool, latency_ms: float) -> None:
        """Sets what the next run meets, and the counts to 0."""
        self._control(f"/-/state?changed={int(is_changed)}&latency_ms={latency_ms}")

    def counts(self) -> Counts:
        """What was asked since `begin`."""
        found = self._control("/-/counts")
        statuses = cast(dict[str, int], found["statuses"])
        unconditional = cast(int, found["unconditional"])
        return Counts(sum(statuses.values()), statuses.get("304", 0), unconditional)

    def _control(self, path: str) -> dict[str, object]:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path)
        answer: dict[str, object] = json.loads(connection.getresponse().read())
        connection.close()
        return answer


@contextmanager
def serving(folder: str, sources: int, *, max_bytes: int = sys.maxsize) -> Iterator[Site]:
    """The site, served by a process of its own while the block lasts."""
    command = [sys.executable, __file__, folder, str(sources), str(max_bytes)]
    feeds = load_feeds(folder, max_bytes=max_bytes)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield Site(int(process.stdout.readline()), feeds, places(feeds, sources))


if __name__ == "__main__":
    feeds_ = load_feeds(sys.argv[1], max_bytes=int(sys.argv[3]))
    asyncio.run(serve(Service(feeds_, int(sys.argv[2]))))
