"""`newscli browse`: sources, headlines and articles in panes."""

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from newscli.commands import _articles
from newscli.core.errors import ConfigError, UsageError
from newscli.invocation import current


def command(
    source: _articles.SourceOption = None,
    tag: _articles.TagOption = None,
    starred: Annotated[bool, typer.Option("--starred", help="Begin with starred ones.")] = False,
    all_: Annotated[
        bool, typer.Option("--all", "-a", help="Begin with read articles, too.")
    ] = False,
) -> None:
    """Read in panes, by keyboard or mouse: ? shows the keys. Needs the extra `tui`.

    Example: newscli browse --source Lobsters
    """
    run = current()
    if run.form or run.fields or not has_terminal():
        raise UsageError("browse needs a terminal", hint="newscli headlines")
    if find_spec("textual") is None:
        raise ConfigError("browse needs the extra tui", hint="pip install 'newscli[tui]'")
    connection = run.reader()
    _articles.require_articles(connection)
    chosen = _articles.chosen(
        connection, source=source, tag=tag, starred=starred, unread=not (all_ or starred)
    )
    from newscli.tui.app import Browse
    from newscli.tui.lists import View

    names = [*(source or ()), *(f"# {name}" for name in tag or ())]
    title = ", ".join(names) or ("Starred" if starred else "All" if all_ else "Unread")
    run.verbose = False  # its talk would be drawn over the panes
    app = Browse(run, View(title, chosen=chosen))
    try:
        app.run()
    finally:
        app.close()
    if app.failed is not None:
        raise app.failed


def has_terminal() -> bool:
    """True where keys can be read and the screen be drawn."""
    return sys.stdin.isatty() and sys.stdout.isatty()
