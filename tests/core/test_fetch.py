"""The pipeline, over fakes of the world."""

import gzip

import pytest

from newscli.core.changes import Changes
from newscli.core.draft import ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.fetch import Pipeline, is_offline
from newscli.core.hosts import Limits
from newscli.core.models import Visit
from newscli.core.ports import Answer, Request
from newscli.core.report import Report
from newscli.core.rhythm import decode, encode, learn, next_time
from tests.fakes import NOW, FakeNet, FakeReader, FakeStore, make_draft, make_source

URL = "https://source1.example/feed"


def read_feed(answer):
    if answer.body == b"broken":
        raise FeedError("not a feed")
    return ReadFeed("The feed", None, (make_draft("a"), make_draft("b")))


def fetch(net, store, *sources, forced=False):
    pipeline = Pipeline(net, FakeReader(read_feed), store, limits=Limits())
    reports = pipeline.fetch(sources, now=NOW, is_forced=forced)
    return list(reports)


def test_new_entries_are_stored_and_reported():
    store = FakeStore()

    (report,) = fetch(FakeNet({URL: Answer(URL, 200, b"feed", size_bytes=4)}), store, make_source())

    assert store.articles == [(1, Changes((make_draft("a"), make_draft("b")), ()))]
    assert report == Report(
        1,
        "Source 1",
        URL,
        "new",
        new=2,
        newest=("Title of a", "Title of b"),
        status=200,
        size_bytes=4,
        next_at=report.next_at,
        why="rhythm",
    )
    # Two articles of an hour ago: by what their times taught, not as if nothing were known.
    learnt = next_time(decode(encode(learn([NOW - 3600] * 2, now=NOW))), asked_at=NOW)
    assert report.next_at == pytest.approx(learnt, abs=(learnt - NOW) // 10)
    assert learnt != NOW + 7200


def test_an_entry_whose_article_was_pruned_is_not_new_again():
    store = FakeStore()
    store.gone = ["a"]
    source = make_source(answered_at=NOW - 9000)

    (report,) = fetch(FakeNet({URL: Answer(URL, 200, b"feed")}), store, source)

    assert store.articles == [(1, Changes((make_draft("b"),), ()))]
    assert report.new == 1


def test_the_validators_of_last_time_are_sent():
    net = FakeNet({URL: Answer(URL, 304)})

    fetch(net, FakeStore(), make_source(etag='"v1"', last_modified="Mon"))

    assert net.asked == [Request(URL, '"v1"', "Mon", key=1)]


def test_not_modified_stores_nothing():
    store = FakeStore()

    (report,) = fetch(FakeNet({URL: Answer(URL, 304)}), store, make_source())

    assert (report.outcome, store.articles) == ("unchanged", [])


def test_the_same_bytes_are_not_read_again():
    first, second = FakeStore(), FakeStore()
    net = FakeNet({URL: Answer(URL, 200, b"feed")})
    fetch(net, first, make_source())
    held = first.sources[0].content_hash

    (report,) = fetch(net, second, make_source(content_hash=held))

    assert (report.outcome, second.articles) == ("unchanged", [])


def test_the_same_bytes_that_were_packed_again_are_not_read_again():
    first, second = FakeStore(), FakeStore()
    at_nine, at_ten = (gzip.compress(b"feed", mtime=at) for at in (9, 10))
    fetch(FakeNet({URL: Answer(URL, 200, at_nine, encoding="gzip")}), first, make_source())
    held = first.sources[0].content_hash

    again = FakeNet({URL: Answer(URL, 200, at_ten, encoding="gzip")})
    (report,) = fetch(again, second, make_source(content_hash=held))

    assert (at_nine != at_ten, report.outcome, second.articles) == (True, "unchanged", [])


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (HttpError("HTTP 500 Internal Server Error", status=500), "HTTP 500 Internal Server Error"),
        (Answer(URL, 200, b"broken"), "not a feed"),
    ],
)
def test_a_bad_source_never_stops_the_others(answer, problem):
    store = FakeStore()
    other = "https://source2.example/feed"
    net = FakeNet({URL: answer, other: Answer(other, 200, b"feed")})

    reports = fetch(net, store, make_source(1), make_source(2))

    assert {(report.source_id, report.outcome) for report in reports} == {(1, "failed"), (2, "new")}
    failed = next(source for source in store.sources if source.id == 1)
    assert (failed.problem, failed.failures, failed.back_off_until) == (problem, 1, NOW + 1800)


def test_too_many_requests_waits_as_the_server_says():
    store = FakeStore()
    net = FakeNet({URL: HttpError("HTTP 429 Too Many Requests", status=429, wait_s=600)})

    (report,) = fetch(net, store, make_source())

    assert (report.outcome, report.next_at) == ("failed", NOW + 600)
    assert store.sources[0].wait_until == NOW + 600


