"""A publisher's markup in pieces: its text line by line, and the markup that a line came from.

It works on UTF-8, not on str: patterns and copies of bytes cost half as much where a text is not
all ASCII. Time is in proportion to the length, whatever the markup is.
"""

import re
import unicodedata
from functools import cached_property
from itertools import islice

from newscli.core.grams import has_any, is_among
from newscli.core.pcre import Replace
from newscli.core.text import clean_text, unescape

# The rest of a tag. Where quotes do not pair up, the next ">" ends it; a "<" does, too, so that a
# row of open tags costs no more than its length.
REST = r"(?:>|[^<>\"']*+(?:\"[^\"]*+\"[^<>\"']*+|'[^']*+'[^<>\"']*+){0,200}+>|[^<>]*+>?)"
NAME = r"/?[a-zA-Z][^\s<>/\"']*+|[/!?]"
_NAMES = re.compile(rf"<({NAME}){REST}".encode())
BREAKING = frozenset(
    b"address article aside blockquote br caption center dd details div dl dt figcaption figure "
    b"footer h1 h2 h3 h4 h5 h6 hr header iframe img li main nav ol p pre section summary table "
    b"tbody td tfoot th thead tr ul video audio".split()
)
UNSHOWN = (
    b"annotation annotation-xml audio button head iframe math noscript object script select style "
    b"svg template textarea title video".split()
)
_COMMENTS = (b"!", b"?")  # and all else that begins so
EMPTY_UNSHOWN = re.compile(rb"<(?:%b)(?=[\s/>])[^<>]*+(?<=/)>" % b"|".join(UNSHOWN))
UPPER_CASE_TAG = re.compile(rb"</?[a-z0-9]*+[A-Z][a-zA-Z0-9]*+")
UNSHOWN_PARTS = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[|<[!?][^<>]*+>"
    rb"|<(%b)(?=[\s/>])(?:[^<>]*+(?<=/)>|.*?(?:</\1\s*>|\Z))" % b"|".join(UNSHOWN),
    re.S,
)
# As html.unescape takes them; every name in HTML is of letters and digits.
_REFERENCE = re.compile(rb"(&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{1,30};?))")
_MOST_KEPT = 2000
BREAK, _UNSHOWN_MARK, _CONTROL = b"\0", b"\1", b"\1"
_SPACES = bytes(range(9, 14)) + bytes(range(28, 32))  # as str.split has them
_CONTROLS = bytes(number for number in (*range(1, 32), 127) if number not in _SPACES)
_FOLDED = bytes.maketrans(_SPACES + _CONTROLS, b" " * len(_SPACES) + _CONTROL * len(_CONTROLS))
_NO_BREAK_SPACE = "\xa0"
_SPACES_IN_A_ROW = "  +"
_as_single_spaces = Replace(_SPACES_IN_A_ROW.encode(), b" ")
_ASCII = bytes(range(128))
# Characters that are in NFC whatever stands around them: letters and signs of most texts.
_COMPOSED = re.compile(
    "[\x80-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2328\u232b-\u2ad0"
    "\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]*+"
)


class _Marks(dict[bytes, bytes]):
    """What stands for a tag in the text, by its name: a break, a mark of what is not shown, or "".

    Those that are met are kept, as far as their number is sensible.
    """

    def __missing__(self, name: bytes) -> bytes:
        plain = name.lower()
        mark = BREAK if plain.removeprefix(b"/") in BREAKING else b""
        if plain in UNSHOWN or plain in _COMMENTS:
            mark = _UNSHOWN_MARK
        if len(self) < _MOST_KEPT:
            self[name] = mark
        return mark


class _Characters(dict[bytes, bytes]):
    """The characters of a reference, in UTF-8; white space but for a line break is a space."""

    def __missing__(self, reference: bytes) -> bytes:
        text = unescape(reference.decode())
        is_space = text.isspace() and text != "\n"
        found = (" " if is_space else text).encode("utf-8", "replace")
        if len(self) < _MOST_KEPT:
            self[reference] = found
        return found


_mark_of = _Marks().__getitem__
_characters_of = _Characters().__getitem__


