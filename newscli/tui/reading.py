"""The article of `newscli browse`: opening it, and marking it."""

from collections.abc import Sequence
from functools import partial
from sqlite3 import Connection

from newscli.core.models import Headline
from newscli.invocation import Invocation
from newscli.render import panes
from newscli.storage import marks
from newscli.storage.reads import Filter
from newscli.tui import library
from newscli.tui.frame import ArticlePane
from newscli.tui.library import Opened
from newscli.tui.listing import Listing
from newscli.tui.lists import View

MOST_LINES = 5000


class Reading(Listing):
    """Lists with an article beside them, made ready and drawn beside the screen."""

    def __init__(self, run: Invocation, start: View) -> None:
        super().__init__(run, start)
        self._wanted: int | None = None
        self.opened: Opened | None = None

    def open_article(self, number: int) -> None:
        """Shows an article, and marks it as read once it is shown."""
        self._wanted = number

        def show(opened: Opened | None) -> None:
            if opened is not None:
                self.opened = opened
                self._draw(is_new=True)

        def find(connection: Connection) -> Opened | None:
            # Whoever has gone on meanwhile does not wait for what was passed by.
            return library.opened(connection, number) if self._wanted == number else None

        self.look.do(find, show)

    def on_article_pane_resized(self, message: ArticlePane.Resized) -> None:
        """The same article in another width."""
        self._draw(is_new=False)

    def _draw(self, *, is_new: bool) -> None:
        if self.opened is None:
            return
        drawn = self.opened
        draw = partial(
            panes.article_lines,
            drawn.article,
            drawn.related,
            width=self.article.scrollable_content_region.width,
            measure=self.invocation.settings.read_width,
            now=self.now(),
            most=MOST_LINES,
        )

        def show(lines: Sequence[panes.Line]) -> None:
            if drawn is self.opened:
                self.show_article(lines, is_new=is_new)
                if is_new:
                    self._mark_shown(drawn.article.headline.id)

        self.look.do(lambda connection: draw(), show)

    def action_unread(self, step: int) -> None:
        """Opens the next unread article of the list, or the one before."""
        if self.headlines.view.related is not None:
            return
        ids, begin = self.headlines.view.ids, self.headlines.cursor + step
        if self.opened is None and step > 0:
            begin = self.headlines.cursor
        known = self.headlines.held(ids[begin]) if 0 <= begin < len(ids) else None
        if known is not None and known.read_at is None:
            self._open_at(begin)
            return
        passed = self.ledger.just_read()
        find = partial(library.next_unread, ids=ids, begin=begin, step=step, passed=passed)
        self.look.do(find, self._open_at)

    def _open_at(self, place: int | None) -> None:
        number = None if place is None else self.headlines.id_at(place)
        if place is None or number is None:
            self.say("no more unread articles here")
            return
        self.headlines.move_to(place)
        self.open_article(number)

    def action_page_on(self) -> None:
        """A page on in the article; at its end, the next unread one."""
        if self.opened is None or self.article.is_at_end:
            self.action_unread(1)
        else:
            self.article.action_scroll_page(1)

    def _known(self, number: int) -> Headline | None:
        """An article's headline as it now is; None where it was deleted."""
        return self.headlines.held(number) or self._ask([number]).headlines.get(number)

    def _target(self) -> Headline | None:
        """The article that the keys are about: the one that is read, or the cursor's."""
        if self.focused is self.article and self.opened is not None:
            return self._known(self.opened.article.headline.id)
        number = self.headlines.id_at(self.headlines.cursor)
        return None if number is None else self._known(number)

    def action_star(self) -> None:
        """Stars the article, or takes the star away."""
        one = self._target()
        if one is not None:
            self._mark(one, "star" if one.starred_at is None else "unstar")

    def action_toggle_read(self) -> None:
        """Marks the article as read, or as unread."""
        one = self._target()
        if one is not None:
            self._mark(one, "read" if one.read_at is None else "unread")

    def _mark(self, one: Headline, name: str) -> None:
        now = self.now()
        self._put(self.ledger.marked(one, name, now=now))
        ids = [one.id]
        self._write(partial(marks.mark, name=name, ids=ids, chosen=Filter(), now=now))

    def _mark_shown(self, number: int) -> None:
        """Marks as read what was looked at, as `read` does."""
        one, now = self._known(number), self.now()
        if one is not None and one.read_at is None:
            self._put(self.ledger.marked(one, "read", now=now))
            self._write(partial(marks.read, article_id=number, now=now))

    def _put(self, one: Headline) -> None:
        self.headlines.put(one)
        self._show_counts()

    def _write(self, work: library.Work) -> None:
        def written(value: object) -> None:
            if not self.note.pending:
                self.ledger.unsaved.clear()

        self.note.do(work, written)
