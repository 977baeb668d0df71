"""The line at the bottom into which a search or a command is typed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from newscli.render import panes
from newscli.tui.lines import OneLine


class Prompt(Horizontal):
    """A sign, / or :, and the text behind it; there only while one types."""

    BINDINGS: ClassVar = [Binding("escape", "leave", show=False)]

    class Typed(Message):
        """Enter was pressed."""

        def __init__(self, sign: str, text: str) -> None:
            super().__init__()
            self.sign = sign
            self.text = text

    class Left(Message):
        """Nothing is typed any more."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._sign = ""

    def compose(self) -> ComposeResult:
        """The sign and the field."""
        yield OneLine(id="sign")
        yield Input(id="typed", compact=True, select_on_focus=False)

    def ask(self, sign: str) -> None:
        """Opens the line, empty."""
        self._sign = sign
        self.query_one("#sign", OneLine).show(lambda width: panes.plain(sign, "id"))
        field = self.query_one(Input)
        field.value = ""
        self.display = True
        self.screen.set_focus(field)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: what was typed is done."""
        event.stop()
        text = event.value.strip()
        self.action_leave()
        if text:
            self.post_message(self.Typed(self._sign, text))

    def action_leave(self) -> None:
        """Closes the line."""
        self.display = False
        self.post_message(self.Left())
