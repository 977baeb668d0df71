"""The fetch pipeline, joined to the network, the parsers and the database."""

import sqlite3
from collections.abc import Sequence
from typing import Protocol

from newscli.config import Settings
from newscli.core.draft import ReadFeed
from newscli.core.fetch import Pipeline, is_offline
from newscli.core.models import Source
from newscli.core.ports import Answer, Net
from newscli.core.report import Report
from newscli.feeds import read as feeds
from newscli.invocation import current
from newscli.net.http import HttpNet
from newscli.pages import articles
from newscli.storage import sources as sources_
from newscli.storage.writes import FetchStore


class Watcher(Protocol):
    """Who is told of a fetch as it happens."""

    def started(self, url: str) -> None:
        """A source is being asked; called from any thread."""

    def done(self, report: Report) -> None:
        """A source's outcome is known and stored."""


class Nobody:
    """The watcher of a fetch that nobody watches."""

    def started(self, url: str) -> None:
        """Says nothing."""

    def done(self, report: Report) -> None:
        """Says nothing."""


def read_feed(answer: Answer) -> ReadFeed:
    """The feed in an answer, as drafts. Raises FeedError."""
    parsed = feeds.parse(answer.body, content_type=answer.content_type)
    return articles.read_feed(parsed, url=answer.url)


def open_net(
    settings: Settings,
    *,
    now: int,
    jobs: int | None = None,
    timeout_s: float | None = None,
    proxy: str | None = None,
) -> HttpNet:
    """The network as the settings bound it; the given values go before them."""
    return HttpNet(
        jobs=jobs or settings.fetch_jobs,
        timeout_s=timeout_s or settings.fetch_timeout_s,
        max_bytes=settings.fetch_max_mb * 1_000_000,
        now=now,
        proxy=proxy,
    )


def fetch(
    connection: sqlite3.Connection,
    net: Net,
    chosen: Sequence[Source],
    *,
    jobs: int,
    now: int,
    is_forced: bool,
    watcher: Watcher | None = None,
) -> list[Report]:
    """Fetches the sources; a report each. The watcher is told as it happens."""
    watcher = watcher or Nobody()
    current().logger()
    store = FetchStore(connection)
    pipeline = Pipeline(net, read_feed, store, jobs=jobs, started=watcher.started)
    reports: list[Report] = []
    for report in pipeline.fetch(chosen, now=now, is_forced=is_forced):
        reports.append(report)
        watcher.done(report)
    if is_offline(reports):
        sources_.lift_back_off(
            connection, [report.source_id for report in reports if report.is_failure]
        )
        reports = [report._replace(next_at=None) for report in reports]
    return reports
