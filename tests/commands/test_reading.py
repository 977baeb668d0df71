"""Reading the documents of a fetch, here and in processes beside this one."""

import gzip
import os
import subprocess
import sys
import time
import zlib

import pytest

from newscli.commands import _reading
from newscli.core.draft import ReadFeed
from newscli.core.errors import FeedError
from newscli.core.ports import Answer

RSS = (
    b"<rss version='2.0'><channel><title>%s</title><item><title>One</title></item></channel></rss>"
)
# An end tag too many is not well-formed: feedparser's part.
LOOSE = (
    b"<rss version='2.0'><channel><title>%s </b></title><item><title>One</title></item>"
    b"</channel></rss>"
)


@pytest.fixture
def reader():
    opened = _reading.Reader()
    yield opened
    opened.close()


def answer(body: bytes) -> Answer:
    return Answer("https://a.example/feed", 200, body, "application/rss+xml")


def packed(body: bytes, encoding: str = "gzip") -> Answer:
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    return answer(pack(body))._replace(encoding=encoding)


def all_read(reader) -> dict[int, ReadFeed | FeedError]:
    found = {}
    while reader.pending:
        found.update(reader.take(is_waiting=True))
    return found


def test_a_few_documents_are_read_here(reader):
    reader.give(1, answer(RSS % b"First"), {})
    reader.give(2, answer(b"<html><body>no</body></html>"), {})

    feeds = all_read(reader)

    assert feeds[1].title == "First"
    assert str(feeds[2]) == "a web page, not a feed"
    assert not reader._workers


def test_none_is_read_here_where_many_are_expected(monkeypatch):
    monkeypatch.setattr(_reading, "_read_here", None)
    reader = _reading.Reader(expected_bytes=100_000_000)
    try:
        reader.give(1, answer(RSS % b"First"), {})

        assert all_read(reader)[1].title == "First"
    finally:
        reader.close()


def test_what_takes_feedparser_is_read_in_another_process(reader):
    reader.give(1, answer(LOOSE % b"Loose"), {})

    feeds = all_read(reader)

    assert feeds[1].title.startswith("Loose")
    assert len(reader._workers) == 1


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="only Unix has a niceness to ask for")
def test_a_process_that_reads_gives_way_to_other_programs(reader):
    reader.give(1, answer(LOOSE % b"Loose"), {})
    all_read(reader)

    pid = reader._workers[0]._process.pid
    nice = os.getpriority(os.PRIO_PROCESS, pid)

    assert nice == min(os.getpriority(os.PRIO_PROCESS, 0) + 5, 19)
    if sys.platform == "linux":
        assert os.sched_getscheduler(pid) == os.SCHED_BATCH


def test_many_documents_are_read_in_several_processes(reader, monkeypatch):
    monkeypatch.setattr(_reading, "_FEW_BYTES", 0)
    for number in range(30):
        reader.give(number, answer(RSS % f"Feed {number}".encode()), {})

    feeds = all_read(reader)

    assert {number: feed.title for number, feed in feeds.items()} == {
        number: f"Feed {number}" for number in range(30)
    }


def test_a_document_that_takes_too_long_fails_and_the_others_are_read(reader, monkeypatch):
    monkeypatch.setattr(_reading, "_LONGEST_S", 1.0)
    # feedparser looks for an address in it, in time quadratic in the dots.
    slow = LOOSE.replace(b"<title>", b"<author>" + b"." * 80_000 + b"</author><title>", 1)
    reader.give(1, answer(slow % b"Slow"), {})
    for number in range(2, 6):
        reader.give(number, answer(LOOSE % b"Good"), {})
    begun = time.monotonic()

    feeds = all_read(reader)

    assert time.monotonic() - begun < 15
    assert str(feeds[1]) == "cannot be read: it takes too long, or too much memory"
    assert all(feeds[number].title.startswith("Good") for number in range(2, 6))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process has")
def test_a_document_that_takes_too_much_memory_fails_and_the_others_are_read(reader):
    items = b"{}," * 2_000_000 + b"{}"
    greedy = b'{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}' % items
    reader.give(1, answer(greedy), {})
    reader.give(2, answer(LOOSE % b"Good"), {})
    reader.give(3, answer(RSS % b"Large" + b" " * 4_000_000), {})

    feeds = all_read(reader)

    assert str(feeds[1]) == "cannot be read: it takes too long, or too much memory"
    assert [feeds[number].title[:4] for number in (2, 3)] == ["Good", "Larg"]


def test_a_large_page_is_read_in_a_process_of_its_own():
    words = b"<p>" + b"The harbour was quiet in the morning. " * 40 + b"</p>"
    page = b"<html><body><article>" + words + b"</article></body></html>"

    found = _reading.page_apart(Answer("https://a.example/1", 200, page, "text/html"))

    assert found is not None
    assert found.text.startswith("The harbour was quiet")


