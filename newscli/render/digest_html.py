"""A digest as a page of HTML. Its pieces are XML too, for the chapters of an EPUB."""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from newscli.core.digest import Digest, Item, Piece, Section
from newscli.core.urls import shown_url
from newscli.render.digest_text import counted, moment, said_by
from newscli.render.times import iso

STYLE = """\
body { max-width: 38em; margin: 2em auto; padding: 0 1em; line-height: 1.5; }
h1, h2, h3 { line-height: 1.2; }
article h2, article h3 { margin: 2em 0 0; }
.by { margin: 0 0 .5em; font-size: .85em; opacity: .75; }
.also { font-size: .9em; }
"""
# BCP 47 without its extensions: what feeds say is not always a language.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
_URL_SAFE = ":/?#@!$&'()*+,;=-._~%"


def html(digest: Digest) -> str:
    """The digest as one page of HTML5, with its style inside it and nothing to load."""
    body = "\n".join(section(one) for one in digest.sections)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(digest.title)}</title>
<style>
{STYLE}</style>
</head>
<body>
<h1>{escape(digest.title)}</h1>
<p class="by">{escape(counted(digest))}</p>
{body}
</body>
</html>
"""


def section(one: Section) -> str:
    """A section's items below its name, where it has one."""
    level = 3 if one.name else 2
    parts = [f'<h2 dir="auto">{escape(one.name)}</h2>'] if one.name else []
    parts += [line for item in one.items for line in _lines(item, level)]
    return "\n".join(parts)


def _lines(item: Item, level: int) -> Iterator[str]:
    piece = item.piece
    yield f'<article id="a{piece.id}">'
    yield f'<h{level}{_language(piece)} dir="auto">{_linked(piece)}</h{level}>'
    time = f'<time datetime="{iso(piece.sort_at)}">{moment(piece.sort_at)}</time>'
    yield f'<p class="by">{escape(said_by(piece))}, {time}</p>'
    for paragraph in piece.lead:
        yield f'<p{_language(piece)} dir="auto">{escape(paragraph)}</p>'
    if item.others:
        yield '<ul class="also">'
        for other in item.others:
            who = escape(said_by(other))
            yield f"<li>{who}: <span{_language(other)}>{_linked(other)}</span></li>"
        yield "</ul>"
    yield "</article>"


def _linked(piece: Piece) -> str:
    title = escape(piece.title)
    return f'<a href="{escape(href(piece.url))}">{title}</a>' if piece.url else title


def href(url: str) -> str:
    """An address as RFC 3986 has it: what may not stand in one is percent-encoded."""
    address, hash_, fragment = shown_url(url).partition("#")
    encoded = quote(address, safe=_URL_SAFE.replace("#", ""))
    encoded += hash_ + quote(fragment, safe=_URL_SAFE.replace("#", "")) if hash_ else ""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)


def _language(piece: Piece) -> str:
    language = (piece.language or "").replace("_", "-")
    return f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
