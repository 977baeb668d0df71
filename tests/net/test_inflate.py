"""Bodies are unpacked whole, by whichever library, however they are cut into steps."""

import gzip
import zlib

import pytest

from newscli.core.ports import Answer
from newscli.net import inflate

try:
    from isal import isal_zlib
except ImportError:  # where there is no wheel of it
    isal_zlib = None

STEP = 131_072


@pytest.fixture(params=[zlib, isal_zlib], ids=["zlib", "igzip"])
def unpacker(request, monkeypatch):
    if request.param is None:
        pytest.skip("isal is not installed")
    monkeypatch.setattr(inflate, "_unpacker", request.param)


def unpacked(body: bytes, encoding: str) -> bytes:
    answer = Answer("https://a.example/feed", 200, body, "text/xml", encoding=encoding)
    return inflate.whole(answer, max_bytes=10_000_000).body


@pytest.mark.parametrize("size", [0, 1, STEP - 1, STEP, STEP + 1, 2 * STEP + 39, 7 * STEP])
def test_a_body_is_whole_whatever_its_size(unpacker, size):
    body = b"news " * (size // 5) + b"x" * (size % 5)

    assert unpacked(gzip.compress(body), "gzip") == body
    assert unpacked(zlib.compress(body), "deflate") == body


@pytest.mark.parametrize("told", [0, 1, 2 * STEP, 2**32 - 1])
def test_a_body_that_tells_a_wrong_size_is_no_less_bounded(unpacker, told):
    packed = gzip.compress(bytes(9_000_000))[:-4] + told.to_bytes(4, "little")

    with pytest.raises(inflate.HttpError, match=r"damaged|larger than"):
        unpacked(packed, "gzip")
