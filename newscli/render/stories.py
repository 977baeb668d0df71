"""Stories: a list of them, and one as a timeline with what each source adds."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.cells import cell_len
from rich.text import Text

from newscli.core.models import Headline, Story, Told
from newscli.core.urls import shown_url
from newscli.render.blocks import fold
from newscli.render.cells import balance, clip, drawable, isolate, wrap
from newscli.render.headlines import columns, headline, hints, spread
from newscli.render.times import age

_DAY, _TIME, _BAR = 7, 5, 5
_MOST_TITLE = 90
_SOURCE, _WIDE_SOURCE = 16, 24
_MOST_ONLY = 5


def stories(rows: Sequence[Story], *, width: int, now: int) -> Iterator[Text]:
    """Each by its head, and below it how large it is and who was first."""
    heads = [_head(row) for row in rows]
    shape = columns(heads, width=width, now=now)
    indent = " " * (3 + shape.id + 2)
    for row, head in zip(rows, heads, strict=True):
        yield from headline(head, shape, now=now)
        facts = Text()
        facts.append(f"≡ {len(row.articles)}", "special")
        facts.append(f"  {_counts(row)} · first ", "faint")
        facts.append(isolate(drawable(_who(row.articles[0].headline))), "publisher")
        facts.append(f" {age(row.articles[0].headline.sort_at, now)}", "faint")
        yield from fold(facts, width - 2, first=indent, rest=indent)
        yield Text()
    if rows:
        yield hints([f"newscli story {rows[0].head}", f"newscli read {rows[0].head}"], width)


def story(row: Story, *, asked: int, width: int, now: int) -> Iterator[Text]:
    """A timeline, then what only one source says; `asked` is the article one came from."""
    head = _head(row)
    size = _plural(len(row.articles), "article")
    right = Text(f"{size} · {_counts(row)}", "faint")
    title, *more = balance(drawable(head.title), max(width - right.cell_len - 2, width // 2))
    yield spread(Text(isolate(title), "title"), right, width)
    for rest in more:
        yield Text(isolate(rest), "title")
    if width < right.cell_len + cell_len(title) + 2:
        yield right
    yield Text()
    yield from _timeline(row, asked=asked, width=width)
    yield from _only_here(row, width=width)
    yield Text()
    number = row.head
    words = ("read", "mark read --story", "related")
    yield hints([f"newscli {word} {number}" for word in words], width)


def note(row: Story, told: Told, *, asked: int | None = None) -> str:
    """What is to be said of an article in its story: first, a copy, its language."""
    notes = []
    article = told.headline
    if article.copy_of is not None:
        share = f"{told.share:.0%} the same as " if told.share is not None else "a copy of "
        notes.append(f"{share}{article.copy_of}")
    if article.id == row.articles[0].headline.id and len(row.articles) > 1:
        notes.append("first")
    elif article.id == first_seen(row) and len(row.articles) > 1:
        notes.append("first seen by us")
    if article.id == asked and article.id != row.head:
        notes.append("you are here")
    if len(row.languages) > 1 and article.language:
        notes.append(article.language)
    return " · ".join(notes)


def first_seen(row: Story) -> int:
    """The article that we saw first, which need not be the one that was published first."""
    return min(row.articles, key=lambda told: (told.headline.seen_at, told.headline.id)).headline.id


def _timeline(row: Story, *, asked: int, width: int) -> Iterator[Text]:
    ids = max(len(str(told.headline.id)) for told in row.articles)
    source = 0 if width < 70 else _SOURCE if width < 100 else _WIDE_SOURCE
    used = _DAY + _TIME + _BAR + ids + 2
    room = max(10, min(width - used - (source + 2 if source else 0), _MOST_TITLE))
    today = ""
    for told in row.articles:
        article, is_last = told.headline, told is row.articles[-1]
        then = datetime.fromtimestamp(article.sort_at)
        day = f"{then.day} {then:%b}"
        is_copy = article.copy_of is not None
        style = "faint" if is_copy else "title" if article.id == row.head else ""
        title, *below = balance(drawable(article.title), room)
        line = Text((day if day != today else "").ljust(_DAY), "bold")
        line = Text.assemble(line, (f"{then:%H:%M}", "faint"), "  ")
        today = day
        mark = "○" if is_copy else "◆" if article.id == row.head else "●"
        line.append(mark, "faint" if is_copy else "id")
        line.append("  ")
        line.append(str(article.id).rjust(ids), "id")
        line.append("  ")
        line.append(isolate(title), style)
        who = drawable(_who(article))
        if source:
            line.append(" " * (room - cell_len(title) + 2))
            line.append(isolate(clip(who, source)), "publisher")
        yield line
        notes = note(row, told, asked=asked)
        under = [Text(isolate(text), style) for text in below]
        if not source:
            under.append(Text(isolate(clip(who, room)), "publisher"))
        under += [Text(text, "faint") for text in wrap(notes, room)] if notes else []
        for text in under:
            start = " " * (_DAY + _TIME + 2) + (" " if is_last else "│")
            yield Text.assemble((start.ljust(used), "faint"), text)


def _only_here(row: Story, *, width: int) -> Iterator[Text]:
    """One sentence a source that no other article of the story has."""
    held = {told.headline.id: told.headline for told in row.articles}
    label = "Only here"
    for count, (number, sentence) in enumerate(row.only_here[:_MOST_ONLY]):
        if count == 0:
            yield Text()
        lead = Text.assemble(((label if count == 0 else "").ljust(len(label) + 2), "bold"))
        room = max(width - lead.cell_len - len(str(number)) - 2, 8)
        lead.append(isolate(clip(drawable(_who(held[number])), room)), "publisher")
        lead.append(f"  {number}", "id")
        yield lead
        indent = " " * (len(label) + 2)
        yield from fold(Text(drawable(sentence)), min(width - 2, 100), first=indent, rest=indent)


def _head(row: Story) -> Headline:
    return next(told.headline for told in row.articles if told.headline.id == row.head)


def _counts(row: Story) -> str:
    facts = [_plural(len(row.sources), "source")]
    if len(row.languages) > 1:
        facts.append(_plural(len(row.languages), "language"))
    return " · ".join(facts)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _who(row: Headline) -> str:
    return row.publisher or shown_url(row.source)
