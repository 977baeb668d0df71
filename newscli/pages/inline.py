"""Running text: the words between two block elements, with the links that stand in them."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from newscli.core.models import Span
from newscli.core.text import clean_text

_MAX_URL_CHARS = 4_000
_WEB = re.compile(r"https?://[^\s/?#\[\]@:]+(?::\d{1,5})?(?:[/?#]|\Z)", re.I)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+\Z", re.I)
_IGNORED_IN_URLS = re.compile(r"[\t\n\r]")  # as browsers do: URL standard, section 4.4
_VERSE_CHARS = 60

Text = tuple[str, tuple[Span, ...]]


def link_url(href: str | None, base_url: str | None) -> str | None:
    """Where a link leads, absolute; None unless it is http, https or mailto, and not in the page."""
    href = (href or "").strip()
    if not href or href.startswith("#") or len(href) > _MAX_URL_CHARS:
        return None
    href = _IGNORED_IN_URLS.sub("", href)
    if not _WEB.match(href) and not _MAIL.match(href):
        href = _joined(href, base_url) or ""
    if clean_text(href) != href or not (_WEB.match(href) or _MAIL.match(href)):
        return None
    return href.replace(" ", "%20")


def _joined(href: str, base_url: str | None) -> str | None:
    try:
        joined = urljoin(base_url or "", href)
        return joined if urlsplit(joined).hostname else None
    except ValueError:
        return None


class _Line:
    """One line of running text as it grows: white space collapsed, links by their offsets."""

    __slots__ = ("is_spaced", "length", "parts", "spans")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.is_spaced = False
        self.spans: list[Span] = []

    def add(self, piece: str, url: str | None) -> None:
        words = piece.split()
        if not words:
            self.is_spaced = True
            return
        if self.length and (self.is_spaced or piece[0].isspace()):
            self.parts.append(" ")
            self.length += 1
        start = self.length
        core = " ".join(words)
        self.parts.append(core)
        self.length += len(core)
        self.is_spaced = piece[-1].isspace()
        if url is not None:
            self._link(start, url)

    def _link(self, start: int, url: str) -> None:
        last = self.spans[-1] if self.spans else None
        if last is not None and last.url == url and last.end >= start - 1:
            self.spans[-1] = Span(last.start, self.length, url)
        else:
            self.spans.append(Span(start, self.length, url))


class Run:
    """Text as it is met on a walk through the page, until a block element ends it."""

    __slots__ = ("_line", "_lines")

    def __init__(self) -> None:
        self._line = _Line()
        self._lines: list[_Line] = []

    def __bool__(self) -> bool:
        return bool(self._line.length or self._lines)

    def add(self, piece: str, url: str | None) -> None:
        """Takes a text node; `url` is where it leads, inside a link."""
        self._line.add(piece, url)

    def end_line(self) -> None:
        """Takes a <br>."""
        self._lines.append(self._line)
        self._line = _Line()

    def take(self, *, keeps_lines: bool = False, is_one: bool = False) -> list[Text]:
        """The paragraphs since last time: an empty line parts them, a single <br> does not.

        Lines stay lines in verse and, with `keeps_lines`, always; else they are joined by a
        space. `is_one` makes one paragraph of it all.
        """
        lines = [*self._lines, self._line]
        self._line, self._lines = _Line(), []
        if len(lines) == 1:
            return [_clean("".join(lines[0].parts), lines[0].spans)] if lines[0].length else []
        groups = [[line for line in lines if line.length]] if is_one else list(_paragraphs(lines))
        return [_joined_lines(group, keeps_lines) for group in groups if group]


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for line in lines:
        if line.length:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _joined_lines(lines: list[_Line], keeps_lines: bool) -> Text:
    is_verse = keeps_lines or all(line.length <= _VERSE_CHARS for line in lines)
    spans: list[Span] = []
    shift = 0
    for line in lines:
        spans += [Span(start + shift, end + shift, url) for start, end, url in line.spans]
        shift += line.length + 1
    return _clean(("\n" if is_verse else " ").join("".join(line.parts) for line in lines), spans)


def _clean(text: str, spans: list[Span]) -> Text:
    """The text made safe, with its links where they now stand."""
    clean = clean_text(text)
    if clean == text:
        return text, tuple(spans)
    return _recollapsed(text, spans)


def _recollapsed(text: str, spans: list[Span]) -> Text:
    """Cleans link by link, so that each keeps its words; drops links that cleaning made vanish."""
    line = _Line()
    lines = [line]
    at = 0
    for start, end, url in [*spans, Span(len(text), len(text), "")]:
        for piece, leads_to in ((text[at:start], None), (text[start:end], url)):
            first, *more = clean_text(piece).split("\n")
            lines[-1].add(first, leads_to)
            for next_line in more:
                lines.append(_Line())
                lines[-1].add(next_line, leads_to)
        at = end
    joined = "\n".join("".join(line.parts) for line in lines if line.length)
    clean = clean_text(joined)
    if clean != joined:  # a mark in a link that joins the letter before it
        return clean, ()
    shifted: list[Span] = []
    shift = 0
    for line in lines:
        shifted += [Span(start + shift, end + shift, to) for start, end, to in line.spans]
        shift += line.length + 1 if line.length else 0
    return clean, tuple(shifted)
