"""`newscli help`: the topics that no single verb's --help can hold."""

import sys
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from newscli.core.errors import NotFoundError

TOPICS = ("json", "exit-codes", "query", "cron", "database")


def _complete(incomplete: str) -> list[str]:
    return [topic for topic in TOPICS if topic.startswith(incomplete)]


def command(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="[TOPIC]",
            help=f"One of {', '.join(TOPICS)}; none lists the verbs.",
            autocompletion=_complete,
        ),
    ] = "",
) -> None:
    """Explain a topic: json, exit-codes, query, cron or database.

    Example: newscli help query
    """
    if not topic:
        from newscli.cli import run

        run(["--help"])
        print(f"\nTopics: newscli help {' | '.join(TOPICS)}")
        return
    if topic not in TOPICS:
        raise NotFoundError(f'no topic "{topic}"', hint=f"newscli help {TOPICS[0]}")
    text = _text(topic)
    if sys.stdout.isatty():
        from newscli.render.screen import console, page

        page(console(), text.splitlines())
    else:
        sys.stdout.write(text)


def _text(topic: str) -> str:
    """The page of docs/: in the package once it is built, beside it in a checkout."""
    packaged = resources.files("newscli").joinpath("docs", f"{topic}.md")
    if packaged.is_file():
        return packaged.read_text("utf-8")
    return (Path(__file__).parents[2] / "docs" / f"{topic}.md").read_text("utf-8")
