"""What a rule does with the articles that it finds."""

import shlex
from typing import NamedTuple

from newscli.core.errors import UsageError

_HINT = "newscli rules add 'source:lobsters rust' --do tag:rust,star"
KNOWN = "tag:NAME, read, star, hide, notify, exec:COMMAND"


class Rule(NamedTuple):
    """A query and what is done: `actions` as they were given, "tag:x,read"; `place` orders them.

    `hits` counts the articles that it found since it was made.
    """

    id: int
    place: int
    query: str
    actions: str
    hits: int
    hit_at: int | None


class Actions(NamedTuple):
    """What is done: marks, tags, and the command that gets each article on its stdin."""

    read: bool = False
    star: bool = False
    hide: bool = False
    notify: bool = False
    tags: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


def parse(text: str) -> Actions:
    """The actions of "tag:x,read,exec:mail -s news me"; a command is the last of them.

    It is split as a shell splits words, and run without one. Raises UsageError.
    """
    before, mark, command = text.partition("exec:")
    if mark and before.rstrip() and not before.rstrip().endswith(","):
        raise UsageError(f'"{text}": exec: begins an action of its own', hint=_HINT)
    words = _words(command) if mark else ()
    names = [part.strip() for part in before.split(",") if part.strip()]
    tags = tuple(name.removeprefix("tag:").strip() for name in names if name.startswith("tag:"))
    plain = {name for name in names if not name.startswith("tag:")}
    unknown = plain - {"read", "star", "hide", "notify"}
    if unknown or "" in tags:
        bad = next(iter(sorted(unknown)), "tag:")
        raise UsageError(f'"{bad}" is none of {KNOWN}', hint=_HINT)
    if not names and not words:
        raise UsageError(f"--do names what is done: {KNOWN}", hint=_HINT)
    return Actions(
        "read" in plain, "star" in plain, "hide" in plain, "notify" in plain, tags, words
    )


def _words(command: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"exec: {error}", hint=_HINT) from None
    if not words:
        raise UsageError("exec: names no command", hint=_HINT)
    return words
