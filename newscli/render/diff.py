"""What an edit changed: coloured words on a terminal, a unified diff elsewhere."""

from collections.abc import Iterator
from difflib import unified_diff

from rich.console import Console
from rich.text import Text

from newscli.core.models import BODY_KINDS, Article
from newscli.core.worddiff import Line, compare, is_same
from newscli.render.blocks import fold
from newscli.render.cells import drawable
from newscli.render.machine import Record
from newscli.render.times import date_time, iso

COLUMNS = ("id", "revision", "title", "before", "after")
_CONTEXT = 3
_NEAR = 1
_SIGNS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def diff(before: Article, after: Article, *, terminal: Console, measure: int) -> Iterator[Text]:
    """The changed paragraphs with their neighbours; without colours, [-removed-] and {+added+}."""
    measure = max(min(measure, terminal.width - 2), 10)
    is_plain = terminal.no_color or terminal.color_system is None
    title, *lines = compare(_lines(before), _lines(after))
    yield from _indented(_drawn(title, is_plain=is_plain, style="title"), measure)
    yield from _indented(Text(_about(before, after), "faint"), measure)
    near = _near(lines)
    hidden = 0
    for place, line in enumerate(lines):
        if place not in near:
            hidden += 1
            continue
        yield from _gap(hidden)
        hidden = 0
        yield Text()
        style = "faint" if is_same(line) else ""
        yield from _indented(_drawn(line, is_plain=is_plain, style=style), measure)
    yield from _gap(hidden)


def unified(before: Article, after: Article) -> Iterator[str]:
    """The two versions as a unified diff: the title, then each paragraph, list item or row."""
    number = before.headline.id
    return unified_diff(
        _lines(before),
        _lines(after),
        f"article {number} revision {before.revision}",
        f"article {number}",
        iso(before.headline.seen_at) or "",
        iso(after.edited_at) or "",
        n=_CONTEXT,
        lineterm="",
    )


def record(before: Article, after: Article) -> Record:
    """The two versions for a program."""
    changed = [line for line in compare(_lines(before), _lines(after)) if not is_same(line)]
    return {
        "id": before.headline.id,
        "revision": before.revision,
        "revisions": after.revisions,
        "text_from": before.text_from,
        "edited_at": iso(after.edited_at),
        "title": after.headline.title,
        "before": "\n".join(_lines(before)),
        "after": "\n".join(_lines(after)),
        "changes": [[list(piece) for piece in line] for line in changed],
    }


def _lines(article: Article) -> list[str]:
    """The title and the lines of the story."""
    body = [block.text for block in article.blocks if block.kind in BODY_KINDS]
    text = body or [article.summary]
    return [article.headline.title, *(line for part in text for line in part.split("\n") if line)]


def _about(before: Article, after: Article) -> str:
    at = f", edited {date_time(after.edited_at)}" if after.edited_at else ""
    return f"article {before.headline.id}, revision {before.revision} of {after.revisions}{at}"


def _near(lines: list[Line]) -> set[int]:
    """The places of changed lines, and of those beside them."""
    return {
        place + off
        for place, line in enumerate(lines)
        if not is_same(line)
        for off in range(-_NEAR, _NEAR + 1)
    }


def _gap(hidden: int) -> Iterator[Text]:
    if hidden:
        noun = "paragraph" if hidden == 1 else "paragraphs"
        yield Text()
        yield Text(f" ⋯ {hidden} {noun} as before", "faint")


def _drawn(line: Line, *, is_plain: bool, style: str) -> Text:
    text = Text(style=style)
    for change, words in line:
        opening, closing = _SIGNS[change] if is_plain else ("", "")
        text.append(f"{opening}{drawable(words)}{closing}", "" if change == "same" else change)
    return text


def _indented(text: Text, measure: int) -> Iterator[Text]:
    return fold(text, measure, first=Text(" "), rest=" ")
