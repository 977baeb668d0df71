"""Counts and marks as the screen has them, which is before they are written."""

from newscli.core.models import Headline
from newscli.storage.reads import Filter
from newscli.tui.library import Page, Shelf


class Ledger:
    """`shelf` are the sources and their counts, `unsaved` the marks that are being written."""

    def __init__(self) -> None:
        self.shelf = Shelf((), {}, 0, None)
        self.unsaved: dict[int, Headline] = {}
        self.is_only_unread = True

    @property
    def unread(self) -> int:
        """How many articles are unread."""
        return self.shelf.unread

    @property
    def fetched_at(self) -> int | None:
        """When the last fetch was; None for never."""
        return self.shelf.fetched_at

    def chosen(self, key: str) -> tuple[Filter, str]:
        """What an entry lists, and its name."""
        labels = {entry.key: entry.label for entry in self.shelf.entries}
        return self.shelf.chosen.get(key, Filter()), labels.get(key, "All")

    def over(self, page: Page) -> Page:
        """The page with the marks that are being written."""
        unsaved = {n: self.unsaved[n] for n in page.headlines if n in self.unsaved}
        return Page({**page.headlines, **unsaved}, page.sizes)

    def just_read(self) -> frozenset[int]:
        """What is read on the screen, and perhaps not yet in the database."""
        return frozenset(n for n, one in self.unsaved.items() if one.read_at is not None)

    def marked(self, one: Headline, name: str, *, now: int) -> Headline:
        """The headline with a mark set or taken away; the counts follow."""
        if name in ("read", "unread"):
            marked = one._replace(read_at=now if name == "read" else None)
            self._count(one, -1 if name == "read" else 1)
        else:
            marked = one._replace(starred_at=now if name == "star" else None)
            self._add({"starred"}, 1 if name == "star" else -1)
        self.unsaved[one.id] = marked
        return marked

    def _count(self, one: Headline, number: int) -> None:
        holders = {
            key
            for key, chosen in self.shelf.chosen.items()
            if key == "unread" or one.source_id in chosen.source_ids
        }
        self._add(holders, number)
        self.shelf = self.shelf._replace(unread=max(self.shelf.unread + number, 0))

    def _add(self, keys: set[str], number: int) -> None:
        entries = [
            entry._replace(unread=max(entry.unread + number, 0)) if entry.key in keys else entry
            for entry in self.shelf.entries
        ]
        self.shelf = self.shelf._replace(entries=entries)
