"""A digest on the terminal."""

from collections.abc import Iterator

from rich.text import Text

from newscli.core.digest import Digest, Item
from newscli.core.urls import shown_url
from newscli.render.blocks import fold
from newscli.render.cells import balance, clip, drawable, isolate, wrap
from newscli.render.digest_text import counted, said_by
from newscli.render.headlines import spread
from newscli.render.times import age

_MEASURE = 74


def digest(found: Digest, *, width: int, now: int) -> Iterator[Text]:
    """Each story: its title, who says it with its id, its lead, and who else has it."""
    size = Text(clip(counted(found), width), "faint")
    title = clip(drawable(found.title), max(width - size.cell_len - 2, 0))
    yield spread(Text(isolate(title), "title"), size, width) if title else size
    for section in found.sections:
        if section.name:
            yield Text()
            yield Text(isolate(clip(drawable(shown_url(section.name)), width)), "heading")
        for item in section.items:
            yield Text()
            yield from _item(item, min(width, _MEASURE), now)
    first = found.items[0].piece.id
    yield Text()
    yield Text(clip(f"newscli read {first} · newscli story {first}", width), "faint")


def _item(item: Item, width: int, now: int) -> Iterator[Text]:
    piece = item.piece
    for line in balance(drawable(piece.title), width):
        yield Text(isolate(line), "title")
    about = Text.assemble((str(piece.id), "id"), "  ")
    room = width - about.cell_len - 12
    about.append(isolate(clip(drawable(said_by(piece)), room)), "publisher")
    about.append(f" · {age(piece.sort_at, now)}", "faint")
    yield about
    for number, paragraph in enumerate(piece.lead):
        if number:
            yield Text()
        for line in wrap(drawable(paragraph), width):
            yield Text(isolate(line))
    indent = " " * max(len(str(other.id)) for other in item.others) + "  " if item.others else ""
    if item.others:
        yield Text()
    for other in item.others:
        also = Text.assemble((isolate(drawable(said_by(other))), "publisher"), "  ")
        also.append(isolate(drawable(other.title)))
        start = f"{other.id:>{len(indent) - 2}}  "
        yield from fold(also, width, first=Text(start, "id"), rest=indent)
