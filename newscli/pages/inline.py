"""Running text: the words between two block elements, with the links that stand in them."""

import re
from collections.abc import Iterator
from typing import NamedTuple
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
    """Where a link leads, absolute; None within the page or unless http, https or mailto."""
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


class Line(NamedTuple):
    """One line of running text, its white space collapsed."""

    text: str
    spans: list[Span]


class Run:
    """Text as it is met on a walk through the page, until a block element ends it."""

    __slots__ = ("_is_spaced", "_length", "_lines", "_parts", "_spans")

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._begin_line()

    def _begin_line(self) -> None:
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0
        self._is_spaced = False

    def __bool__(self) -> bool:
        return self._length > 0 or bool(self._lines)

    def add(self, piece: str, url: str | None) -> None:
        """Takes a text node, which is not empty; `url` is where it leads, inside a link."""
        words = piece.split()
        if not words:
            self._is_spaced = True
            return
        if self._length and (self._is_spaced or piece[0].isspace()):
            self._parts.append(" ")
            self._length += 1
        start = self._length
        core = " ".join(words)
        self._parts.append(core)
        self._length = start + len(core)
        self._is_spaced = piece[-1].isspace()
        if url is not None:
            self._link(start, url)

    def _link(self, start: int, url: str) -> None:
        last = self._spans[-1] if self._spans else None
        if last is not None and last.url == url and last.end >= start - 1:
            self._spans[-1] = Span(last.start, self._length, url)
        else:
            self._spans.append(Span(start, self._length, url))

    def end_line(self) -> None:
        """Takes a <br>."""
        self._lines.append(Line("".join(self._parts), self._spans))
        self._begin_line()

    def take_lines(self) -> list[Line]:
        """The lines since last time, some of them empty."""
        self.end_line()
        lines, self._lines = self._lines, []
        return lines

    def take(self, *, keeps_lines: bool = False, is_one: bool = False) -> list[Text]:
        """The paragraphs since last time: an empty line parts them, a single <br> does not.

        Lines stay lines in verse and, with `keeps_lines`, always; else they are joined by a
        space. `is_one` makes one paragraph of it all.
        """
        lines = self.take_lines()
        if len(lines) == 1:
            return [_clean(*lines[0])] if lines[0].text else []
        groups = [[line for line in lines if line.text]] if is_one else list(_paragraphs(lines))
        return [_clean(*_joined_lines(group, keeps_lines)) for group in groups if group]


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if line.text:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _joined_lines(lines: list[Line], keeps_lines: bool) -> Line:
    is_verse = keeps_lines or all(len(line.text) <= _VERSE_CHARS for line in lines)
    spans: list[Span] = []
    shift = 0
    for line in lines:
        spans += [Span(start + shift, end + shift, url) for start, end, url in line.spans]
        shift += len(line.text) + 1
    return Line(("\n" if is_verse else " ").join(line.text for line in lines), spans)


def _clean(text: str, spans: list[Span]) -> Text:
    """The text made safe, with its links where they now stand."""
    clean = clean_text(text)
    if clean == text:
        return text, tuple(spans)
    return _cleaned_in_parts(text, spans)


def _cleaned_in_parts(text: str, spans: list[Span]) -> Text:
    """Cleans link by link, so that each keeps its words; one that vanishes in it is dropped."""
    run = Run()
    at = 0
    for start, end, url in [*spans, Span(len(text), len(text), "")]:
        _add_clean(run, text[at:start], None)
        _add_clean(run, text[start:end], url)
        at = end
    lines = [line for line in run.take_lines() if line.text]
    joined, moved = _joined_lines(lines, keeps_lines=True)
    clean = clean_text(joined)
    # They differ where a mark within a link joined the letter before it.
    return (clean, tuple(moved)) if clean == joined else (clean, ())


def _add_clean(run: Run, piece: str, url: str | None) -> None:
    first, *more = clean_text(piece).split("\n")
    if first:
        run.add(first, url)
    for line in more:
        run.end_line()
        if line:
            run.add(line, url)
