"""The keys and commands, over everything else."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from newscli.render import panes
from newscli.tui import keys
from newscli.tui.lines import ManyLines


class HelpPane(ManyLines):
    """The table, as wide as the screen lets it be."""

    def on_resize(self) -> None:
        """The same table in another width."""
        width = self.scrollable_content_region.width
        self.show(list(panes.help_lines(keys.table(), width=width)), is_new=False)


class Help(ModalScreen[None]):
    """`?`: left by Esc, q, ? or h."""

    BINDINGS: ClassVar = [Binding("escape,q,question_mark,h,left,enter", "leave", show=False)]

    def compose(self) -> ComposeResult:
        """The table."""
        yield HelpPane(id="help")

    def action_leave(self) -> None:
        """Back to the panes."""
        self.dismiss()
