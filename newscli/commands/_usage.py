"""The command tree as data, and what is made of it.

    python -m newscli.commands._usage

writes docs/commands.md and docs/man of a checkout anew; tests/commands/test_usage.py compares.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newscli.commands._help_texts import value_name
from newscli.core.usage import Parameter, Usage

_HELP = Parameter("-h, --help", "Show this message and exit.")
_ROOT = Path(__file__).parents[2]


def tree() -> Usage:
    """All commands, from the program's own definition."""
    from typer import main

    from newscli import cli

    group: Any = main.get_command(cli.app)
    shared = {id(param) for param in group.params}
    return _usage(group, "newscli", shared=shared, is_root=True)


def _usage(command: Any, path: str, *, shared: set[int], is_root: bool = False) -> Usage:
    """One command; the global options that others share with the root are left to the root."""
    own = [param for param in command.params if is_root or id(param) not in shared]
    arguments = [param for param in own if param.param_type_name == "argument"]
    options = [param for param in own if param.param_type_name == "option"]
    *text, example = _paragraphs(command.help or "")
    commands = tuple(_below(command, path, shared))
    taken = [_argument_name(param) for param in arguments]
    if commands:
        taken.append("[COMMAND]")
    return Usage(
        path,
        " ".join([path, *(["[OPTIONS]"] * bool(options)), *taken]),
        tuple(text),
        example,
        tuple(_parameter(param) for param in [*arguments, *options]) + (_HELP,) * is_root,
        commands,
    )


def _below(command: Any, path: str, shared: set[int]) -> Iterator[Usage]:
    if not hasattr(command, "list_commands"):
        return
    for name in command.list_commands(None):
        yield _usage(command.get_command(None, name), f"{path} {name}", shared=shared)


def _paragraphs(text: str) -> list[str]:
    """A help text's paragraphs, one line each, and last its example, "" where it has none."""
    found = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    if found and found[-1].startswith("Example: "):
        return [*found[:-1], found[-1].removeprefix("Example: ")]
    return [*found, ""]


def _argument_name(param: Any) -> str:
    name = param.metavar or param.name.upper()
    return str(name if param.required or name.startswith("[") else f"[{name}]")


def _parameter(param: Any) -> Parameter:
    if param.param_type_name == "argument":
        return Parameter(_argument_name(param), param.help or "")
    names = ", ".join(param.opts)
    if param.secondary_opts:
        names += " / " + ", ".join(param.secondary_opts)
    elif not param.is_flag:
        names += f" {value_name(param)}"
    default = _default(param)
    return Parameter(names, f"{param.help or ''}{f' Default: {default}.' if default else ''}")


def _default(param: Any) -> str:
    if isinstance(param.show_default, str):
        return param.show_default
    is_said = param.show_default and not param.is_flag
    value = param.default if is_said else None
    return (
        ""
        if value in (None, "", (), "-") or callable(value)
        else str(getattr(value, "value", value))
    )


def files() -> Mapping[str, str]:
    """What is made of the tree, by its path in a checkout."""
    from newscli.commands.help import text_of
    from newscli.render import reference, roff

    usage = tree()
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", text_of("exit-codes"), re.MULTILINE)
    exits = [Parameter(code, meaning.replace("`", "")) for code, meaning in rows]
    names = {verb.path.replace(" ", "-"): verb for verb in usage.commands}
    pages = {f"docs/man/{name}.1": roff.verb_manual(verb) for name, verb in names.items()}
    pages["docs/man/newscli.1"] = roff.manual(usage, exits=exits, others=list(names))
    return {"docs/commands.md": reference.reference(usage), **pages}


def main() -> None:
    """Writes the files, and deletes pages of verbs that are no more."""
    made = files()
    for old in (_ROOT / "docs" / "man").glob("*.1"):
        if f"docs/man/{old.name}" not in made:
            old.unlink()
    for name, text in made.items():
        file = _ROOT / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
