"""Going through articles one by one, with single keys, on a terminal."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from newscli.core.errors import NewscliError
from newscli.core.models import Headline
from newscli.invocation import current
from newscli.storage import marks, reads

if TYPE_CHECKING:
    from newscli.render.pane import Pane
    from newscli.render.screen import Line

    Lines = Callable[[int], Iterable[Line]]

_KEYS = "n next  p previous  s star  o open  r related  ? keys  q quit"
_ALL_KEYS = (
    ("n, Enter, →", "the next article"),
    ("p, ←", "the one before"),
    ("Space, f, PgDn", "a screen further; at the end the next article"),
    ("b, PgUp", "a screen back"),
    ("j, k, ↓, ↑", "a line"),
    ("g, G", "the beginning, the end"),
    ("s", "star it, or take the star away"),
    ("u", "leave it unread"),
    ("o", "open its page in the browser"),
    ("r", "what is related to it; any key leads back"),
    ("q, Esc", "quit"),
)


class Sitting:
    """One reader, some articles, and where they are."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        numbers: Sequence[int],
        *,
        pane: "Pane",
        article: "Lines",
        related: "Lines",
        is_peek: bool,
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._pane = pane
        self._article = article
        self._related = related
        self._is_peek = is_peek
        self._at = 0
        self._width = 0
        self._said = ""

    def go(self, next_key: Callable[[], str]) -> None:
        """Shows the articles until the reader has had enough; each is read once it was shown."""
        self._open()
        while True:
            if self._width != self._pane.width:
                self._put(place=self._pane.place)
            self._pane.draw(self._status(), self._said or _KEYS)
            self._said = ""
            key = next_key()
            if key == "q":
                return
            self._do(key, next_key)

    @property
    def _number(self) -> int:
        return self._numbers[self._at]

    def _status(self) -> str:
        row = self._headline()
        marks_ = ("●" if row.read_at is None else "") + ("★" if row.starred_at is not None else "")
        return f"{marks_}{' ' if marks_ else ''}{self._at + 1} of {len(self._numbers)}"

    def _headline(self) -> Headline:
        return reads.headlines_of(self._connection, [self._number])[self._number]

    def _open(self) -> None:
        self._put()
        if not self._is_peek:
            marks.read(self._connection, self._number, now=current().now)

    def _put(self, *, place: int = 0) -> None:
        self._width = self._pane.width
        lines = list(self._article(self._number))
        self._pane.put(lines, place=place)

    def _do(self, key: str, next_key: Callable[[], str]) -> None:
        if key in (" ", "page-down", "f") and self._pane.is_at_end:
            key = "n"
        match key:
            case "n" | "right":
                self._turn(1)
            case "p" | "left":
                self._turn(-1)
            case "s":
                self._mark("unstar" if self._headline().starred_at is not None else "star")
            case "u":
                self._mark("unread")
            case "o":
                self._browse()
            case "r":
                self._aside(list(self._related(self._number)), next_key)
            case "?" | "h":
                self._aside(self._help(), next_key)
            case _:
                self._pane.move(key)

    def _turn(self, step: int) -> None:
        at = self._at + step
        if 0 <= at < len(self._numbers):
            self._at = at
            self._open()
        else:
            self._said = "this is the first" if step < 0 else "this is the last · q quit"

    def _mark(self, name: str) -> None:
        chosen = reads.Filter()
        now = current().now
        marks.mark(self._connection, name, ids=[self._number], chosen=chosen, now=now)

    def _browse(self) -> None:
        from newscli.commands.open import launch

        url = self._headline().url
        if url is None:
            self._said = "it has no address"
            return
        try:
            launch(url)
            self._said = f"opened {url}"
        except NewscliError as error:
            self._said = str(error)

    def _aside(self, lines: "list[Line]", next_key: Callable[[], str]) -> None:
        """Another text in the pane, until a key that does not scroll it."""
        if not lines:
            self._said = "nothing related yet"
            return
        place = self._pane.place
        self._pane.put(lines)
        key = " "
        while self._pane.move(key) or key in (" ", ""):
            self._pane.draw(self._status(), "any key leads back")
            key = next_key()
        self._put(place=place)

    def _help(self) -> "list[Line]":
        from newscli.render.settings import keys

        return list(keys(_ALL_KEYS, width=self._pane.width))
