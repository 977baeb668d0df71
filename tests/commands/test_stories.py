"""`stories`, `story`, folding in `headlines`, and marking a story."""

import json

import pytest

CABLE = 5  # the demo's article that eight others belong with


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def story_of(newscli, number):
    return json.loads(newscli("story", number, "--json").out)


def test_stories_lists_what_several_sources_tell_the_newest_first(newscli, demo):
    found = json.loads(newscli("stories", "--since", "90d", "--json").out)

    assert all(row["source_count"] >= 2 for row in found)
    assert CABLE in [row["head"] for row in found]
    newest = [row["newest_at"] for row in found]
    assert newest == sorted(newest, reverse=True)
    assert newscli("stories", "--since", "90d", "--min-sources", "99").out == ""


def test_a_story_is_the_same_by_whichever_of_its_articles_it_is_asked_for(newscli, demo):
    ids = story_of(newscli, CABLE)["ids"]

    assert len(ids) > 3
    assert {story_of(newscli, number)["id"] for number in ids} == {min(ids)}


def test_a_story_says_who_was_first_what_is_a_copy_and_what_only_one_has(newscli, demo, screen):
    shown = newscli("story", CABLE).out
    record = story_of(newscli, CABLE)

    copies = [row for row in record["timeline"] if row["copy_of"] is not None]
    assert copies
    for row in copies:
        assert f"{row['share']:.0%} the same as {row['copy_of']}" in shown
    assert "first" in shown
    assert "Only here" in shown
    for row in record["timeline"]:
        if row["only_here"]:
            text = json.loads(newscli("read", row["id"], "--json").out)["text"]
            assert row["only_here"] in " ".join(text.split())


def test_in_a_pipe_a_story_is_a_row_an_article(newscli, demo):
    rows = [line.split("\t") for line in newscli("story", CABLE).out.splitlines()]

    assert [int(row[0]) for row in rows] == story_of(newscli, CABLE)["ids"]
    assert {len(row) for row in rows} == {8}


def test_copies_are_folded_on_a_screen_and_shown_when_asked_for(newscli, demo, screen):
    copy = next(
        row["id"] for row in story_of(newscli, CABLE)["timeline"] if row["copy_of"] is not None
    )

    folded = newscli("headlines", "--all")
    unfolded = newscli("headlines", "--all", "--all-copies")

    assert f" {copy}  " not in folded.out
    assert "--all-copies shows them" in folded.err
    assert f" {copy}  " in unfolded.out
    assert "≡ " in folded.out


def test_programs_get_copies_too_and_are_told(newscli, demo):
    rows = json.loads(newscli("headlines", "--all", "--json").out)

    assert any(row["copy_of"] is not None for row in rows)
    assert {row["id"] for row in rows if row["story"] == CABLE} == set(
        story_of(newscli, CABLE)["ids"]
    )


def test_a_copy_whose_original_is_not_listed_is_shown(newscli, demo, screen):
    record = story_of(newscli, CABLE)
    copy, original = next(
        (row["id"], row["copy_of"]) for row in record["timeline"] if row["copy_of"] is not None
    )
    newscli("mark", "read", original)

    assert f" {copy}  " in newscli("headlines", "--unread", "--all").out


def test_grouped_by_story_each_has_one_row(newscli, demo):
    rows = json.loads(newscli("headlines", "--all", "--group", "story", "--json").out)

    stories = [row["story"] for row in rows]
    assert len(stories) == len(set(stories))
    assert CABLE in stories


def test_marking_a_story_marks_what_it_now_has_and_can_be_undone(newscli, demo):
    ids = story_of(newscli, CABLE)["ids"]

    done = newscli("mark", "read", "--story", ids[-1])

    assert done.code == 0
    assert f"marked {len(ids)} articles as read" in done.err
    assert "later" in done.err
    assert story_of(newscli, CABLE)["unread"] == 0
    newscli("mark", "undo")
    assert story_of(newscli, CABLE)["unread"] == len(ids)


def test_marking_a_story_and_other_articles_at_once_is_refused(newscli, demo):
    done = newscli("mark", "read", "7", "--story", "5")

    assert done.code == 2
    assert "not both" in done.err


def test_an_article_that_nobody_else_tells_is_a_story_of_its_own(newscli, demo):
    alone = next(
        row["id"]
        for row in json.loads(newscli("headlines", "--all", "--json").out)
        if len(story_of(newscli, row["id"])["ids"]) == 1
    )

    done = newscli("story", alone)

    assert done.code == 0
    assert len(done.out.splitlines()) == 1


def test_a_story_that_does_not_exist_is_said_so(newscli, demo):
    done = newscli("story", "99999")

    assert done.code == 1
    assert "no article 99999" in done.err


def test_related_goes_by_story_first_and_leaves_out_copies(newscli, demo):
    record = story_of(newscli, CABLE)
    copies = {row["id"] for row in record["timeline"] if row["copy_of"] == CABLE}

    rows = json.loads(newscli("related", CABLE, "--json").out)

    assert rows[0]["kind"] == "story"
    assert not copies.intersection(row["id"] for row in rows)
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_only_here_needs_facts_that_no_other_article_has():
    from newscli.core.only_here import only_here

    common = "The bridge at Hallow closed on Monday after a crack was found by inspectors."
    texts = {
        1: f"{common} Engineer Pia Holm counted 14 loose bolts on the southern pier.",
        2: f"{common} It was said that things will go on in some way or another soon.",
    }

    assert only_here(texts) == {1: "Engineer Pia Holm counted 14 loose bolts on the southern pier."}
