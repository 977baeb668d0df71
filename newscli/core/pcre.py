"""PCRE2, the system's: patterns compiled to machine code, in a third of the time of Python's re.

Nearly every Linux has its library, which git, grep and SELinux need. Whatever is done by it is done
by re as well: where there is no such library, where it may make no machine code, and for a text
that takes more than its bounds. It is for processes that read many documents, in one thread.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscli.core.pcre_library import Code, Library

_library: "Library | None" = None


def use() -> None:
    """Uses PCRE2 in this process from now on, where the system has it."""
    global _library
    from newscli.core import pcre_library

    _library = pcre_library.found()


class _Compiled:
    """A pattern that is compiled when it is needed first, once."""

    def __init__(self, pattern: bytes, *, is_caseless: bool = False) -> None:
        self._pattern = pattern
        self._is_caseless = is_caseless
        self._is_new = True
        self._code: Code | None = None

    def by(self, library: "Library") -> "Code | None":
        """None where the library cannot compile it, since it is older than we know it."""
        if self._is_new:
            self._is_new = False
            self._code = library.compiled(self._pattern, is_caseless=self._is_caseless)
        return self._code


class Search:
    """Whether a text has what a pattern looks for; the pattern must mean the same to both."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._pattern = pattern
        self._compiled = _Compiled(pattern.pattern, is_caseless=bool(pattern.flags & re.I))

    def __call__(self, text: bytes) -> bool:
        """True where it has."""
        if _library is not None and (code := self._compiled.by(_library)) is not None:
            found = _library.has(code, text)
            if found is not None:
                return found
        return self._pattern.search(text) is not None


class Find:
    """Where a pattern in PCRE2's syntax is found, which must not match what is empty."""

    def __init__(self, pattern: bytes) -> None:
        self._compiled = _Compiled(pattern)

    def __call__(self, text: bytes) -> list[int] | None:
        """Where each match begins; None where PCRE2 is not in use, or cannot do it."""
        if _library is None or (code := self._compiled.by(_library)) is None:
            return None
        return _library.places(code, text)


class Replace:
    """Replaces all that a pattern finds; both in PCRE2's syntax (pcre2pattern(3), pcre2api(3))."""

    def __init__(self, pattern: bytes, by: bytes) -> None:
        self._by = by
        self._compiled = _Compiled(pattern)

    def __call__(self, text: bytes) -> bytes | None:
        """The text with the replacements; None where PCRE2 is not in use, or cannot do it."""
        if _library is None or (code := self._compiled.by(_library)) is None:
            return None
        return _library.replaced(code, self._by, text)
