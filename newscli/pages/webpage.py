"""A web page becomes an article: its story as blocks, who wrote it where, and its links."""

from newscli.core.models import Metadata, WebArticle
from newscli.pages.blocks import blocks_of, text_of, word_count
from newscli.pages.boilerplate import classify
from newscli.pages.document import Document, read_document
from newscli.pages.edges import trim
from newscli.pages.sanitise import sanitise_html
from newscli.pages.story import find_story

_MAX_TITLES = 5


def read_web_page(page: bytes, *, content_type: str | None, url: str) -> WebArticle | None:
    """The article that a web page holds; None for what is no HTML, and where there is no story.

    At most two million characters are read.
    """
    document = read_document(page, content_type=content_type, url=url)
    story = find_story(document.root) if document else None
    if document is None or story is None:
        return None
    metadata = Metadata()
    html = sanitise_html(story.markup)
    blocks, links = classify(blocks_of(html, base_url=url), base_url=url)
    blocks = trim(blocks, titles=_titles(document, metadata), url=url)
    text = text_of(blocks)
    return WebArticle(url, metadata, None, html, blocks, links, text, word_count(text))


def _titles(document: Document, metadata: Metadata) -> list[str]:
    """The names that a page gives itself."""
    own = [metadata.title or "", document.root.findtext(".//title") or ""]
    heads = (" ".join(head.itertext()) for head in document.root.iter("h1"))
    return [*own, *(head for head, _ in zip(heads, range(_MAX_TITLES), strict=False))]
