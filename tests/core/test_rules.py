import pytest

from newscli.core.errors import UsageError
from newscli.core.query_tokens import views_in, with_view
from newscli.core.rules import Actions, parse
from newscli.core.views import is_view_name, view_name


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("read", Actions(read=True)),
        (" star , hide,", Actions(star=True, hide=True)),
        ("tag:a,tag:two words", Actions(tags=("a", "two words"))),
        ("exec:mail -s 'so, news' me", Actions(command=("mail", "-s", "so, news", "me"))),
        ("notify,exec:a b,read", Actions(notify=True, command=("a", "b,read"))),
    ],
)
def test_actions_are_parted_by_commas_and_a_command_is_the_last(text, actions):
    assert parse(text) == actions


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "--do names what is done"),
        (" , ", "--do names what is done"),
        ("dance", '"dance" is none of'),
        ("tag:", '"tag:" is none of'),
        ("exec:", "exec: names no command"),
        ("exec:mail 'x", "exec: No closing quotation"),
        ("readexec:x", "exec: begins an action of its own"),
    ],
)
def test_what_is_no_action_is_refused(text, why):
    with pytest.raises(UsageError, match=why):
        parse(text)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sea cables!", "Sea-cables"),
        ("日本 語", "日本-語"),
        ("...", "view"),
        ("Old", "Old-2"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_title_becomes_a_name_that_a_query_can_say(title, name):
    found = view_name(title, taken={"Old"})

    assert (found, is_view_name(found)) == (name, True)


def test_numbers_go_on_and_fit():
    long = "y" * 40

    found = view_name(long, taken={long, "y" * 38 + "-2"})

    assert (found, is_view_name(found)) == ("y" * 38 + "-3", True)


def test_only_names_of_views_are_names_of_views():
    query = '(:a OR -:ab) title::a "x :a" https://:a :a'

    assert views_in(query) == {"a", "ab"}
    assert with_view(query, "a", "new") == '(:new OR -:ab) title::a "x :a" https://:a :new'


def test_what_is_no_query_stays_as_it_is():
    assert with_view('"never closed :a', "a", "b") == '"never closed :a'
