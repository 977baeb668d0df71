"""What glibc's allocator is told before a large fetch; other systems' need no telling.

mallopt(3); the numbers are those of glibc's malloc.h.
"""

import ctypes
from contextlib import suppress

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
_TRIM_BYTES = 65_536
_KEPT_BYTES = 16_777_216


def keep_memory() -> None:
    """For a process that reads one document after the other, in the same memory."""
    _set(dict.fromkeys((_TOP_PAD, _TRIM_THRESHOLD, _MMAP_THRESHOLD), _KEPT_BYTES))


def give_memory_back() -> None:
    """Lets it return at once what documents took, which it would keep: a third of the peak."""
    # The latter is its default, had large ones not raised it.
    _set({_TRIM_THRESHOLD: _TRIM_BYTES, _MMAP_THRESHOLD: 2 * _TRIM_BYTES})


def share_arenas() -> None:
    """Lets threads share what each would keep for itself: a tenth of the peak with httpx."""
    _set({_ARENA_MAX: 2})


def _set(options: dict[int, int]) -> None:
    # Elsewhere there is no such function, or no such library.
    with suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        for option, value in options.items():
            mallopt(option, value)
