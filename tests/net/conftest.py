"""The transports that the tests of this folder hold to the same rules."""

import pytest

from newscli.net.http import HttpNet
from tests import loopback


@pytest.fixture(params=["httpx", "curl"])
def transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test over either library; its name."""
    if request.param == "curl":
        pytest.importorskip("pycurl")
        from newscli.net.curl import CurlNet

        monkeypatch.setattr(loopback, "Net", CurlNet)
    else:
        monkeypatch.setattr(loopback, "Net", HttpNet)
    return str(request.param)
