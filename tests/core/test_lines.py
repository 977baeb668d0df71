"""Talk on a terminal: parted between words, never within what is to be copied."""

from newscli.core.lines import cells, folded


def test_a_long_line_is_parted_at_spaces_and_goes_on_indented():
    assert folded("newscli: no such thing as this one here", 20) == [
        "newscli: no such",
        "  thing as this one",
        "  here",
    ]


def test_a_command_to_copy_stays_in_one_line():
    line = "  try: newscli --profile demo headlines --edited"

    assert folded(line, 20) == [line]


def test_a_long_address_stays_whole():
    url = "https://site.example/a/very/long/address"

    assert folded(f"cannot open {url} now", 20) == ["cannot open", f"  {url}", "  now"]


def test_wide_characters_take_two_cells_and_marks_none():
    assert (cells("日本"), cells("e\u0301"), cells("ab")) == (4, 1, 2)
