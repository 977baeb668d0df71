"""Long CDATA sections, taken out of a feed before lxml looks at each of their characters.

A mark stands for each in the rest of the document. Its reader has to find every mark once, as all
that an element holds: else nothing may be taken out.
"""

import re

from newscli.feeds.quick_names import Unsure

MARK = "\x7f"
"""What a mark begins with; from a document with such a character nothing is taken."""
_MARK = MARK.encode()
_CDATA = b"<![CDATA["
_START_TAG = re.compile(
    rb"<(?:content:encoded|description|summary|content|itunes:summary|media:description)"
    rb"(?:\s[^<>]*+)?(?<!/)>\s*+"
)
_END_TAG = re.compile(rb"\s*+</")
_LEAST_BYTES = 300  # lxml reads fewer in no more time
_MOST_BYTES = 10_000_000  # libxml2 refuses more (XML_MAX_TEXT_LENGTH)


class LongTexts:
    """A document, in UTF-8, and what was taken out of it."""

    def __init__(self, document: bytes, *, are_taken: bool = True) -> None:
        self._texts: dict[str, bytes] = {}
        self.document = document
        self.rest = document
        """The document with the marks."""
        if are_taken and _CDATA in document and _MARK not in document:
            self.rest = self._take_out(document)

    def __len__(self) -> int:
        """How many texts the reader has not found yet."""
        return len(self._texts)

    def _take_out(self, data: bytes) -> bytes:
        pieces: list[bytes] = []
        done = after = 0
        while (begin := data.find(_CDATA, after)) >= 0:
            inner = begin + len(_CDATA)
            end = _cdata_end(data, inner)
            if end < 0:
                break
            after = end + 3
            if not _LEAST_BYTES <= end - inner <= _MOST_BYTES or not _END_TAG.match(data, after):
                continue
            tag = data.rfind(b"<", done, begin)
            if tag < 0 or not _START_TAG.fullmatch(data, tag, begin):
                continue
            mark = b"%b%d" % (_MARK, len(self._texts))
            self._texts[mark.decode()] = data[inner:end]
            pieces += data[done:begin], mark
            done = after
        pieces.append(data[done:])
        if self._texts and (_is_open(pieces[0]) or any(map(_may_open, pieces[2::2]))):
            self._texts = {}
            return data
        return b"".join(pieces)

    def take(self, mark: str) -> bytes:
        """A text, once, which may hold control characters but NUL. Raises Unsure for others."""
        text = self._texts.pop(mark, None)
        if text is None or b"\0" in text:
            raise Unsure("no mark, one found twice, or a NUL")
        if b"\r" in text:  # XML 1.0, section 2.11
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return text


def _cdata_end(data: bytes, inner: int) -> int:
    """Where a section ends; -1 where it does not."""
    # "]]" is rare in HTML, ">" is not: that is a tenth of the time.
    end = data.find(b"]]", inner)
    while end >= 0 and data[end + 2 : end + 3] != b">":
        end = data.find(b"]]", end + 1)
    return end


def _may_open(piece: bytes) -> bool:
    """True where a comment or an instruction may begin, in which nothing is an element."""
    return b"<!--" in piece or b"<?" in piece


def _is_open(piece: bytes) -> bool:
    """True where one may begin that does not end."""
    return piece.rfind(b"<!--") > piece.rfind(b"-->") or piece.rfind(b"<?") > piece.rfind(b"?>")
