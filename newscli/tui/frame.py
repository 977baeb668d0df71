"""The frame of `newscli browse`: its panes, its two lines, and the lanes beside the screen."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.theme import Theme
from textual.widget import Widget

from newscli.core import themes
from newscli.core.errors import NewscliError
from newscli.invocation import Invocation
from newscli.render import panes
from newscli.tui import keys
from newscli.tui.fetching import Watch
from newscli.tui.lanes import Done, Lane
from newscli.tui.lines import ManyLines, OneLine
from newscli.tui.lists import HeadlineList, SourceList
from newscli.tui.prompt import Prompt

TWO, WIDE = 90, 125
_BREAKPOINTS = ((0, "-stacked"), (TWO, "-two"), (WIDE, "-wide"), (150, "-broad"))
# What Textual itself draws, borders and the prompt, in the terminal's own colours.
_TERMINAL = Theme(
    "newscli",
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
    },
)
_SAID_FOR_S = 8
_TICK_S = 0.25


class ArticlePane(ManyLines):
    """The article that is read."""

    class Resized(Message):
        """It has another width now."""

    def on_resize(self) -> None:
        """What stands in it is to be drawn again."""
        self.post_message(self.Resized())


class Frame(App[None]):
    """Sources, headlines and an article: side by side, or one below the other.

    `look` reads, `note` marks, `ferry` fetches, each beside the screen.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = Path(__file__).with_name("browse.tcss")
    HORIZONTAL_BREAKPOINTS = [*_BREAKPOINTS]  # noqa: RUF012
    BINDINGS = keys.bindings(keys.ANYWHERE)

    def __init__(self, run: Invocation) -> None:
        super().__init__(ansi_color=True)  # which NO_COLOR must know from the beginning
        self.invocation = run
        self.failed: Exception | None = None
        self.watch_fetch = Watch()
        self.file = run.settings.paths.database
        self.look = Lane(run.reader, self.file, self.post_message)
        self.note = Lane(run.editor, self.file, self.post_message)
        self.ferry = Lane(run.editor, self.file, self.post_message)
        self.sources = SourceList(id="sources")
        self.headlines = HeadlineList(id="headlines")
        self.article = ArticlePane(id="article")
        self.top = OneLine(id="top")
        self.bottom = OneLine(id="bottom")
        self.prompt = Prompt(id="prompt")
        self.said = ""
        self._is_problem = False
        self._said_at = 0
        self._is_at_sources = False
        self.register_theme(_TERMINAL)
        self.theme = _TERMINAL.name
        self.use_theme(themes.chosen()[0])
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """Two lines, and the panes between them."""
        yield self.top
        with Container(id="panes"):
            yield self.sources
            yield self.headlines
            yield self.article
        yield self.bottom
        yield self.prompt

    def use_theme(self, name: str) -> None:
        """Draws in one of newscli's themes, on the terminal's own background."""
        self.colours = name
        panes.use_theme(self.console, name, themes.chosen()[1])
        self.set_class(name == "mono", "-mono")

    def on_mount(self) -> None:
        """Shows the last line, and the list."""
        self.bottom.show(self._last_line)
        self.focus_pane(self.headlines)
        self.set_interval(_TICK_S, self._tick)

    @property
    def is_idle(self) -> bool:
        """True when no lane has anything to do."""
        return not (self.look.pending or self.note.pending or self.ferry.pending)

    def now(self) -> int:
        """The time."""
        return self.invocation.look_at_clock()

    def close(self) -> None:
        """Ends the lanes: what is marked is written, a fetch is stopped where it stands."""
        self.watch_fetch.is_stopped = True
        self.ferry.close(is_waiting=False)
        self.look.close(is_waiting=False)
        self.note.close(is_waiting=True)

    def show_article(self, lines: Sequence[panes.Line], *, is_new: bool) -> None:
        """Shows lines in the article's pane, which below two panes is there from then on."""
        self.article.show(lines, is_new=is_new)
        self._arrange()

    def on_done(self, message: Done) -> None:
        """Work of a lane is over: its value goes on, its error is said."""
        message.lane.pending -= 1
        try:
            value = message.future.result()
        except (NewscliError, sqlite3.Error, OSError) as error:
            self.complain(str(error))
            self.after_failure()
        else:
            message.then(value)

    def after_failure(self) -> None:
        """What is on the screen may not be what is stored."""

    def say(self, text: str) -> None:
        """A line at the bottom, for some seconds; "" takes it away."""
        self._show_said(text, is_problem=False)

    def complain(self, text: str) -> None:
        """What went wrong, in a line at the bottom."""
        self._show_said(text, is_problem=True)

    def _show_said(self, text: str, *, is_problem: bool) -> None:
        self.said, self._is_problem = " ".join(text.split()), is_problem
        self._said_at = self.now()
        self.bottom.refresh()

    def _tick(self) -> None:
        if self.said and self.now() - self._said_at >= _SAID_FOR_S:
            self.say("")
        elif self.ferry.pending:
            self.bottom.refresh()

    def _last_line(self, width: int) -> panes.Line:
        if self.said:
            return panes.plain(self.said, "problem" if self._is_problem else "")
        if self.ferry.pending:
            state = self.watch_fetch.state()
            return panes.progress(
                done=state.done,
                total=state.total,
                new=state.new,
                failed=state.failed,
                hosts=state.hosts,
                width=width,
            )
        return panes.hints(keys.FOOTER, width=width)

    def _arrange(self) -> None:
        """Which panes are there: where there is no room for three, sources or headlines."""
        is_wide = self.size.width >= WIDE
        self.sources.display = is_wide or self._is_at_sources
        self.headlines.display = is_wide or not self._is_at_sources
        self.article.display = self.size.width >= TWO or bool(self.article.lines)
        self.screen_stack[0].set_class(self.article.display, "-reading")

    def on_resize(self) -> None:
        """Arranges the panes for another width."""
        self._arrange()

    def focus_pane(self, pane: Widget) -> None:
        """Gives the keys to a pane, and shows it where it was hidden."""
        if pane is not self.article:
            self._is_at_sources = pane is self.sources
        self._arrange()
        self.screen_stack[0].set_focus(pane)

    def action_pane(self, step: int) -> None:
        """The next pane, or the one before."""
        order: list[Widget] = [self.sources, self.headlines, self.article]
        if not self.article.display:
            order.remove(self.article)
        at = order.index(self.focused) if self.focused in order else 1
        self.focus_pane(order[(at + step) % len(order)])

    def action_search(self) -> None:
        """Asks for words to look for."""
        self._ask_for("/")

    def action_command(self) -> None:
        """Asks for a command."""
        self._ask_for(":")

    def _ask_for(self, sign: str) -> None:
        self.say("")
        self.bottom.display = False
        self.prompt.ask(sign)

    def on_prompt_left(self) -> None:
        """The keys go back to the list."""
        self.bottom.display = True
        self.focus_pane(self.headlines)

    def _handle_exception(self, error: Exception) -> None:
        """Ends the app with no trace on the screen: newscli's own boundary says what it was."""
        self.failed = self.failed or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
