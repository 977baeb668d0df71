"""Sources that are files on this machine: `file:` addresses that the user added."""

from pathlib import Path
from urllib.parse import urlsplit

from newscli.core.errors import HttpError
from newscli.core.ports import Answer


def read(url: str, *, etag: str | None, max_bytes: int) -> Answer:
    """The file's content; status 304 when neither its time nor its size changed.

    Raises HttpError when it cannot be read, or is too large.
    """
    from urllib.request import url2pathname  # ten milliseconds, and few sources are files

    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise HttpError("a file: address names no host but this machine")
    path = Path(url2pathname(parts.path))
    try:
        facts = path.stat()
        stamp = f"{facts.st_mtime_ns}-{facts.st_size}"
        if stamp == etag:
            return Answer(url, 304, etag=stamp)
        if facts.st_size > max_bytes:
            raise HttpError(f"larger than {max_bytes // 1_000_000} MB (fetch.max_mb)")
        body = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise HttpError(f"{path}: {reason.lower()}") from None
    return Answer(url, 200, body, etag=stamp, size_bytes=len(body))
