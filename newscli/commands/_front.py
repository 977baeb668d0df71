"""Bare `newscli`: what is unread, and the newest of it."""

from newscli.commands import _articles, _output
from newscli.invocation import current
from newscli.storage import reads, sources, stories
from newscli.storage.reads import Filter

_ROWS = 20


def show() -> None:
    """Prints the front page. Raises NoSourcesError where nothing is followed yet."""
    run = current()
    connection = run.reader()
    _articles.require_articles(connection)
    unread = Filter(is_unread=True)
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
    rows = rows or list(reads.headlines(connection, Filter(), limit=_ROWS, folded=True))
    lines = screen.front_page(
        rows,
        unread=reads.count(connection, unread),
        sources=len(held),
        sources_unread=sum(1 for source in held if source.unread),
        fetched_at=sources.fetched_at(connection),
        sizes=stories.sizes(connection, [row.story_id or row.id for row in rows]),
        width=terminal.width,
        now=run.now,
    )
    page(terminal, lines)
