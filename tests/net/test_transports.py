"""Many requests at once, over either library."""

import logging
import socket
import threading
import time

import pytest

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.options import Options
from newscli.core.ports import Answer, Request
from newscli.net.exchange import Bounds
from tests import loopback
from tests.fakes import NOW
from tests.loopback import server

FREE = Limits(connections=None, pause_s=0.0)


@pytest.fixture
def open_net(transport):
    def open_(*, jobs=8, timeout_s=5.0):
        return loopback.Net(Bounds(timeout_s, 1_000_000, NOW), jobs=jobs)

    return open_


def asked(net, queue, *, pause_s=0.0):
    """What comes of each request, by its key."""
    found = {}
    for result in net.get_all(queue):
        if result is not None:
            time.sleep(pause_s)
            request, found[request.key] = result
    return found


def echo(path):
    status = 429 if path.startswith("/busy") else 200
    return status, path.encode(), {"ETag": f'"{path}"'}


def test_every_request_gets_its_own_answer(open_net):
    with server(echo) as one, server(echo) as two, open_net() as net:
        urls = [f"{at.url}/{n}" for n in range(30) for at in (one, two)]
        queue = HostQueue([Request(url, key=n) for n, url in enumerate(urls)], FREE, pauses={})

        found = asked(net, queue)

    bodies = [found[n].body.decode() for n in range(60)]
    assert bodies == [f"/{url.rpartition('/')[2]}" for url in urls]
    assert len(one.asked) == len(two.asked) == 30


def test_a_server_that_refuses_is_left_alone_and_the_others_are_asked(open_net):
    with server(echo) as busy, server(echo) as good, open_net(jobs=2) as net:
        urls = [f"{busy.url}/busy{n}" for n in range(9)] + [f"{good.url}/{n}" for n in range(9)]
        limits = Limits(connections=1, pause_s=0.0, patience_s=0.0)
        queue = HostQueue([Request(url, key=n) for n, url in enumerate(urls)], limits, pauses={})

        found = asked(net, queue)

    assert (len(busy.asked), len(good.asked)) == (1, 9)
    assert (len(queue.left), found[0].status) == (8, 429)


def test_the_pause_of_a_server_is_kept(open_net):
    begun = time.monotonic()
    with server(echo) as at, open_net() as net:
        queue = HostQueue(
            [Request(f"{at.url}/{n}", key=n) for n in range(4)], Limits(pause_s=0.1), pauses={}
        )

        asked(net, queue)

    assert time.monotonic() - begun >= 0.3


def test_sixty_requests_of_three_servers_with_pauses_and_a_refusal(open_net):
    def tired(path):
        return (429 if path == "/4" else 200), b"", {}

    limits = Limits(connections=1, pause_s=0.01, patience_s=1.5)
    with server(echo) as one, server(echo) as two, server(tired) as three, open_net() as net:
        urls = [f"{at.url}/{n}" for n in range(20) for at in (one, two, three)]
        queue = HostQueue([Request(url, key=n) for n, url in enumerate(urls)], limits, pauses={})

        found = asked(net, queue)

    assert [len(at.asked) for at in (one, two, three)] == [20, 20, 6]
    assert [r.url for r in queue.left] == [f"{three.url}/{n}" for n in range(19, 5, -1)]
    assert [str(o) for o in found.values() if isinstance(o, HttpError)] == [
        "HTTP 429 Too Many Requests"
    ]
    assert len(found) == 46


def test_what_was_answered_in_time_is_not_late_when_we_are(open_net):
    def respond(path):
        return (302, b"", {"Location": "/there"}) if path == "/2" else (200, b"news", {})

    with server(respond) as at, open_net(jobs=2, timeout_s=0.5) as net:
        queue = HostQueue([Request(f"{at.url}/{n}", key=n) for n in range(4)], FREE, pauses={})

        found = asked(net, queue, pause_s=1.0)

    assert [type(found[n]) for n in range(4)] == [Answer] * 4


def test_one_may_be_asked_while_others_are_under_way(open_net):
    with server(echo) as at, open_net(jobs=4) as net:
        requests = [Request(f"{at.url}/{n}", key=n) for n in range(8)]
        found = {}
        for request, answer in filter(None, net.get_all(HostQueue(requests, FREE, pauses={}))):
            found[request.key] = (answer.body, net.get(Request(f"{at.url}/also")).body)

    assert found == {n: (f"/{n}".encode(), b"/also") for n in range(8)}


def test_as_many_are_under_way_as_may_be_where_answers_take_long(open_net):
    together = threading.Barrier(12, timeout=4.0)

    def respond(path):
        together.wait()  # none is answered before all have asked
        return 200, b"news", {}

    with server(respond) as at, open_net(jobs=12) as net:
        queue = HostQueue([Request(f"{at.url}/{n}", key=n) for n in range(12)], FREE, pauses={})

        found = asked(net, queue)

    assert [type(found[n]) for n in range(12)] == [Answer] * 12


def test_what_was_left_under_way_disturbs_nobody(open_net):
    with server(echo) as at, open_net(jobs=4) as net:
        requests = [Request(f"{at.url}/{n}", key=n) for n in range(8)]
        results = net.get_all(HostQueue(requests, FREE, pauses={}))
        next(results)
        results.close()

        body = net.get(Request(f"{at.url}/also")).body

    assert body == b"/also"


def test_a_fault_of_ours_fails_one_request_and_not_the_others(open_net, monkeypatch):
    monkeypatch.setattr(logging.getLogger("newscli"), "handlers", [logging.NullHandler()])
    with server(echo) as at, open_net() as net:
        broken = Options(timeout_s="no number")  # type: ignore[arg-type]
        requests = [Request(f"{at.url}/0", options=broken, key=0), Request(f"{at.url}/1", key=1)]

        found = asked(net, HostQueue(requests, FREE, pauses={}))

    assert (str(found[0]), found[1].body) == ("cannot be asked (TypeError)", b"/1")


def test_while_all_must_wait_it_says_so_now_and_then(open_net):
    with server(echo) as at, open_net() as net:
        limits = Limits(connections=1, pause_s=0.8)
        requests = [Request(f"{at.url}/{n}", key=n) for n in range(2)]

        results = [*net.get_all(HostQueue(requests, limits, pauses={}))]

    assert [result and result[0].key for result in results] == [0, None, 1]


def test_a_request_that_is_late_fails_and_the_others_do_not(open_net):
    def respond(path):
        if path == "/late":
            time.sleep(1.0)
        return 200, b"news", {}

    with server(respond) as at, open_net(timeout_s=0.4) as net:
        requests = [Request(f"{at.url}/late", key=1), Request(f"{at.url}/soon", key=2)]

        found = asked(net, HostQueue(requests, FREE, pauses={}))

    assert isinstance(found[1], HttpError)
    assert str(found[1]) == "no whole answer within 0.4 s"
    assert found[2].body == b"news"


def test_a_request_that_cannot_be_sent_fails_alone(open_net):
    with server(echo) as at, open_net() as net:
        requests = [Request("http://[::1", key=1), Request(f"{at.url}/", key=2)]

        found = asked(net, HostQueue(requests, FREE, pauses={}))

    assert isinstance(found[1], HttpError)
    assert found[2].status == 200


def test_what_is_no_http_is_said_to_be_none(open_net):
    with socket.create_server(("127.0.0.1", 0)) as listening, open_net() as net:

        def answer() -> None:
            connection, _ = listening.accept()
            connection.recv(4096)
            connection.sendall(b"\0\xff hello\r\n\r\n")
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"

        with pytest.raises(HttpError, match=r"^the connection broke off: \S"):
            net.get(Request(url))
