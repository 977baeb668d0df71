"""Whole screens, as they were when somebody looked at them and found them good.

`python -m tests.tui.test_snapshots` draws them anew; look at the difference before you commit it.
"""

import os
import tempfile
import time
from pathlib import Path

import pytest

from newscli.storage import db, marks
from newscli.storage.reads import Filter
from tests.conftest import store_drafts
from tests.fakes import NOW, make_draft
from tests.tui.driving import browse

SHOTS = Path(__file__).parents[1] / "data" / "browse"
SIZES = ((80, 24), (120, 40), (160, 50))
TITLES = (
    "Harbour bridge closes for the night after a barge hits its second pillar in thick fog",
    "港の橋、霧の中ではしけが橋脚に衝突し夜間通行止めに、けが人はなし、市は調査を始める",
    "إغلاق جسر الميناء ليلاً بعد اصطدام بارجة بأحد أعمدته في ضباب كثيف",
    "बंदरगाह का पुल रात भर के लिए बंद",
    "Ferry 🎉 turns a hundred, and nobody 👩‍👩‍👧 has to pay for the crossing",
    "https://site.example/a-title-that-is-an-address-and-has-no-place-to-be-parted-at-all/index",
    "Short",
)
TEXT = "The bridge was closed at nine. A barge had come up the river in fog.\n\n" * 8


def make_home(home: Path) -> None:
    """Seven articles in scripts of all kinds; one is starred, one read."""
    connection = db.connect(home / "news.db")
    drafts = [
        make_draft(f"g{n}", title=title, text=TEXT, published_at=NOW - 5000 * (n + 1) ** 2)
        for n, title in enumerate(TITLES)
    ]
    store_drafts(connection, drafts)
    marks.mark(connection, "star", ids=[2], chosen=Filter(), now=NOW)
    marks.mark(connection, "read", ids=[4], chosen=Filter(), now=NOW)
    connection.close()


def shot(width: int, height: int) -> str:
    """The screen with the newest article open."""
    seen: list[str] = []

    async def act(at):
        await at.press("enter")
        seen.extend(at.screen)

    browse(act, size=(width, height), chosen=Filter(), title="All")
    return "\n".join(seen) + "\n"


@pytest.fixture
def at_noon_in_utc(monkeypatch):
    """A clock that stands still, and no time zone of the machine's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        monkeypatch.setattr(time, "time", lambda: NOW)
        yield
    time.tzset()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_screen_is_as_it_was(width, height, home, at_noon_in_utc):
    make_home(home)

    drawn = shot(width, height)

    assert drawn == (SHOTS / f"{width}x{height}.txt").read_text("utf-8")


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    time.time = lambda: NOW
    SHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEWSCLI_HOME"] = folder
        for columns, lines in SIZES:
            for file in Path(folder).iterdir():
                file.unlink()
            make_home(Path(folder))
            (SHOTS / f"{columns}x{lines}.txt").write_text(shot(columns, lines), "utf-8")
