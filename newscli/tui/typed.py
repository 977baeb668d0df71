"""Commands that are typed behind a colon."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from newscli.core import themes
from newscli.core.errors import UsageError
from newscli.storage.reads import Filter

if TYPE_CHECKING:
    from newscli.tui.app import Browse


def run(app: "Browse", text: str) -> None:
    """Does what a line says. Raises UsageError for what is no command."""
    name, _, rest = text.partition(" ")
    rest = rest.strip()
    if name.isdigit() and not rest:
        app.open_article(int(name))
        app.focus_pane(app.article)
        return
    command = _COMMANDS.get(name)
    if command is None:
        near = get_close_matches(name, _COMMANDS, 1, 0.4)
        meant = f"; did you mean {near[0]}?" if near else "; ? lists them"
        raise UsageError(f"no command is called {name}{meant}")
    command(app, rest)


def _fetch(app: "Browse", rest: str) -> None:
    if rest not in ("", "all"):
        raise UsageError("fetch, or fetch all")
    app.fetch(is_forced=rest == "all")


def _mark(app: "Browse", rest: str) -> None:
    if rest not in ("read", "unread", "star", "unstar"):
        raise UsageError("mark what? read, unread, star or unstar")
    app.mark_all(rest)


def _search(app: "Browse", rest: str) -> None:
    if not rest:
        raise UsageError("search for what?")
    app.search(rest)


def _source(app: "Browse", rest: str) -> None:
    app.list_named("source", rest)


def _tag(app: "Browse", rest: str) -> None:
    app.list_named("tag", rest)


def _theme(app: "Browse", rest: str) -> None:
    if rest not in themes.THEMES:
        known = ", ".join(themes.THEMES)
        raise UsageError(f"no theme is called {rest or 'that'}; there are {known}")
    app.use_theme(rest)
    app.headlines.remake()
    app.sources.remake()
    app.refresh(layout=True)
    app.article.refresh()
    app.top.refresh()


_COMMANDS: dict[str, Callable[["Browse", str], None]] = {
    "fetch": _fetch,
    "mark": _mark,
    "undo": lambda app, rest: app.action_undo(),
    "unread": lambda app, rest: app.list_articles("Unread", Filter(is_unread=True)),
    "starred": lambda app, rest: app.list_articles("Starred", Filter(is_starred=True)),
    "all": lambda app, rest: app.list_articles("All", Filter()),
    "source": _source,
    "tag": _tag,
    "search": _search,
    "related": lambda app, rest: app.action_related(),
    "open": lambda app, rest: app.action_browser(),
    "theme": _theme,
    "help": lambda app, rest: app.action_help(),
    "quit": lambda app, rest: app.exit(),
    "q": lambda app, rest: app.exit(),
}
NAMES = tuple(_COMMANDS)
