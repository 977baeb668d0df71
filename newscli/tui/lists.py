"""The two lists: headlines (or what is related to an article), and sources."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from newscli.core.models import Headline, Related
from newscli.render import panes
from newscli.render.article import related_lines
from newscli.render.headlines import Columns
from newscli.render.panes import Entry, Line
from newscli.storage.reads import Filter
from newscli.tui.library import Page
from newscli.tui.rows import Rows

_PAGE = 64


@dataclass(slots=True)
class View:
    """One list of headlines, and where one was in it.

    `chosen` is what is listed, None for what a search found. `touched` are the articles whose
    marks were changed here: they stay in the list. `related` stands in the place of `ids`.
    """

    title: str
    chosen: Filter | None = None
    ids: Sequence[int] = field(default_factory=lambda: array("q"))
    related: Sequence[Related] | None = None
    cursor: int = 0
    touched: set[int] = field(default_factory=set)


class HeadlineList(Rows):
    """The articles of a view. Their headlines are asked for by the page, when they are seen."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.ask: Callable[[Sequence[int]], Page] = lambda ids: Page({}, {})
        self.view = View("")
        self.now = 0
        self.is_loading = True
        self._headlines: dict[int, Headline | None] = {}
        self._sizes: dict[int, int] = {}
        self._shape: Columns | None = None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.view.ids if self.view.related is None else self.view.related)

    def show(self, view: View, *, now: int) -> None:
        """Another view, or the same with other articles; the cursor goes where it was in it."""
        self.view.cursor = self.cursor
        self.view, self.cursor, self.now = view, view.cursor, now
        self.is_loading = False
        self.forget()
        self.rows_changed()

    def forget(self) -> None:
        """Asks for the headlines again."""
        self._headlines.clear()
        self._sizes.clear()
        self._shape = None
        self.remake()

    def replace(self, ids: Sequence[int], *, now: int) -> None:
        """The same view with other articles; the cursor stays on its article, if that is there."""
        at = self.id_at(self.cursor)
        places = {number: place for place, number in enumerate(ids)} if at is not None else {}
        self.view.cursor = places.get(at, self.cursor) if at is not None else 0
        self.cursor = self.view.cursor
        self.view.ids = ids
        self.show(self.view, now=now)

    def id_at(self, place: int) -> int | None:
        """The article in a row; None where we hold none."""
        if not 0 <= place < self.total:
            return None
        if self.view.related is not None:
            return self.view.related[place].id
        return self.view.ids[place]

    def place_of(self, number: int) -> int | None:
        """Where an article stands in the list; None where it does not."""
        if self.view.related is not None:
            found = (at for at, row in enumerate(self.view.related) if row.id == number)
            return next(found, None)
        if self.id_at(self.cursor) == number:
            return self.cursor
        return self.view.ids.index(number) if number in self.view.ids else None

    def held(self, number: int) -> Headline | None:
        """An article's headline, if it was seen."""
        return self._headlines.get(number)

    def put(self, headline: Headline) -> None:
        """A headline whose marks have changed."""
        self._headlines[headline.id] = headline
        self.view.touched.add(headline.id)
        place = self.place_of(headline.id)
        if place is not None:
            self.remake(place)

    def headline_at(self, place: int) -> Headline | None:
        """The headline in a row, asked for with those around it; None where it was deleted."""
        number = self.view.ids[place]
        if number not in self._headlines:
            begin = max(place - _PAGE // 2, 0)
            around = self.view.ids[begin : begin + _PAGE]
            page = self.ask(around)
            for one in around:
                self._headlines.setdefault(one, page.headlines.get(one))
            self._sizes.update(page.sizes)
        return self._headlines[number]

    def lines_of(self, place: int, width: int) -> Sequence[Line]:
        """The lines of an article."""
        if self.view.related is not None:
            return list(related_lines(self.view.related[place], measure=width, now=self.now))
        one = self.headline_at(place)
        if one is None:
            return [panes.gone(self.view.ids[place])]
        if self._shape is None:
            self._shape = self._shape_for(width)
        size = self._sizes.get(one.story_id or one.id, 0)
        return list(panes.row(one, self._shape, width=width, now=self.now, size=size))

    def _shape_for(self, width: int) -> Columns:
        last = self.headline_at(self.total - 1)
        return panes.shape_of(
            width=width,
            highest_id=max(self.view.ids),
            oldest_at=last.sort_at if last else 0,
            has_stories=bool(self._sizes),
            now=self.now,
        )

    def rows_changed(self) -> None:
        """As far as one can scroll."""
        self._shape = None
        super().rows_changed()

    def empty_lines(self) -> Sequence[Line]:
        """Why there is nothing."""
        if self.is_loading:
            return ()
        is_unread = self.view.chosen is not None and self.view.chosen.is_unread
        more = "a lists read ones too" if is_unread else "f fetches"
        what = "nothing unread" if is_unread else "nothing"
        return [panes.plain(f"  {what} here: {more}", "faint")]


class SourceList(Rows):
    """Unread, starred, tags, folders and sources."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.entries: list[Entry] = []

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.entries)

    def lines_of(self, place: int, width: int) -> Sequence[Line]:
        """The line of an entry."""
        return [panes.entry(self.entries[place], width=width)]

    def show(self, entries: Sequence[Entry]) -> None:
        """Other entries; the cursor stays on its own."""
        key = self.key
        self.entries = list(entries)
        places = {entry.key: place for place, entry in enumerate(entries)}
        self.cursor = places.get(key or "", self.cursor)
        self.rows_changed()

    @property
    def key(self) -> str | None:
        """What the cursor's row stands for."""
        return self.entries[self.cursor].key if self.entries else None
