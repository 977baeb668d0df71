"""What leaves newscli: addresses for the browser, and files."""

import os
import stat
import sys

import pytest

from newscli.storage import db
from tests.conftest import store_drafts
from tests.fakes import make_draft
from tests.faults.rig import Home


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """A browser that writes down each of its arguments; the file in which it does."""
    noted = tmp_path / "asked"
    script = tmp_path / "browser.py"
    script.write_text(
        f"import sys\nopen({str(noted)!r}, 'a').write(repr(sys.argv[1:]) + '\\n')\n", "utf-8"
    )
    monkeypatch.setenv("BROWSER", f"{sys.executable} {script} %s")
    return noted


def open_one(home, url):
    with db.connect(home / "news.db") as connection:
        store_drafts(connection, [make_draft("a", url=url)])
        connection.execute("UPDATE article SET url = ?", (url,))
    connection.close()
    return Home(home).run("open", "1")  # a process of its own: webbrowser remembers browsers


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/a?b=$(touch${IFS}pwned)&c=`id`;d='e'",
        "http://site.example/%s/%action",
        "HTTPS://site.example/--new-window",
    ],
)
def test_an_address_reaches_the_browser_as_one_argument(home, browser, url):
    done = open_one(home, url)

    assert (done.code, browser.read_text()) == (0, f"{[url]!r}\n")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.example", "-a", "--help",
        "vnc://host.example", "https://site.example/a b", "https://site.example/\x1b[2J",
    ],
)  # fmt: skip
def test_no_other_address_is_opened(home, browser, url):
    done = open_one(home, url)

    assert (done.code, done.out, browser.exists()) == (1, "", False)
    assert "\x1b" not in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_an_export_is_its_users_alone_and_keeps_the_mode_that_its_file_had(
    newscli, small_home, tmp_path
):
    shared, new = tmp_path / "shared.jsonl", tmp_path / "new.jsonl"
    shared.touch()
    shared.chmod(0o640)

    newscli("export", "-o", shared)
    newscli("export", "-o", new)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (shared, new)]
    assert (modes, shared.read_bytes()) == ([0o640, 0o600], new.read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_an_export_to_a_link_goes_where_it_leads(newscli, small_home, tmp_path):
    kept = tmp_path / "kept.jsonl"
    kept.write_text("old")
    link = tmp_path / "link.jsonl"
    link.symlink_to(kept)

    newscli("export", "-o", link)

    assert link.is_symlink()
    assert kept.read_text().startswith('{"id":')


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_an_export_to_a_pipe_leaves_it_one(newscli, small_home, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    done = newscli("export", "1", "-o", pipe)

    assert (done.code, os.read(reading, 100_000)[:6]) == (0, b'{"id":')
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reading)
