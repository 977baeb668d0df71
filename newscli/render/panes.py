"""What the panes of `newscli browse` show, in lines; drawn by the renderers of the other verbs."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from newscli.core.models import Article, Headline, Related
from newscli.core.urls import shown_url
from newscli.render.article import article
from newscli.render.cells import balance, clip, drawable, isolate, pad
from newscli.render.headlines import Columns, columns, headline, spread
from newscli.render.screen import theme
from newscli.render.times import age

Line: TypeAlias = Text

_CARDS_BELOW = 60
_MONTHS_S, _WEEK_S = 300 * 86_400, 7 * 86_400
_HINT_LINES = 2


class Entry(NamedTuple):
    """A row of the pane of sources; `key` is what it stands for."""

    key: str
    label: str
    unread: int = 0
    depth: int = 0
    mark: str = " "
    is_folder: bool = False
    has_problem: bool = False


def use_theme(terminal: Console, name: str, own: Iterable[tuple[str, str]]) -> None:
    """From now on lines have the styles of a theme, and the user's own over it."""
    terminal.push_theme(theme(name, own))


def shape_of(
    *, width: int, highest_id: int, oldest_at: int, has_stories: bool, now: int
) -> Columns:
    """The columns for a list of which only a part is ever seen, so that they do not jump."""
    age_s = now - oldest_at
    ages = 10 if age_s >= _MONTHS_S else 6 if age_s >= _WEEK_S else 3
    shape = columns((), width=width, now=now)
    ids = len(str(highest_id))
    story = 6 if width >= 96 and has_stories else 0
    spare = shape.id - ids + shape.age - ages + shape.story - story
    return shape._replace(
        id=ids, age=ages, story=story, title=max(shape.title + spare, 10)
    )  # fmt: skip


def row(one: Headline, shape: Columns, *, width: int, now: int, size: int = 0) -> Iterator[Text]:
    """An article in a list: as `headlines` has it where there is room, else as a card."""
    if width >= _CARDS_BELOW:
        return headline(one, shape, now=now, size=size)
    return _card(one, width=width, now=now, size=size)


def _card(one: Headline, *, width: int, now: int, size: int) -> Iterator[Text]:
    """An article in a narrow pane: its title in one line or two, below it who, when, and the id."""
    is_unread, is_starred = one.read_at is None, one.starred_at is not None
    mark = ("●", "id") if is_unread else ("★", "special") if is_starred else (" ", "")
    for number, text in enumerate(balance(drawable(one.title), max(width - 2, 8))):
        line = Text.assemble(mark if number == 0 else " ", " ")
        line.append(isolate(text), "unread" if is_unread else "")
        yield line
    facts = Text("  ")
    name = str(one.id)
    who = drawable(one.publisher or shown_url(one.source))
    facts.append(isolate(clip(who, max(width - len(name) - 22, 6))), "publisher")
    facts.append(f" · {age(one.sort_at, now)}", "faint")
    if size:
        facts.append(f" · ≡ {size}", "special")
    if is_unread and is_starred:
        facts.append(" · ★", "special")
    yield spread(facts, Text(name, "faint"), width)


def gone(number: int) -> Text:
    """The place of an article that was deleted meanwhile."""
    return Text(f"  article {number} is no longer there", "faint")


def entry(one: Entry, *, width: int) -> Text:
    """A row of the pane of sources: its name, and how many unread articles."""
    count = str(one.unread) if one.unread else ""
    lead = "  " * one.depth + one.mark + " "
    room = max(width - cell_len(lead) - len(count) - 1, 4)
    name = clip(drawable(one.label), room)
    line = Text()
    line.append(lead, "problem" if one.has_problem else "special" if one.mark == "★" else "id")
    line.append(isolate(name), "bold" if one.is_folder else "")
    line.append(pad("", room - cell_len(name) + 1))
    line.append(count, "id")
    return line


def selected(lines: Iterable[Text], *, width: int, has_focus: bool) -> list[Text]:
    """Lines as those of the row that the keys are about: reversed, dim where keys go elsewhere."""
    style = "reverse" if has_focus else "reverse dim"
    return [Text(pad(line.plain, width), style) for line in lines]


def article_lines(
    held: Article, related: Sequence[Related], *, width: int, measure: int, now: int, most: int
) -> list[Text]:
    """An article as `read` shows it, without what to type next; at most so many lines."""
    margin = 1 if width > 24 else 0
    lines = article(held, related, width=width - margin, measure=measure, now=now)
    kept: list[Text] = []
    late: deque[Text] = deque()
    texts = (line for line in lines if isinstance(line, Text))
    for line in islice(texts, most + _HINT_LINES):
        late.append(line)
        if len(late) > _HINT_LINES:
            kept.append(late.popleft())
    if len(kept) == most:
        number = held.headline.id
        kept += [Text(), Text(f"The rest: newscli read {number}", "faint")]
    return kept


def top(*, where: str, unread: int, right: str, width: int) -> Text:
    """The first line: how much is unread, where one is, when the last fetch was."""
    left = Text.assemble(
        ("newscli", "bold"), "  ", ("●", "id"), " ", (str(unread), "bold"), (" unread", "faint")
    )
    room = max(width - left.cell_len - 3, 0)
    left.append("   ")
    left.append(isolate(clip(drawable(where), room)), "bold")
    return spread(left, Text(drawable(right), "faint"), width)


def hints(keys: Sequence[tuple[str, str]], *, width: int) -> Text:
    """Keys and what they do: as many as the line holds, the last one always."""
    *some, last = [Text.assemble((key, "id"), " ", (what, "faint")) for key, what in keys]
    line = Text()
    for part in some:
        if line.cell_len + part.cell_len + last.cell_len + 4 > width:
            break
        line.append_text(part)
        line.append("  ")
    line.append_text(last)
    return line


def progress(
    *, done: int, total: int, new: int, failed: int, hosts: Sequence[str], width: int
) -> Text:
    """A fetch under way, in one line."""
    cells = 16
    full = cells * done // max(total, 1)
    line = Text.assemble("Fetching ", ("━" * full, "fine"), ("━" * (cells - full), "faint"))
    line.append(f" {done}/{total}", "bold")
    line.append(f"  {new} new", "fine")
    if failed:
        line.append(f"  {failed} failed", "problem")
    room = max(width - line.cell_len - 2, 0)
    line.append("  " + clip(drawable(", ".join(hosts)), room), "faint")
    return line


def plain(text: str, style: str = "") -> Text:
    """A line of our own words, which may quote others'."""
    return Text(drawable(text), style)


def help_lines(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], *, width: int
) -> Iterator[Text]:
    """A table of keys or commands under each heading."""
    names = max(cell_len(name) for _, rows in groups for name, _ in rows) + 2
    for number, (heading, rows) in enumerate(groups):
        if number:
            yield Text()
        yield Text(heading, "heading")
        for name, meaning in rows:
            yield Text.assemble(" ", (pad(name, names), "id"), clip(meaning, width - names - 1))
