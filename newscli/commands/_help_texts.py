"""What --help says: each command's first sentence in full, and a word for each option's value."""

from typing import Any

from typer.core import TyperGroup

_UNCUT = 1000  # characters of a sentence

_NAMES = {"str": "TEXT", "text": "TEXT", "int": "NUMBER", "integer": "NUMBER", "float": "NUMBER"}


class Group(TyperGroup):
    """A group whose list of commands says each one's first sentence in full."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands, folded where the terminal is narrow; Typer's own list is cut there."""
        rows: list[tuple[str, Any]]
        rows = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(_UNCUT)) for name, one in rows])


def name_values(command: Any) -> None:
    """Gives the options of a command that have no word for their value one.

    Typer's own words differ from version to version: INTEGER RANGE, <int range>.
    """
    for param in command.params:
        if param.param_type_name == "option" and not param.is_flag and not param.metavar:
            param.metavar = value_name(param)


def value_name(param: Any) -> str:
    """The word for one option's value."""
    choices = getattr(param.type, "choices", None)
    if param.metavar or not choices:
        name = str(param.type.name).split(" ")[0]
        return str(param.metavar or _NAMES.get(name, name.upper()))
    return "|".join(str(getattr(choice, "value", choice)) for choice in choices)
