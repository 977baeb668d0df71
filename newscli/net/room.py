"""Room in memory for answers: many may be large, and all of them at once would be too large."""

import threading

_SMALL_BYTES = 1_000_000
_AT_A_TIME = 2


class Room:
    """What httpx's threads may hold: one megabyte each, and the rest of two large answers.

    A thread that has no room left waits, and its server with it, until its deadline.
    """

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(_AT_A_TIME)
        self._mine = threading.local()

    def need(self, size: int, *, left_s: float) -> bool:
        """True where an answer may be so large; it may have to wait for that, at most `left_s`."""
        if size > _SMALL_BYTES and not self.is_held:
            self._mine.is_held = self._places.acquire(timeout=max(left_s, 0.0))
            return self.is_held
        return True

    @property
    def is_held(self) -> bool:
        """True where this thread holds room for a large answer."""
        return getattr(self._mine, "is_held", False)

    def leave(self) -> None:
        """Gives back what this thread holds."""
        if self.is_held:
            self._mine.is_held = False
            self._places.release()

    def hand_over(self) -> bool:
        """Leaves what this thread holds to whoever takes its answer; True where that is room."""
        is_held, self._mine.is_held = self.is_held, False
        return is_held

    def taken(self) -> None:
        """Gives back what was handed over."""
        self._places.release()
