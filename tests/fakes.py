"""Stand-ins for the world, and makers of values with sensible defaults."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from newscli.core import options
from newscli.core.changes import Changes, Known
from newscli.core.draft import Draft, ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.hosts import HostQueue
from newscli.core.models import Source, Visit
from newscli.core.ports import Answer, Request

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
        "feed_title": None,
        "visits": 0,
        "next_at": None,
        "next_why": None,
        "every_s": None,
        "skip_hours": None,
        "skip_days": None,
        "rhythm": None,
        "moved_to": None,
        "moved_seen": 0,
        "articles": 0,
        "unread": 0,
        "newest_at": None,
        "options": options.NONE,
    }
    return Source(**{**values, **facts})


def make_draft(guid: str = "guid-1", *, text: str | None = None, **facts: object) -> Draft:
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
        "text": (f"Text of {guid}." if text is None else text).encode(),
        "sent": None,
        "words": 3,
        "digest": guid.encode(),
    }
    return Draft(**{**values, **facts})


Given = Answer | Exception | Callable[[], Answer]


class FakeNet:
    """Answers from a table of URLs: an Answer, an exception to raise, or a function of neither."""

    def __init__(self, answers: Mapping[str, Given]) -> None:
        self.answers = dict(answers)
        self.asked: list[Request] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request)
        answer = self.answers.get(request.url, HttpError("HTTP 404 Not Found", status=404))
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    def get_all(self, queue: HostQueue) -> Iterator[tuple[Request, Answer | HttpError] | None]:
        """One after the other, on a clock that stands still unless all must wait."""
        clock = 0.0
        while len(queue):
            request = queue.take(clock)
            if request is None:
                clock += queue.ready_in(clock)
                continue
            try:
                result: Answer | HttpError = self.get(request)
            except HttpError as error:
                result = error
            queue.done(request, result.status, clock)
            yield request, result

    get_all_packed = get_all


class FakeReader:
    """Reads at once, by a function."""

    def __init__(self, read: Callable[[Answer], ReadFeed]) -> None:
        self.pending = 0
        self.held: list[Mapping[str, bytes]] = []
        self._read = read
        self._found: list[tuple[int, ReadFeed | FeedError]] = []

    def give(self, key: int, answer: Answer, held: Mapping[str, bytes]) -> None:
        self.held.append(held)
        try:
            self._found.append((key, self._read(answer)))
        except FeedError as error:
            self._found.append((key, error))

    def take(self, *, is_waiting: bool) -> list[tuple[int, ReadFeed | FeedError]]:
        found, self._found = self._found, []
        return found


class FakeStore:
    """Keeps what it is told in lists."""

    def __init__(self, known: Sequence[Known] = (), *, urls: Sequence[str] = ()) -> None:
        self.held = list(known)
        self.urls = list(urls)
        self.gone: list[str] = []
        self.articles: list[tuple[int, Changes]] = []
        self.sources: list[Source] = []
        self.visits: list[Visit] = []
        self.disabled: list[tuple[int, str]] = []
        self.moved: list[tuple[int, str]] = []
        self.learnt: dict[str, float] = {}

    @contextmanager
    def batch(self) -> Iterator[None]:
        yield

    def digests(self, source_id: int, *, limit: int) -> Mapping[str, bytes]:
        return {article.guid: article.digest for article in self.held}

    def known(self, source_id: int, drafts: Sequence[Draft]) -> Sequence[Known]:
        return self.held

    def pruned(self, source_id: int, drafts: Sequence[Draft]) -> Sequence[str]:
        return self.gone

    def save_articles(self, source_id: int, changes: Changes, *, now: int) -> int:
        self.articles.append((source_id, changes))
        return len(changes.changed)

    def published(self, source_id: int, *, limit: int) -> Sequence[int]:
        return ()

    def note(self, sources: Sequence[Source], visits: Sequence[Visit]) -> None:
        self.sources += sources
        self.visits += visits

    def disable(self, source_id: int, reason: str, *, now: int) -> None:
        self.disabled.append((source_id, reason))

    def move(self, source: Source, url: str, *, now: int) -> bool:
        self.moved.append((source.id, url))
        return url not in self.urls

    def pauses(self) -> Mapping[str, float]:
        return {}

    def save_pauses(self, pauses: Mapping[str, float], *, now: int) -> None:
        self.learnt |= pauses
