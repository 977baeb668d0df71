"""`newscli sources import` and `export`: lists of sources as files."""

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
    for reason in skipped:
        run.say(f"skipped: {reason}")
    if any(reason.startswith("query:") for reason in skipped):
        run.say("a search gets a name by: " + typed("newscli views save NAME QUERY"))
    known = len({subscription.url for subscription in found}) - len(added)
    were = "was" if known == 1 else "were"
    sources_ = "source" if len(added) == 1 else "sources"
    if run.form or run.fields:
        record = {"added": len(added), "known": known, "skipped": skipped}
        _output.write_one(record, columns=tuple(record))
    run.say(
        f"added {len(added)} {sources_}; {known} {were} followed already, {len(skipped)} skipped"
        + ("; now: newscli fetch" if added else "")
    )


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
