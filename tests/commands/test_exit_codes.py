"""The table of exit codes (docs/exit-codes.md), row by row."""

import re
import sys

import pytest

from newscli.storage import db


def as_words(words):
    return " ".join(words) or "(bare)"


def add_files(newscli, folder, *names):
    """Follows feeds that are files, each with one entry of its own."""
    for name in names:
        (folder / f"{name}.xml").write_text(
            f"<rss version='2.0'><channel><title>{name}</title>"
            f"<item><guid>{name}</guid><title>News of {name}</title></item></channel></rss>"
        )
        assert newscli("sources", "add", folder / f"{name}.xml").code == 0


def test_exit_0_also_when_some_sources_failed_while_others_worked(newscli, home, tmp_path):
    add_files(newscli, tmp_path, "good", "bad")
    (tmp_path / "bad.xml").unlink()

    done = newscli("fetch")

    assert done.code == 0
    assert re.search(r"^newscli: .*bad.*no such file", done.err, re.MULTILINE)


def test_exit_1_when_nothing_matches(newscli, demo):
    done = newscli("search", "xyzzyq")

    assert (done.code, done.out) == (1, "")
    assert "nothing matches" in done.err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["read", "4711"], "newscli: no article 4711"),
        (["related", "4711"], "newscli: no article 4711"),
        (["mark", "read", "4711"], "newscli: no article 4711"),
        (["read", "900-901"], "newscli: no article from 900 to 901"),
        (["open", "4711"], "newscli: no article 4711"),
        (["sources", "show", "nobody"], 'newscli: no source "nobody"'),
        (["fetch", "nobody"], 'newscli: no source "nobody"'),
        (["headlines", "--source", "nobody"], 'newscli: no source "nobody"'),
        (["help", "nothing"], 'newscli: no topic "nothing"'),
        (["mark", "undo"], "newscli: no mark to take back"),
    ],
    ids=as_words,
)
def test_exit_1_when_there_is_no_such_thing(newscli, demo, words, line):
    done = newscli(*words)

    assert (done.code, done.out, done.err.splitlines()[0]) == (1, "", line)


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["headlines", "--frobnicate"],
        ["headlines", "--limit", "many"],
        ["headlines", "--since", "soon"],
        ["read", "abc"],
        ["read"],
        ["mark", "read"],
        ["sources", "add", "not an address"],
        ["sources", "add", "./no-such-file"],
        ["fetch", "--jobs", "0"],
        ["--profile", "../evil", "headlines"],
    ],
    ids=as_words,
)
def test_exit_2_for_usage(newscli, demo, words):
    done = newscli(*words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("newscli: ")
    assert "Traceback" not in done.err


def test_exit_2_for_a_query_with_a_caret_under_the_mistake(newscli, demo):
    done = newscli("search", 'cable "unbalanced')

    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[:3] == [
        "newscli: the quotation mark is never closed",
        '  cable "unbalanced',
        "        ^",
    ]


def test_exit_3_for_strict_when_any_source_failed(newscli, home, tmp_path):
    add_files(newscli, tmp_path, "good", "bad")
    (tmp_path / "bad.xml").unlink()

    assert newscli("fetch", "--strict").code == 3


def test_exit_4_when_every_source_failed(newscli, home, tmp_path):
    add_files(newscli, tmp_path, "one", "two")
    (tmp_path / "one.xml").unlink()
    (tmp_path / "two.xml").write_text("no feed")

    done = newscli("fetch")

    assert done.code == 4
    assert done.err.splitlines()[-2] == "newscli: all 2 sources asked failed"


@pytest.mark.parametrize("words", [["headlines"], ["fetch"], ["search", "x"], []], ids=as_words)
def test_exit_5_without_sources_says_the_three_ways(newscli, home, words):
    done = newscli(*words)

    assert (done.code, done.out) == (5, "")
    assert all(way in done.err for way in ("sources add", "sources import", "newscli demo"))


def test_exit_6_for_a_config_that_cannot_be_used(newscli, small_home):
    (small_home / "config.toml").write_text('[fetch]\njobs = "many"\n')

    done = newscli("headlines")

    assert (done.code, done.out) == (6, "")
    assert done.err.splitlines()[0] == (
        'newscli: config.toml: fetch.jobs is "many", must be a whole number from 1 to 256'
    )


def test_exit_6_for_a_key_that_nobody_knows_with_the_nearest(newscli, small_home):
    (small_home / "config.toml").write_text("[fetch]\njbos = 4\n")

    done = newscli("headlines")

    assert done.code == 6
    assert "did you mean fetch.jobs?" in done.err


@pytest.mark.parametrize(
    ("transport", "line"),
    [
        ("wget", "newscli: NEWSCLI_TRANSPORT is wget, must be curl or httpx\n"),
        (
            "curl",
            "newscli: NEWSCLI_TRANSPORT is curl, which cannot be used: "
            "import of pycurl halted; None in sys.modules\n  try: pip install 'newscli[fast]'\n",
        ),
    ],
)
def test_exit_6_for_a_transport_that_cannot_be_used(
    newscli, small_home, monkeypatch, transport, line
):
    monkeypatch.setitem(sys.modules, "pycurl", None)
    for module in [name for name in sys.modules if name.startswith("newscli.net.curl")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setenv("NEWSCLI_TRANSPORT", transport)

    done = newscli("fetch")

    assert (done.code, done.err) == (6, line)


def test_exit_6_for_a_database_that_cannot_be_used(newscli, home):
    home.mkdir()
    (home / "news.db").write_text("not a database at all, that is plain")

    done = newscli("headlines")

    assert (done.code, done.out) == (6, "")
    assert len(done.err.splitlines()) <= 2


def test_exit_75_while_another_fetch_holds_the_lock(newscli, small_home):
    with db.fetch_lock(small_home / "news.db.fetch-lock", wait_s=0):
        done = newscli("fetch")

    assert (done.code, done.out) == (75, "")
    assert done.err.startswith("newscli: another fetch is running")


def test_headlines_work_while_a_fetch_holds_the_lock_and_writes(newscli, small_home):
    writer = db.connect(small_home / "news.db")
    with db.fetch_lock(small_home / "news.db.fetch-lock", wait_s=0), db.transaction(writer):
        writer.execute("UPDATE article SET title = 'half done'")
        done = newscli("headlines")

    assert done.code == 0
    assert "half done" not in done.out


def test_exit_130_when_interrupted(newscli, small_home, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("newscli.storage.reads.headlines", interrupt)

    assert newscli("headlines").code == 130


def test_a_bug_of_ours_is_one_line_and_its_trace_goes_to_a_file(newscli, small_home, monkeypatch):
    monkeypatch.setattr("newscli.storage.reads.headlines", lambda *a, **k: 1 / 0)

    done = newscli("headlines")

    assert done.err.startswith("newscli: internal error: ZeroDivisionError")
    assert "Traceback" not in done.err
    assert "ZeroDivisionError" in (small_home / "newscli.log").read_text()


def test_a_parsers_bug_fails_one_source_and_its_trace_goes_to_the_log(
    newscli, home, tmp_path, monkeypatch
):
    add_files(newscli, tmp_path, "good", "bad")
    for file in tmp_path.glob("*.xml"):
        file.write_text(file.read_text().replace("News", "More news"))
    real = "newscli.feeds.quick.parse"
    from newscli.feeds import quick

    parse = quick.parse

    def buggy(body, **options):
        return 1 / 0 if b"of bad" in body else parse(body, **options)

    monkeypatch.setattr(real, buggy)

    done = newscli("fetch")

    assert done.code == 0
    assert "bad: cannot be read (ZeroDivisionError)" in done.err
    assert "Traceback" not in done.err
    assert "Traceback" in (home / "newscli.log").read_text()


def test_a_log_that_cannot_be_written_is_said_once_and_shows_no_trace(
    newscli, home, tmp_path, monkeypatch
):
    add_files(newscli, tmp_path, "bad", "worse")
    for file in tmp_path.glob("*.xml"):
        file.write_text(file.read_text().replace("News", "More news"))
    (home / "newscli.log").unlink(missing_ok=True)
    (home / "newscli.log").mkdir()
    monkeypatch.setattr("newscli.feeds.quick.parse", lambda body, **options: 1 / 0)

    done = newscli("fetch")

    assert "Traceback" not in done.err
    assert done.err.count("newscli.log: no log can be kept: ") == 1
