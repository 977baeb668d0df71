"""Tables of facts, and tables that lay out."""

import pytest

from newscli.core.models import Block, Span
from newscli.pages.blocks import blocks_of

BASE = "https://e.example/news/1"


def test_a_table_has_a_line_a_row_and_a_tab_between_cells():
    html = (
        "<table><thead><tr><th>Land<th>Seats</thead><tr><td><p>A\n b</p><td><a href=/s>12</a></tr>"
        "<tr><td colspan=2>none</td></tr><tr></tr></table>"
    )

    assert blocks_of(html, base_url=BASE) == (
        Block("table", "Land\tSeats\nA b\t12\nnone", spans=(Span(15, 17, "https://e.example/s"),)),
    )


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>One</td></tr></table>",
        "<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>",
        "<table><tr><td><ul><li>One</li></ul></td><td>Two</td></tr></table>",
        "<table><tr><td><p>One</p><p>Two</p></td><td>Three</td></tr></table>",
        "<table><tr><td><img src=a alt='A cat'></td><td>Two</td></tr></table>",
        "<table><tr><td><table><tr><td>One</table></td><td>Two</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_gives_its_content(table):
    assert blocks_of(table, base_url=BASE)[0].kind != "table"
