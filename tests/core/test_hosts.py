"""Which request is sent next, by the servers' limits."""

from newscli.core.hosts import HostQueue, Limits
from newscli.core.ports import Request


def queue_of(*urls, limits=None, pauses=None):
    return HostQueue(map(Request, urls), limits or Limits(), pauses=pauses or {})


def taken(queue, now):
    """The URLs of all requests that may be sent now."""
    found = []
    while request := queue.take(now):
        found.append(request.url)
    return found


def urls(host, number):
    return [f"https://{host}/{n}" for n in range(number)]


def test_a_server_gets_one_request_at_a_time_with_a_pause_between_them():
    queue = queue_of(*urls("a.example", 3))

    assert taken(queue, 0.0) == ["https://a.example/0"]
    assert taken(queue, 0.2) == []
    assert taken(queue, 0.25) == ["https://a.example/1"]


def test_servers_do_not_wait_for_each_other():
    queue = queue_of(*urls("a.example", 2), *urls("b.example", 2))

    assert taken(queue, 0.0) == ["https://a.example/0", "https://b.example/0"]


def test_no_more_than_four_connections_are_open_to_a_server():
    queue = queue_of(*urls("a.example", 9))

    sent = [url for second in range(6) for url in taken(queue, float(second))]

    assert len(sent) == 4


def test_an_answer_frees_its_connection():
    queue = queue_of(*urls("a.example", 2), limits=Limits(connections=1, pause_s=0.0))
    first = queue.take(0.0)

    assert queue.take(1.0) is None
    queue.done(first, 200, 1.0)

    assert taken(queue, 1.0) == ["https://a.example/1"]


def test_this_machines_own_servers_are_not_spared():
    own = ["http://localhost/1", "http://127.0.0.1:8000/2", "http://[::1]:9/3", "file:///a/4"]
    queue = queue_of(*own, *own)

    assert len(taken(queue, 0.0)) == 8


def test_limits_that_the_user_set_hold_for_them_too():
    queue = queue_of(*urls("localhost", 3), limits=Limits(connections=2, pause_s=0.0))

    assert len(taken(queue, 0.0)) == 2


def test_ports_and_users_tell_servers_apart_or_not():
    queue = queue_of("https://me:x@A.example/1", "https://a.example/2", "https://a.example:81/3")

    assert taken(queue, 0.0) == ["https://me:x@A.example/1", "https://a.example:81/3"]


def test_too_many_requests_makes_the_pauses_longer_and_is_learnt():
    queue = queue_of(*urls("a.example", 9))

    queue.done(queue.take(0.0), 429, 0.0)

    assert taken(queue, 0.9) == []
    assert taken(queue, 1.0) == ["https://a.example/1"]
    assert queue.lessons() == {"a.example": 1.0}


def test_a_pause_that_was_learnt_before_is_kept_and_doubled():
    queue = queue_of(*urls("a.example", 9), pauses={"a.example": 8.0})
    first = queue.take(0.0)

    assert taken(queue, 7.9) == []
    queue.done(first, 429, 8.0)

    assert queue.lessons() == {"a.example": 16.0}


def test_what_the_pauses_leave_no_time_for_is_left_for_the_next_fetch():
    queue = queue_of(*urls("a.example", 50), limits=Limits(patience_s=60.0, pause_s=4.0))

    queue.done(queue.take(0.0), 429, 0.0)

    # 16 fit into a minute of pauses of four seconds; of eight, 7.
    assert (len(queue), len(queue.left)) == (7, 42)


def test_a_server_that_was_content_with_its_pause_gets_half_of_it_next_time():
    queue = queue_of(*urls("a.example", 1), *urls("b.example", 1), pauses={"a.example": 8.0})
    first, second = queue.take(0.0), queue.take(0.0)

    queue.done(first, 200, 1.0)
    queue.done(second, None, 1.0)

    assert queue.lessons() == {"a.example": 4.0}


def test_a_short_pause_that_was_enough_is_forgotten():
    queue = queue_of(*urls("a.example", 1), pauses={"a.example": 1.0})

    queue.done(queue.take(0.0), 304, 1.0)

    assert queue.lessons() == {"a.example": 0.0}


def test_many_sources_of_one_server_do_not_hold_a_fetch_up():
    queue = queue_of(*urls("a.example", 1000))

    assert (len(queue), len(queue.left)) == (241, 759)


def test_a_server_that_refuses_three_times_in_a_row_is_left_alone():
    queue = queue_of(*urls("a.example", 50))

    for _ in range(3):
        now = max(queue.ready_in(0.0), 0.0)
        queue.done(queue.take(now), 429, 0.0)

    assert (len(queue), len(queue.left)) == (0, 47)


def test_a_refusal_by_one_server_leaves_the_others_alone():
    queue = queue_of(*urls("a.example", 2), *urls("b.example", 2))
    first = queue.take(0.0)

    queue.done(first, 429, 0.0)

    assert taken(queue, 0.5) == ["https://b.example/0"]
    assert taken(queue, 0.8) == ["https://b.example/1"]


def test_it_says_how_long_there_is_nothing_to_send():
    queue = queue_of(*urls("a.example", 2), limits=Limits(pause_s=3.0))
    queue.take(0.0)

    assert queue.ready_in(1.0) == 2.0


def test_a_server_that_does_not_answer_is_left_alone_where_that_is_wanted():
    queue = queue_of(*urls("a.example", 5), *urls("b.example", 2), limits=Limits(silences=2))
    for second in range(2):
        for url in taken(queue, float(second)):
            queue.done(Request(url), None if "a.example" in url else 200, float(second))

    assert [request.url for request in queue.silent] == [
        f"https://a.example/{n}" for n in (4, 3, 2)
    ]
    assert queue.unasked == 3
    assert len(queue) == 0


def test_an_answer_between_silences_counts():
    queue = queue_of(*urls("a.example", 4), limits=Limits(silences=2, pause_s=0.0))
    for status in (None, 404, None):
        request = queue.take(0.0)
        queue.done(request, status, 0.0)

    assert queue.silent == []
    assert len(queue) == 1
