"""The reference of all commands, as Markdown."""

from collections.abc import Iterator, Sequence

from newscli.core.usage import Parameter, Usage
from newscli.render.plain import escape


def reference(usage: Usage) -> str:
    """All commands in order, each with its line, what it does, its options and an example."""
    parts = [
        "# Commands",
        "Made from the code by `python -m newscli.commands._usage`; each is what "
        "`newscli VERB --help` says.",
        "## `newscli`",
        *_command(usage),
    ]
    for verb in usage.commands:
        parts += [f"## `{verb.path}`", *_command(verb)]
        for one in verb.commands:
            parts += [f"### `{one.path}`", *_command(one)]
    return "\n\n".join(parts) + "\n"


def _command(usage: Usage) -> Iterator[str]:
    yield f"    {usage.line}"
    yield from map(escape, usage.text)
    if usage.parameters:
        yield _table(usage.parameters)
    if usage.example:
        yield f"Example:\n\n    {usage.example}"


def _table(parameters: Sequence[Parameter]) -> str:
    rows = [
        f"| `{parameter.names.replace('|', chr(92) + '|')}` | {escape(parameter.meaning)} |"
        for parameter in parameters
    ]
    return "\n".join(["| | |", "|---|---|", *rows])
