"""The processor's registers, left behind as other code expects them."""

import hashlib


def clear_upper_halves() -> None:
    """Ends what igzip (ISA-L 2.31) does to a processor: all code of the thread runs slower.

    It leaves the upper halves of vector registers in use. On Intel's, instructions older than AVX
    then wait for each other (Optimization Reference Manual, "Mixing AVX Code with SSE Code"): tags
    were cut in half as much time again. SHA-512, as OpenSSL has it for processors with AVX, clears
    them at its end, in half a microsecond.
    """
    hashlib.sha512(b"", usedforsecurity=False).digest()
