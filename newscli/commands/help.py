"""`newscli help`: the topics that no single verb's --help can hold."""

import re
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from newscli.core.errors import NotFoundError
from newscli.core.lines import folded

TOPICS = (
    "tutorial", "fetching", "reading", "query", "stories", "browse", "themes", "cron", "database",
    "security", "json", "exit-codes", "from-newsboat", "from-sfeed",
)  # fmt: skip

_NAMES = {"security": "SECURITY"}  # where everybody looks for it


def _complete(incomplete: str) -> list[str]:
    return [topic for topic in TOPICS if topic.startswith(incomplete)]


def command(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="[TOPIC]",
            help=f"One of {', '.join(TOPICS)}; or a verb; none lists the verbs.",
            autocompletion=_complete,
        ),
    ] = "",
) -> None:
    """Explain a topic, from a tutorial of five minutes to the fields of the JSON.

    Example: newscli help query
    """
    if not topic:
        from newscli.cli import run

        run(["--help"])
        columns = shutil.get_terminal_size().columns
        print()
        for line in folded(f"Topics, for newscli help TOPIC: {', '.join(TOPICS)}", columns):
            print(line)
        return
    if topic not in TOPICS:
        from newscli.cli import run, verbs

        if topic in verbs():
            raise typer.Exit(run([topic, "--help"]))
        raise NotFoundError(f'no topic "{topic}"', hint=f"newscli help {TOPICS[0]}")
    text = text_of(topic)
    if sys.stdout.isatty():
        from newscli.render.manual import manual
        from newscli.render.screen import console, page

        terminal = console()
        page(terminal, manual(text, width=terminal.width))
    else:
        sys.stdout.write(text)


def fields_of(path: str) -> list[str]:
    """The fields that a command's records have, as docs/json.md lists them.

    `path` is the command as it is typed: "newscli headlines"; bare "newscli" is the front page.
    """
    verb = path.removeprefix("newscli").strip()
    for section in text_of("json").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        named = [" ".join(re.findall(r"\b[a-z]+\b", name)) for name in heading.split("`")[1::2]]
        if {verb or "newscli", f"{verb} list", f"{verb} show"} & set(named):
            return re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
    return []


def text_of(topic: str) -> str:
    """The page of docs/: in the package once it is built, beside it in a checkout."""
    name = f"{_NAMES.get(topic, topic)}.md"
    packaged = resources.files("newscli").joinpath("docs", name)
    if packaged.is_file():
        return packaged.read_text("utf-8")
    return (Path(__file__).parents[2] / "docs" / name).read_text("utf-8")
