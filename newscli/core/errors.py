"""What can go wrong, with the exit code that says so (the table stands in docs/exit-codes.md)."""

EXIT_OK = 0
EXIT_NOT_FOUND = 1
EXIT_USAGE = 2
EXIT_STRICT = 3
EXIT_ALL_FAILED = 4
EXIT_NO_SOURCES = 5
EXIT_UNUSABLE = 6
EXIT_BUG = 70
EXIT_IO = 74
EXIT_LOCKED = 75
EXIT_INTERRUPTED = 130


class NewscliError(Exception):
    """An error with a line for the user; `hint` is a command to try next, without "try:"."""

    code = "error"
    exit_code = EXIT_NOT_FOUND

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class NotFoundError(NewscliError):
    """No such article, source or tag."""

    code = "not-found"


class UsageError(NewscliError):
    """What was typed makes no sense to this verb."""

    code = "usage"
    exit_code = EXIT_USAGE


class QueryError(UsageError):
    """A query that does not parse; `position` counts characters from the query's start."""

    code = "query"

    def __init__(self, message: str, *, query: str, position: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.query = query
        self.position = position


class StrictError(NewscliError):
    """`fetch --strict`, and at least one source failed."""

    code = "some-failed"
    exit_code = EXIT_STRICT


class AllFailedError(NewscliError):
    """Every source that was asked failed."""

    code = "all-failed"
    exit_code = EXIT_ALL_FAILED


class NoSourcesError(NewscliError):
    """Nothing is followed yet."""

    code = "no-sources"
    exit_code = EXIT_NO_SOURCES


class ConfigError(NewscliError):
    """The configuration cannot be used."""

    code = "config"
    exit_code = EXIT_UNUSABLE


class DatabaseError(NewscliError):
    """The database cannot be used."""

    code = "database"
    exit_code = EXIT_UNUSABLE


class DiskFullError(DatabaseError):
    """There is no room to write to the database."""

    code = "disk-full"


class BugError(NewscliError):
    """Something that we did not foresee."""

    code = "bug"
    exit_code = EXIT_BUG


class OutputError(NewscliError):
    """The result could not be written where it was to go."""

    code = "output"
    exit_code = EXIT_IO


class LockedError(NewscliError):
    """Another fetch holds the lock, or another program writes to the database."""

    code = "locked"
    exit_code = EXIT_LOCKED


class FeedError(NewscliError):
    """What a source served is not a feed that can be read."""

    code = "feed"


class HttpError(NewscliError):
    """A request that brought no usable answer; `status` is None where none came at all.

    `wait_s` is what Retry-After asks for, `duration_s` how long the request took.
    """

    code = "http"

    def __init__(
        self, message: str, *, status: int | None = None, wait_s: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.wait_s = wait_s
        self.duration_s = 0.0

    def bare(self) -> "HttpError":
        """Itself, without its trace, which would keep the document in memory that it is about."""
        self.__context__ = None
        return self.with_traceback(None)


class PrivateError(HttpError):
    """A request that would have gone into a private network, without the user's word for it."""

    def __init__(self, address: str) -> None:
        super().__init__(f"leads into a private network ({address}), which is refused")
