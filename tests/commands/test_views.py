"""Views: queries with names, wherever a query goes."""

import json
import re

import pytest


def ids(done):
    return [row["id"] for row in json.loads(done.out)]


def plain(screen):
    return re.sub("\x1b\\[[0-9;]*m", "", screen).splitlines()


@pytest.fixture
def cable(newscli, small_home):
    """A view of two of the three articles."""
    assert newscli("views", "save", "cable", "title:cable OR title:tide").code == 0


@pytest.mark.parametrize(
    "words", [["headlines", ":cable"], ["search", ":cable"], ["export", "--query", ":cable"]]
)
def test_a_view_stands_for_its_query(newscli, cable, words):
    assert sorted(ids(newscli(*words, "--json"))) == [1, 3]


def test_a_view_is_a_term_among_others(newscli, cable):
    assert ids(newscli("headlines", "-:cable", "is:unread", "--json")) == [2]


def test_what_a_view_has_is_marked_by_its_name(newscli, cable):
    newscli("mark", "read", "--query", ":cable")

    assert ids(newscli("headlines", "--unread", "--json")) == [2]


def test_digests_take_views(newscli, cable):
    digest = newscli("digest", ":cable", "--since", "9000d", "--peek")

    assert "A harbour at night" not in digest.out
    assert "Cable cut near the harbour" in digest.out


def test_stories_take_views(newscli, demo):
    newscli("views", "save", "cable", "title:sabotage")
    newscli("views", "save", "budget", "title:budget")

    found = json.loads(newscli("stories", ":cable", "--since", "900d", "--json").out)
    none = json.loads(newscli("stories", ":budget", "--since", "900d", "--json").out)

    assert (len(found), none) == (1, [])


def test_a_view_within_a_view_is_read_as_one(newscli, cable):
    newscli("views", "save", "new", ":cable -title:cut")

    assert ids(newscli("headlines", ":new", "--json")) == [3]


def test_the_list_counts_articles_and_unread_ones(newscli, cable):
    newscli("mark", "read", "1")

    (row,) = json.loads(newscli("views", "list", "--json").out)

    assert row == {
        "name": "cable", "query": "title:cable OR title:tide", "articles": 2, "unread": 1,
    }  # fmt: skip


def test_a_query_that_is_none_is_not_saved(newscli, cable):
    done = newscli("views", "save", "cable", "title:(")

    assert done.code == 2
    assert done.err.startswith("newscli: title: has no value")
    assert ids(newscli("headlines", ":cable", "--json")) == [3, 1]


@pytest.mark.parametrize("name", ["a:b", "two words", "", "-x", "x" * 41])
def test_a_name_that_no_query_could_say_is_refused(newscli, small_home, name):
    assert newscli("views", "save", name, "cable").code == 2


def test_a_view_that_comes_back_to_itself_is_refused(newscli, cable):
    newscli("views", "save", "new", ":cable is:unread")

    alone = newscli("views", "save", "own", "tide :own")
    together = newscli("views", "save", "cable", ":new")

    assert (alone.code, together.code) == (2, 2)
    assert "view :own stands for itself" in alone.err
    assert "stands for itself" in together.err
    assert ids(newscli("headlines", ":new", "--json")) == [3, 1]


def test_a_name_that_begins_like_another_is_another(newscli, cable):
    assert newscli("views", "save", "tag", "tag:tag OR :cable").code == 0


def test_a_new_name_goes_through_views_and_rules(newscli, cable):
    newscli("views", "save", "new", "(:cable) is:unread")
    newscli("rules", "add", "-:cable", "--do", "read")

    done = newscli("views", "rename", "cable", "wires")

    views = json.loads(newscli("views", "list", "--json").out)
    (rule,) = json.loads(newscli("rules", "list", "--json").out)
    assert done.code == 0
    assert {row["name"]: row["query"] for row in views} == {
        "new": "(:wires) is:unread",
        "wires": "title:cable OR title:tide",
    }
    assert rule["query"] == "-:wires"


