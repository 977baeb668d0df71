"""What the processes that read documents are sent, and what they send back (_worker.py).

A request is two lengths of 4 bytes, a pickled Job without its answer's body, and the body as it was
sent, which so is copied once less at each end; the answer is the same with what was read, pickled,
and no body. Only newscli's two ends ever write to these pipes.

It stands apart since that module is `__main__` there, and what is sent must have one name; and
since a fetch that finds nothing new needs none of what reads documents.
"""

import pickle
import struct
from collections.abc import Mapping
from typing import IO, Any, NamedTuple

from newscli.core.draft import ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import WebArticle
from newscli.core.ports import Answer
from newscli.core.sizes import Sizes

WORKER = "newscli.commands._worker"
TOO_MUCH = "cannot be read: it takes too long, or too much memory"
_LENGTHS = struct.Struct("<II")


class Job(NamedTuple):
    """A document to be read; `held` are the digests of a feed's articles that we have.

    Where it is None the document is a web page. What is larger than `most_bytes` is given back, and
    refused beyond `max_bytes`.
    """

    answer: Answer
    held: Mapping[str, bytes] | None
    sizes: Sizes
    max_bytes: int
    most_bytes: int


class TooLarge(NamedTuple):
    """What is given back: a document of so many bytes, for another process."""

    size: int


Read = ReadFeed | FeedError | HttpError
Found = Read | WebArticle | TooLarge | None


def unreadable(error: Exception) -> FeedError:
    """The error that a user sees for a fault in a parser; its note has the trace for the log."""
    import traceback

    refusal = FeedError(f"cannot be read ({type(error).__name__})")
    refusal.add_note("".join(traceback.format_exception(error)))
    return refusal


def receive(stream: IO[bytes]) -> tuple[Any, bytes] | None:
    """One object and its body from the other end; None once it has gone."""
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        return None
    sizes = _LENGTHS.unpack(head)
    packed, body = (stream.read(size) for size in sizes)
    is_whole = (len(packed), len(body)) == sizes
    return (pickle.loads(packed), body) if is_whole else None  # noqa: S301


def send(stream: IO[bytes], value: object, body: bytes = b"") -> None:
    """One object and its body to the other end."""
    packed = pickle.dumps(value, protocol=5)
    stream.write(_LENGTHS.pack(len(packed), len(body)))
    stream.write(packed)
    stream.write(body)
    stream.flush()
