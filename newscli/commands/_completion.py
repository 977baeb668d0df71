"""What a shell is told when Tab is pressed: the other end of the scripts in newscli/shell/.

A script runs newscli with the words of the line up to the cursor, and the shell's name in
_NEWSCLI_COMPLETE. It gets a line for each candidate, the best first: the word, and behind a tab
what it stands for. A line of only a tab and "files" asks for the names of files.
"""

import re
from collections.abc import Iterator
from typing import Any

from typer._click.shell_completion import CompletionItem, _resolve_context, _resolve_incomplete

_FILES = "\tfiles"
_PATH = re.compile(r"FILE|LIST|URL")


def candidates(command: Any, words: list[str], *, shell: str) -> Iterator[str]:
    """The lines for a shell; `words` ends with the word that the cursor is in, perhaps empty.

    Raises NewscliError, and what typer raises for a line that no verb takes.
    """
    *before, incomplete = _joined(words) if shell == "bash" else words or [""]
    if shell == "bash":
        incomplete = _unquoted(incomplete)
        before = [_unquoted(word) for word in before]
    context = _resolve_context(command, {}, "newscli", before)
    param, part = _resolve_incomplete(context, before, incomplete)
    # bash takes "--since=la" for three words, and wants the last alone.
    start = incomplete.removesuffix(part) if shell != "bash" else ""
    found: list[CompletionItem] = param.shell_complete(context, part)
    if not found and _PATH.search(getattr(param, "metavar", None) or ""):
        yield _FILES
    for item in found:
        meaning = " ".join((item.help or "").split())
        yield f"{start}{item.value}" + (f"\t{meaning}" if meaning else "")


def _joined(words: list[str]) -> list[str]:
    """Words of bash, which parts them at each "=" too, as they were typed."""
    joined: list[str] = []
    for word in words:
        is_split = bool(joined) and joined[-1].startswith("--")
        if is_split and (word == "=" or joined[-1].endswith("=")):
            joined[-1] += word
        else:
            joined.append(word)
    return joined or [""]


def _unquoted(word: str) -> str:
    """A word as bash would read it, though its quotation mark may not be closed yet."""
    if word[:1] in ("'", '"'):
        return word[1:].removesuffix(word[0])
    return re.sub(r"\\(.)", r"\1", word)
