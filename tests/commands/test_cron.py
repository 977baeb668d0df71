"""What cron gets: an environment of next to nothing, and mail only when something changed."""

import subprocess
import sys

import pytest

from newscli.core.report import Report
from newscli.render.fetch_text import change_lines
from tests.fakes import NOW

FEED = (
    "<rss version='2.0'><channel><title>The {}</title>"
    "<item><title>{}</title></item></channel></rss>"
)


@pytest.fixture
def feeds(tmp_path):
    """Two feeds in files, which newscli follows."""
    files = [tmp_path / "first.xml", tmp_path / "second.xml"]
    for file in files:
        file.write_text(FEED.format(file.stem, file.stem))
    return files


def in_cron(home, *words):
    """The exit code and all that a run prints without a terminal, TERM, HOME or locale."""
    done = subprocess.run(
        [sys.executable, "-m", "newscli", *words],
        env={"NEWSCLI_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout.decode().splitlines()


def test_a_line_when_a_source_begins_to_fail_and_when_it_is_back_and_none_between(home, feeds):
    fetch = ("fetch", "--cron", "--wait", "60", "--force")
    in_cron(home, "sources", "add", *map(str, feeds))
    text = feeds[0].read_text()

    well = in_cron(home, *fetch)
    feeds[0].unlink()
    broken = in_cron(home, *fetch)
    again = in_cron(home, *fetch)
    feeds[0].write_text(text)
    back = in_cron(home, *fetch)
    well_again = in_cron(home, *fetch)

    assert (well, again, well_again) == ((0, []), (0, []), (0, []))
    assert (broken[0], len(broken[1]), broken[1][0][:19]) == (0, 1, "newscli: The first:")
    assert back == (0, ["newscli: The first: answers again"])


def test_a_fetch_in_which_all_fail_says_so_by_its_exit_code(home, feeds):
    in_cron(home, "sources", "add", str(feeds[0]))
    feeds[0].unlink()

    first = in_cron(home, "fetch", "--cron", "--force")
    second = in_cron(home, "fetch", "--cron", "--force")

    assert (first[0], len(first[1]), second) == (4, 1, (4, []))


def report(id, outcome, problem=None):
    return Report(id, f"Source {id}", f"https://s{id}.example", outcome, problem=problem)


OFFLINE = "no connection: name not known"


@pytest.mark.parametrize(
    ("problems", "reports", "lines"),
    [
        ({1: None}, [report(1, "unchanged")], []),
        ({1: "HTTP 500"}, [report(1, "failed", "HTTP 404")], []),
        ({1: "HTTP 500"}, [report(1, "waiting")], []),
        ({1: "HTTP 500"}, [report(1, "new")], ["Source 1: answers again"]),
        (
            {1: None, 2: None},
            [report(1, "failed", OFFLINE), report(2, "failed", OFFLINE)],
            ["no source could be reached: is this machine online?"],
        ),
        (
            {1: OFFLINE, 2: OFFLINE},
            [report(1, "failed", OFFLINE), report(2, "failed", OFFLINE)],
            [],
        ),
        (
            dict.fromkeys(range(1, 5), OFFLINE),
            [report(n, "unchanged") for n in range(1, 5)],
            ["4 sources answer again"],
        ),
        (
            {1: None},
            [report(1, "gone", "HTTP 410 Gone")],
            ["Source 1: HTTP 410 Gone; not asked again"],
        ),
    ],
)
def test_only_what_changed_is_said(problems, reports, lines):
    assert list(change_lines(problems, reports, now=NOW)) == lines
