"""What the panes ask of the database, each question one function of a connection."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from sqlite3 import Connection
from typing import NamedTuple, TypeAlias

from newscli.commands import _pages, _query
from newscli.core.models import Article, Headline, Related, Source
from newscli.core.related import rank
from newscli.render.cells import bare
from newscli.render.panes import Entry
from newscli.storage import marks, reads, related, search, sources, stories, views
from newscli.storage.reads import Filter

_RELATED = 5
_MOST_RELATED = 20
_CHUNK = 500


Work: TypeAlias = Callable[[Connection], object]


class Page(NamedTuple):
    """Headlines by id, and the sizes of stories by theirs."""

    headlines: Mapping[int, Headline]
    sizes: Mapping[int, int]


class Opened(NamedTuple):
    """An article to read, with what belongs to it."""

    article: Article
    related: Sequence[Related]


class Shelf(NamedTuple):
    """The rows of the pane of sources, what each lists, and when the last fetch was."""

    entries: Sequence[Entry]
    chosen: Mapping[str, Filter]
    unread: int
    fetched_at: int | None


def page(connection: Connection, ids: Sequence[int]) -> Page:
    """The headlines of these articles."""
    found = reads.headlines_of(connection, ids)
    names = [row.story_id or row.id for row in found.values()]
    return Page(found, stories.sizes(connection, names))


def listed(connection: Connection, chosen: Filter, also: Iterable[int]) -> "array[int]":
    """The ids that the filter lets through, and those of `also`, newest first."""
    return array("q", reads.ids(connection, chosen, also=tuple(also)))


def opened(connection: Connection, number: int) -> Opened:
    """An article made ready to be read. Raises NotFoundError."""
    _pages.make(connection, [number])
    held = reads.article(connection, number)
    offered = [row for row in related.offered(connection, number) if row.kind != "reference"]
    similar = related.similar(connection, number, limit=_RELATED)
    return Opened(held, rank(offered, similar, limit=2 * _RELATED))


def related_to(connection: Connection, number: int) -> list[Related]:
    """What belongs with an article, as `related` lists it."""
    _pages.make(connection, [number])
    similar = related.similar(connection, number, limit=_MOST_RELATED)
    return rank(related.offered(connection, number), similar, limit=_MOST_RELATED)


def found(connection: Connection, text: str, *, now: int, limit: int) -> "array[int]":
    """The ids that a query finds, best first. Raises QueryError."""
    query = _query.parsed(connection, text)
    hits = search.run(connection, query, Filter(), now=now, limit=limit).hits
    return array("q", [hit.headline.id for hit in hits])


def next_unread(
    connection: Connection,
    ids: Sequence[int],
    *,
    begin: int,
    step: int,
    passed: Collection[int] = (),
) -> int | None:
    """The first place from `begin` on, in steps of 1 or -1, with an unread article.

    Those of `passed` are read, whatever the database says yet.
    """
    end = len(ids) if step > 0 else -1
    for first in range(begin, end, step * _CHUNK):
        places = range(first, end, step)[:_CHUNK]
        unread = marks.unread_among(connection, [ids[place] for place in places])
        for place in places:
            if ids[place] in unread and ids[place] not in passed:
                return place
    return None


def shelf(connection: Connection) -> Shelf:
    """The pane of sources as things now stand: the three lists, folders and sources, tags."""
    unread, starred = Filter(is_unread=True), Filter(is_starred=True)
    unread_count = reads.count(connection, unread)
    rows = [
        (Entry("unread", "Unread", unread_count, mark="●"), unread),
        (Entry("starred", "Starred", reads.count(connection, starred), mark="★"), starred),
        (Entry("all", "All"), Filter()),
        *(
            (Entry(f"view {one.name}", one.name, mark="⌕"), Filter())
            for one in views.views(connection)
        ),
        *_source_rows(sources.all_sources(connection)),
    ]
    for tag in marks.tags(connection):
        rows.append((Entry(f"tag {tag.tag}", tag.tag, mark="#"), Filter(tags=(tag.tag,))))
    chosen = {entry.key: filter_ for entry, filter_ in rows}
    entries = [entry for entry, _ in rows]
    return Shelf(entries, chosen, unread_count, sources.fetched_at(connection))


def _source_rows(held: Sequence[Source]) -> Iterator[tuple[Entry, Filter]]:
    """Each folder before its sources; a source in trouble with a mark."""
    for folder, group in groupby(held, key=lambda source: source.folder):
        inside = list(group)
        if folder:
            count = sum(source.unread for source in inside)
            ids = tuple(source.id for source in inside)
            name = Entry(f"folder {folder}", folder, count, mark="▾", is_folder=True)
            yield name, Filter(source_ids=ids)
        for source in inside:
            is_failing = bool(source.problem and source.failures)
            entry = Entry(
                f"source {source.id}",
                bare(source.title),
                source.unread,
                depth=1 if folder else 0,
                mark="✗" if is_failing else " ",
                has_problem=is_failing,
            )
            yield entry, Filter(source_ids=(source.id,))
