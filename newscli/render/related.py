"""What belongs with an article."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from newscli.core.models import Related
from newscli.render.article import related_lines


def related(rows: Sequence[Related], *, width: int, now: int) -> Iterator[Text]:
    """Each in two lines or more: id and title; who, when, and why it belongs."""
    for row in rows:
        yield from related_lines(row, measure=width, now=now)
