"""Cookies from a file: which are sent, and what is said of a file that has none to read."""

import pytest

from newscli.core.options import Options
from tests.fakes import NOW
from tests.loopback import get, problem, server, serving

COOKIES = """# Netscape HTTP Cookie File
# A comment

.127.0.0.1\tTRUE\t/\tFALSE\t{soon}\tlater\t1
#HttpOnly_127.0.0.1\tFALSE\t/feeds\tFALSE\t0\tsession\ta=b c
127.0.0.1\tFALSE\t/\tFALSE\t{ago}\texpired\tx
127.0.0.1\tFALSE\t/\tTRUE\t0\tsecure\tx
127.0.0.1\tFALSE\t/other\tFALSE\t0\telsewhere\tx
0.0.1\tTRUE\t/\tFALSE\t0\tabove\tx
other.example\tFALSE\t/\tFALSE\t0\tforeign\tx
127.0.0.1\tFALSE\t/\tFALSE\t\tbroken\tcaf\u00e9
127.0.0.1\tFALSE\t/\tFALSE\t1800000000.5\tempty
"""


@pytest.fixture
def cookies(tmp_path):
    file = tmp_path / "cookies.txt"
    file.write_text(COOKIES.format(soon=NOW + 60, ago=NOW - 60), "utf-8")
    return file


def test_the_cookies_that_fit_are_sent_those_of_longer_paths_first(cookies):
    with server(serving()) as here:
        get(f"{here.url}/feeds/all", Options(cookie_file=str(cookies)))

    assert here.asked[0].headers["cookie"] == "session=a=b c; later=1; empty="


def test_cookies_join_a_cookie_header_of_the_users(cookies):
    options = Options(headers=(("cookie", "mine=1"),), cookie_file=str(cookies))
    with server(serving()) as here:
        get(f"{here.url}/feedsx", options)

    assert here.asked[0].headers["cookie"] == "mine=1; later=1; empty="


def test_without_a_fitting_cookie_no_header_is_sent(tmp_path):
    (tmp_path / "c").write_text("e.example\tFALSE\t/\tFALSE\t0\ta\tb\n")
    with server(serving()) as here:
        get(here.url, Options(cookie_file=str(tmp_path / "c")))

    assert "cookie" not in here.asked[0].headers


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file or directory"),
        (b"\xff\xfe\x00", "not text"),
        (b"# Netscape\n\nhunter2 a b\n", "line 3 is not Netscape's format: 7 fields and tabs"),
        (
            b"a\tTRUE\t/\tTRUE\tsoon\thunter2\tx",
            "line 1: its fifth field is no time in Unix seconds",
        ),
        (
            b"a\tTRUE\t/\tTRUE\tinf\thunter2\tx",
            "line 1: its fifth field is no time in Unix seconds",
        ),
    ],
)
def test_a_cookie_file_of_no_use_is_said(tmp_path, content, reason):
    file = tmp_path / "cookies.txt"
    if content is not None:
        file.write_bytes(content)

    assert problem("http://e.example", Options(cookie_file=str(file))) == (
        f"the cookie file {file}: {reason}"
    )
