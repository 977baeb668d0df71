"""Each bound of a request is a setting, and its error names it."""

import pytest

from newscli.core.errors import HttpError
from newscli.core.hosts import HostQueue, Limits
from newscli.core.ports import Request
from newscli.net.exchange import Bounds
from tests import loopback
from tests.fakes import NOW
from tests.hostile.server import serving as hostile
from tests.loopback import redirecting, server, serving

pytestmark = pytest.mark.usefixtures("transport")


def bounded(url, **bounds):
    """Why nothing comes of an address within these bounds."""
    given = Bounds(**{"timeout_s": 5.0, "max_bytes": 1_000_000, "now": NOW, **bounds})
    with loopback.Net(given, jobs=1) as net, pytest.raises(HttpError) as caught:
        net.get(Request(url))
    return str(caught.value)


def test_an_answer_that_does_not_begin_ends_before_one_that_is_slow():
    with hostile(1.0) as url:
        silent = bounded(f"{url}/silent", first_byte_s=0.5)
        slow = bounded(f"{url}/slow-body", first_byte_s=0.5, timeout_s=1.5)

    assert silent == "no answer within 0.5 s (limits.first_byte_s)"
    assert slow == "no whole answer within 1.5 s"


def test_headers_are_bounded():
    with server(serving(b"news", **{"X-Long": "x" * 6000})) as here:
        assert bounded(here.url, header_kb=5) == "headers larger than 5 kB (limits.header_kb)"


def test_no_redirect_is_followed_where_none_may_be():
    with server(redirecting("/new")) as here:
        words = bounded(f"{here.url}/feed", redirects=0)

    assert words == "more than 0 redirects (limits.redirects)"


def test_large_answers_do_not_fill_the_memory_together():
    big = b"x" * 3_000_000
    with server(serving(big)) as here, loopback.Net(Bounds(20.0, 4_000_000, NOW), jobs=8) as net:
        requests = [Request(f"{here.url}/{n}", key=n) for n in range(20)]
        queue = HostQueue(requests, Limits(pause_s=0.0), pauses={})
        sizes = [len(found[1].body) for found in net.get_all(queue) if found is not None]

    assert sizes == [3_000_000] * 20
