"""A web page becomes an article: its story as blocks, who wrote it where, and its links."""

from newscli.core.models import Block, Metadata, WebArticle
from newscli.core.page_attribution import attribute_page
from newscli.core.text import printable
from newscli.pages.blocks import blocks_of, text_of, word_count
from newscli.pages.boilerplate import classify
from newscli.pages.document import Document, read_document
from newscli.pages.edges import trim
from newscli.pages.metadata import metadata_of
from newscli.pages.page_links import page_links
from newscli.pages.sanitise import sanitise_html
from newscli.pages.story import find_story
from newscli.pages.words import wording

_MAX_TITLES = 5
_LEAST_WORDS = 100
_MUCH_MORE = 2  # times the words of what the page shows: a reader that only scripts put together


def read_web_page(page: bytes, *, content_type: str | None, url: str) -> WebArticle | None:
    """The article that a web page holds; None for what is no HTML, and where there is no story.

    The story is what the page shows; where it shows none, or half at most, JSON-LD's articleBody.
    """
    document = read_document(page, content_type=content_type, url=url)
    if document is None:
        return None
    metadata = metadata_of(document)
    story = find_story(document.root)
    html = sanitise_html(story.markup) if story else ""
    blocks, links = classify(blocks_of(html, base_url=url), base_url=url) if html else ((), ())
    blocks = trim(blocks, titles=_titles(document, metadata), url=url)
    told = _told(metadata)
    if told and word_count(text_of(told)) > _MUCH_MORE * word_count(text_of(blocks)):
        html, blocks = "", told
    if not blocks:
        return None
    text = text_of(blocks)
    return WebArticle(
        url=url,
        metadata=metadata,
        attribution=attribute_page(url=url, metadata=metadata, blocks=blocks, words=wording()),
        html=printable(html),
        blocks=blocks,
        links=page_links(document, story.element, blocks, url=url) if story else links,
        text=text,
        words=word_count(text),
    )


def _told(metadata: Metadata) -> tuple[Block, ...]:
    """The story as JSON-LD has it, where that is long enough to be one."""
    parts = (metadata.story or "").split("\n\n")
    blocks = tuple(Block("paragraph", part) for part in parts if part)
    return blocks if word_count(text_of(blocks)) >= _LEAST_WORDS else ()


def _titles(document: Document, metadata: Metadata) -> list[str]:
    """The names that a page gives itself."""
    own = [metadata.title or "", document.root.findtext(".//title") or ""]
    heads = (" ".join(head.itertext()) for head in document.root.iter("h1"))
    return [*own, *(head for head, _ in zip(heads, range(_MAX_TITLES), strict=False))]
