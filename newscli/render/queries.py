"""Views and rules."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from newscli.core.rules import Rule
from newscli.core.views import Counted
from newscli.render.cells import clip, drawable, wrap
from newscli.render.headlines import add, hints
from newscli.render.times import age

_STRIP_LINES = 2
_MOST = 999
_NAME = 24


def strip(views: Sequence[tuple[str, int | None]], *, width: int) -> Iterator[Text]:
    """Views with their unread articles, side by side in at most two lines; then how many more."""
    line, lines, left = Text(), 1, len(views)
    for name, unread in views:
        one = _chip(name, unread)
        gap = 2 if line else 0
        # What is last has to leave room for "+9".
        room = width - (5 if lines == _STRIP_LINES and left > 1 else 0)
        if line and line.cell_len + gap + one.cell_len > room:
            if lines == _STRIP_LINES:
                line.append(f"  +{left}", "faint")
                break
            yield line
            line, lines, gap = Text(), lines + 1, 0
        line.append(" " * gap)
        line.append_text(one)
        left -= 1
    yield line


def _chip(name: str, unread: int | None) -> Text:
    shown = "?" if unread is None else f"{_MOST}+" if unread > _MOST else str(unread)
    style = "faint" if not unread else "bold"
    return Text.assemble((f":{clip(drawable(name), _NAME)}", "id"), " ", (shown, style))


def views(rows: Sequence[Counted], *, width: int) -> Iterator[Text]:
    """A line a view: its name, how many of its articles are unread, its query."""
    names = min(max((cell_len(row.name) for row in rows), default=0), _NAME) + 1
    for row in rows:
        line = Text()
        add(line, clip(drawable(f":{row.name}"), names), names, "id")
        counts = "?" if row.unread is None else f"{row.unread} of {row.articles}"
        line.append("  " + counts.rjust(14), "bold" if row.unread else "faint")
        yield from _beside(line, row.query, width)
    if rows:
        yield Text()
        yield hints([f"newscli headlines :{rows[0].name}", "newscli views save NAME QUERY"], width)


def rules(rows: Sequence[Rule], *, width: int, now: int) -> Iterator[Text]:
    """Two lines a rule: its place, number, query and hits; below what is done."""
    for row in rows:
        line = Text(f"{row.place:>3}. ", "faint")
        line.append(f"rule {row.id}", "id")
        when = "" if row.hit_at is None else f", the last {age(row.hit_at, now)} ago"
        found = f"found {row.hits}{when}".replace("now ago", "just now")
        line.append(f"  {found}", "faint")
        yield line
        yield from _beside(Text("     "), row.query, width)
        yield from _beside(Text("     → ", "faint"), row.actions, width)
    if rows:
        yield Text()
        yield hints([f"newscli rules test {rows[0].id}", "newscli rules move RULE PLACE"], width)


def _beside(line: Text, text: str, width: int) -> Iterator[Text]:
    """A line and a text beside it, in as many lines as it needs."""
    indent = line.cell_len + (0 if not line.plain.strip() or line.plain.endswith(" ") else 2)
    first, *more = wrap(drawable(text), max(width - indent, 16)) or [""]
    line.append(" " * (indent - line.cell_len))
    line.append(first)
    yield line
    for rest in more:
        yield Text(" " * indent + rest)
