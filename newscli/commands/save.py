"""`newscli save`: pages of the web as articles."""

from typing import Annotated

import typer

from newscli.commands import _articles, _output
from newscli.core.errors import NewscliError
from newscli.invocation import complain, current
from newscli.storage import reads


def command(
    urls: Annotated[
        list[str],
        typer.Argument(
            metavar="URL...",
            help="Pages of the web; - for addresses on stdin, one a line.",
            show_default=False,
        ),
    ],
) -> None:
    """Keep pages of the web as articles, without following anything.

    They are cleaned as any article, and read, searched, tagged and exported like one.

    Example: newscli save https://example.org/long-read && newscli headlines -s "Saved pages"
    """
    from newscli.commands import _saving

    run = current()
    wanted = _saving.addresses(urls)
    connection = run.writer()
    done = _saving.save(connection, wanted)
    held = {found.article_id: found for found in done if found.article_id is not None}
    rows = list(reads.headlines_of(connection, list(held)).values())
    rows.sort(key=lambda row: list(held).index(row.id))
    if run.is_machine:
        from newscli.render import records

        _output.write(
            ({**records.headline(row), "new": held[row.id].is_new} for row in rows),
            columns=records.SAVED_COLUMNS,
        )
    else:
        from newscli.render import headlines as screen
        from newscli.render.screen import console, page

        terminal = console()
        page(terminal, screen.headlines(rows, width=terminal.width, now=run.now))
    for number, found in held.items():
        if not found.is_new:
            run.say(f"{found.url}: held already, article {number}")
    errors = [found.error for found in done if found.error]
    if not rows and len(errors) == 1:
        raise errors[0]
    for error in errors:
        complain(f"newscli: {error}" + (f"\n  try: {error.hint}" if error.hint else ""))
    if not rows:
        raise NewscliError(f"none of {len(errors)} pages could be saved")
    saved = sum(found.is_new for found in held.values())
    if saved:
        run.say(f"saved {_articles.counted(saved)}")
