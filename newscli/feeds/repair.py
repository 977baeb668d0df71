"""The small faults that keep a feed from being XML, mended: most feeds with a fault have no other.

feedparser reads such feeds by guessing, in ten times the time, and takes "&colon;" and "&AT&T" for
text, or a character too many for the end of an element.
"""

import html.entities
import re

_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.S)
_CONTROLS = bytes(number for number in range(32) if number not in b"\t\n\r")
# XML 1.0, section 2.2: references to these are no characters either. feedparser fails over
# surrogates, halves of a character beyond U+FFFF (&#xd800; to &#xdfff;), and over what is beyond
# U+10FFFF.
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])"
    rb"|0*(?:5529[6-9]|55[3-9]\d\d|56\d\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3])"
    rb"|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}"
    rb"|0*(?:1114(?:11[2-9]|1[2-9]\d|[2-9]\d\d)|111[5-9]\d{3}|11[2-9]\d{4}|1[2-9]\d{5}"
    rb"|[2-9]\d{6}|[1-9]\d{7,})"
    rb"|[xX]0*(?:1[1-9a-fA-F][0-9a-fA-F]{4}|[2-9a-fA-F][0-9a-fA-F]{5}|[1-9a-fA-F][0-9a-fA-F]{6,}));"
)
_AMPERSAND = re.compile(
    rb"&(?!(?:#\d+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:([a-zA-Z][a-zA-Z0-9]*+);)?"
)


def repaired(body: bytes) -> bytes | None:
    """The document without control characters, and with HTML's names for characters resolved.

    A "&" that begins no reference stands for itself. None where there is nothing to mend, and for
    UTF-16 and UTF-32.
    """
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        return None
    parts = _CDATA.split(body.translate(None, _CONTROLS))
    parts[::2] = [_mended(part) for part in parts[::2]]
    mended = b"".join(parts)
    return mended if mended != body else None


def _mended(text: bytes) -> bytes:
    return _AMPERSAND.sub(_reference, _CONTROL_REFERENCE.sub(b"", text))


def _reference(match: re.Match[bytes]) -> bytes:
    named = html.entities.html5.get(f"{match[1].decode()};") if match[1] else None
    if named is None:
        return b"&amp;" + match[0][1:]
    return "".join(f"&#{ord(character)};" for character in named).encode()
