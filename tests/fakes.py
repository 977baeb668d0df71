"""Stand-ins for the world, and makers of values with sensible defaults."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from newscli.core.changes import Changes, Known
from newscli.core.draft import Draft, ReadFeed
from newscli.core.errors import HttpError
from newscli.core.models import Source
from newscli.core.ports import Answer
from newscli.core.schedule import Delay

NOW = 1_795_000_000  # Thu 18 Nov 2026, UTC


def make_source(id: int = 1, **facts: object) -> Source:
    """A source that was never asked."""
    values: dict[str, object] = {
        "id": id,
        "url": f"https://source{id}.example/feed",
        "title": f"Source {id}",
        "site_url": None,
        "folder": "",
        "tags": (),
        "added_at": NOW - 86_400,
        "disabled_at": None,
        "disabled_reason": None,
        "asked_at": None,
        "answered_at": None,
        "failures": 0,
        "problem": None,
        "wait_until": None,
        "back_off_until": None,
        "etag": None,
        "last_modified": None,
        "content_hash": None,
        "articles": 0,
        "unread": 0,
        "newest_at": None,
    }
    return Source(**{**values, **facts})


def make_draft(guid: str = "guid-1", **facts: object) -> Draft:
    """An entry ready to be stored, an hour old."""
    values: dict[str, object] = {
        "guid": guid,
        "url": f"https://site.example/{guid}",
        "canonical_url": f"https://site.example/{guid}",
        "title": f"Title of {guid}",
        "author": None,
        "attribution": None,
        "language": None,
        "published_at": NOW - 3600,
        "updated_at": None,
        "summary": "",
        "text": f"Text of {guid}.",
        "html": None,
        "words": 3,
        "digest": guid.encode(),
    }
    return Draft(**{**values, **facts})


class FakeNet:
    """Answers from a table of URLs: an Answer, an exception to raise, or a function of neither."""

    def __init__(self, answers: Mapping[str, Answer | Exception | Callable[[], Answer]]) -> None:
        self.answers = dict(answers)
        self.asked: list[tuple[str, str | None, str | None]] = []

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        self.asked.append((url, etag, last_modified))
        answer = self.answers.get(url, HttpError("HTTP 404 Not Found", status=404))
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


class FakeStore:
    """Keeps what it is told in lists."""

    def __init__(self, known: Sequence[Known] = ()) -> None:
        self.held = list(known)
        self.feeds: list[tuple[int, Changes]] = []
        self.unchanged: list[int] = []
        self.failures: list[tuple[int, str, Delay]] = []

    @contextmanager
    def batch(self) -> Iterator[None]:
        yield

    def known(self, source_id: int, drafts: Sequence[Draft]) -> Sequence[Known]:
        return self.held

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
        self.feeds.append((source.id, changes))

    def save_unchanged(self, source: Source, answer: Answer, *, now: int) -> None:
        self.unchanged.append(source.id)

    def save_failure(self, source: Source, problem: str, delay: Delay, *, now: int) -> None:
        self.failures.append((source.id, problem, delay))
