"""What a document is, a feed or a web page, by how it begins."""

import re

# What may stand before the first element. A document type says nothing: there are Atom feeds that
# begin with <!DOCTYPE html>.
_SKIPPED_START = re.compile(
    rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>)*", re.DOTALL | re.I
)
_HTML_DOCTYPE = re.compile(rb"\s*(?:<\?xml.*?\?>\s*)?<!doctype\s+html\b", re.DOTALL | re.I)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>/:]", re.I)
_HTML_ROOT = re.compile(rb"<(?:html|head|body|title|meta|link|script|div)[\s>]", re.I)


def looks_like_feed(body: bytes) -> bool:
    """True when the document begins as a feed does, whatever its content type claims."""
    start = _start(body)
    if start.startswith(b"{"):
        return b'"items"' in body and b"jsonfeed.org" in body[:2000]
    return bool(_FEED_ROOT.match(start))


def looks_like_html(body: bytes, content_type: str | None = None) -> bool:
    """True when the document begins as a web page does, or says it is one and is no XML."""
    start = _start(body)
    if _FEED_ROOT.match(start):
        return False
    if _HTML_ROOT.match(start) or _HTML_DOCTYPE.match(body):
        return True
    return "html" in (content_type or "").lower() and start.startswith(b"<")


def _start(body: bytes) -> bytes:
    """The first bytes after white space, comments and processing instructions, as one-byte text."""
    start = body[:8192].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\0", b"")
    match = _SKIPPED_START.match(start)
    return start[match.end() :] if match else start