def test_a_name_that_is_taken_is_not_given_again(newscli, cable):
    newscli("views", "save", "new", "tide")

    assert newscli("views", "rename", "new", "cable").code == 2
    assert len(json.loads(newscli("views", "list", "--json").out)) == 2


def test_a_view_that_is_used_stays(newscli, cable):
    newscli("rules", "add", ":cable", "--do", "read")

    used = newscli("views", "remove", "cable")
    newscli("rules", "remove", "1")
    unused = newscli("views", "remove", ":cable")

    assert (used.code, unused.code) == (2, 0)
    assert used.err.startswith("newscli: view :cable is used by rule 1\n")


def test_a_view_that_there_is_not_is_said_with_the_nearest(newscli, cable):
    done = newscli("headlines", ":cabel")

    assert done.code == 2
    assert done.err == (
        'newscli: no view is called "cabel"; did you mean :cable?\n'
        "  :cabel\n  ^\n  try: newscli views list\n"
    )
    assert newscli("views", "remove", "cabel").code == 1


def test_views_multiply_to_no_more_than_a_query_may_have(newscli, small_home):
    newscli("views", "save", "a", "tide " * 150)
    newscli("views", "save", "b", ":a :a :a")

    done = newscli("views", "save", "c", ":b :b :b :b")

    assert done.code == 2
    assert "more than 500 words and conditions" in done.err


def test_the_front_page_counts_unread_articles_of_views(newscli, cable, monkeypatch):
    newscli("views", "save", "slow", "/ti.e/")
    newscli("mark", "read", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")

    lines = plain(newscli().out)

    assert lines[1].split() == [":cable", "1", ":slow", "?"]


def test_many_views_take_two_lines_of_the_front_page(newscli, small_home, monkeypatch):
    for letter in "abcdefgh":
        newscli("views", "save", letter * 12, "tide")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "50")

    lines = plain(newscli().out)

    assert lines[1].split() == [":aaaaaaaaaaaa", "1", ":bbbbbbbbbbbb", "1", ":cccccccccccc", "1"]
    assert lines[2].split() == [":dddddddddddd", "1", ":eeeeeeeeeeee", "1", "+3"]
    assert lines[3] == ""


def test_the_front_page_for_a_program_has_articles_alone(newscli, cable):
    assert ids(newscli("--json")) == [3, 2, 1]


LIST = """https://site.example/feed.xml
"query:Sea cables!:title =~ \\"cable\\""
"query:Sea cables:unread = \\"yes\\""
"query:Many:total_count > 3"
"""


def test_newsboats_query_feeds_become_views_once(newscli, small_home, tmp_path):
    file = tmp_path / "urls"
    file.write_text(LIST)

    first = json.loads(newscli("sources", "import", file, "--json").out)
    again = json.loads(newscli("sources", "import", file, "--json").out)

    assert first["views"] == ["Sea-cables", "Sea-cables-2"]
    assert first["skipped"] == ["query:Many: a search that has no equal here: total_count > 3"]
    assert again["views"] == []
    assert ids(newscli("headlines", ":Sea-cables", "--json")) == [3, 1]


def test_a_list_of_query_feeds_alone_is_one(newscli, small_home, tmp_path):
    file = tmp_path / "urls"
    file.write_text('"query:New:unread = \\"yes\\""\n')

    done = newscli("sources", "import", file)

    assert done.code == 0
    assert done.err.startswith("a view: newscli headlines :New\n")


def test_the_shell_completes_names_of_views(newscli, cable, capsys):
    from newscli import cli

    capsys.readouterr()
    cli.complete(["headlines", ":ca"], shell="fish")
    query = capsys.readouterr().out
    cli.complete(["views", "remove", "c"], shell="fish")
    name = capsys.readouterr().out

    assert (query.split("\t")[0], name.split("\t")[0]) == (":cable", "cable")
