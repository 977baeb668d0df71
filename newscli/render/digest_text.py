"""A digest as plain text and as Markdown."""

from collections.abc import Iterator
from datetime import UTC, datetime

from newscli.core.digest import Digest, Item, Piece
from newscli.core.urls import shown_url
from newscli.render.plain import escape

_WIDTH = 72


def counted(digest: Digest) -> str:
    """How much is in it, and of which days: "7 stories, 17 to 18 November 2026"."""
    number = len(digest.items)
    first = datetime.fromtimestamp(digest.first_at, UTC)
    last = datetime.fromtimestamp(digest.last_at, UTC)
    days = f"{last.day} {last:%B %Y}"
    if first.date() != last.date():
        is_one_month = (first.year, first.month) == (last.year, last.month)
        begin = f"{first.day}" if is_one_month else f"{first.day} {first:%B %Y}"
        days = f"{begin} to {days}"
    return f"{number} {'story' if number == 1 else 'stories'}, {days}"


def said_by(piece: Piece) -> str:
    """Who says it: the publisher, and the source where that is another."""
    source = shown_url(piece.source)
    if piece.publisher and piece.publisher != source:
        return f"{piece.publisher} via {source}"
    return source


def moment(at: int) -> str:
    """A time in full, UTC: 18 Nov 2026 09:26 UTC."""
    then = datetime.fromtimestamp(at, UTC)
    return f"{then.day} {then:%b %Y %H:%M} UTC"


def text(digest: Digest) -> str:
    """The digest as plain text, 72 columns wide, wide letters counted; addresses stay whole."""
    parts = [digest.title, counted(digest)]
    for section in digest.sections:
        if section.name:
            parts.append(f"\n{section.name}\n{'=' * min(len(section.name), _WIDTH)}")
        parts += [_text_item(item) for item in section.items]
    return "\n".join(parts) + "\n"


def _text_item(item: Item) -> str:
    piece = item.piece
    lines = ["", _filled(piece.title), f"{said_by(piece)}, {moment(piece.sort_at)}"]
    lines += [shown_url(piece.url)] if piece.url else []
    for paragraph in piece.lead:
        lines += ["", _filled(paragraph)]
    if item.others:
        lines.append("")
    for other in item.others:
        lines.append(_filled(f"- {said_by(other)}: {other.title}", "  "))
        lines += [f"  {shown_url(other.url)}"] if other.url else []
    return "\n".join(lines)


def _filled(words: str, indent: str = "") -> str:
    from newscli.render.cells import wrap  # Rich, which the other forms do not need

    return f"\n{indent}".join(wrap(words, _WIDTH - len(indent)))


def markdown(digest: Digest) -> str:
    """The digest as CommonMark; what feeds wrote cannot become markup of its own."""
    return "\n\n".join(_markdown(digest)) + "\n"


def _markdown(digest: Digest) -> Iterator[str]:
    yield f"# {escape(digest.title)}"
    yield counted(digest)
    for section in digest.sections:
        if section.name:
            yield f"## {escape(section.name)}"
        for item in section.items:
            piece = item.piece
            yield f"{'###' if section.name else '##'} {escape(piece.title)}"
            yield f"{escape(said_by(piece))}, {moment(piece.sort_at)}" + _address(piece)
            yield from (escape(paragraph) for paragraph in piece.lead)
            if item.others:
                yield "\n".join(
                    f"- {escape(said_by(other))}: {escape(other.title)}{_address(other)}"
                    for other in item.others
                )


def _address(piece: Piece) -> str:
    return f" <{shown_url(piece.url)}>" if piece.url else ""
