"""Every field of every verb with hostile text, in every form of output.

The text stands in the database as no door of ours would let it in: another program wrote it.
"""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import newscli.commands
from newscli.core.models import Block, Span
from newscli.core.text import clean_text
from newscli.storage import db
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft

HARM = (
    "\x1b]0;owned\x07\x1b[5;31mred\x1b[2J\x9b5m\x90q\x9c\x1bPdcs\x1b\\\u202egnp.exe\u202c\u2066x"
    "\u2069\x08\x7f\x85\u2028"
)
MARKUP = "[bold red]loud[/] [link=file:///etc/passwd]here[/link] :boom:"
EVIL = f"{HARM} {MARKUP}"
HOME_PAGE = "https://site.example/"
# What text may not bring: C0 but tab and newline, DEL, C1, the direction of text, line separators.
BAD = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\u2069\ud800-\udfff]"
)
STYLE = re.compile(r"\x1b\[(?!5;31m)[0-9;]*m")
LINK = re.compile(r"\x1b\]8;(?:id=\d+)?;((?:https?://|mailto:)[^\0-\x1f\x7f-\x9f]*)?\x1b\\")
ISLAND = re.compile("\u2068[^\u2068\u2069\n]*\u2069")
# Columns that hold words of the code's own, or a form that only the code writes.
CODED = {
    "outcome", "kind", "origin", "next_why", "rhythm", "skip_hours", "skip_days", "name", "value",
    "html", "blocks", "base_url", "canonical_url", "url", "site_url", "image", "moved_to", "guid",
}  # fmt: skip
VERBS = [
    [],
    ["headlines", "--all"],
    ["headlines", "--edited"],
    ["search", "words"],
    ["search", "loud"],
    ["read", "1"],
    ["read", "1", "--raw"],
    ["read", "1", "--markdown"],
    ["read", "1", "--rev", "1"],
    ["read", "1", "--feed"],
    ["read", "2", "--page"],
    ["diff", "1"],
    ["related", "1"],
    ["open", "1"],
    ["mark", "star", "1"],
    ["mark", "undo"],
    ["tag", "list"],
    ["tag", "add", "new", "1"],
    ["export"],
    ["export", "--format", "markdown"],
    ["export", "--format", "csv"],
    ["sources"],
    ["sources", "list"],
    ["sources", "list", "--failing"],
    ["sources", "show", "1"],
    ["sources", "edit", "1"],
    ["sources", "doctor"],
    ["sources", "export"],
    ["sources", "remove", "1"],
    ["save", "https://site.example/1"],
    ["story", "1"],
    ["stories", "--all", "--min-sources", "1"],
    ["views", "list"],
    ["rules", "list"],
    ["rules", "test", "1"],
    ["search", "loud", "--explain"],
    ["digest"],
    ["digest", "words", "--by", "source", "--format", "html"],
    ["digest", "--by", "tag", "--format", "eml"],
    ["digest", "--format", "txt"],
    ["schedule", "status"],
    ["fetch", "--dry-run"],
    ["fetch"],
    ["config"],
    ["db", "info"],
    ["db", "check"],
]
FORMS = {"pipe": [], "json": ["--json"], "jsonl": ["--jsonl"], "screen": []}
# Tables of digests, numbers and times, and of what names an article or a host for looking up.
UNSHOWN = {
    "host", "repeat", "mark_journal", "source_url", "visit", "story_term", "likeness", "pruned",
    "place", "grams_due",
    # The user's own words: a query that was poisoned would not parse.
    "view", "rule",
}  # fmt: skip
# The first has a test of its own below; the others show nothing of anybody's.
ELSEWHERE = {"watch", "browse", "completion", "demo", "help", "import"}


@pytest.fixture
def poisoned(home: Path, monkeypatch):
    """A home whose every text is hostile: what a field may hold at its worst."""
    monkeypatch.setenv("BROWSER", "true")
    connection = db.connect(home / "news.db")
    drafts = [
        make_draft("1", title=f"words {EVIL}", text=f"words {EVIL}\n\nmore", tags=("tag",)),
        make_draft("2", title=f"more {EVIL}", text=f"words {EVIL}"),
    ]
    store_drafts(connection, drafts, is_made=False)
    store_drafts(connection, [make_draft("3", title="Calm")], url="file:///nowhere/feed")
    spans = (Span(0, 5, f"https://site.example/\x1b[5;31m{MARKUP}"), Span(6, 9, "file:///etc/x"))
    blocks = [
        Block("paragraph", f"words {EVIL}", spans=spans),
        Block("heading", EVIL, 2),
        Block("list", EVIL, 0, f"•{HARM}"),
        Block("table", f"a{EVIL}\tb\nc\td"),
        Block("code", EVIL),
        Block("quote", EVIL),
        Block("image", EVIL),
        Block("caption", EVIL),
    ]
    _rows(connection, json.dumps(blocks))
    _poison(connection)
    connection.close()
    return home