def test_gone_is_reported_as_such_and_has_no_next_time():
    net = FakeNet({URL: HttpError("HTTP 410 Gone", status=410)})

    store = FakeStore()

    (report,) = fetch(net, store, make_source())

    assert (report.outcome, report.next_at) == ("gone", None)
    assert store.disabled == [(1, "HTTP 410 Gone")]


def test_a_source_that_must_wait_is_reported_and_not_asked():
    net = FakeNet({})

    (report,) = fetch(net, FakeStore(), make_source(back_off_until=NOW + 60, problem="HTTP 500"))

    assert (report.outcome, report.next_at, report.problem) == ("waiting", NOW + 60, "HTTP 500")
    assert net.asked == []


def test_force_asks_a_source_that_only_we_leave_alone():
    net = FakeNet({URL: Answer(URL, 304)})

    (report,) = fetch(net, FakeStore(), make_source(back_off_until=NOW + 60), forced=True)

    assert report.outcome == "unchanged"


def test_many_sources_are_all_reported_once():
    sources = [make_source(number) for number in range(1, 41)]
    net = FakeNet({source.url: Answer(source.url, 304) for source in sources})

    reports = fetch(net, FakeStore(), *sources)

    assert sorted(report.source_id for report in reports) == list(range(1, 41))


def test_each_visit_is_noted_with_its_number():
    store = FakeStore()
    net = FakeNet({URL: HttpError("HTTP 500", status=500)})

    fetch(net, store, make_source(visits=7))

    assert store.visits == [Visit(1, 8, NOW, "failed", 500, problem="HTTP 500")]


def test_a_permanent_redirect_is_adopted_when_it_was_seen_three_times_in_a_row():
    new = "https://new.example/feed"
    net = FakeNet({URL: Answer(new, 304, moved_to=new)})
    twice = FakeStore()
    thrice = FakeStore()

    (second,) = fetch(net, twice, make_source(moved_to=new, moved_seen=1))
    (third,) = fetch(net, thrice, make_source(moved_to=new, moved_seen=2))

    assert (second.moved_to, twice.sources[0].url, twice.sources[0].moved_seen) == (None, URL, 2)
    assert (third.moved_to, thrice.sources[0].url, thrice.moved) == (new, new, [(1, new)])


def test_a_redirect_elsewhere_is_counted_from_one_again():
    net = FakeNet({URL: Answer("u", 304, moved_to="https://third.example/")})
    store = FakeStore()

    fetch(net, store, make_source(moved_to="https://second.example/", moved_seen=2))

    assert (store.sources[0].url, store.sources[0].moved_seen) == (URL, 1)


def test_a_source_does_not_move_to_where_another_is():
    new = "https://new.example/feed"
    net = FakeNet({URL: Answer(new, 304, moved_to=new)})
    store = FakeStore(urls=[new])

    (report,) = fetch(net, store, make_source(moved_to=new, moved_seen=5))

    assert (report.moved_to, store.sources[0].url) == (None, URL)


def test_a_304_keeps_the_validators_that_it_does_not_renew():
    net = FakeNet({URL: Answer(URL, 304, etag="e2")})
    store = FakeStore()

    fetch(net, store, make_source(etag="e1", last_modified="m1"))

    assert (store.sources[0].etag, store.sources[0].last_modified) == ("e2", "m1")


def test_a_new_document_without_validators_has_none():
    net = FakeNet({URL: Answer(URL, 200, b"feed")})
    store = FakeStore()

    fetch(net, store, make_source(etag="e1", last_modified="m1"))

    assert (store.sources[0].etag, store.sources[0].last_modified) == (None, None)


def test_an_answer_ends_a_row_of_failures():
    store = FakeStore()

    fetch(
        FakeNet({URL: Answer(URL, 304)}),
        store,
        make_source(failures=3, problem="HTTP 500", back_off_until=NOW - 1),
    )

    after = store.sources[0]
    assert (after.failures, after.problem, after.back_off_until) == (0, None, None)


def test_what_a_host_taught_us_is_kept():
    one, two = make_source(1, url="https://h.example/1"), make_source(2, url="https://h.example/2")
    refusal = HttpError("HTTP 429", status=429)
    net = FakeNet({one.url: refusal, two.url: refusal})
    store = FakeStore()

    fetch(net, store, one, two)

    assert store.learnt == {"h.example": 2.0}


def no_connection(id):
    return Report(id, "S", "u", "failed", problem="no connection: the host's name is not known")


def test_several_sources_without_any_connection_mean_that_we_are_offline():
    assert is_offline([no_connection(1), no_connection(2)])


def test_one_source_alone_or_one_answer_does_not_mean_that_we_are_offline():
    assert not is_offline([no_connection(1)])
    assert not is_offline([no_connection(1), Report(2, "S", "u", "unchanged", status=304)])
