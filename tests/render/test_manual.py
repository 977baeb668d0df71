"""Pages of the manual on a terminal: laid out, nothing of the markup left, code verbatim."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from newscli.render.manual import manual

DOCS = sorted((Path(__file__).parents[2] / "docs").glob("*.md"))
PAGE = """# Queries

A paragraph that goes
on in the **next** line with `code` and a [link](other.md).

* one item that is
  long
* another

| you type | it finds |
|---|---|
| `a b` | both |

## More

    newscli  search   'x'

```
first

third
```
"""


def test_a_page_is_laid_out():
    lines = [line.plain.rstrip() for line in manual(PAGE, width=50)]

    assert lines == [
        " Queries",
        "",
        " A paragraph that goes on in the next line with",
        " code and a link.",
        "",
        " • one item that is long",
        " • another",
        "",
        " you type  it finds",
        " a b       both",
        "",
        " ▌ More",
        "",
        "     newscli  search   'x'",
        "",
        "     first",
        "",
        "     third",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.stem)
def test_every_page_of_ours_fits(file, width):
    lines = [line.plain for line in manual(file.read_text("utf-8"), width=width)]

    assert [line for line in lines if cell_len(line) > width] == []
    assert "```" not in "\n".join(lines)
