"""The pipeline, over fakes of the world."""

import pytest

from newscli.core.changes import Changes
from newscli.core.draft import ReadFeed
from newscli.core.errors import FeedError, HttpError
from newscli.core.fetch import Pipeline, is_offline
from newscli.core.ports import Answer
from newscli.core.report import Report
from newscli.core.schedule import Delay
from tests.fakes import NOW, FakeNet, FakeStore, make_draft, make_source

URL = "https://source1.example/feed"


def read_feed(answer):
    if answer.body == b"broken":
        raise FeedError("not a feed")
    if answer.body == b"bug":
        raise ZeroDivisionError("a parser's bug")
    return ReadFeed("The feed", None, (make_draft("a"), make_draft("b")))


def fetch(net, store, *sources, forced=False):
    pipeline = Pipeline(net, read_feed, store, jobs=2)
    reports = pipeline.fetch(sources, now=NOW, is_forced=forced)
    return [report._replace(duration_s=0) for report in reports]


def test_new_entries_are_stored_and_reported():
    store = FakeStore()

    (report,) = fetch(FakeNet({URL: Answer(URL, 200, b"feed", size_bytes=4)}), store, make_source())

    assert store.feeds == [(1, Changes((make_draft("a"), make_draft("b")), ()))]
    assert report == Report(
        1,
        "Source 1",
        URL,
        "new",
        new=2,
        newest=("Title of a", "Title of b"),
        status=200,
        size_bytes=4,
    )


def test_the_validators_of_last_time_are_sent():
    net = FakeNet({URL: Answer(URL, 304)})

    fetch(net, FakeStore(), make_source(etag='"v1"', last_modified="Mon"))

    assert net.asked == [(URL, '"v1"', "Mon")]


def test_not_modified_stores_nothing():
    store = FakeStore()

    (report,) = fetch(FakeNet({URL: Answer(URL, 304)}), store, make_source())

    assert (report.outcome, store.feeds, store.unchanged) == ("unchanged", [], [1])


def test_the_same_bytes_are_not_read_again():
    first, second = FakeStore(), FakeStore()
    net = FakeNet({URL: Answer(URL, 200, b"feed")})
    fetch(net, first, make_source())
    import hashlib

    held = hashlib.blake2b(b"feed", digest_size=16).digest()

    (report,) = fetch(net, second, make_source(content_hash=held))

    assert (report.outcome, second.unchanged) == ("unchanged", [1])


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (HttpError("HTTP 500 Internal Server Error", status=500), "HTTP 500 Internal Server Error"),
        (Answer(URL, 200, b"broken"), "not a feed"),
        (Answer(URL, 200, b"bug"), "cannot be read (ZeroDivisionError)"),
    ],
)
def test_a_bad_source_never_stops_the_others(answer, problem):
    store = FakeStore()
    other = "https://source2.example/feed"
    net = FakeNet({URL: answer, other: Answer(other, 200, b"feed")})

    reports = fetch(net, store, make_source(1), make_source(2))

    assert {(report.source_id, report.outcome) for report in reports} == {(1, "failed"), (2, "new")}
    assert store.failures == [(1, problem, Delay(back_off_until=NOW + 1800))]


def test_too_many_requests_waits_as_the_server_says():
    store = FakeStore()
    net = FakeNet({URL: HttpError("HTTP 429 Too Many Requests", status=429, wait_s=600)})

    (report,) = fetch(net, store, make_source())

    assert (report.outcome, report.next_at) == ("failed", NOW + 600)
    assert store.failures[0][2] == Delay(wait_until=NOW + 600)


def test_gone_is_reported_as_such_and_has_no_next_time():
    net = FakeNet({URL: HttpError("HTTP 410 Gone", status=410)})

    (report,) = fetch(net, FakeStore(), make_source())

    assert (report.outcome, report.next_at) == ("gone", None)


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


def no_connection(id):
    return Report(id, "S", "u", "failed", problem="no connection: the host's name is not known")


def test_several_sources_without_any_connection_mean_that_we_are_offline():
    assert is_offline([no_connection(1), no_connection(2)])


def test_one_source_alone_or_one_answer_does_not_mean_that_we_are_offline():
    assert not is_offline([no_connection(1)])
    assert not is_offline([no_connection(1), Report(2, "S", "u", "unchanged", status=304)])
