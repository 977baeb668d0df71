"""How this program is typed in this run: what commands begin with that are shown to be copied."""

import shlex
from collections.abc import Mapping


class _Run:
    options = ""


def choose(options: Mapping[str, str]) -> None:
    """The options that lead to this run's database, as they were given: {"--profile": "demo"}."""
    given = (f" {name} {shlex.quote(value)}" for name, value in options.items())
    _Run.options = "".join(given)


def typed(command: str) -> str:
    """A command of newscli with those options: `newscli read 4` as `newscli --profile demo read 4`.

    What is no command of newscli stays as it is.
    """
    name, space, rest = command.partition(" ")
    return f"{name}{_Run.options}{space}{rest}" if name == "newscli" else command
