"""docs/browse.md has every key and every command, and no others."""

from pathlib import Path

from newscli.tui import keys

PAGE = Path(__file__).parents[2] / "docs" / "browse.md"


def test_the_page_lists_the_keys_and_commands_that_there_are():
    lines = PAGE.read_text("utf-8").splitlines()
    listed = [line for line in lines if line.startswith("| `")]
    rows = [row for _, rows in keys.table() for row in rows]

    assert listed == [f"| `{name}` | {meaning} |" for name, meaning in rows]
