"""Long CDATA sections, taken out of a feed before lxml looks at each of their characters.

A mark stands for each in the rest of the document. Its reader has to find every mark once, as all
that an element holds: else nothing may be taken out. So none can stand in a comment, an instruction
or another section, whatever may look there like an element with a section of its own.
"""

import re

from newscli.core.pcre import Search
from newscli.feeds.quick_names import Unsure

MARK = "\x7f"
"""What a mark begins with; from a document with such a character nothing is taken."""
_MARK = MARK.encode()
_CDATA = b"<![CDATA["
_has_cdata = Search(re.compile(re.escape(_CDATA)))  # by PCRE2 a third of the time of `in`
_START_TAG = re.compile(
    rb"<(?:content:encoded|description|summary|content|itunes:summary|media:description)"
    rb"(?:\s[^<>]*+)?(?<!/)>\s*+"
)
_CDATA_END = re.compile(rb"\]\]>")  # where ">" is frequent, in half the time of `find`
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
        if are_taken and _has_cdata(document) and _MARK not in document:
            self.rest = self._take_out(document)

    def __len__(self) -> int:
        """How many texts the reader has not found yet."""
        return len(self._texts)

    def _take_out(self, data: bytes) -> bytes:
        pieces: list[bytes] = []
        done = after = 0
        while (begin := data.find(_CDATA, after)) >= 0:
            inner = begin + len(_CDATA)
            closing = _CDATA_END.search(data, inner)
            if closing is None:
                break
            end, after = closing.span()
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
        return b"".join(pieces)

    def take(self, mark: str) -> bytes:
        """A text, once, which may hold control characters but NUL. Raises Unsure for others."""
        text = self._texts.pop(mark, None)
        if text is None or b"\0" in text:
            raise Unsure("no mark, one found twice, or a NUL")
        if b"\r" in text:  # XML 1.0, section 2.11
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return text
