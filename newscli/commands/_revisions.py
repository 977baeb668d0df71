"""An article as it was before its publisher edited it."""

import sqlite3

from newscli.core.models import Article, Body
from newscli.storage import reads, revisions


def article(connection: sqlite3.Connection, article_id: int, number: int) -> Article:
    """An article with the words of a revision; the number after the last one is its present text.

    What no revision keeps, such as its links, is as it is now. Raises NotFoundError.
    """
    now = reads.article(connection, article_id)
    if number == now.revisions + 1:
        return now
    from newscli.pages.articles import page_of
    from newscli.pages.blocks import word_count

    then = revisions.get(connection, article_id, number)
    html, blocks = then.html, then.blocks
    if not blocks:
        body = Body(article_id, then.title, then.text, then.sent, then.html, then.base_url)
        html, blocks, _ = page_of(body)
    return now._replace(
        headline=now.headline._replace(title=then.title, words=word_count(then.text)),
        summary=then.summary,
        text=then.text,
        html=html,
        blocks=blocks,
        text_from=then.origin,
        revision=then.number,
    )
