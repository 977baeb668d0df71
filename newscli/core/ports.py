"""What the fetch pipeline needs from the world; net, feeds and storage each provide one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from newscli.core.changes import Changes, Known
from newscli.core.draft import Draft, ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import Source, Visit
from newscli.core.options import NONE, Options

if TYPE_CHECKING:
    from newscli.core.hosts import HostQueue
    from newscli.core.report import Report


class Request(NamedTuple):
    """One document to be asked for, with what we hold of it already; `key` is the asker's own.

    `given` is the address that the user gave, where that is another one: only its server may be
    in a private network.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    options: Options = NONE
    key: int = 0
    given: str | None = None


class Answer(NamedTuple):
    """A usable answer: the document, or the server's word that it is unchanged (status 304).

    `body` may be packed still, and `encoding` then is the Content-Encoding to undo. `url` is where
    it came from after redirects, `moved_to` how far permanent ones alone lead;
    `fresh_s` is for how long it stays as it is (Cache-Control, Expires); `size_bytes` is what
    went over the wire, `duration_s` how long that took.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    size_bytes: int = 0
    moved_to: str | None = None
    fresh_s: int | None = None
    duration_s: float = 0.0
    encoding: str = ""

    @property
    def is_unchanged(self) -> bool:
        """True for 304 Not Modified."""
        return self.status == 304


class Net(Protocol):
    """Asks servers."""

    def get(self, request: Request) -> Answer:
        """One document by a conditional GET (RFC 9110, section 13). Raises HttpError."""

    def get_all(self, queue: "HostQueue") -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """All that a queue holds, as it comes in; None now and then while nothing does."""

    def get_all_packed(
        self, queue: "HostQueue"
    ) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """As `get_all`, but with bodies as they were sent."""


class Watcher(Protocol):
    """Who is told of a fetch as it happens."""

    def started(self, url: str) -> None:
        """An address is being asked; called from any thread."""

    def answered(self, url: str) -> None:
        """An article's page has come in, or will not."""

    def done(self, report: "Report") -> None:
        """A source's outcome is known and stored."""


class FeedReader(Protocol):
    """Turns documents into drafts, if need be in several processes."""

    pending: int
    """How many documents were given and are not read yet."""

    def give(self, key: int, answer: Answer, held: Mapping[str, bytes]) -> None:
        """Takes a document to be read, as it was sent.

        `held` are the digests of its articles that we have.
        """

    def take(self, *, is_waiting: bool) -> list[tuple[int, ReadFeed | FeedError | HttpError]]:
        """What was read since last time; with `is_waiting` at least one of those pending."""


class Store(Protocol):
    """Keeps articles and what became of each source."""

    def batch(self) -> AbstractContextManager[None]:
        """All that is saved within is stored together, or not at all."""

    def digests(self, source_id: int, *, limit: int) -> Mapping[str, bytes]:
        """The digests of a source's newest articles, by guid."""

    def known(self, source_id: int, drafts: Sequence[Draft]) -> Sequence[Known]:
        """The articles of a source that may be the same as one of the drafts."""

    def pruned(self, source_id: int, drafts: Sequence[Draft]) -> Collection[str]:
        """The guids of drafts whose articles were let go: they are not new."""

    def save_articles(self, source_id: int, changes: Changes, *, now: int) -> int:
        """Keeps what is new and what the publisher changed; how many articles have other words."""

    def published(self, source_id: int, *, limit: int) -> Sequence[int]:
        """The places in time of a source's newest articles, newest first."""

    def note(self, sources: Sequence[Source], visits: Sequence[Visit]) -> None:
        """Stores how each source now stands, and the visit that led to it."""

    def disable(self, source_id: int, reason: str, *, now: int) -> None:
        """Ends the asking of a source."""

    def move(self, source: Source, url: str, *, now: int) -> bool:
        """Moves a source to another URL; False where another source has that one."""

    def pauses(self) -> Mapping[str, float]:
        """The pause in seconds that hosts asked for, by their names."""

    def save_pauses(self, pauses: Mapping[str, float], *, now: int) -> None:
        """Keeps the pauses of hosts."""
