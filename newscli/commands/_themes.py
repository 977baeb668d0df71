"""`newscli config theme`: what the colours are, and what they look like."""

from collections.abc import Sequence

from newscli.commands import _output
from newscli.core import themes
from newscli.invocation import current
from newscli.render.machine import Record

_COLUMNS = ("theme", "role", "style", "from", "meaning")


def show(names: Sequence[str], *, is_preview: bool) -> None:
    """Prints the roles of these themes: their styles for a program, a picture for a person."""
    run = current()
    settings = run.settings
    if run.is_machine:
        chosen = names if is_preview else [settings.theme]
        rows = (row for name in chosen for row in _rows(name, settings.styles))
        _output.write(rows, columns=_COLUMNS)
        return
    from newscli.render import themes as screen
    from newscli.render.screen import console, page

    terminal = console()
    if is_preview:
        page(terminal, screen.preview(names, own=settings.styles, width=terminal.width))
    else:
        for line in screen.names(settings.theme, own=settings.styles, width=terminal.width):
            terminal.print(line)


def _rows(name: str, own: Sequence[tuple[str, str]]) -> list[Record]:
    mine = dict(own)
    return [
        {
            "theme": name,
            "role": role,
            "style": style,
            "from": "config.toml" if role in mine else "theme",
            "meaning": themes.ROLES[role],
        }
        for role, style in themes.styles(name, own).items()
    ]
