"""A list of any length of which only the rows on the screen are ever made."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newscli.render import panes
from newscli.render.panes import Line
from newscli.tui import keys
from newscli.tui.lines import strip_of

_MOST_KEPT = 1000


class _Seen(NamedTuple):
    """What the screen shows: its strips, and which row each belongs to."""

    strips: Sequence[Strip]
    rows: Sequence[int]


class Rows(ScrollView, can_focus=True):
    """Rows of one line or more. It scrolls by rows, so that nobody need know their heights.

    `scroll_y` is the first row on the screen; the virtual height is such that its greatest value
    shows the last row at the bottom.
    """

    BINDINGS = keys.bindings(keys.LIST)

    class Opened(Message):
        """A row was chosen."""

        def __init__(self, rows: "Rows") -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> "Rows":
            """The list that it was chosen in."""
            return self.rows

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self._made: dict[int, list[Strip]] = {}
        self._seen: _Seen | None = None

    @property
    def total(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def lines_of(self, place: int, width: int) -> Sequence[Line]:
        """The lines of a row, at least one."""
        raise NotImplementedError

    def empty_lines(self) -> Sequence[Line]:
        """What stands in a list without rows."""
        return ()

    @property
    def width(self) -> int:
        """Columns that a row has."""
        return self.scrollable_content_region.width

    @property
    def height(self) -> int:
        """Lines of the screen that the list has."""
        return self.scrollable_content_region.height

    @property
    def first(self) -> int:
        """The first row on the screen."""
        return min(round(self.scroll_y), max(self.total - 1, 0))

    def remake(self, place: int | None = None) -> None:
        """Draws a row anew, or all of them where none is named."""
        if place is None:
            self._made.clear()
        else:
            self._made.pop(place, None)
        self._seen = None
        self.refresh()

    def rows_changed(self) -> None:
        """To be called when `total` has changed, or the size: as far as one can scroll."""
        self.remake()
        self.cursor = max(min(self.cursor, self.total - 1), 0)
        last = self._first_for(self.total - 1) if self.total else 0
        self.virtual_size = Size(self.width, last + self.height)
        self._reveal()

    def move_to(self, place: int) -> None:
        """Puts the cursor on a row, and the row on the screen."""
        self.cursor = max(min(place, self.total - 1), 0)
        self._seen = None
        self._reveal()
        self.refresh()

    def _strips(self, place: int) -> list[Strip]:
        if place not in self._made:
            if len(self._made) > _MOST_KEPT:
                self._made.clear()
            lines = self.lines_of(place, self.width)
            self._made[place] = [strip_of(self, line, self.width) for line in lines]
        return self._made[place]

    def _first_for(self, place: int) -> int:
        """The first row on the screen when that row is the last one wholly on it."""
        room = self.height - len(self._strips(place))
        while place > 0 and room > 0:
            room -= len(self._strips(place - 1))
            if room < 0:
                break
            place -= 1
        return place

    def _reveal(self) -> None:
        """Scrolls as little as it takes to have the cursor's row on the screen."""
        if not self.total or not self.height:
            return
        first = max(min(self.first, self.cursor), self._first_for(self.cursor))
        if first != self.scroll_y:
            self.scroll_to(y=first, animate=False, immediate=True, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draws from another row on."""
        self._seen = None
        super().watch_scroll_y(old_value, new_value)

    def on_resize(self) -> None:
        """Rows of another width have other heights."""
        self.rows_changed()

    def on_focus(self) -> None:
        """The cursor shows where the keys go."""
        self._seen = None
        self.refresh()

    def on_blur(self) -> None:
        """The cursor shows that they go elsewhere."""
        self._seen = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line at that place of the screen."""
        if self._seen is None:
            self._seen = self._look()
        strips = self._seen.strips
        return strips[y] if y < len(strips) else Strip.blank(self.width, self.rich_style)

    def _look(self) -> _Seen:
        if not self.total:
            strips = [strip_of(self, line, self.width) for line in self.empty_lines()]
            return _Seen(strips, ())
        strips, rows = [], []
        for place in range(self.first, self.total):
            made = self._selected(place) if place == self.cursor else self._strips(place)
            strips += made
            rows += [place] * len(made)
            if len(strips) >= self.height:
                break
        return _Seen(strips, rows)

    def _selected(self, place: int) -> list[Strip]:
        lines = self.lines_of(place, self.width)
        marked = panes.selected(lines, width=self.width, has_focus=self.has_focus)
        return [strip_of(self, line, self.width) for line in marked]

    def on_click(self, event: events.Click) -> None:
        """A click opens the row under it."""
        offset = event.get_content_offset(self)
        if offset is None or self._seen is None or offset.y >= len(self._seen.rows):
            return
        self.move_to(self._seen.rows[offset.y])
        self.action_open()

    def action_move(self, rows: int) -> None:
        """So many rows on."""
        self.move_to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        """A screen of rows on."""
        seen = set(self._seen.rows) if self._seen else set()
        self.move_to(self.cursor + pages * max(len(seen) - 1, 1))

    def action_first(self) -> None:
        """To the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """To the last row."""
        self.move_to(self.total - 1)

    def action_open(self) -> None:
        """Chooses the cursor's row."""
        if self.total:
            self.post_message(self.Opened(self))
