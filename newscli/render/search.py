"""Results of a search: the article, and the match in its sentence."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from newscli.core.models import Hit
from newscli.render.blocks import fold
from newscli.render.cells import ELLIPSIS, clip, drawable
from newscli.render.headlines import columns, headline, hints, spread

_SNIPPET_LINES = 3


def results(
    hits: Sequence[Hit],
    *,
    total: int,
    is_more: bool,
    query: str,
    took_ms: float,
    newest_first: bool = False,
    width: int,
    now: int,
) -> Iterator[Text]:
    """The best first: two lines of title at most, then the snippet with the matches marked."""
    count = f"{total}+" if is_more else str(total)
    noun = "article matches" if total == 1 else "articles match"
    left = Text.assemble(
        (count, "bold"), f" {noun} ", (clip(drawable(query), max(width - 40, 10)), "bold"), "  ",
        (f"{took_ms:.0f} ms", "faint"),
    )  # fmt: skip
    yield spread(
        left, Text("newest first" if newest_first else "best first; --newest", "faint"), width
    )
    shape = columns([hit.headline for hit in hits], width=width, now=now)
    indent = " " * (3 + shape.id + 2)
    for hit in hits:
        yield Text()
        yield from headline(hit.headline, shape, now=now)
        snippet = Text(drawable(hit.snippet))
        for begin, end in hit.matches if snippet.plain == hit.snippet else ():
            snippet.stylize("hit", begin, end)
        shown = list(fold(snippet, width - 2, first=indent, rest=indent))
        if len(shown) > _SNIPPET_LINES:
            shown[_SNIPPET_LINES - 1].append(f" {ELLIPSIS}", "faint")
        yield from shown[:_SNIPPET_LINES]
    yield Text()
    best = hits[0].headline.id
    yield hints([f"newscli read {best}", "narrow: --source NAME --since 7d --unread"], width)
