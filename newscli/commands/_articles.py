"""Which articles a verb is about: the arguments and options that several verbs share."""

import re
import sqlite3
import sys
from typing import Annotated

import typer

from newscli.core import ids as ids_
from newscli.core import moments
from newscli.core.errors import NotFoundError, UsageError
from newscli.invocation import current
from newscli.storage import marks, reads, sources
from newscli.storage.reads import Filter

_OFFERED = 50  # more than a screen has; bash asks before it shows a hundred


def complete_ids(incomplete: str) -> list[tuple[str, str]]:
    """Recent ids with their titles, for the shell's completion."""
    from newscli.storage import completion

    found = completion.ids_starting(current().onlooker(), incomplete, limit=_OFFERED)
    return [(str(number), _for_a_shell(title)) for number, title in found]


def complete_tags(incomplete: str) -> list[tuple[str, str]]:
    """The user's tags with how much carries them, for the shell's completion."""
    return [
        (row.tag, f"{counted(row.articles)}, {row.sources} sources")
        for row in marks.tags(current().onlooker())
        if row.tag.startswith(incomplete) and row.tag.isprintable()
    ]


def complete_sources(incomplete: str) -> list[tuple[str, str]]:
    """Titles of sources with their URLs, for the shell's completion; the id where a title is not
    the only one of its kind, or an id is being typed. The shells' scripts quote what needs it."""
    from collections import Counter

    rows = sources.names(current().onlooker())
    uses = Counter(title for _, title, _ in rows)
    found: list[tuple[str, str]] = []
    for number, title, url in rows:
        is_own = uses[title] == 1 and title.isprintable() and title.startswith(incomplete)
        name = title if is_own else str(number)
        if name.startswith(incomplete):
            found.append((name, _for_a_shell(f"{title}, {url}")))
    return found


def _for_a_shell(text: str) -> str:
    """A feed's text without what any shell could act on."""
    return " ".join(re.sub(r"[^\w .,:?%+@/„“”‘’«»…–—-]", " ", text).split())


Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Ids (412), ranges (40-45), URLs, or - for ids on stdin.",
        autocompletion=complete_ids,
        show_default=False,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        "-s",
        help="Only this source: id, title or part of it, URL. May be repeated.",
        autocompletion=complete_sources,
        show_default=False,
    ),
]
TagOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        "-t",
        help="Only with this tag. May be repeated.",
        autocompletion=complete_tags,
        show_default=False,
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", help="Not older than: 48h, 7d, yesterday, 2026-11-01."),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Older than: 48h, 7d, yesterday, 2026-11-01.")
]


def chosen(
    connection: sqlite3.Connection,
    *,
    source: list[str] | None = None,
    tag: list[str] | None = None,
    unread: bool = False,
    starred: bool = False,
    edited: bool = False,
    since: str | None = None,
    until: str | None = None,
) -> Filter:
    """The filter that options mean.

    Raises NotFoundError for a source or a tag that there is not, UsageError for a time.
    """
    now = current().now
    for name in tag or ():
        if not marks.has_tag(connection, name):
            raise NotFoundError(f'no tag "{name}"', hint="newscli tag list")
    return Filter(
        source_ids=tuple(sources.find(connection, word) for word in source or ()),
        tags=tuple(tag or ()),
        is_unread=unread,
        is_starred=starred,
        is_edited=edited,
        since=moments.parse(since, now=now) if since else None,
        until=moments.parse(until, now=now) if until else None,
    )


def resolve(connection: sqlite3.Connection, words: list[str]) -> list[int]:
    """The ids that arguments name, those on stdin where one is "-".

    Raises NotFoundError for what we do not hold, UsageError for what is no id.
    """
    return reads.resolve(connection, ids_.parse(named(words)))


def named(words: list[str]) -> list[str]:
    """The arguments, with the lines of stdin in the place of a "-"."""
    found: list[str] = []
    for word in words:
        found += ids_.from_lines(sys.stdin) if word == "-" else [word.strip()]
    return found


def is_single(words: list[str]) -> bool:
    """True when the words name one article by its id or URL, and not a range or a list."""
    return len(words) == 1 and (words[0].isdigit() or words[0].startswith("http"))


def require_sources(connection: sqlite3.Connection) -> None:
    """Raises NoSourcesError where nothing is followed yet."""
    if not sources.count(connection):
        from newscli.storage.db import no_sources

        raise no_sources()


def require_articles(connection: sqlite3.Connection) -> None:
    """Raises NoSourcesError where nothing is followed yet, and nothing was saved."""
    is_empty = next(reads.headlines(connection, Filter(), limit=1), None) is None
    if is_empty and not sources.count(connection):
        from newscli.storage.db import no_sources

        raise no_sources()


def limit_of(limit: int | None, *, is_all: bool) -> int | None:
    """The number of rows that --limit and --all ask for; None is no limit. Raises UsageError."""
    if limit is not None and limit < 1:
        raise UsageError(f"--limit is {limit}, must be at least 1")
    if is_all:
        return limit
    return limit or current().settings.headlines_limit


def counted(number: int) -> str:
    """A number of articles in words."""
    return f"{number} article" if number == 1 else f"{number} articles"


def split_tags(text: str) -> list[str]:
    """The tags in a list parted by commas. Raises UsageError when there is none."""
    from newscli.core.text import one_line

    tags = [one_line(part) for part in text.split(",")]
    if not any(tags):
        raise UsageError("a tag has at least one letter")
    return [tag for tag in tags if tag]
