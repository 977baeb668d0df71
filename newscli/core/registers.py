"""The processor's registers, left as other code expects them."""

import hashlib
from collections.abc import Callable
from functools import cache


def clear_upper_halves() -> None:
    """Ends a slowness that igzip (ISA-L) leaves behind for all code of its thread.

    It leaves the upper halves of vector registers in use, and on Intel's processors instructions
    older than AVX then wait for each other (Optimization Reference Manual, "Mixing AVX Code with
    SSE Code"). OpenSSL's SHA-512, where it uses AVX itself, clears them at its end.
    """
    _digest_of_nothing()()


@cache
def _digest_of_nothing() -> Callable[[], bytes]:
    # A new one each time costs 5 µs where so much else is done in between.
    return hashlib.sha512(usedforsecurity=False).digest
