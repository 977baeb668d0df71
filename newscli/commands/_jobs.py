"""What the processes that read documents are sent, and what they send back (_worker.py).

They stand apart since that module is `__main__` there, and what is sent must have one name.
"""

from collections.abc import Mapping
from typing import NamedTuple

from newscli.core.draft import ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.models import WebArticle
from newscli.core.ports import Answer
from newscli.core.sizes import Sizes


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
