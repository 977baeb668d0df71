"""A digest as a book: EPUB 3.3 (w3.org/TR/epub-33), one chapter a section."""

import io
import zipfile
from datetime import UTC, datetime
from html import escape

from newscli.core.digest import Digest, Section
from newscli.render.digest_html import STYLE, section
from newscli.render.digest_id import digest_uuid
from newscli.render.digest_text import counted
from newscli.render.times import iso

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP can say
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def epub(digest: Digest) -> bytes:
    """The digest as an EPUB. The same digest gives the same bytes: every time is its articles'."""
    chapters = {f"chapter-{n}.xhtml": one for n, one in enumerate(digest.sections, 1)}
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(digest, list(chapters)),
        "EPUB/nav.xhtml": _navigation(digest, chapters),
        "EPUB/style.css": STYLE,
        **{f"EPUB/{name}": _chapter(digest, one) for name, one in chapters.items()},
    }
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        # First and not packed, so that a reader can tell the type from the first bytes (OCF, 4.2).
        archive.writestr(_entry("mimetype", digest, zipfile.ZIP_STORED), "application/epub+zip")
        for name, text in files.items():
            archive.writestr(_entry(name, digest, zipfile.ZIP_DEFLATED), text)
    return book.getvalue()


def _entry(name: str, digest: Digest, packing: int) -> zipfile.ZipInfo:
    then = datetime.fromtimestamp(digest.last_at, UTC).timetuple()[:6]
    entry = zipfile.ZipInfo(name, max(then, _EARLIEST))
    entry.compress_type = packing
    entry.create_system = 3  # Unix, wherever we run
    entry.external_attr = 0o644 << 16
    return entry


def _package(digest: Digest, chapters: list[str]) -> str:
    items = [
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters, 1)
    ]
    order = [f'<itemref idref="c{n}"/>' for n in range(1, len(chapters) + 1)]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="uid">urn:uuid:{digest_uuid(digest)}</dc:identifier>
<dc:title>{escape(digest.title)}</dc:title>
<dc:language>en</dc:language>
<dc:creator>newscli</dc:creator>
<dc:date>{iso(digest.last_at)}</dc:date>
<meta property="dcterms:modified">{iso(digest.last_at)}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{chr(10).join(items)}
</manifest>
<spine>
{chr(10).join(order)}
</spine>
</package>
"""


def _navigation(digest: Digest, chapters: dict[str, Section]) -> str:
    parts: list[str] = []
    for name, one in chapters.items():
        items = "\n".join(
            f'<li><a href="{name}#a{item.piece.id}">{escape(item.piece.title)}</a></li>'
            for item in one.items
        )
        label = escape(one.name or digest.title)
        parts.append(f'<li><a href="{name}">{label}</a>\n<ol>\n{items}\n</ol></li>')
    inside = '<nav epub:type="toc">\n<h1>Contents</h1>\n<ol>\n' + "\n".join(parts)
    return _page("Contents", f"{inside}\n</ol>\n</nav>")


def _chapter(digest: Digest, one: Section) -> str:
    is_first = one is digest.sections[0]
    opening = [f"<h1>{escape(digest.title)}</h1>", f'<p class="by">{escape(counted(digest))}</p>']
    return _page(one.name or digest.title, "\n".join([*(opening * is_first), section(one)]))


def _page(title: str, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en">
<head>
<title>{escape(title)}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""
