"""Undoing a response's Content-Encoding in bounded steps, so that a bomb costs what is allowed."""

import io
import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from types import ModuleType
from typing import IO, cast

from newscli.core.errors import HttpError
from newscli.core.ports import Answer, Request
from newscli.core.registers import clear_upper_halves

_GZIP = ("gzip", "x-gzip")
_USUAL_TIMES = 5
_STEP_BYTES = 131_072  # the lock of the interpreter changes hands once a step


_unpacker: ModuleType = zlib


def use_igzip() -> None:
    """Unpacks by igzip from now on, where it is installed: in half of zlib's time.

    For a process that hostile bytes may end without harm: zlib is the more hardened of the two.
    """
    global _unpacker
    with suppress(ImportError):
        from isal import isal_zlib

        _unpacker = isal_zlib


def accepted_encodings() -> str:
    """The Accept-Encoding that we can undo: gzip and deflate, br and zstd where installed."""
    found = ["gzip", "deflate"]
    found += ["br"] if find_spec("brotli") else []
    found += ["zstd"] if find_spec("zstandard") else []
    return ", ".join(found)


def inflate(
    chunks: Iterable[bytes], encoding: str, *, max_bytes: int, step_bytes: int = _STEP_BYTES
) -> bytes:
    """The whole body, at most max_bytes of it, unpacked so many bytes at a time.

    Raises HttpError: longer than that, cut short, damaged, or encoded in a way that we did not
    ask for (several encodings on top of each other among them; RFC 9110, section 8.4).
    """
    parts: list[bytes] = []
    size = 0
    for part in _decoder(encoding.strip().lower(), step_bytes)(chunks):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise too_large(max_bytes)
    return b"".join(parts)


def whole(answer: Answer, *, max_bytes: int) -> Answer:
    """The answer with its body unpacked. Raises HttpError, as `inflate` does."""
    # In one step, where it is as long as it tells: copied once less.
    step_bytes = max(min(likely_bytes(answer), max_bytes) + 1, _STEP_BYTES)
    try:
        body = inflate([answer.body], answer.encoding, max_bytes=max_bytes, step_bytes=step_bytes)
    except HttpError as error:
        error.duration_s = answer.duration_s
        raise
    finally:
        if _unpacker is not zlib:
            clear_upper_halves()
    return answer._replace(body=body, encoding="")


def each_whole(
    results: Iterable[tuple[Request, Answer | HttpError] | None], *, max_bytes: int
) -> Iterator[tuple[Request, Answer | HttpError] | None]:
    """The results with their bodies unpacked."""
    for result in results:
        if result is None:
            yield None
            continue
        request, outcome = result
        if isinstance(outcome, Answer):
            try:
                outcome = whole(outcome, max_bytes=max_bytes)
            except HttpError as error:
                outcome = error.bare()
        yield request, outcome


def likely_bytes(answer: Answer) -> int:
    """How large a body may be once it is unpacked: told by gzip, guessed for other encodings.

    What gzip tells stands in its last four bytes (RFC 1952, section 2.3.1), and is checked only
    when it is unpacked.
    """
    if not answer.encoding:
        return len(answer.body)
    if answer.encoding in _GZIP:
        return int.from_bytes(answer.body[-4:], "little")
    return _USUAL_TIMES * len(answer.body)


def too_large(max_bytes: int) -> HttpError:
    """The error of a body that is larger than allowed."""
    return HttpError(f"larger than {max_bytes // 1_000_000} MB (fetch.max_mb)", status=200)


def _decoder(encoding: str, step_bytes: int) -> Callable[[Iterable[bytes]], Iterator[bytes]]:
    match encoding:
        case "" | "identity":
            return iter
        case "gzip" | "x-gzip" | "deflate":
            return partial(_zlib, step_bytes=step_bytes)
        case "br" if find_spec("brotli"):
            return _brotli
        case "zstd" if find_spec("zstandard"):
            return _zstd
    raise HttpError(f'sent with Content-Encoding "{encoding[:40]}", which was not asked for')


def _zlib(chunks: Iterable[bytes], *, step_bytes: int) -> Iterator[bytes]:
    """gzip and deflate; also deflate without its zlib wrapper, which some servers send."""
    source = _blocks(chunks)
    first = next(source, b"")
    if not first:
        return
    # zlib's own header has a checksum over its first two bytes (RFC 1950, section 2.2).
    is_zlib = first[0] & 15 == 8 and int.from_bytes(first[:2]) % 31 == 0
    is_wrapped = is_zlib or first[:1] == b"\x1f"
    decoder = _unpacker.decompressobj(zlib.MAX_WBITS | 32 if is_wrapped else -zlib.MAX_WBITS)
    for chunk in itertools.chain((first,), source):
        try:
            while chunk and not decoder.eof:
                yield decoder.decompress(chunk, step_bytes)
                chunk = decoder.unconsumed_tail
        except _unpacker.error as error:
            raise HttpError(f"damaged on the way: {error}") from None
    if rest := decoder.flush():
        yield rest
    if not decoder.eof:
        raise HttpError("cut short: the compressed body ends in the middle")


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What comes in small pieces, joined; none is empty."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= _STEP_BYTES:
            yield b"".join(pieces)
            pieces, size = [], 0
    if size:
        yield b"".join(pieces)


def _brotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    try:
        for chunk in chunks:
            yield decoder.process(chunk, output_buffer_limit=_STEP_BYTES)
            while not decoder.can_accept_more_data():
                yield decoder.process(b"", output_buffer_limit=_STEP_BYTES)
    except brotli.error as error:
        raise HttpError(f"damaged on the way: {error}") from None
    if not decoder.is_finished():
        raise HttpError("cut short: the compressed body ends in the middle")


def _zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import zstandard

    # A frame may ask for a window of 8 MB and no more (RFC 9659, section 3).
    decoder = zstandard.ZstdDecompressor(max_window_size=8 << 20)
    waiting = iter(chunks)

    class Reader(io.RawIOBase):
        """A readable file over the chunks."""

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return next((chunk for chunk in waiting if chunk), b"")

    reader = decoder.stream_reader(cast("IO[bytes]", Reader()), read_across_frames=True)
    try:
        while part := reader.read(_STEP_BYTES):
            yield part
    except zstandard.ZstdError as error:
        raise HttpError(f"damaged on the way: {error}") from None
