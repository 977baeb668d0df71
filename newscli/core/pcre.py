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


class Search:
    """Whether a text has what a pattern looks for; the pattern must mean the same to both."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._pattern = pattern
        self._code: Code | None = None

    def __call__(self, text: bytes) -> bool:
        """True where it has."""
        if _library is not None:
            if self._code is None:
                is_caseless = bool(self._pattern.flags & re.I)
                self._code = _library.compiled(self._pattern.pattern, is_caseless=is_caseless)
            found = _library.has(self._code, text) if self._code else None
            if found is not None:
                return found
        return self._pattern.search(text) is not None


class Replace:
    """Replaces all that a pattern finds; both in PCRE2's syntax (pcre2pattern(3), pcre2api(3))."""

    def __init__(self, pattern: bytes, by: bytes) -> None:
        self._pattern = pattern
        self._by = by
        self._code: Code | None = None

    def __call__(self, text: bytes) -> bytes | None:
        """The text with the replacements; None where PCRE2 is not in use, or cannot do it."""
        if _library is None:
            return None
        if self._code is None:
            self._code = _library.compiled(self._pattern)
        return _library.replaced(self._code, self._by, text) if self._code else None