def _rows(connection: sqlite3.Connection, blocks: str) -> None:
    """Rows in the tables that a fetch leaves empty."""
    url = f"https://site.example/a\x1b[5;31m{MARKUP}"
    with db.transaction(connection):
        run = connection.execute
        run("UPDATE body SET blocks = ?", (blocks,))
        run(
            "UPDATE article SET url = ?, publisher = 'p', publisher_rule = 'r' WHERE id < 3", (url,)
        )
        run("UPDATE source SET problem = 'p', asked_at = ?, site_url = ?", (NOW, HOME_PAGE))
        run(
            "INSERT INTO revision (article_id, number, seen_at, title, summary, text, blocks)"
            " VALUES (1, 1, ?, '', '', '', ?)",
            (NOW, blocks),
        )
        run("UPDATE article SET edited_at = ? WHERE id = 1", (NOW,))
        run(
            "INSERT INTO page (article_id, url, asked_at, blocks, title, problem, image)"
            " VALUES (2, ?, ?, ?, 't', 'p', ?)",
            (url, NOW, blocks, url),
        )
        run("INSERT INTO page_url VALUES ('https://site.example/1', 1)")
        run("INSERT INTO enclosure VALUES (1, 0, ?, 'audio/mpeg', 9)", (url,))
        for place, kind in enumerate(("related", "previous", "next", "reference", "source")):
            link = (place, kind, f"{url}{place}", "label")
            run("INSERT INTO link VALUES (1, 'feed', ?, ?, ?, NULL, ?)", link)
        run("INSERT INTO source_tag VALUES (1, 'tag')")
        run("INSERT INTO view VALUES ('loud', 'words', 1)")
        run("INSERT INTO rule (place, query, actions) VALUES (1, 'words', 'star')")
        run("INSERT INTO source_option VALUES (1, 'user_agent', 'me')")


def _poison(connection: sqlite3.Connection) -> None:
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
    ).fetchall()
    with db.transaction(connection):
        for (table,) in tables:
            for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if kind == "TEXT" and column not in CODED:
                    connection.execute(
                        f"UPDATE {table} SET {column} = {column} || ? WHERE {column} IS NOT NULL",
                        (EVIL,),
                    )


def _harm_in(out: str, form: str) -> list[str]:
    """What a terminal or a program would take amiss, each with what stands around it."""
    if form == "screen":
        out = ISLAND.sub("", LINK.sub("", STYLE.sub("", out)))
    return [out[max(found.start() - 30, 0) : found.end() + 10] for found in BAD.finditer(out)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", VERBS, ids=lambda words: " ".join(words) or "(bare)")
def test_no_verb_lets_hostile_text_out(newscli, poisoned, monkeypatch, words, form):
    if "--format" in words and form in ("json", "jsonl"):
        pytest.skip("says two different forms")
    if form == "screen":
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "100")

    done = newscli(*words, *FORMS[form])

    assert done.code in (0, 1, 2, 3, 4)
    assert "Traceback" not in done.err
    assert _harm_in(done.out, form) == []
    assert _harm_in(done.err, form) == []


def test_the_verbs_of_that_test_are_all_there_are():
    folder = Path(newscli.commands.__file__).parent
    verbs = {file.stem.rstrip("_") for file in folder.glob("[a-z]*.py")}

    assert verbs - ELSEWHERE == {words[0] for words in VERBS if words}


def test_markup_of_others_is_shown_and_not_obeyed(newscli, poisoned, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "300")

    shown = STYLE.sub("", newscli("headlines", "--all").out)

    assert "[bold red]loud[/] [link=file:///etc/passwd]here[/link] :boom:" in shown


def test_what_is_drawn_links_to_the_web_only(newscli, poisoned, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")

    targets = re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b", newscli("read", "1").out)

    assert all(target.startswith(("http://", "https://", "mailto:", "")) for target in targets)
    assert not any("file:" in target.partition("[")[0] for target in targets)


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_json_stays_json(newscli, poisoned, form):
    out = newscli("headlines", "--all", form).out

    rows = json.loads(out) if form == "--json" else [json.loads(one) for one in out.splitlines()]
    assert any(MARKUP in row["title"] for row in rows)


@pytest.mark.parametrize("column", ["title", "author", "publisher", "summary", "text"])
def test_nothing_of_it_would_have_been_stored(column):
    assert not BAD.search(clean_text(f"{column} {HARM}"))


def test_a_database_has_no_table_that_these_tests_leave_out(poisoned):
    with closing(sqlite3.connect(poisoned / "news.db")) as connection:
        names = {
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
            )
        }
        empty = {
            name
            for name in names
            if not connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        }

    assert empty <= UNSHOWN


def test_browse_draws_no_hostile_text_and_obeys_no_markup(poisoned):
    pytest.importorskip("textual")
    from newscli.storage.reads import Filter
    from tests.tui.driving import browse

    seen = []

    async def look(pilot):
        seen.append(pilot.text)
        for key in ("enter", "end", "pagedown", "question_mark"):
            await pilot.press(key)
            seen.append(pilot.text)

    browse(look, size=(300, 50), chosen=Filter(), title=f"All {EVIL}")

    assert any(MARKUP in text for text in seen)
    assert [text for text in seen if BAD.search(text)] == []
