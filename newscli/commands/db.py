"""`newscli db`: the database file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscli.commands import _db_prune, _output
from newscli.core.errors import DatabaseError, LockedError, NotFoundError
from newscli.invocation import current
from newscli.storage import backups, db, reads, sources
from newscli.storage import check as check_

if TYPE_CHECKING:
    from newscli.storage.repair import Repaired

_SHOWN = 5

app = typer.Typer(
    rich_markup_mode=None,
    help="The database file: where it is, what it holds, whether it is sound.\n\n"
    "Without a command: info.\n\n"
    "Example: newscli db backup ~/news-backup.db",
)


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """Say what the database holds when no command is given."""
    if ctx.invoked_subcommand is None:
        info()


@app.command()
def path() -> None:
    """Print where the database is, whether or not it exists.

    Example: sqlite3 "$(newscli db path)" 'SELECT count(*) FROM article'
    """
    file = str(current().paths.database)
    if current().form:
        _output.write_one({"path": file}, columns=("path",))
    else:
        print(file)


@app.command()
def info() -> None:
    """Say what the database holds: sources, articles, size, schema.

    Example: newscli db info
    """
    import sqlite3

    file = _file()
    connection = current().reader()
    record = {
        "path": str(file),
        "size_bytes": db.size_bytes(file),
        "schema": db.version_of(connection),
        "sqlite": sqlite3.sqlite_version,
        "sources": sources.count(connection),
        "articles": reads.count(connection, reads.Filter()),
        "unread": reads.count(connection, reads.Filter(is_unread=True)),
        "starred": reads.count(connection, reads.Filter(is_starred=True)),
        "revisions": reads.revisions(connection),
    }
    if current().is_machine:
        _output.write_one(record, columns=tuple(record))
        return
    from newscli.render import settings as screen
    from newscli.render.screen import console

    terminal = console()
    for line in screen.facts(record, width=terminal.width):
        terminal.print(line)


@app.command()
def check() -> None:
    """Check the file, its references and the full-text index. Exits 6 when something is wrong.

    Example: newscli db check
    """
    file = _file()
    problems = check_.problems(current().reader())
    if current().form:
        _output.write_one({"ok": not problems, "problems": problems}, columns=("ok", "problems"))
    if problems:
        more = f" and {len(problems) - 1} more" if problems[1:] else ""
        raise DatabaseError(f"{file}: {problems[0]}{more}", hint="newscli db repair")
    current().say(f"{file}: sound")


@app.command()
def repair() -> None:
    """Make a damaged database usable again; the damaged file is kept beside it.

    What can be made again from the articles, such as the full-text index, is. With any other fault,
    all that can be read goes into a new file; what cannot is said.

    Example: newscli db repair
    """
    from newscli.storage import repair as repair_

    file = _file()
    db.require_writable(file)
    with db.fetch_lock(db.lock_file(file), wait_s=0) as is_ours:
        if not is_ours:
            raise LockedError("a fetch is running", hint="newscli db check")
        done = repair_.repair(file, say=current().say)
    if current().is_machine:
        record = {**done._asdict(), "kept": str(done.kept) if done.kept else None}
        _output.write_one(record, columns=("how", "articles", "sources", "kept"))
    _say_repaired(file, done)


def _say_repaired(file: Path, done: "Repaired") -> None:
    say = current().say
    held = f"{done.articles} articles and {done.sources} sources"
    match done.how:
        case "nothing":
            say(f"{file}: sound; nothing to repair")
        case "mended":
            say(f"{file}: mended; it holds {held}")
        case _:
            say(f"{file}: {held} could be read; the damaged file is kept as {done.kept}")
    for what in done.lost[:_SHOWN]:
        say(f"could not be read: {what}")
    if more := done.lost[_SHOWN:]:
        say(f"could not be read: {len(more)} more (--json names all)")


@app.command()
def backup(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to; by default beside the database.")
    ] = "",
) -> None:
    """Copy the database to a file, also while a fetch runs. Overwrites nothing.

    Example: newscli db backup ~/news-backup.db
    """
    source = _file()
    connection = current().reader()
    stamp = datetime.fromtimestamp(current().now, UTC).strftime("%Y%m%dT%H%M%SZ")
    target = Path(file).expanduser() if file else source.with_name(f"{source.stem}-{stamp}.db")
    backups.backup(connection, target)
    record = {"path": str(target), "size_bytes": db.size_bytes(target)}
    if current().is_machine:
        _output.write_one(record, columns=("path",))
    else:
        current().say(f"copied to {target}")


app.command("prune")(_db_prune.command)


@app.command()
def vacuum() -> None:
    """Give space that is no longer used back, and tidy the full-text index.

    Example: newscli db vacuum
    """
    file = _file()
    connection = current().editor()
    before = db.size_bytes(file)
    with db.explained(file):
        db.vacuum(connection)
    record = {"before_bytes": before, "after_bytes": db.size_bytes(file)}
    if current().form:
        _output.write_one(record, columns=tuple(record))
    current().say(f"{file}: {before:,} bytes became {record['after_bytes']:,}")


def _file() -> Path:
    """The database's path. Raises NotFoundError when there is no such file yet."""
    file = current().settings.paths.database
    if not db.is_there(file):
        raise NotFoundError(f"{file}: no database yet", hint="newscli demo")
    return file
