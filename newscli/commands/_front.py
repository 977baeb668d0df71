"""Bare `newscli`: what is unread, and the newest of it."""

import sqlite3
from contextlib import suppress

from newscli.commands import _articles, _output
from newscli.invocation import current
from newscli.storage import reads, sources, stories, views
from newscli.storage.reads import Filter

_ROWS = 20
_VIEWS = 10
_MOST_COUNTED = 1000
_COUNTING_S = 0.1


def show() -> None:
    """Prints the front page. Raises NoSourcesError where nothing is followed yet."""
    run = current()
    connection = run.reader()
    _articles.require_articles(connection)
    unread = Filter(is_unread=True, is_shown=True)
    # Programs get every article, with the copy_of of each.
    rows = list(reads.headlines(connection, unread, limit=_ROWS, folded=not run.is_machine))
    if run.is_machine:
        from newscli.render import records

        _output.write(map(records.headline, rows), columns=records.HEADLINE_COLUMNS)
        return
    from newscli.render import headlines as screen
    from newscli.render.screen import console, page

    terminal = console()
    held = sources.all_sources(connection)
    rows = rows or list(
        reads.headlines(connection, Filter(is_shown=True), limit=_ROWS, folded=True)
    )
    lines = screen.front_page(
        rows,
        unread=reads.count(connection, unread),
        sources=len(held),
        sources_unread=sum(1 for source in held if source.unread),
        fetched_at=sources.fetched_at(connection),
        views=_views(connection),
        sizes=stories.sizes(connection, [row.story_id or row.id for row in rows]),
        width=terminal.width,
        now=run.now,
    )
    page(terminal, lines)


def _views(connection: sqlite3.Connection) -> list[tuple[str, int | None]]:
    """The first views and their unread articles; None where counting could take its time."""
    names = views.views(connection)[:_VIEWS]
    if not names:
        return []
    from newscli.commands import _query
    from newscli.core.errors import QueryError
    from newscli.core.query import has_pattern

    queries = {}
    for row in names:
        # What a view that means nothing wants is said by `views list`.
        with suppress(QueryError):
            query = _query.parsed(connection, row.query)
            if not has_pattern(query):
                queries[row.name] = query
    counts = views.unread(connection, queries, most=_MOST_COUNTED, within_s=_COUNTING_S)
    return [(row.name, counts.get(row.name)) for row in names]
