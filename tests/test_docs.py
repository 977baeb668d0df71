"""What the pages promise: their commands run, their pictures and links are there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newscli import config
from newscli.commands import help as topics
from newscli.core import query_fields, themes

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BASH = shutil.which("bash")
SHELL = """
set -eo pipefail
newscli() { "$PYTHON" -m newscli "$@"; }
trap 'echo "FAILED: $BASH_COMMAND" >&2' ERR
"""


def text_of(page):
    name = "SECURITY" if page == "security" else page
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def commands(page):
    """The commands of a page's sh blocks."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL))


@pytest.mark.skipif(BASH is None, reason="the tutorial's commands are for a shell like bash")
def test_the_tutorials_commands_all_work(home):
    script = SHELL + commands("tutorial")

    done = subprocess.run(
        [BASH, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHON": sys.executable},
        cwd=ROOT,
        check=False,
    )

    assert re.findall("FAILED: .*", done.stderr) == []
    assert done.returncode == 0
    assert "Harbour Herald via The Daily Relay" in done.stdout
    assert script.count("newscli ") > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_links_to_is_there(page):
    text = page.read_text("utf-8")
    found = re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r'(?:src|srcset)="([^"]+)"', text)

    assert [name for name in found if not (page.parent / name).exists()] == []


def test_the_page_on_colours_lists_the_roles_and_themes_that_there_are():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|$", text_of("themes"), re.MULTILINE))

    assert {name: rows[name] for name in themes.ROLES} == dict(themes.ROLES)
    assert set(rows) == {*themes.ROLES, *themes.THEMES}


def test_the_styles_that_the_page_on_colours_shows_are_good(home):
    (table,) = re.findall(r"^    (\[styles\]\n(?:    .+\n)+)", text_of("themes"), re.MULTILINE)

    found = config.parse_config(table.replace("    ", ""), where="config.toml")

    assert len(found) == 3


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_every_topic_has_its_page(topic, newscli):
    done = newscli("help", topic)

    assert (done.code, done.out) == (0, text_of(topic))


def test_the_script_makes_every_screenshot_and_the_same_each_time(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        script = [sys.executable, str(ROOT / "benchmarks" / "screenshots.py"), str(tmp_path / name)]
        subprocess.run(script, check=True, capture_output=True)

    made = {file.name: file.read_bytes() for file in (tmp_path / "first").iterdir()}
    again = {file.name: file.read_bytes() for file in (tmp_path / "second").iterdir()}
    assert made == again
    assert set(made) == {file.name for file in (ROOT / "docs" / "screens").glob("*.svg")}


def test_the_page_of_queries_names_all_that_a_query_can_say():
    text = text_of("query")
    words = [f"{name}:" for name in query_fields.FIELDS]
    words += [f"is:{name}" for name in query_fields.IS]
    words += [f"has:{name}" for name in query_fields.HAS]

    assert [word for word in words if f"`{word}" not in text] == []
