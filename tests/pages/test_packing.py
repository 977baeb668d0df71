"""The publisher's markup, kept until an article is first read."""

import zlib

import pytest

from newscli.pages.packing import packed, unpacked

MARKUP = "<p>Vierzig Kähne liegen im Hafen.</p>\n" * 90


@pytest.mark.parametrize("markup", ["", "<p>x", MARKUP, "港の夜 🚀"])
def test_what_is_packed_comes_back_as_it_was_sent(markup):
    (sent,) = packed([markup.encode()])

    assert unpacked(sent) == markup


def test_zlib_reads_it_wherever_the_database_is_taken():
    sent = packed([MARKUP.encode(), b"<p>x"])

    assert [zlib.decompress(one).decode() for one in sent] == [MARKUP, "<p>x"]
    assert len(sent[0]) < len(MARKUP) / 5


def test_what_an_older_newscli_packed_is_read():
    assert unpacked(zlib.compress(MARKUP.encode(), 1)) == MARKUP


def test_what_a_disk_has_spoilt_is_nothing():
    assert unpacked(packed([MARKUP.encode()])[0][:-9]) is None
    assert unpacked(zlib.compress(b"\xff\xfe")) is None