def test_a_page_that_takes_too_long_ends_with_its_process(monkeypatch):
    monkeypatch.setattr(_reading, "_LONGEST_S", 0.01)

    with pytest.raises(FeedError, match="takes too long"):
        _reading.page_apart(Answer("https://a.example/1", 200, b"<p>x</p>" * 1000, "text/html"))


@pytest.mark.parametrize("few_bytes", [0, 1_000_000], ids=["apart", "here"])
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_documents_are_unpacked_where_they_are_read(reader, monkeypatch, encoding, few_bytes):
    monkeypatch.setattr(_reading, "_FEW_BYTES", few_bytes)
    reader.give(1, packed(RSS % b"First", encoding), {})

    assert all_read(reader)[1].title == "First"
    assert bool(reader._workers) is (few_bytes == 0)


@pytest.mark.parametrize("few_bytes", [0, 1_000_000], ids=["apart", "here"])
@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (packed(RSS % b"x").body[:-9], "cut short: the compressed body ends in the middle"),
        (packed(RSS % b"x").body[:-8] + bytes(8), "damaged on the way"),
        (b"no gzip", "damaged on the way"),
        (packed(b" " * 2_000_000).body, "larger than 1 MB (fetch.max_mb)"),
    ],
    ids=["cut", "checksum", "plain", "large"],
)
def test_what_cannot_be_unpacked_says_why(monkeypatch, sent, problem, few_bytes):
    monkeypatch.setattr(_reading, "_FEW_BYTES", few_bytes)
    reader = _reading.Reader(max_bytes=1_000_000)
    reader.give(1, answer(sent)._replace(encoding="gzip"), {})

    try:
        found = all_read(reader)
    finally:
        reader.close()

    assert problem in str(found[1])


def test_a_large_document_is_read_alone_even_where_it_told_a_small_size(reader, monkeypatch):
    monkeypatch.setattr(_reading, "_FEW_BYTES", 0)
    large = packed(RSS % (b"Large" + b" " * _reading._LARGE_BYTES))
    # What stands behind the packed document is of no account, but its last four bytes seem a size.
    lying = large._replace(body=large.body + (99).to_bytes(4, "little"))
    reader.give(1, large, {})
    assert (len(reader._workers), bool(reader._large_worker)) == (0, True)
    reader.give(2, lying, {})
    reader.give(3, packed(RSS % b"Small"), {})

    feeds = all_read(reader)

    assert [feeds[number].title for number in (1, 2, 3)] == ["Large", "Large", "Small"]


COPIES = """
import os, signal, sys, threading, time
from newscli.commands import _reading
from newscli.core.ports import Answer

if "thread" in sys.argv:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
if "unwaited" in sys.argv:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
kept = open(os.devnull)
reader = _reading.Reader(expected_bytes=100_000_000)
body = b"<rss version='2.0'><channel><title>First</title><item><title>One</title></item>"
answer = Answer("https://a.example/feed", 200, body + b"</channel></rss>", "application/rss+xml")
for number in range(9):
    reader.give(number, answer, {})
titles = []
while reader.pending:
    titles += [feed.title for _, feed in reader.take(is_waiting=True)]
pids = [worker._process.pid for worker in reader._workers]
print(titles == ["First"] * 9, len(pids) == min(os.cpu_count(), 4))
for pid in pids:
    words = open(f"/proc/{pid}/cmdline").read().split("\\0")
    errors = os.readlink(f"/proc/{pid}/fd/2")
    print(words[1] == "-c", os.getpgid(pid) == pid, errors, sorted(os.listdir(f"/proc/{pid}/fd")))
if "unwaited" in sys.argv:
    os.kill(pids[0], signal.SIGKILL)
    while os.path.exists(f"/proc/{pids[0]}"):
        time.sleep(0.01)
if "left" in sys.argv:
    for worker in reader._workers:
        worker._process.stdin.close()
    print([os.waitpid(pid, 0)[1] for pid in pids])
reader.close()
print([os.path.exists(f"/proc/{pid}") for pid in pids])
"""


def run_copies(*words: str) -> list[str]:
    command = [sys.executable, "-c", COPIES, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere each process starts anew, and there is no /proc"
)


@ON_LINUX
@pytest.mark.parametrize("words", [(), ("unwaited",)], ids=["as usual", "SIGCHLD ignored"])
def test_processes_that_start_at_once_are_copies_without_files_of_ours(words):
    sound, *copies, ended = run_copies(*words)

    assert sound == "True True"
    assert set(copies) == {"True True /dev/null ['0', '1', '2']"}
    assert "True" not in ended


@ON_LINUX
def test_a_copy_that_gets_no_more_documents_ends_and_does_nothing_else():
    *_, ends, _ = run_copies("left")

    assert set(ends) <= set("[0, ]")


@ON_LINUX
def test_a_process_with_threads_is_not_copied():
    sound, *others, _ = run_copies("thread")

    assert sound == "True True"
    assert all(line.startswith("False True /dev/null") for line in others)
