"""`newscli browse`: lists, an article, and what goes out of them: fetches, pages, commands."""

from collections.abc import Sequence
from functools import partial

from newscli.core.errors import NewscliError
from newscli.core.models import Headline, Related
from newscli.render.fetch_text import summary_text
from newscli.storage import marks
from newscli.storage.reads import Filter
from newscli.tui import browser, library, typed
from newscli.tui.fetching import Fetched, Watch, fetch
from newscli.tui.help import Help
from newscli.tui.lists import View
from newscli.tui.prompt import Prompt
from newscli.tui.reading import Reading
from newscli.tui.rows import Rows


class Browse(Reading):
    """All of it."""

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """A row was chosen: an article to read, or what to list."""
        if message.rows is self.sources:
            self.list_entry(self.sources.key or "unread")
            return
        number = self.headlines.id_at(self.headlines.cursor)
        if number is not None:
            self.open_article(number)
            self.focus_pane(self.article)
        else:
            self.action_browser()

    def action_related(self) -> None:
        """Lists what belongs with the article."""
        one = self._target()
        if one is None:
            return

        def show(rows: Sequence[Related]) -> None:
            if rows:
                self._go_to(View(f"related to {one.id}", related=rows))
            else:
                self.say(f"nothing related to {one.id} yet")

        self.look.do(partial(library.related_to, number=one.id), show)

    def action_browser(self) -> None:
        """Opens the article's page, or the page that a row of what is related leads to."""
        one, url = self._target(), self._target_url()
        if url is None:
            self.complain("no address to open")
            return
        try:
            if browser.needs_terminal():
                browser.on_terminal(self, url)
                self._opened_in_browser(one, url)
                return
        except NewscliError as error:
            self.complain(str(error))
            return
        self.look.do(
            lambda connection: browser.beside(url),
            lambda value: self._opened_in_browser(one, url),
        )

    def _opened_in_browser(self, one: Headline | None, url: str) -> None:
        self.say(f"opened {url}")
        if one is not None:
            self._mark_shown(one.id)

    def _target_url(self) -> str | None:
        one, related = self._target(), self.headlines.view.related
        if one is not None:
            return one.url
        return related[self.headlines.cursor].url if related else None

    def mark_all(self, name: str) -> None:
        """Puts a mark on all that is listed."""
        view, now = self.headlines.view, self.now()
        if view.related is not None:
            self.complain("mark all works on a list of articles")
            return
        ids = list(view.ids)
        view.touched.update(ids)

        def say(marked: marks.Marked) -> None:
            self._after_marks(f"marked {marked.changed} of {marked.chosen}; u takes it back")

        mark = partial(marks.mark, name=name, ids=ids, chosen=Filter(), now=now)
        self.note.do(mark, say)

    def action_undo(self) -> None:
        """Takes the last mark back."""

        def say(changed: int) -> None:
            what = f"took back the mark of {changed}" if changed else "no mark to take back"
            self._after_marks(what)

        self.note.do(marks.undo, say)

    def _after_marks(self, what: str) -> None:
        self.ledger.unsaved.clear()
        self.headlines.forget()
        self.reload_shelf()
        self.say(what)

    def action_fetch(self) -> None:
        """Fetches what is due."""
        self.fetch(is_forced=False)

    def fetch(self, *, is_forced: bool) -> None:
        """Asks the sources, beside the screen; then the list has what is new."""
        if self.ferry.pending:
            self.say("a fetch is under way")
            return
        self.watch_fetch = Watch()
        now = self.now()
        self.say("")
        self.ferry.do(
            partial(
                fetch, run=self.invocation, watch=self.watch_fetch, now=now, is_forced=is_forced
            ),
            self._fetched,
        )

    def _fetched(self, fetched: Fetched) -> None:
        summary = summary_text(fetched.reports, seconds=fetched.seconds)
        self.say("; ".join([summary, *fetched.problems]))
        self.refresh_view()
        self.reload_shelf()

    def action_help(self) -> None:
        """Shows the keys."""
        self.push_screen(Help())

    async def action_quit(self) -> None:
        """Ends."""
        self.exit()

    def on_prompt_typed(self, message: Prompt.Typed) -> None:
        """A search or a command was typed."""
        if message.sign == "/":
            self.search(message.text)
            return
        try:
            typed.run(self, message.text)
        except NewscliError as error:
            self.complain(str(error))
