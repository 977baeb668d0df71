"""The manual pages and the reference of commands, against the code that they are made from."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from newscli.commands._usage import files, tree
from newscli.core.usage import Parameter, Usage
from newscli.render.roff import verb_manual

ROOT = Path(__file__).parents[2]


def test_the_reference_and_the_manual_pages_are_those_of_the_code():
    made = files()
    stored = [ROOT / "docs" / "commands.md", *(ROOT / "docs" / "man").glob("*.1")]

    differing = [name for name, text in made.items() if (ROOT / name).read_text("utf-8") != text]

    # Else: python -m newscli.commands._usage
    assert (differing, {str(file.relative_to(ROOT)) for file in stored} - set(made)) == ([], set())


def every(usage):
    yield usage
    for one in usage.commands:
        yield from every(one)


def test_every_command_says_what_it_does_and_shows_an_example():
    poor = [one.path for one in every(tree()) if not one.text or not one.example]

    assert poor == []


def test_every_option_says_what_it_means():
    options = [(one.path, option) for one in every(tree()) for option in one.parameters]

    silent = [
        (path, option.names)
        for path, option in options
        if option.names.startswith("-") and not option.meaning
    ]

    assert silent == []


def test_a_manual_page_takes_nothing_for_a_request():
    odd = Usage(
        "newscli odd", "newscli odd [X]", (".so /etc/passwd", "'tis a\\fBtest-"), "a '.b'",
        (Parameter("--x 'A: B'", ".TH"),),
    )  # fmt: skip

    lines = verb_manual(odd).splitlines()

    assert [line for line in lines if line.startswith((".so", "'", ".TH"))] == [
        '.TH "NEWSCLI\\-ODD" 1 "" "newscli" "User Commands"'
    ]
    assert "\\(aqtis a\\efBtest\\-" in lines


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_mandoc_finds_nothing_wrong_with_the_pages():
    pages = sorted(map(str, (ROOT / "docs" / "man").glob("*.1")))

    done = subprocess.run(["mandoc", "-T", "lint", "-W", "error", *pages], capture_output=True)

    assert (done.returncode, done.stdout) == (0, b"")


COMING = ["from-newsboat", "from-sfeed", "cron"]


def said(page):
    """The command lines of a page of docs/, as words; a pipe or ";" ends one."""
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8").replace("\\|", "|")
    blocks = re.findall(r"`(newscli [^`]+)`|^ {4}.*?(newscli .+)$", text, re.MULTILINE)
    lines = [part for pair in blocks for part in re.split(r"[|;&]+", max(pair))]
    return [line.strip().split() for line in lines if line.strip().startswith("newscli ")]


@pytest.mark.parametrize("page", COMING)
def test_the_commands_of_a_page_are_there(page):
    known = {one.path: one for one in every(tree())}
    shared = known["newscli"].parameters
    unknown = []
    for _, *words in said(page):
        path = " ".join(["newscli", *words[:2]])
        one = known.get(path) or known.get(f"newscli {words[0]}")
        options = " ".join(p.names for p in (*shared, *(one.parameters if one else ()))).split()
        given = {word for word in words if re.fullmatch(r"--[a-z-]+|-[a-z]", word)}
        unknown += [(words, word) for word in given if not {word, f"{word},"} & set(options)]
        unknown += [] if one else [(words, None)]

    assert (unknown, bool(known)) == ([], True)
