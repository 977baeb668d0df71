"""Widgets of whole lines: one line of the screen, and many that scroll."""

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from newscli.render.panes import Line
from newscli.tui import keys


def strip_of(widget: Widget, line: Line, width: int) -> Strip:
    """A line of ours as one of the widget's, over its background."""
    base = widget.rich_style
    console = widget.app.console
    # Rendered by itself, a line without spans says nothing of its own style.
    strip = Strip(line.render(console)).apply_style(console.get_style(line.style))
    return strip.adjust_cell_length(width, base).apply_style(base)


class OneLine(Widget):
    """One line of the screen, made anew for each width."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], Line] | None = None

    def show(self, make: Callable[[int], Line]) -> None:
        """From now on what `make` gives for a width."""
        self._make = make
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.content_size.width
        if self._make is None or y:
            return Strip.blank(width, self.rich_style)
        return strip_of(self, self._make(width), width)


class ManyLines(ScrollView, can_focus=True):
    """Lines that are there at once; a screen of them is drawn at a time."""

    BINDINGS = keys.bindings(keys.ARTICLE)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], *, is_new: bool) -> None:
        """Other lines: of something else, from their top, or of the same in another width."""
        self.lines = lines
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        if is_new:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line at that place of the screen."""
        width = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        if place >= len(self.lines):
            return Strip.blank(width, self.rich_style)
        return strip_of(self, self.lines[place], width)

    @property
    def is_at_end(self) -> bool:
        """True when the last line is on the screen."""
        return self.scroll_offset.y >= self.max_scroll_y

    def action_scroll_by(self, lines: int) -> None:
        """So many lines on."""
        self.scroll_relative(y=lines, animate=False, immediate=True)

    def action_scroll_page(self, pages: int) -> None:
        """So many pages on; one line of the last page stays."""
        step = max(self.scrollable_content_region.height - 1, 1)
        self.action_scroll_by(pages * step)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self.scroll_to(y=0, animate=False, immediate=True)

    def action_scroll_end(self) -> None:
        """To the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)
