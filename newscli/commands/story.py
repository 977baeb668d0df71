"""`newscli story`: one event as all sources tell it."""

from newscli.commands import _articles, _output, _settling
from newscli.invocation import current
from newscli.storage import stories as storage


def command(ids: _articles.Ids) -> None:
    """Show the story that an article belongs to: who told it when, copies, what only one has.

    Example: newscli story 412
    """
    run = current()
    connection = run.reader()
    numbers = _articles.resolve(connection, ids)
    _settling.around_ids(connection, numbers)
    found = [
        (number, storage.story(connection, name, details=True))
        for number in numbers
        for name in storage.names(connection, [number])
    ]
    found = list({row.id: (number, row) for number, row in reversed(found)}.values())[::-1]
    if run.is_machine:
        from newscli.render import story_records as records

        if not (run.form or run.fields):
            rows = (
                records.told(told, dict(row.only_here)) for _, row in found for told in row.articles
            )
            _output.write(rows, columns=records.TOLD_COLUMNS)
        elif _articles.is_single(ids):
            _output.write_one(records.whole(found[0][1]), columns=records.STORY_COLUMNS)
        else:
            _output.write((records.whole(row) for _, row in found), columns=records.STORY_COLUMNS)
        return
    from newscli.render import stories as screen
    from newscli.render.screen import console, page

    terminal = console()
    for asked, row in found:
        page(terminal, screen.story(row, asked=asked, width=terminal.width, now=run.now))
        if len(row.articles) == 1:
            run.say("no other article about it")
