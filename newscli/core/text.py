"""Text from the network, made safe to store and to show."""

import html
import re
import unicodedata

_BIDI = "\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_TAGS = "\U000e0000-\U000e007f"
# Those that most texts never need are compiled when one does: together they take 3 ms.
_DIRTY_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DIRTY = (
    rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ufeff\u2028\u2029{_BIDI}"
    rf"\ud800-\udfff{_NONCHARACTERS}{_TAGS}]"
)
# Each alternative stops where the next sequence begins, so a row of open ones costs no more
# than its length. A string that never ends loses its introducer only, not the article behind it.
_TO_REPLACE = (
    r"(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    r"|(?P<line>\r\n?|[\u2028\u2029\x85])"
    r"|(?P<surrogate>[\ud800-\udfff])"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x07\x1b\x90\x98\x9c-\x9f]*+(?:\x07|\x1b\\|\x9c))?+"
    r"|(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?+"
    r"|\x1b[ -/]*+[0-~]?+"
    rf"|{_DIRTY}"
)
# NFC sorts marks in time quadratic in their number; 30 is Unicode's own bound (UAX 15, part 13).
_MAX_MARKS = 30
_SPLIT_IN_TWO = frozenset("\u0f73\u0f75\u0f81")  # of class 0, but decomposed into two marks
_MANY_MARKS = re.compile(rf"[^\w\x00-\u02ff]{{{_MAX_MARKS + 1},}}")

_RAW = re.compile(r"<(script|style|template)\b[^<>]*>.*?(?:</\1\b[^<>]*>|\Z)", re.I | re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!doctype\b[^<>]*>|<\?[^<>]*>", re.I | re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.S)
_NAMES = (
    "a abbr acronym address article aside audio b base bdi bdo big blink blockquote body br button "
    "caption center cite code col colgroup data dd del details dfn dir div dl dt em embed fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html i iframe img input ins kbd label legend li link main map mark marquee meta meter nav "
    "nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s "
    "samp section select small source span strike strong sub summary sup svg table tbody td "
    "textarea tfoot th thead time title tr track tt u ul var video wbr"
)
_TAG = rf"(?i:</?(?:{_NAMES.replace(' ', '|')})(?=[\s/>])(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>)"
_BREAK = (
    r"(?i:</?(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]"
    r"|header|hr|li|nav|ol|p|pre|section|summary|table|td|th|tr|ul)(?=[\s/>])[^<>]*+>)"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# html.unescape hands these to int(), which refuses more than 4,300 digits.
_HUGE_REFERENCE = re.compile(r"&#[0-9]{12,};?")


def clean_text(text: str) -> str:
    """The text without what could move a cursor, hide words or turn their direction around.

    Goes: control characters but tab and newline, escape sequences as a whole, bidirectional
    overrides, embeddings and isolates, noncharacters, byte order marks, soft hyphens, tag
    characters outside flags. Becomes a newline: CR LF, CR, NEL, U+2028, U+2029. A lone surrogate
    becomes U+FFFD. The rest is in NFC; where marks are out of order, 30 on one character stay.
    Cleaning twice gives the same.
    """
    is_plain = text.isprintable() or text.replace("\n", "").isprintable()
    if text.isascii():
        if is_plain or not _DIRTY_ASCII.search(text):
            return text
        return re.sub(_TO_REPLACE, _replacement, text)
    if not is_plain and re.search(_DIRTY, text):
        text = re.sub(_TO_REPLACE, _replacement, text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(_cut_marks, text))


_UNPRINTED = rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]"


def printable(text: str) -> str:
    """The one door to pipes and files: no control but tab and newline, no override of direction.

    What is stored went through `clean_text`; another program may have written to the database.
    """
    if text.replace("\n", "").replace("\t", "").isprintable():  # as nothing of it is
        return text
    return re.sub(_UNPRINTED, "", text)


def one_line(text: str) -> str:
    """The text cleaned, on one line: every run of white space one space, none at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most names and addresses
        return text.strip()
    return " ".join(clean_text(text).split())


def strip_tags(html_text: str) -> str:
    """The words of a small piece of HTML, such as a title, on one line.

    Only real elements are taken for tags: `a < b`, `<3` and `List<String>` stay. Entities that
    were escaped twice are resolved twice.
    """
    if "<" not in html_text and "&" not in html_text:
        return one_line(html_text)
    text = unescape(without_tags(html_text))
    return one_line(unescape(text) if _ENTITY.search(text) else text)


def without_tags(html_text: str) -> str:
    """HTML without its tags, comments and scripts; entities and white space as they were.

    Where a tag begins or ends a paragraph, a line or a cell, a blank line stands for it.
    Takes time in proportion to the length, whatever the text is.
    """
    if "<" not in html_text:
        return html_text
    if "<!" in html_text or "<?" in html_text:
        html_text = _COMMENT.sub("", _CDATA.sub(r"\1", html_text))
    with_breaks = re.sub(_BREAK, "\n\n", _RAW.sub(" ", html_text))
    return re.sub(_TAG, "", with_breaks)


def unescape(text: str) -> str:
    """The text with its character references resolved; absurdly long ones become U+FFFD."""
    if "&" not in text:
        return text
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup == "flag":
        return match.group()
    if match.lastgroup == "line":
        return "\n"
    return "\ufffd" if match.lastgroup == "surrogate" else ""


def _cut_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in match.group():
        marks = marks + 1 if unicodedata.combining(char) or char in _SPLIT_IN_TWO else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)
