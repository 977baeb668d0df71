"""Which entries are new, and which are changed articles."""

from newscli.core.changes import Change, Changes, Known, decide
from tests.fakes import NOW, make_draft


def known(id, draft, **facts):
    held = Known(id, draft.guid, draft.canonical_url, draft.title, draft.published_at, draft.digest)
    return held._replace(**facts)


def test_an_entry_with_an_unknown_guid_is_new():
    draft = make_draft("a")

    assert decide([], [draft]) == Changes((draft,), ())


def test_an_entry_that_says_the_same_is_neither_new_nor_changed():
    draft = make_draft("a")

    assert decide([known(1, draft)], [draft]) == Changes((), ())


def test_an_entry_that_says_something_else_changes_its_article():
    draft = make_draft("a", title="New title", digest=b"new")

    changes = decide([known(1, draft, digest=b"old")], [draft])

    assert changes == Changes((), (Change(1, draft),))


def test_a_new_guid_for_the_same_url_and_title_is_the_same_article():
    old = make_draft("http://site.example/a", canonical_url="https://site.example/a", title="T")
    new = make_draft("https://site.example/a", canonical_url="https://site.example/a", title="T")

    assert decide([known(7, old)], [new]) == Changes((), (Change(7, new),))


def test_a_new_guid_and_title_for_the_same_url_and_date_is_the_same_article():
    old = make_draft("a", canonical_url="u", title="Old")
    new = make_draft("b", canonical_url="u", title="New")

    assert decide([known(7, old)], [new]).changed == (Change(7, new),)


def test_a_url_that_several_entries_share_makes_none_of_them_the_same():
    old = make_draft("a", canonical_url="home", title="T")
    new = [make_draft(guid, canonical_url="home", title="T") for guid in ("b", "c")]

    assert decide([known(7, old)], new) == Changes(tuple(new), ())


def test_another_title_and_date_at_the_same_url_is_another_article():
    old = make_draft("a", canonical_url="live", title="Monday", published_at=NOW - 90_000)
    new = make_draft("b", canonical_url="live", title="Tuesday")

    assert decide([known(7, old)], [new]) == Changes((new,), ())


def test_an_article_is_never_claimed_twice():
    first = make_draft("a", canonical_url="u", title="T")
    second = make_draft("b", canonical_url="u", title="T", digest=b"2")

    changes = decide([known(7, first)], [first, second])

    assert changes == Changes((second,), ())
