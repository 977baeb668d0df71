"""The roles that a screen's words have, and the style of each in each theme.

Screens name roles only; here alone stands what they look like. A style is words: bold, dim,
italic, underline, reverse, strike, overline, each also after "not"; a colour of the terminal
(red, bright_red, default), #rrggbb or color(0) to color(255); the same after "on" for what is
behind the text; or none.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "id": "what can be typed: ids, commands",
        "link": "what can be followed",
        "heading": "a heading within an article",
        "publisher": "who says it: sources, publishers, quotes",
        "special": "stars, the size of a story, a warning",
        "fine": "what is new, or well",
        "problem": "what needs you",
        "unread": "the title of an article that you have not read",
        "title": "the title of what the screen is about",
        "faint": "what may be missed: ages, hints",
        "caption": "what is said of a picture",
        "hit": "the words that a search found",
        "removed": "what an edit took away",
        "added": "what an edit put in",
    }
)

# Named colours are the terminal's own, and so fit its background. No yellow, white or bright
# black among them: they vanish on a third to four fifths of 44 real terminal themes.
_AUTO = {
    "id": "blue",
    "link": "blue",
    "heading": "bold blue",
    "publisher": "cyan",
    "special": "magenta",
    "fine": "green",
    "problem": "bold red",
    "unread": "bold",
    "title": "bold",
    "faint": "dim",
    "caption": "dim italic",
    "hit": "bold reverse",
    "removed": "red strike",
    "added": "green underline",
}
# Exact colours, with a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3) on the backgrounds that
# tests/core/test_themes.py lists; faint is a grey, since many terminals draw dim as they like.
_DARK = _AUTO | {
    "id": "#7fb4ff",
    "link": "#7fb4ff",
    "heading": "bold #7fb4ff",
    "publisher": "#6fd3e0",
    "special": "#d7a8ff",
    "fine": "#86d98a",
    "problem": "bold #ff9a92",
    "faint": "#a9b1bd",
    "caption": "italic #a9b1bd",
    "removed": "#ff9a92 strike",
    "added": "#86d98a underline",
}
_LIGHT = _AUTO | {
    "id": "#0550ae",
    "link": "#0550ae",
    "heading": "bold #0550ae",
    "publisher": "#0b5f6f",
    "special": "#7432b8",
    "fine": "#116329",
    "problem": "bold #a81c26",
    "faint": "#57606a",
    "caption": "italic #57606a",
    "removed": "#a81c26 strike",
    "added": "#116329 underline",
}
_MONO = {
    "id": "none",
    "link": "underline",
    "heading": "bold",
    "publisher": "none",
    "special": "bold",
    "fine": "none",
    "problem": "bold reverse",
    "unread": "bold",
    "title": "bold",
    "faint": "dim",
    "caption": "italic",
    "hit": "bold reverse",
    "removed": "strike",
    "added": "underline",
}
THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"auto": _AUTO, "dark": _DARK, "light": _LIGHT, "mono": _MONO}
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "auto": "the terminal's own colours, by name",
        "dark": "exact colours for a dark background",
        "light": "exact colours for a light background",
        "mono": "no colour: bold, dim, underlined, reversed",
    }
)

_ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike", "overline")
_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
COLOURS = ("default", *_COLOURS, *(f"bright_{name}" for name in _COLOURS))
_EXACT = re.compile(r"#[0-9a-f]{6}|color\((?:1?[0-9]{1,2}|2[0-4][0-9]|25[0-5])\)", re.ASCII)


def wrong_word(style: str) -> str | None:
    """The first word of a style that means nothing; None where all do. "" is for an unended one."""
    words = style.lower().split()
    if words == ["none"]:
        return None
    after = ""
    for word in words:
        is_good = word in _ATTRIBUTES if after == "not" else _is_colour(word)
        if not after:
            is_good = is_good or word in (*_ATTRIBUTES, "not", "on")
        if not is_good:
            return word
        after = word if not after and word in ("not", "on") else ""
    return "" if after or not words else None


def _is_colour(word: str) -> bool:
    return word in COLOURS or _EXACT.fullmatch(word) is not None


def meant(word: str) -> str | None:
    """The word of a style that was probably meant."""
    from difflib import get_close_matches

    near = get_close_matches(word, (*_ATTRIBUTES, *COLOURS), 1, 0.6)
    return near[0] if near else None


def styles(theme: str, own: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """The style of every role in a theme, with the user's own instead where there are some."""
    return {**THEMES[theme], **dict(own)}


class _Choice:
    """What this process draws with; one terminal, one theme, as with a locale."""

    theme = "auto"
    own: tuple[tuple[str, str], ...] = ()


def choose(theme: str, own: tuple[tuple[str, str], ...] = ()) -> None:
    """Makes a theme, and the user's own styles over it, those that screens are drawn with."""
    _Choice.theme, _Choice.own = theme, own


def chosen() -> tuple[str, tuple[tuple[str, str], ...]]:
    """The theme's name and the user's own styles, as `choose` was told; auto before that."""
    return _Choice.theme, _Choice.own
