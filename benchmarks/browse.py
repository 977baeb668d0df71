"""What a keystroke costs in `newscli browse`, as a ratio to that in an all but empty Textual app.

    python benchmarks/browse.py [--articles N] [--strokes N]

Both apps run under Textual's pilot in one process, at 140x40. A stroke is timed from the key to the
last time that it made the app draw: the pilot itself then waits two fiftieths of a second more, in
any app, and that is not counted. The other app draws one line with a count of the keys. Textual
draws sixty times a second, so that up to 17 ms of both are waiting for the next frame. CPU is that
of the whole process, waiting included.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from startup import make_database
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from newscli import invocation
from newscli.storage.reads import Filter
from newscli.tui.app import Browse
from newscli.tui.lists import View

SIZE = (140, 40)
KEYS = ("j", "k", "pagedown", "pageup", "G", "g", "s", "m", "tab", "n", "space")


class Stroke(NamedTuple):
    """Milliseconds until the last drawing, and of CPU."""

    wall_ms: float
    cpu_ms: float


class Drawing:
    """An app that knows when it last drew."""

    drawn_at = 0.0

    def _display(self, *what: Any) -> None:
        super()._display(*what)  # type: ignore[misc]
        self.drawn_at = time.perf_counter()


class Empty(Drawing, App[None]):
    """An app that counts the keys."""

    BINDINGS = [Binding(",".join(KEYS), "count", show=False)]  # noqa: RUF012
    count = 0

    def compose(self) -> ComposeResult:
        """The count."""
        yield Static("0")

    def action_count(self) -> None:
        """One more."""
        self.count += 1
        self.query_one(Static).update(str(self.count))


class Timed(Drawing, Browse):
    """The app that is measured."""


async def strokes(app: Empty | Timed, number: int) -> dict[str, list[Stroke]]:
    """What each stroke took, by its key."""
    found: dict[str, list[Stroke]] = {key: [] for key in KEYS}
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        while isinstance(app, Timed) and not app.is_idle:
            await pilot.pause(0.01)
        for _ in range(number):
            for key in KEYS:
                begun, cpu = time.perf_counter(), time.process_time()
                await pilot.press(key)
                while isinstance(app, Timed) and not app.is_idle:
                    await pilot.pause(0.001)
                wall_s, cpu_s = app.drawn_at - begun, time.process_time() - cpu
                if wall_s > 0:  # else there was nothing to draw: `g` at the top
                    found[key].append(Stroke(wall_s * 1000, cpu_s * 1000))
    return found


def main() -> None:
    """Measures and prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--strokes", type=int, default=40)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_database(Path(folder), chosen.articles)
        os.environ["NEWSCLI_HOME"] = folder
        empty = asyncio.run(strokes(Empty(), chosen.strokes))
        run = invocation.begin()
        app = Timed(run, View("Unread", chosen=Filter(is_unread=True)))
        ours = asyncio.run(strokes(app, chosen.strokes))
        app.close()
        run.close()
    print(f"{chosen.articles} unread articles, medians of {chosen.strokes} strokes of each key, ms")
    print(f"{'key':10} {'empty':>7} {'browse':>7} {'ratio':>6} {'95%':>7} {'CPU':>7}")
    for key in KEYS:
        base = statistics.median(stroke.wall_ms for stroke in empty[key])
        walls = [stroke.wall_ms for stroke in ours[key]]
        median, slow = statistics.median(walls), statistics.quantiles(walls, n=20)[-1]
        cpu = statistics.median(stroke.cpu_ms for stroke in ours[key])
        print(f"{key:10} {base:7.1f} {median:7.1f} {median / base:6.2f} {slow:7.1f} {cpu:7.1f}")


if __name__ == "__main__":
    main()
