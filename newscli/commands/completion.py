"""`newscli completion`: the script that teaches a shell to complete newscli's lines."""

import sys
from enum import StrEnum
from importlib import resources
from typing import Annotated

import typer


class Shell(StrEnum):
    """A shell that has a script."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


_FILES = {Shell.bash: "newscli.bash", Shell.zsh: "_newscli", Shell.fish: "newscli.fish"}


def command(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> None:
    """Print the script that completes verbs, options, ids with their titles, sources and tags.

    Its first lines say where to put it. Nothing is installed or changed.

    Example: newscli completion fish > ~/.config/fish/completions/newscli.fish
    """
    script = resources.files("newscli").joinpath("shell", _FILES[shell])
    sys.stdout.write(script.read_text("utf-8"))
