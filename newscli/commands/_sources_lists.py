"""`newscli sources import` and `export`: lists of sources as files."""

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

from newscli.commands import _files, _output
from newscli.core.entry import Subscription
from newscli.core.errors import UsageError
from newscli.core.typed import typed
from newscli.core.urls import shown_url
from newscli.invocation import current
from newscli.storage import sources


def import_(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="OPML, newsboat's urls, sfeedrc, or a URL a line; - is stdin.",
            show_default=False,
        ),
    ] = None,
    read_state: Annotated[
        list[str] | None,
        typer.Option(
            "--read-state",
            metavar="FILE",
            help="Mark what was read elsewhere: newsboat's cache.db, or a URL a line.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Follow all sources of a list. What is followed already keeps its name and folder.

    newsboat's query feeds become views.

    With --read-state, articles that another reader calls read are marked as read, flagged ones
    starred; fetch first, so that they are here. newscli mark undo takes it back.

    Example: newscli sources import ~/.newsboat/urls
    """
    if read_state and not files:
        _take_read_state(read_state)
    elif files and not read_state:
        _follow(files)
    else:
        raise UsageError(
            "give lists of sources, or, once they were fetched, --read-state FILE",
            hint="newscli help from-newsboat",
        )


def _take_read_state(files: list[str]) -> None:
    from newscli.commands import _read_elsewhere

    run = current()
    taken = _read_elsewhere.take(run.editor(), files, now=run.now)
    if run.form or run.fields:
        _output.write_one(taken._asdict(), columns=taken._fields)
    run.say(
        f"marked {taken.read} articles as read and starred {taken.starred}; "
        f"{taken.unknown} are not held here"
    )


def _follow(files: list[str]) -> None:
    from newscli.feeds.lists import parse_subscriptions
    from newscli.feeds.opml import ListSizes

    run = current()
    sizes = ListSizes(run.settings.limits_opml_mb, run.settings.limits_opml_depth)
    lists = [
        parse_subscriptions(_bytes(name, sizes.megabytes), name=name, sizes=sizes) for name in files
    ]
    connection = run.writer()
    found = [subscription for one in lists for subscription in one.subscriptions]
    skipped = [shown_url(reason) for one in lists for reason in one.skipped]
    added = sources.add(connection, found, now=run.now)
    views, refused = _save_views(connection, [search for one in lists for search in one.searches])
    skipped += refused
    for reason in skipped:
        run.say(f"skipped: {reason}")
    if any(reason.startswith("query:") for reason in skipped):
        run.say("a search gets a name by: " + typed("newscli views save NAME QUERY"))
    known = len({subscription.url for subscription in found}) - len(added)
    were = "was" if known == 1 else "were"
    sources_ = "source" if len(added) == 1 else "sources"
    if run.form or run.fields:
        record = {"added": len(added), "known": known, "skipped": skipped, "views": views}
        _output.write_one(record, columns=tuple(record))
    for name in views:
        run.say(f"a view: newscli headlines :{name}")
    run.say(
        f"added {len(added)} {sources_}; {known} {were} followed already, {len(skipped)} skipped"
        + ("; now: newscli fetch" if added else "")
    )


def _save_views(
    connection: sqlite3.Connection, searches: list[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """Saved searches as views: the names of new ones, and why others are none.

    A query that a view has already makes no other.
    """
    from newscli.commands import _query
    from newscli.core.errors import QueryError
    from newscli.core.views import view_name
    from newscli.storage import views

    made: list[str] = []
    refused: list[str] = []
    held = {view.name: view.query for view in views.views(connection)} if searches else {}
    for title, query in searches:
        if query in held.values():
            continue
        try:
            _query.parsed(connection, query)
        except QueryError as error:
            refused.append(f"query:{title[:80]}: {query}: {error}")
            continue
        name = view_name(title, taken=held)
        views.save(connection, name, query, now=current().now)
        held[name] = query
        made.append(name)
    return made, refused


def _bytes(name: str, megabytes: int) -> bytes:
    """What a list holds, at most a byte more than it may."""
    most = megabytes * 1_000_000 + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None


def export(
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to stdout.")
    ] = "-",
) -> None:
    """Write all sources as OPML 2.0: titles, addresses, folders and tags.

    Example: newscli sources export -o sources.opml
    """
    run = current()
    rows = sources.all_sources(run.reader())
    if run.form or run.fields:
        from newscli.render import records

        _output.write(
            (records.source(row, now=run.now) for row in rows), columns=records.SOURCE_COLUMNS
        )
        return
    from newscli.feeds.opml import write_opml

    listed = (
        Subscription(
            shown_url(row.url),
            row.title,
            shown_url(row.site_url or "") or None,
            row.folder,
            row.tags,
        )
        for row in rows
    )
    _files.write_all(output, [write_opml(listed, title="newscli sources", created_at=run.now)])
