"""Work beside the screen: each lane does one thing after the other, on a connection of its own."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from textual.message import Message

from newscli.storage import db

Value = TypeVar("Value")


class Done(Message):
    """Work has ended; `then` is told its value by the app, unless it failed."""

    def __init__(self, lane: "Lane", future: "Future[Any]", then: Callable[[Any], None]) -> None:
        super().__init__()
        self.lane = lane
        self.future = future
        self.then = then


class Lane:
    """A thread and its connection to the database; `pending` counts what is not over yet."""

    def __init__(
        self,
        open_: Callable[[], sqlite3.Connection],
        file: Path,
        post: Callable[[Message], object],
    ) -> None:
        self.pending = 0
        self._open = open_
        self._file = file
        self._post = post
        self._connection: sqlite3.Connection | None = None
        self._threads = ThreadPoolExecutor(1)

    def do(
        self,
        work: Callable[[sqlite3.Connection], Value],
        then: Callable[[Value], None] = lambda value: None,
    ) -> None:
        """Does the work when that before it is done. What it raises is told by the app."""
        self.pending += 1
        future = self._threads.submit(self._run, work)
        future.add_done_callback(lambda over: self._post(Done(self, over, then)))

    def _run(self, work: Callable[[sqlite3.Connection], Value]) -> Value:
        if self._connection is None:
            self._connection = self._open()
        with db.explained(self._file):
            return work(self._connection)

    def close(self, *, is_waiting: bool) -> None:
        """Takes no more work; what has not begun is dropped, unless it is waited for."""
        self._threads.shutdown(wait=is_waiting, cancel_futures=not is_waiting)
