"""What the fetch pipeline needs from the world; net, feeds and storage each provide one."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from newscli.core.changes import Changes, Known
from newscli.core.draft import Draft, ReadFeed
from newscli.core.models import Source
from newscli.core.schedule import Delay


class Answer(NamedTuple):
    """A usable answer: the document, or the server's word that it is unchanged (status 304).

    `url` is where it came from after redirects; `size_bytes` is what went over the wire.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    size_bytes: int = 0

    @property
    def is_unchanged(self) -> bool:
        """True for 304 Not Modified."""
        return self.status == 304


class Net(Protocol):
    """Asks servers. Safe to call from several threads."""

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """One document by a conditional GET (RFC 9110, section 13). Raises HttpError."""


class FeedReader(Protocol):
    """Turns a document into drafts. Safe to call from several threads."""

    def __call__(self, answer: Answer) -> ReadFeed:
        """The feed in an answer's body. Raises FeedError when there is none."""


class Store(Protocol):
    """Keeps articles and what became of each source."""

    def batch(self) -> AbstractContextManager[None]:
        """All that is saved within is stored together, or not at all."""

    def known(self, source_id: int, drafts: Sequence[Draft]) -> Sequence[Known]:
        """The articles of a source that may be the same as one of the drafts."""

    def save_feed(
        self,
        source: Source,
        answer: Answer,
        feed: ReadFeed,
        changes: Changes,
        *,
        content_hash: bytes,
        now: int,
    ) -> None:
        """Stores the new and the changed, and the validators for the next request."""

    def save_unchanged(self, source: Source, answer: Answer, *, now: int) -> None:
        """Notes that the source answered and has nothing new."""

    def save_failure(self, source: Source, problem: str, delay: Delay, *, now: int) -> None:
        """Notes a failure, and when the source may be asked again."""
