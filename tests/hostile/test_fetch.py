"""A fetch from servers that mean harm, beside others that do not."""

import json
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.hostile.server import ATTACKS, serving

SIZE = 0.01  # of what benchmarks/hostile.py sends
GOOD = 10
SLOW = ("slow-headers", "slow-body", "silent")
# What is no harm when it is small.
SMALL = {"gzip-bomb", "one-cdata", "large-and-broken", "double-gzip"}
NAMES = [name for name in ATTACKS if name not in SLOW]
# C0 but tab and newline, DEL, C1, bidirectional overrides and isolates.
HARM = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A home after one fetch of all attacks beside ten good sources, and what the fetch said."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSCLI_HOME", str(home))
        patch.setenv("NEWSCLI_FETCH_TIMEOUT_S", "5")
        patch.setenv("NEWSCLI_LIMITS_FIRST_BYTE_S", "2")
        patch.setenv("NEWSCLI_FETCH_MAX_MB", "4")
        patch.setenv("NEWSCLI_LIMITS_ENTRIES", "400")
        with serving(SIZE) as url:
            listed = [f"{url}/good/{n}" for n in range(GOOD)] + [f"{url}/{n}" for n in ATTACKS]
            run("sources", "import", "-", stdin="\n".join(listed))
            done = run("fetch")
        rows = json.loads(run("sources", "list", "--json").stdout)
        yield url, {row["url"]: row for row in rows}, done, home


def run(*words, stdin=None):
    """newscli, as a shell runs it."""
    return subprocess.run(
        [sys.executable, "-m", "newscli", *words], input=stdin, capture_output=True, text=True
    )


def test_the_good_sources_are_stored(world):
    url, rows, _, _ = world

    assert [rows[f"{url}/good/{n}"]["articles"] for n in range(GOOD)] == [5] * GOOD


@pytest.mark.parametrize("name", [n for n in ATTACKS if ATTACKS[n].says and n not in SMALL])
def test_a_bad_source_is_reported_in_one_line_with_its_reason(world, name):
    url, _, done, _ = world
    lines = [line for line in done.stderr.splitlines() if f"{url}/{name}:" in line]

    assert len(lines) == 1
    assert re.match(rf"newscli: {re.escape(f'{url}/{name}')}: ({ATTACKS[name].says})", lines[0])


@pytest.mark.parametrize("name", [name for name in ATTACKS if ATTACKS[name].says is None])
def test_what_is_only_odd_is_read(world, name):
    url, rows, done, _ = world

    assert rows[f"{url}/{name}"]["articles"] > 0, done.stderr


def test_a_fetch_with_bad_sources_says_no_more_than_a_line_each(world):
    _, rows, done, _ = world

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= len(rows) + 1
    assert not HARM.search(done.stdout + done.stderr)


def test_nothing_harmful_is_stored(world):
    with closing(sqlite3.connect(world[3] / "news.db")) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
        ).fetchall()
        rows = [row for (name,) in tables for row in connection.execute(f"SELECT * FROM {name}")]
    dump = "\n".join(value for row in rows for value in row if isinstance(value, str))

    assert "red" in dump
    assert not HARM.search(dump)


# Lists of sources


def test_a_list_of_a_million_folders_ends_in_one_line(newscli, tmp_path):
    (tmp_path / "deep.opml").write_text(
        "<opml><body>" + "<outline text='d'>" * 1_000_000 + "<outline xmlUrl='https://a.example'/>"
    )

    done = newscli("sources", "import", tmp_path / "deep.opml")

    assert (done.code != 0, done.out) == (True, "")
    assert done.err.splitlines()[0].startswith("newscli: folders nested deeper than 100")


def test_entities_in_a_list_are_refused(newscli, tmp_path):
    laughs = '<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><opml><body/></opml>'
    (tmp_path / "a.opml").write_text(laughs)

    assert "entities" in newscli("sources", "import", tmp_path / "a.opml").err


@pytest.mark.parametrize(
    "words", ['"unb', "C++", "{a b}:c", "a AND", "*", "NEAR(", "^a - b", "((("]
)
def test_a_query_breaks_nothing(newscli, small_home, words):
    done = newscli("search", "--", words)

    assert done.code in (0, 1, 2)
    assert "syntax error" not in done.err


# Pages


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "words",
        "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">words</a>",
        "<p>" + "&amp;" * 400_000,
        "<table>" + "<tr><td>a" * 50_000,
        "<p>" + "<b>" * 30_000 + "words",
        "<!--" * 50_000 + "<p>words",
        "<script>" * 20_000,
        "<a href='" * 50_000,
    ],
    ids=["divs", "attributes", "references", "rows", "unclosed", "comments", "scripts", "quotes"],
)
def test_a_page_costs_time_in_proportion_to_its_length(page):
    from newscli.pages.webpage import read_web_page

    begun = time.process_time()
    read_web_page(page.encode(), content_type="text/html", url="https://site.example/")

    assert time.process_time() - begun < 20  # a hang, not a speed: it takes a second at most


@pytest.mark.parametrize("end", [">", "", '">', "<b>"])
def test_a_site_whose_page_is_one_tag_full_of_attributes_is_no_trouble(end):
    from newscli.feeds import discovery

    page = "<html><a " + " ".join(f"a{n}=1" for n in range(200_000)) + end

    assert discovery.feed_links(page.encode(), base_url="https://site.example/") == ()