class Pieces:
    """Markup, in UTF-8, cut at its tags. A line is what stands between two tags that break it."""

    def __init__(self, markup: bytes) -> None:
        self.is_spaced = True
        if BREAK in markup:
            markup = markup.replace(BREAK, b"")
        self._cut(markup)
        if _UNSHOWN_MARK in self.text and _UNSHOWN_MARK in self._marks:
            self._leave_out()

    def _cut(self, markup: bytes) -> None:
        # Each other piece is the name of a tag; all are replaced in one go.
        pieces = _NAMES.split(markup)
        self._markup = markup
        self._names = pieces[1::2]
        self._marks = list(map(_mark_of, self._names))
        pieces[1::2] = self._marks
        self._pieces = pieces
        self.text = b"".join(pieces)
        """The text with a NUL for each tag that breaks a line; references wait for `lines`."""

    def _leave_out(self) -> None:
        """Leaves out what no reader sees."""
        begins = self._unshown()
        is_plain = all(self._names[n] in UNSHOWN for n in begins)
        if not is_plain or EMPTY_UNSHOWN.search(self._markup):
            # Patterns that look for either case take five times as long.
            markup = UPPER_CASE_TAG.sub(lambda tag: tag[0].lower(), self._markup)
            self._cut(UNSHOWN_PARTS.sub(b" ", markup))
            begins = self._unshown()
        end = 0
        for begin in begins:
            if self._names[begin] in _COMMENTS:  # not a whole one
                self._marks[begin] = b""
            elif begin >= end:
                end = self._drop(begin)
        self._pieces[1::2] = self._marks
        self.text = b"".join(self._pieces)

    def _unshown(self) -> list[int]:
        """The numbers of the tags that begin what is not shown."""
        return [number for number, mark in enumerate(self._marks) if mark == _UNSHOWN_MARK]

    def _drop(self, begin: int) -> int:
        """Leaves out the element that a tag begins; the number of the tag behind it."""
        try:
            end = self._names.index(b"/" + self._names[begin], begin) + 1
        except ValueError:  # it is never closed
            end = len(self._names)
            self._pieces[-1] = b""
        number = end - begin
        self._marks[begin:end] = [b" ", *[b""] * (number - 1)]
        self._names[begin:end] = [b""] * number
        self._pieces[2 * begin + 2 : 2 * end : 2] = [b""] * (number - 1)
        return end

    def lines(self) -> list[str]:
        """The lines, safe, their white space folded; many are empty.

        `is_spaced` then tells whether they have no word of a script without spaces.
        """
        self.text = text = resolved(self.text)
        folded = text.translate(_FOLDED)
        if _CONTROL in folded:
            words = text.decode()
            self.is_spaced = not has_any(words)
            return self._cleaned(words)
        if b"  " in folded:
            found = _as_single_spaces(folded)
            folded = re.sub(_SPACES_IN_A_ROW.encode(), b" ", folded) if found is None else found
        words = folded.decode()
        if not words.isascii():
            others = folded.translate(None, _ASCII).decode()
            if _NO_BREAK_SPACE in others:
                words = words.replace(_NO_BREAK_SPACE, " ")
                words = re.sub(_SPACES_IN_A_ROW, " ", words) if "  " in words else words
                others = others.replace(_NO_BREAK_SPACE, "")
            self.is_spaced = not is_among(others)
            # All other white space and control characters are not printable.
            if not others.isprintable() or not _is_composed(words, others):
                return self._cleaned(words)
        return [line.strip() for line in words.split("\0")]

    def _cleaned(self, words: str) -> list[str]:
        # White space is folded in one go: piece by piece it takes twice as long.
        lines = [clean_text(part.strip()) for part in " ".join(words.split()).split("\0")]
        self.text = "\0".join(lines).encode()
        return lines

    @cached_property
    def _begins(self) -> list[int]:
        """The numbers of the tags that begin lines; the first line is begun by none."""
        return [number for number, mark in enumerate(self._marks) if mark == BREAK]

    def tag(self, line: int) -> str:
        """The name of the tag that begins a line, in lower case; an end tag's begins with "/"."""
        return self._names[self._begins[line - 1]].lower().decode() if line else ""

    def markup(self, line: int) -> str:
        """What a line came from, where that has a link; else ""."""
        begin = self._begins[line - 1] + 1 if line else 0
        end = self._begins[line] if line < len(self._begins) else len(self._names)
        names = self._names[begin:end]
        if b"a" not in names and b"A" not in names:
            return ""
        markup, first = self._markup, begin
        if markup.count(b"<") == len(self._names):  # those before it need not be looked at
            markup, first = b"<" + markup.split(b"<", begin + 1)[-1], 0
        tags = islice(_NAMES.finditer(markup), first, first + len(names))
        pieces = self._pieces[2 * begin : 2 * end + 1]
        pieces[1::2] = [tag[0] if name else b"" for name, tag in zip(names, tags, strict=True)]
        return b"".join(pieces).decode()


def resolved(text: bytes) -> bytes:
    """A text in UTF-8 with its character references resolved."""
    if b"&" not in text:
        return text
    pieces = _REFERENCE.split(text)
    pieces[1::2] = map(_characters_of, pieces[1::2])
    return b"".join(pieces)


def _is_composed(text: str, others: str) -> bool:
    """True for a text in NFC; `others` are its characters beyond ASCII."""
    return bool(_COMPOSED.fullmatch(others)) or unicodedata.is_normalized("NFC", text)
