"""Every key and every command of `newscli browse`: for the bindings, the help and the docs."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """Keys as Textual names them, as people do, what they start, and what that does."""

    names: str
    shown: str
    action: str
    meaning: str


ANYWHERE = (
    Key("tab", "Tab", "pane(1)", "the next pane"),
    Key("shift+tab", "Shift+Tab", "pane(-1)", "the pane before"),
    Key(
        "h,left,escape", "h ← Esc", "leave", "back: to the list, to the list before, to the sources"
    ),
    Key("n", "n", "unread(1)", "open the next unread article"),
    Key("p", "p", "unread(-1)", "open the unread article before"),
    Key("space", "Space", "page_on", "a page on in the article, then the next unread one"),
    Key("s", "s", "star", "star, or take the star away"),
    Key("m", "m", "toggle_read", "mark as read, or as unread"),
    Key("u", "u", "undo", "take the last mark back"),
    Key("o", "o", "browser", "open in the browser"),
    Key("r", "r", "related", "list what is related"),
    Key("a", "a", "toggle_all", "list read articles too, or only unread ones"),
    Key("slash", "/", "search", "search"),
    Key("colon", ":", "command", "type a command"),
    Key("f", "f", "fetch", "fetch the sources that are due"),
    Key("question_mark", "?", "help", "these keys"),
    Key("q,ctrl+c,ctrl+q", "q", "quit", "quit"),
)
LIST = (
    Key("j,down", "j ↓", "move(1)", "down"),
    Key("k,up", "k ↑", "move(-1)", "up"),
    Key("ctrl+d,pagedown", "Ctrl+D PgDn", "page(1)", "a page down"),
    Key("ctrl+u,pageup", "Ctrl+U PgUp", "page(-1)", "a page up"),
    Key("g,home", "g Home", "first", "to the first"),
    Key("G,end", "G End", "last", "to the last"),
    Key("enter,l,right", "Enter l →", "open", "open"),
)
ARTICLE = (
    Key("j,down", "j ↓", "scroll_by(1)", "a line down"),
    Key("k,up", "k ↑", "scroll_by(-1)", "a line up"),
    Key("ctrl+d,pagedown", "Ctrl+D PgDn", "scroll_page(1)", "a page down"),
    Key("ctrl+u,pageup,b", "Ctrl+U PgUp b", "scroll_page(-1)", "a page up"),
    Key("g,home", "g Home", "scroll_home", "to the top"),
    Key("G,end", "G End", "scroll_end", "to the end"),
)
GROUPS = (("Anywhere", ANYWHERE), ("In a list", LIST), ("In an article", ARTICLE))

COMMANDS = (
    ("fetch", "fetch what is due; `fetch all`: whatever is not told to wait"),
    ("mark read", "mark all in the list; also `unread`, `star`, `unstar`"),
    ("undo", "take the last mark back"),
    ("unread", "the unread articles"),
    ("starred", "the starred ones"),
    ("all", "all articles"),
    ("source NAME", "the articles of a source: id, title or part of it"),
    ("tag NAME", "the articles with a tag"),
    ("search WORDS", "search, as / does"),
    ("related", "what is related to the article"),
    ("open", "open it in the browser"),
    ("412", "the article with that id"),
    ("theme NAME", "auto, dark, light or mono"),
    ("help", "these keys"),
    ("quit", "quit; also `q`"),
)
FOOTER = (
    ("j k", "move"), ("⏎", "open"), ("n", "next unread"), ("s", "star"), ("o", "browser"),
    ("/", "search"), ("f", "fetch"), ("r", "related"), ("m", "read"), (":", "command"),
    ("q", "quit"), ("?", "help"),
)  # fmt: skip


def bindings(keys: Sequence[Key]) -> list[BindingType]:
    """The keys as Textual binds them."""
    return [
        Binding(key.names, key.action, key.meaning, show=False, key_display=key.shown)
        for key in keys
    ]


def table() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every key and command with its meaning, under headings."""
    found = [(name, [(key.shown, key.meaning) for key in keys]) for name, keys in GROUPS]
    commands = [(f":{name}", meaning.replace("`", "")) for name, meaning in COMMANDS]
    return [*found, ("Commands", commands)]
