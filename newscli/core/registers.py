"""The processor's registers, left as other code expects them."""

import hashlib


def clear_upper_halves() -> None:
    """Ends a slowness that igzip (ISA-L) leaves behind for all code of its thread.

    It leaves the upper halves of vector registers in use, and on Intel's processors instructions
    older than AVX then wait for each other (Optimization Reference Manual, "Mixing AVX Code with
    SSE Code"). OpenSSL's SHA-512, where it uses AVX itself, clears them at its end.
    """
    hashlib.sha512(b"", usedforsecurity=False).digest()
