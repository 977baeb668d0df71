"""The lists of `newscli browse`: what is listed, and how one gets from list to list."""

from collections.abc import Sequence
from functools import partial
from sqlite3 import Connection

from newscli.core.errors import NewscliError
from newscli.invocation import Invocation
from newscli.render import panes
from newscli.render.times import age
from newscli.storage import db, sources
from newscli.storage.reads import Filter
from newscli.tui import library
from newscli.tui.frame import WIDE, Frame
from newscli.tui.ledger import Ledger
from newscli.tui.library import Page, Shelf
from newscli.tui.lists import View


class Listing(Frame):
    """A frame with lists in it. They are asked for beside the screen, headlines as they are seen.

    `start` is listed first. `views` are the lists that one came from, the last one last.
    """

    def __init__(self, run: Invocation, start: View) -> None:
        super().__init__(run)
        self._connection = run.reader()
        self._start = start
        self.views: list[View] = []
        self.ledger = Ledger()
        self.headlines.ask = self._ask

    def on_mount(self) -> None:
        """Asks for what is shown first."""
        self.top.show(self._first_line)
        self.list_articles(self._start.title, self._start.chosen or Filter(), is_first=True)
        self.reload_shelf()

    def _first_line(self, width: int) -> panes.Line:
        at = self.ledger.fetched_at
        when = "" if at is None else f"fetched {age(at, self.now())} ago".replace("now ago", "now")
        where = self.headlines.view.title
        return panes.top(where=where, unread=self.ledger.unread, right=when, width=width)

    def _ask(self, ids: Sequence[int]) -> Page:
        """Headlines, at once: whoever reads waits for nobody who writes."""
        try:
            with db.explained(self.file):
                page = library.page(self._connection, ids)
        except NewscliError as error:
            self.call_later(self.complain, str(error))
            return Page({}, {})
        return self.ledger.over(page)

    def after_failure(self) -> None:
        """Shows what is stored."""
        self.ledger.unsaved.clear()
        self.headlines.forget()
        self.reload_shelf()

    def list_articles(self, title: str, chosen: Filter, *, is_first: bool = False) -> None:
        """Lists what a filter lets through."""

        def show(ids: Sequence[int]) -> None:
            self._go_to(View(title, chosen=chosen, ids=ids), is_first=is_first)

        self.look.do(partial(library.listed, chosen=chosen, also=()), show)

    def list_entry(self, key: str) -> None:
        """Lists what an entry of the sources stands for; of a source, only what is unread."""
        chosen, title = self.ledger.chosen(key)
        if key not in ("unread", "starred", "all"):
            chosen = chosen._replace(is_unread=self.ledger.is_only_unread)
        self.views.clear()
        if key.startswith("view "):
            self.search(f":{title}")
            return
        self.list_articles(title, chosen, is_first=True)

    def list_named(self, kind: str, name: str) -> None:
        """Lists the articles of the source, or with the tag, of that name."""

        def find(connection: Connection) -> tuple[str, Filter]:
            if kind == "tag":
                return f"# {name}", Filter(tags=(name,))
            number = sources.find(connection, name)
            title = sources.source(connection, number).title
            return title, Filter(source_ids=(number,))

        self.look.do(find, lambda found: self.list_articles(*found))

    def search(self, text: str) -> None:
        """Lists what a query finds, best first."""
        limit = self.invocation.settings.headlines_limit

        def show(ids: Sequence[int]) -> None:
            if ids:
                self._go_to(View(f"/{text}", ids=ids))
            else:
                self.complain(f"nothing matches {text}")

        self.look.do(partial(library.found, text=text, now=self.now(), limit=limit), show)

    def _go_to(self, view: View, *, is_first: bool = False) -> None:
        if not is_first:
            self.views.append(self.headlines.view)
        self._show(view)
        self.focus_pane(self.headlines)

    def _show(self, view: View) -> None:
        self.headlines.show(view, now=self.now())
        self.top.refresh()

    def refresh_view(self) -> None:
        """Lists again what is listed; the cursor stays on its article."""
        view = self.headlines.view
        if view.chosen is None:
            self.headlines.forget()
            return

        def show(ids: Sequence[int]) -> None:
            if view is self.headlines.view:
                self.headlines.replace(ids, now=self.now())

        chosen, also = view.chosen, tuple(view.touched)
        self.look.do(partial(library.listed, chosen=chosen, also=also), show)

    def reload_shelf(self) -> None:
        """Counts again."""

        def show(shelf: Shelf) -> None:
            self.ledger.shelf = shelf
            self._show_counts()

        self.look.do(library.shelf, show)

    def _show_counts(self) -> None:
        self.sources.show(self.ledger.shelf.entries)
        self.top.refresh()

    def action_toggle_all(self) -> None:
        """Lists read articles too, or only unread ones."""
        view = self.headlines.view
        if view.chosen is None:
            return
        is_unread = not view.chosen.is_unread
        self.ledger.is_only_unread = is_unread
        view.chosen = view.chosen._replace(is_unread=is_unread)
        if view.title in ("All", "Unread"):
            view.title = "Unread" if is_unread else "All"
        self.refresh_view()
        self.top.refresh()

    def action_leave(self) -> None:
        """From the article to the list, from a list to the one before, then to the sources."""
        if self.focused is self.article:
            self.focus_pane(self.headlines)
        elif self.focused is self.sources:
            self.focus_pane(self.headlines if self.size.width < WIDE else self.sources)
        elif self.views:
            self._show(self.views.pop())
            self.refresh_view()
        else:
            self.focus_pane(self.sources)
