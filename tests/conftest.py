"""A world for each test: no network, no user's files, a fixed place to store."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from newscli import cli, invocation
from newscli.commands import _pages
from newscli.core import visits
from newscli.core.changes import decide
from newscli.core.draft import ReadFeed
from newscli.core.entry import Subscription
from newscli.core.models import Visit
from newscli.core.ports import Answer
from newscli.storage import db, sources
from newscli.storage.writes import FetchStore
from tests.fakes import NOW, make_draft

_OURS = ("NEWSCLI_", "NO_COLOR", "FORCE_COLOR", "PAGER", "COLUMNS", "BROWSER", "LESS")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """NEWSCLI_HOME, empty; and none of the variables that newscli listens to."""
    import os

    for name in list(os.environ):
        if name.startswith(_OURS) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("NEWSCLI_HOME", str(folder))
    invocation.begin()  # no theme, no profile of an earlier run
    return folder


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which `newscli demo` was run, for copying."""
    folder = tmp_path_factory.mktemp("demo-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSCLI_HOME", str(folder))
        assert cli.run(["demo", "-q"]) == 0
    return folder


@pytest.fixture
def demo(demo_made: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user who has run the demo and works in its profile."""
    shutil.copytree(demo_made, home)
    monkeypatch.setenv("NEWSCLI_PROFILE", "demo")
    return home


class Outcome(NamedTuple):
    """What a run of newscli gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def newscli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs newscli as the shell does, in a pipe, through its own error boundary."""

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def small_home(home: Path) -> Path:
    """A home with one source and three articles: 1 (older), 2, and 3 (the newest)."""
    connection = db.connect(home / "news.db")
    store_drafts(
        connection,
        [
            make_draft("third", title="The tide and the cable", published_at=NOW - 60),
            make_draft("second", title="A harbour at night", published_at=NOW - 7200),
            make_draft(
                "first",
                title="Cable cut near the harbour",
                text="The cable was cut by an anchor. Sabotage is not ruled out.",
                published_at=NOW - 90_000,
            ),
        ],
    )
    connection.close()
    return home


def store_drafts(
    connection,
    drafts,
    *,
    url="https://source.example/feed",
    now=NOW,
    is_made=True,
    is_placed=True,
) -> int:
    """Stores drafts as a fetch does; the source's id."""
    sources.add(connection, [Subscription(url, "The Source")], now=now)
    source_id = sources.id_of(connection, url)
    (source,) = sources.to_fetch(connection, [source_id])
    store = FetchStore(connection)
    feed = ReadFeed("The Source", "https://source.example/", tuple(drafts))
    with store.batch():
        store.save_articles(source_id, decide(store.known(source_id, drafts), drafts), now=now)
        answered = visits.after_answer(source, Answer(url, 200), now=now)
        read = visits.after_feed(answered, feed, [], fresh_s=None, now=now)
        store.note([read], [Visit(source_id, read.visits, now, "new", 200, len(drafts))])
    if is_placed:
        # Compared, and like no other: the texts of drafts are much the same.
        connection.execute("UPDATE place SET is_due = 0")
    if is_made:
        _pages.make_newest(connection, after_id=0)
    return source_id
