"""The pages of a database file, read without SQLite; sqlite.org/fileformat.html, section 1."""

import os
from typing import BinaryIO, NamedTuple

from newscli.storage import db

MAGIC = b"SQLite format 3\0"
_SIZES = (4096, db.PAGE_BYTES)
"""Of the files that newscli ever made; the smaller is from before 2026-12."""
_KINDS = (2, 5, 10, 13)
_LOOKED_AT = 4000
_LEAST_SHARE = 0.02  # of pages that are trees'; most of the others go on with long texts


class Pages(NamedTuple):
    """A file in pages of so many bytes, which are numbered from 1."""

    stream: BinaryIO
    size: int
    length: int

    def page(self, number: int) -> bytes:
        """A page; cut short where the file ends, empty where it has none of that number."""
        begin = (number - 1) * self.size
        if not 0 <= begin < self.length:  # a damaged number may be any
            return b""
        self.stream.seek(begin)
        return self.stream.read(self.size)


def pages_of(stream: BinaryIO) -> Pages:
    """The file in pages of the size that its header tells, or else its pages themselves."""
    length = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    header = stream.read(100)
    told = int.from_bytes(header[16:18])
    is_told = header.startswith(MAGIC) and told in _SIZES
    return Pages(stream, told if is_told else _likely_size(stream), length)


def _likely_size(stream: BinaryIO) -> int:
    """The smaller size, where pages of trees begin also where larger ones would not."""
    small, large = _SIZES
    begins = likely = 0
    for at in range(small, _LOOKED_AT * small, small):
        stream.seek(at)
        start = stream.read(8)
        if len(start) < 8:
            break
        if at % large:
            begins += 1
            likely += _is_tree(start, small)
    return small if likely > begins * _LEAST_SHARE else large


def _is_tree(start: bytes, size: int) -> bool:
    """True where the first bytes of a page are those of a tree's; section 1.6."""
    cells, content = int.from_bytes(start[3:5]), int.from_bytes(start[5:7])
    return start[0] in _KINDS and 0 < cells < size and 8 + 2 * cells <= content <= size
