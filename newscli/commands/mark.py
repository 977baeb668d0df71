"""`newscli mark`: read, unread, starred, and taking it back."""

from collections.abc import Callable
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _query
from newscli.core.errors import NotFoundError, UsageError
from newscli.invocation import current
from newscli.storage import marks, stories
from newscli.storage.reads import Filter

app = typer.Typer(
    rich_markup_mode=None,
    help="Mark articles as read, unread, starred or not. `mark undo` takes the last mark back.\n\n"
    "Example: newscli mark read --source Lobsters --before 7d",
)

_Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID...]",
        help="Ids (412), ranges (40-45), URLs, or - for ids on stdin.",
        autocompletion=_articles.complete_ids,
        show_default=False,
    ),
]
_Before = Annotated[
    str | None, typer.Option("--before", help="Only older than: 7d, yesterday, 2026-11-01.")
]
_Story = Annotated[
    str | None,
    typer.Option(
        "--story",
        metavar="ID",
        help="All articles that are now in the story of this one.",
        autocompletion=_articles.complete_ids,
        show_default=False,
    ),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say how many.")]
_All = Annotated[bool, typer.Option("--all", help="Every article that there is.")]
_Command = Callable[..., None]


def _command(name: str, what: str) -> _Command:
    def command(
        ids: _Ids = None,
        source: _articles.SourceOption = None,
        tag: _articles.TagOption = None,
        before: _Before = None,
        story: _Story = None,
        query: _query.Option = None,
        all_: _All = False,
        dry_run: _DryRun = False,
    ) -> None:
        if story is not None and (ids or source or tag or before or query or all_):
            raise UsageError("give --story or others, not both", hint=f"newscli mark {name} --help")
        told = _story(story) if story is not None else None
        _mark(name, told or ids or [], source, tag, before, query, is_all=all_, is_dry=dry_run)
        if told:
            current().say(f"what comes to story {story} later stays as it comes")

    command.__doc__ = f"""Mark articles {what}: by id, or all of a source, a tag, an age.

    Example: newscli mark {name} 412 415-420
    """
    return command


def _story(article: str) -> list[str]:
    """The articles of an article's story as it now is: what `newscli story` shows."""
    from newscli.commands import _settling

    connection = current().reader()
    numbers = _articles.resolve(connection, [article])
    _settling.around_ids(connection, numbers)
    (name, *_) = stories.names(connection, numbers)
    return [str(number) for number in stories.articles(connection, name) or [name]]


def _mark(
    name: str,
    ids: list[str],
    source: list[str] | None,
    tag: list[str] | None,
    before: str | None,
    query: str | None,
    *,
    is_all: bool,
    is_dry: bool,
) -> None:
    run = current()
    connection = run.reader() if is_dry else run.editor()
    chosen = _articles.chosen(connection, source=source, tag=tag, until=before)
    chosen = chosen._replace(query=_query.optional(connection, query))
    if ids and (chosen != Filter() or is_all):
        raise UsageError("give ids or options, not both", hint=f"newscli mark {name} --help")
    if not ids and chosen == Filter() and not is_all:
        raise UsageError(
            "which articles? give ids, --source, --tag, --before, --query or --all",
            hint=f"newscli mark {name} --help",
        )
    numbers = _articles.resolve(connection, ids) if ids else None
    marked = marks.mark(connection, name, ids=numbers, chosen=chosen, now=run.now, is_dry=is_dry)
    if run.form or run.fields:
        record = {"mark": name, "chosen": marked.chosen, "changed": marked.changed, "dry": is_dry}
        _output.write_one(record, columns=tuple(record))
    would = "would mark" if is_dry else "marked"
    already = marked.chosen - marked.changed
    run.say(
        f"{would} {_articles.counted(marked.changed)} {_WORDS[name]}"
        + (f"; {already} already so" if already else "")
    )


_WORDS = {"read": "as read", "unread": "as unread", "star": "with a star", "unstar": "without star"}
for _name in marks.MARKS:
    app.command(_name)(_command(_name, _WORDS[_name]))


@app.command()
def undo() -> None:
    """Take the last mark back; again for the one before, up to twenty.

    Example: newscli mark undo
    """
    run = current()
    changed = marks.undo(run.editor())
    if not changed:
        raise NotFoundError("no mark to take back")
    if run.form or run.fields:
        _output.write_one({"mark": "undo", "changed": changed}, columns=("mark", "changed"))
    run.say(f"took back the marks of {_articles.counted(changed)}")
