"""The system's library of PCRE2, for bytes; pcre2api(3) says what is meant here."""

import ctypes
from typing import Any

_LIBRARIES = ("libpcre2-8.so.0", "libpcre2-8.dylib")
_CASELESS = 0x8
_JIT_COMPLETE = 0x1
_NO_MATCH, _NO_MEMORY = -1, -48
_USUAL_ROOM = 200_000  # bytes, for all but the longest articles
# PCRE2_SUBSTITUTE_GLOBAL, _EXTENDED, _UNSET_EMPTY and _OVERFLOW_LENGTH.
_SUBSTITUTE = 0x100 | 0x200 | 0x400 | 0x1000
_NUMBER, _SIZE, _POINTER = ctypes.c_uint32, ctypes.c_size_t, ctypes.c_void_p
_TEXT = (ctypes.c_char_p, _SIZE)
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "compile": (_POINTER, (*_TEXT, _NUMBER, _POINTER, _POINTER, _POINTER)),
    "jit_compile": (ctypes.c_int, (_POINTER, _NUMBER)),
    "match_data_create_from_pattern": (_POINTER, (_POINTER, _POINTER)),
    "get_ovector_pointer": (ctypes.POINTER(_SIZE), (_POINTER,)),
    "match": (ctypes.c_int, (_POINTER, *_TEXT, _SIZE, _NUMBER, _POINTER, _POINTER)),
    "substitute": (
        ctypes.c_int,
        (
            _POINTER,
            *_TEXT,
            _SIZE,
            _NUMBER,
            _POINTER,
            _POINTER,
            *_TEXT,
            _POINTER,
            ctypes.POINTER(_SIZE),
        ),
    ),
}


def found() -> "Library | None":
    """The library, where the system has it and lets it make machine code."""
    for file in _LIBRARIES:
        try:
            library = Library(file)
        except (OSError, AttributeError):
            continue
        if library.compiled(b"a"):
            return library
    return None


class Code:
    """A pattern in machine code."""

    def __init__(self, pointer: int, matches: int, ends: Any) -> None:
        self.pointer = pointer
        self.matches = matches  # where a match is told
        self.ends = ends  # within that: where it begins and ends


class Library:
    """Patterns compiled, searched for and replaced. Raises OSError, AttributeError: not PCRE2."""

    def __init__(self, file: str) -> None:
        library = ctypes.CDLL(file)
        self._call: dict[str, Any] = {}
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, f"pcre2_{name}_8")
            function.restype, function.argtypes = result, arguments
            self._call[name] = function
        # A new one each time costs a quarter of the time, since ctypes writes zeros into it.
        self._room = ctypes.create_string_buffer(_USUAL_ROOM)
        self._size = _SIZE()
        self._match, self._substitute = self._call["match"], self._call["substitute"]

    def compiled(self, pattern: bytes, *, is_caseless: bool = False) -> Code | None:
        """A pattern in machine code; None where it cannot be."""
        number, place = ctypes.c_int(), _SIZE()
        pointer = self._call["compile"](
            pattern, len(pattern), _CASELESS if is_caseless else 0,
            ctypes.byref(number), ctypes.byref(place), None,
        )  # fmt: skip
        if not pointer or self._call["jit_compile"](pointer, _JIT_COMPLETE):
            return None
        matches = self._call["match_data_create_from_pattern"](pointer, None)
        return Code(pointer, matches, self._call["get_ovector_pointer"](matches))

    def has(self, code: Code, text: bytes) -> bool | None:
        """Whether a text has what a pattern finds; None where that takes more than its bounds."""
        number = self._match(code.pointer, text, len(text), 0, 0, code.matches, None)
        return number >= 0 if number >= _NO_MATCH else None

    def places(self, code: Code, text: bytes) -> list[int] | None:
        """Where a pattern that matches nothing empty does; None as in `has`."""
        found: list[int] = []
        end = 0
        while (
            number := self._match(code.pointer, text, len(text), end, 0, code.matches, None)
        ) >= 0:
            begin, end = code.ends[0], code.ends[1]
            found.append(begin)
        return found if number == _NO_MATCH else None

    def replaced(self, code: Code, by: bytes, text: bytes) -> bytes | None:
        """A text with all that a pattern finds replaced; None where it takes more than its bounds.

        `by` is in the extended syntax.
        """
        room, size = max(len(text) + 1, _USUAL_ROOM), self._size
        for _ in range(2):
            made = self._room if room == _USUAL_ROOM else ctypes.create_string_buffer(room)
            size.value = room
            number = self._substitute(
                code.pointer, text, len(text), 0, _SUBSTITUTE, code.matches, None,
                by, len(by), made, size,
            )  # fmt: skip
            if number >= 0:
                return bytes(memoryview(made)[: size.value])
            if number != _NO_MEMORY or size.value <= room:
                break
            room = size.value
        return None
