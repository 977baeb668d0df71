"""Which articles belong with another: what its page offers, then what is like it."""

from collections.abc import Sequence

from newscli.core.models import Related


def rank(
    offered: Sequence[Related], similar: Sequence[Related], *, limit: int | None = None
) -> list[Related]:
    """The two lists as one, each article or URL once; references in the text come last.

    What the page's own editors chose goes before what we found; their order stays.
    """
    chosen = [row for row in offered if row.kind != "reference"]
    references = [row for row in offered if row.kind == "reference"]
    merged: dict[object, Related] = {}
    for row in (*chosen, *similar, *references):
        merged.setdefault(row.id or row.url, row)
    return list(merged.values())[:limit]
