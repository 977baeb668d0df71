"""Commands that are shown to be copied lead to the same store as the run that shows them."""

from newscli.core import typed


def test_a_command_has_the_options_of_the_run():
    typed.choose({"--profile": "demo", "--db": "/a place/news.db"})

    assert typed.typed("newscli read 4") == "newscli --profile demo --db '/a place/news.db' read 4"
    assert typed.typed("newscli") == "newscli --profile demo --db '/a place/news.db'"


def test_what_is_no_command_stays_as_it_is():
    typed.choose({"--profile": "demo"})

    assert typed.typed("narrow: --since 7d") == "narrow: --since 7d"
