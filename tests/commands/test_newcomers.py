"""What a newcomer types first: nouns alone, help, views and rules, and mistakes."""

import pytest

from tests.commands.test_terminal import on_terminal, without_codes


def test_a_view_may_have_a_name_that_a_value_of_its_query_begins_with(newscli, demo):
    saved = newscli("views", "save", "py", "title:python OR tag:python")

    assert (saved.code, newscli("headlines", ":py").code) == (0, 0)


def test_a_view_does_not_stand_for_itself(newscli, demo):
    done = newscli("views", "save", "py", "title:python OR (:py)")

    assert done.code == 2
    assert "view :py stands for itself" in done.err


def test_a_terminal_gets_views_as_they_are_typed(newscli, demo):
    newscli("views", "save", "cable", "title:cable")

    code, text = on_terminal("views")

    words = without_codes(text).split()
    assert (code, words[0]) == (0, ":cable")
    assert {"7", "title:cable"} <= set(words)


def test_a_terminal_gets_rules_with_what_they_do(newscli, demo):
    newscli("rules", "add", "title:cable", "--do", "star")

    code, text = on_terminal("rules")

    shown = without_codes(text)
    assert code == 0
    assert all(part in shown for part in ("title:cable", "→ star", "found 0"))


def test_a_terminal_gets_what_a_rule_finds_as_headlines(newscli, demo):
    newscli("rules", "add", "title:colophon", "--do", "star")

    _, text = on_terminal("rules", "test", "1")

    assert "39  Colophon" in without_codes(text)
    assert "\t" not in text


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        (["tag"], ["tag", "list"]),
        (["views"], ["views", "list"]),
        (["rules"], ["rules", "list"]),
        (["db"], ["db", "info"]),
    ],
    ids=" ".join,
)
def test_a_noun_alone_says_what_there_is(newscli, demo, words, listed):
    newscli("views", "save", "cable", "title:cable")
    newscli("rules", "add", "title:cable", "--do", "star")

    alone = newscli(*words)

    assert alone == newscli(*listed)
    assert alone.code == 0
    assert alone.out


def test_a_verb_mistyped_is_answered_with_the_nearest(newscli):
    done = newscli("hedlines")

    assert (done.code, done.err) == (
        2,
        "newscli: no such command 'hedlines'\n  try: newscli headlines\n",
    )


def test_help_on_a_verb_is_the_verbs_own(newscli):
    assert newscli("help", "mark") == newscli("mark", "--help")


@pytest.mark.parametrize("words", [[], ["sources"], ["db"]], ids=" ".join)
def test_the_list_of_commands_is_not_cut(newscli, words):
    done = newscli(*words, "--help")

    assert done.code == 0
    assert "..." not in done.out.partition("Commands:")[2]


def test_an_empty_profile_is_none(small_home, monkeypatch):
    monkeypatch.setenv("NEWSCLI_PROFILE", "")

    _, text = on_terminal()

    assert "newscli read 3 ·" in without_codes(text)


def test_a_values_name_in_help_is_a_word(newscli):
    text = newscli("read", "--help").out

    assert "--width NUMBER" in text
    assert "--source TEXT" in text
    assert "<int" not in text
