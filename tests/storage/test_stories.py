"""Stories and copies: what belongs together is found together, however it arrives."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscli.core.changes import decide
from newscli.storage import alike, db, stories, waiting
from newscli.storage.waiting import place
from newscli.storage.writes import FetchStore
from tests.fakes import NOW, make_draft

FERRY = (
    "The ferry Marigold ran aground off Tenby Sound in thick fog; 212 passengers were taken off",
    "Passengers of the Marigold spent the night in Tenby after the ferry hit rocks in the fog",
    "Coastguard: the grounded ferry Marigold may be towed from Tenby Sound at high tide",
)
MINE = (
    "Quarrel over the Ostrava lithium mine: villagers of Belz block the road to the shaft",
    "Belz villagers end their road block at the Ostrava lithium mine after talks with owners",
    "The owners of the lithium mine near Ostrava promise Belz clean water and a new school",
)
CHESS = (
    "Fourteen-year-old Ilka Varga beats the world chess champion in a blitz game in Tallinn",
    "Chess: Varga, 14, wins against the champion at the Tallinn blitz tournament",
)
UNRELATED = "A baker in Graz has kept the same sourdough alive since the winter of 1911"
LONG = (
    "Harbour engineers in Port Selwyn began on Monday to lift the wreck of a grain barge that "
    "sank in the storm of last March. The barge lies in nine metres of water beside the old "
    "customs quay. Two floating cranes were brought from Rotterdam for the work, which is to take "
    "twelve days. Fishermen complained that the closure of the north channel keeps their boats "
    "in port in the best weeks of the herring season. The harbour master, Edda Lorne, said that "
    "the channel would be opened every evening for two hours. Divers found four tonnes of wheat "
    "still dry in the forward hold, and a cat's cradle of cables around the screw."
)


def drafts_of(texts, prefix):
    return [
        make_draft(f"{prefix}{n}", title=text[:40], text=text * 2, published_at=NOW - 60 * n)
        for n, text in enumerate(texts)
    ]


ALL = [*drafts_of(FERRY, "f"), *drafts_of(MINE, "m"), *drafts_of(CHESS, "c")]


def store(connection, drafts, *, source=1, now=NOW):
    """What a fetch of one source stores before it compares anything."""
    connection.execute(
        "INSERT OR IGNORE INTO source (id, url, name, added_at) VALUES (?, ?, ?, 0)",
        (source, f"https://s{source}.example/", f"Source {source}"),
    )
    writer = FetchStore(connection)
    with writer.batch():
        known = writer.known(source, drafts)
        writer.save_articles(source, decide(known, drafts), now=now)


def fetch(connection, drafts, *, source=1, now=NOW):
    """What a fetch of one source stores, stories included."""
    store(connection, drafts, source=source, now=now)
    with db.transaction(connection):
        place(connection, waiting.between(connection, None, None), now=now)


def open_store(folder, name="news.db"):
    return db.connect(folder / name)


def told(connection):
    """The stories as sets of guids."""
    found = {}
    for story_id, guid in connection.execute(
        "SELECT story_id, guid FROM place JOIN article ON article.id = article_id"
    ):
        found.setdefault(story_id, set()).add(guid)
    return {frozenset(guids) for guids in found.values()}


def copies(connection):
    """The copies as pairs of guids: copy and original."""
    return set(
        connection.execute(
            "SELECT mine.guid, original.guid FROM place JOIN article AS mine ON mine.id = "
            "article_id JOIN article AS original ON original.id = copy_of"
        )
    )


EVENTS = {
    frozenset({"f0", "f1", "f2"}),
    frozenset({"m0", "m1", "m2"}),
    frozenset({"c0", "c1"}),
}


def test_articles_about_one_event_are_one_story_and_others_are_not(tmp_path):
    connection = open_store(tmp_path)

    for number, draft in enumerate(ALL):
        fetch(connection, [draft], source=number + 1)

    assert told(connection) == EVENTS


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(range(len(ALL))), cuts=st.sets(st.integers(1, len(ALL) - 1)))
def test_stories_do_not_depend_on_the_order_or_on_how_a_fetch_is_split(
    tmp_path_factory, order, cuts
):
    connection = open_store(tmp_path_factory.mktemp("store"))
    edges = [0, *sorted(cuts), len(ALL)]

    for begin, end in itertools.pairwise(edges):
        fetch(connection, [ALL[n] for n in order[begin:end]], now=NOW + begin)

    assert told(connection) == EVENTS
    connection.close()


@settings(max_examples=10, deadline=None)
@given(at=st.integers(0, len(ALL)))
def test_an_unrelated_article_changes_no_story(tmp_path_factory, at):
    connection = open_store(tmp_path_factory.mktemp("store"))
    alone = make_draft("x", title="The oldest dough", text=UNRELATED)

    for draft in [*ALL[:at], alone, *ALL[at:]]:
        fetch(connection, [draft])

    assert told(connection) == EVENTS | {frozenset({"x"})}
    connection.close()


def test_a_story_goes_by_its_lowest_id_and_ids_of_articles_never_change(tmp_path):
    connection = open_store(tmp_path)

    fetch(connection, [ALL[0]])
    fetch(connection, [ALL[1]])

    assert stories.names(connection, [1, 2]) == [1]


def retold(text, rng, *, cut=0.2, changed=0.05):
    """The text with another header and footer, cut at the end, one word in twenty replaced."""
    words = text.split()
    words = words[: int(len(words) * (1 - cut))]
    for at in rng.sample(range(len(words)), int(len(words) * changed)):
        words[at] = rng.choice(("indeed", "reportedly", "later", "also"))
    return f"From our network of partners. {' '.join(words)} Follow us for more."


@pytest.mark.parametrize("seed", range(5))
def test_a_copy_is_found_under_another_title_and_header_and_cut(tmp_path, seed):
    connection = open_store(tmp_path)
    rng = random.Random(seed)
    fetch(connection, [make_draft("a", title="Barge lifted", text=LONG, published_at=NOW - 7200)])

    again = make_draft(
        "b",
        title="Selwyn's sunken grain",
        text=retold(LONG, rng),
        canonical_url="https://other.example/b",
    )
    fetch(connection, [again, *ALL], source=2)

    assert copies(connection) == {("b", "a")}
    (share,) = connection.execute("SELECT share FROM place WHERE share IS NOT NULL").fetchone()
    assert 0.6 < share <= 1


def test_the_original_is_the_one_whom_the_others_name_then_the_earliest(tmp_path):
    connection = open_store(tmp_path)
    from newscli.core.models import Attribution

    named = Attribution("Source 2", "source-line", "Source: Source 2")
    first = make_draft("a", title="Barge", text=LONG, published_at=NOW - 900, attribution=named)

    fetch(connection, [first], source=1)
    fetch(connection, [make_draft("b", title="Barge!", text=LONG, published_at=NOW)], source=2)

    assert copies(connection) == {("a", "b")}


def test_two_articles_of_a_series_by_one_source_are_not_copies(tmp_path):
    connection = open_store(tmp_path)
    other = LONG.replace("twelve days", "nine days").replace("Rotterdam", "Bergen")

    fetch(connection, [make_draft("a", title="Port news, Monday", text=LONG)])
    fetch(connection, [make_draft("b", title="Port news, Tuesday", text=other)])

    assert copies(connection) == set()


def test_an_edited_article_finds_its_new_story(tmp_path):
    connection = open_store(tmp_path)
    fetch(connection, ALL)

    changed = make_draft("f0", title=MINE[0][:40], text=MINE[0] * 2, digest=b"changed")
    fetch(connection, [changed], now=NOW + 60)

    assert frozenset({"f0", "m0", "m1", "m2"}) in told(connection)
    assert frozenset({"f1", "f2"}) in told(connection)


def test_articles_first_seen_three_weeks_apart_are_two_stories_and_the_old_one_stays(tmp_path):
    connection = open_store(tmp_path)
    fetch(connection, ALL)

    late = make_draft("late", title=FERRY[0][:40], text=FERRY[0] * 2)
    fetch(connection, [late], now=NOW + alike.WINDOW_S + 60)

    assert told(connection) == EVENTS | {frozenset({"late"})}


def test_a_story_that_goes_on_for_weeks_keeps_its_name(tmp_path):
    connection = open_store(tmp_path)
    week = 7 * 86_400

    for number, draft in enumerate(drafts_of(FERRY, "f")):
        fetch(connection, [draft], now=NOW + number * (week + 60))

    assert told(connection) == {frozenset({"f0", "f1", "f2"})}
    fetch(connection, [make_draft("f9", title=FERRY[2][:40], text=FERRY[2])], now=NOW + 4 * week)
    assert frozenset({"f0", "f1", "f2", "f9"}) in told(connection)


def test_deleting_the_original_leaves_the_copy_on_its_own(tmp_path):
    connection = open_store(tmp_path)
    fetch(connection, [make_draft("a", title="Barge", text=LONG, published_at=NOW - 7200)])
    fetch(connection, [make_draft("b", title="Again", text=LONG)], source=2)
    assert copies(connection) == {("b", "a")}

    connection.execute("DELETE FROM source WHERE id = 1")

    assert copies(connection) == set()
    fetch(connection, [make_draft("d", title="Once more", text=LONG)], source=3, now=NOW + 60)
    assert copies(connection) in ({("d", "b")}, {("b", "d")})


def test_the_same_address_from_two_sources_is_a_copy_with_other_words_too(tmp_path):
    connection = open_store(tmp_path)
    address = "https://agency.example/story"
    short = make_draft("s", title="Barge", text="A barge is lifted.", canonical_url=address)

    whole = make_draft(
        "a", title="Barge", text=LONG, canonical_url=address, published_at=NOW - 7200
    )
    fetch(connection, [whole], source=1)
    fetch(connection, [short], source=2, now=NOW + 60)

    assert copies(connection) == {("s", "a")}


def test_placing_twice_is_placing_once(tmp_path):
    connection = open_store(tmp_path)
    fetch(connection, ALL)
    before = connection.execute("SELECT * FROM place ORDER BY 1").fetchall()

    with db.transaction(connection):
        place(connection, [row[0] for row in before], now=NOW)

    assert connection.execute("SELECT * FROM place ORDER BY 1").fetchall() == before


def carried(number):
    """The very same words from a source of its own, later by a minute each."""
    return make_draft(
        f"w{number}",
        title="Barge lifted",
        text=LONG,
        canonical_url=f"https://carrier{number}.example/w",
        published_at=NOW - 3600 + 60 * number,
    )


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
def test_the_same_words_from_many_are_copies_of_the_earliest_however_they_come(tmp_path, order):
    connection = open_store(tmp_path)

    for number in order:
        fetch(connection, [carried(number)], source=number + 1)

    assert copies(connection) == {(f"w{number}", "w0") for number in (1, 2, 3)}
    shares = connection.execute("SELECT share FROM place WHERE copy_of IS NOT NULL").fetchall()
    assert shares == [(1.0,)] * 3
    assert len(told(connection)) == 1


def test_when_one_of_the_same_words_is_edited_the_others_stay_together(tmp_path):
    connection = open_store(tmp_path)
    for number in range(3):
        fetch(connection, [carried(number)], source=number + 1)

    edited = make_draft("w0", title=MINE[0][:40], text=MINE[0] * 2, digest=b"edited")
    fetch(connection, [edited], source=1, now=NOW + 60)

    assert copies(connection) == {("w2", "w1")}
    assert told(connection) == {frozenset({"w0"}), frozenset({"w1", "w2"})}


@pytest.mark.parametrize(("years", "stories_then"), [(0, 1), (1, 1), (3, 2)])
def test_articles_dated_years_apart_must_be_much_more_alike(tmp_path, years, stories_then):
    connection = open_store(tmp_path)
    at = NOW - 3600 - years * 365 * 86_400
    hives = "Keepers feed sugar to the bees in their hives before the first frost of winter."
    honey = (
        "A hive in winter: wax, straw, patience, bees and what the combs hold for a queen, says "
        "Orla Finch of the guild in Wexcombe."
    )
    old = make_draft("old", title="What bees eat", text=hives, published_at=at)
    new = make_draft("new", title="The hive in January", text=honey)

    fetch(connection, [old], source=1)
    fetch(connection, [new], source=2)

    assert len(told(connection)) == stories_then
