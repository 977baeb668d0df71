"""What names an article on the command line."""

import pytest

from newscli.core.errors import UsageError
from newscli.core.ids import Reference, from_lines, parse


def test_ids_ranges_and_urls_name_articles():
    assert parse(["412", "40-45", "https://e.example/a"]) == (
        Reference(412, 412),
        Reference(40, 45),
        Reference(0, 0, "https://e.example/a"),
    )


@pytest.mark.parametrize("word", ["abc", "4x", "45-40", "-3", "٣", "file:///etc/passwd"])
def test_what_is_neither_is_refused(word):
    with pytest.raises(UsageError, match="is no article"):
        parse([word])


def test_the_first_field_of_each_piped_line_is_an_id():
    assert from_lines(["412\t1\tTitle\n", "\n", "  9 \n"]) == ["412", "9"]
