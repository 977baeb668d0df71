"""The fetch pipeline, joined to the network, the parsers and the database."""

import gc
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

from newscli.commands import _full_text, _pages, _settling
from newscli.commands._reading import Reader
from newscli.config import KEYS, Settings
from newscli.core.errors import ConfigError
from newscli.core.fetch import Pipeline, is_offline
from newscli.core.hosts import Limits
from newscli.core.models import Source
from newscli.core.ports import Net, Watcher
from newscli.core.report import Report
from newscli.core.sizes import Sizes
from newscli.invocation import current
from newscli.net.exchange import Bounds
from newscli.storage import bodies
from newscli.storage import sources as sources_
from newscli.storage.writes import FetchStore

if TYPE_CHECKING:
    from newscli.net.curl import CurlNet

_TRANSPORT = "NEWSCLI_TRANSPORT"
_USUAL_FEED_BYTES = 100_000  # half of all are smaller


class Nobody:
    """The watcher of a fetch that nobody watches."""

    def started(self, url: str) -> None:
        """Says nothing."""

    def answered(self, url: str) -> None:
        """Says nothing."""

    def done(self, report: Report) -> None:
        """Says nothing."""


def open_net(
    settings: Settings,
    *,
    now: int,
    jobs: int | None = None,
    timeout_s: float | None = None,
    proxy: str | None = None,
) -> AbstractContextManager[Net]:
    """The network as the settings bound it; the given values go before them.

    libcurl carries it where pycurl is installed, else httpx; NEWSCLI_TRANSPORT says otherwise.
    Raises ConfigError where it names neither, or what is not installed.
    """
    bounds = Bounds(
        timeout_s=timeout_s or settings.fetch_timeout_s,
        max_bytes=settings.fetch_max_mb * 1_000_000,
        now=now,
        allow_private=settings.fetch_allow_private == "on",
        first_byte_s=timeout_s or settings.limits_first_byte_s,
        header_kb=settings.limits_header_kb,
        redirects=settings.limits_redirects,
    )
    jobs = jobs or settings.fetch_jobs
    wanted = os.environ.get(_TRANSPORT)
    if wanted not in (None, "", "curl", "httpx"):
        raise ConfigError(f"{_TRANSPORT} is {wanted}, must be curl or httpx")
    curl = None if wanted == "httpx" else _curl(is_wanted=wanted == "curl")
    if curl is not None:
        return curl(bounds, jobs=jobs, proxy=proxy)
    from newscli.commands import _malloc
    from newscli.net.http import HttpNet

    _malloc.share_arenas()
    return HttpNet(bounds, jobs=jobs, proxy=proxy)


@contextmanager
def connected(
    connection: sqlite3.Connection, *, jobs: int | None = None, timeout_s: float | None = None
) -> Iterator[Net]:
    """The network as this run has it: the demo's, where its profile is meant."""
    run = current()
    with ExitStack() as stack:
        proxy = None
        if run.is_demo:
            from newscli.commands import _world

            proxy = stack.enter_context(_world.serve(connection))
        yield stack.enter_context(
            open_net(run.settings, now=run.now, jobs=jobs, timeout_s=timeout_s, proxy=proxy)
        )


def _curl(*, is_wanted: bool) -> "type[CurlNet] | None":
    """The net over libcurl; None where that is not installed, and need not be."""
    try:
        from newscli.net.curl import CurlNet
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "pycurl":
            raise
        if is_wanted:
            raise ConfigError(
                f"{_TRANSPORT} is curl, which cannot be used: {error}",
                hint="pip install 'newscli[fast]'",
            ) from None
        return None
    return CurlNet


def limits(settings: Settings) -> Limits:
    """What one server gets. A setting at its default leaves this machine's own servers alone."""
    connections, pause_ms = settings.fetch_host_connections, settings.fetch_host_pause_ms
    is_usual = pause_ms == KEYS["fetch.host_pause_ms"].default
    return Limits(
        connections=None if connections == KEYS["fetch.host_connections"].default else connections,
        pause_s=None if is_usual else pause_ms / 1000,
    )


def sizes(settings: Settings) -> Sizes:
    """How much of a feed is taken."""
    return Sizes(
        entries=settings.limits_entries,
        depth=settings.limits_depth,
        title_chars=settings.limits_title_chars,
        text_chars=settings.limits_text_kb * 1000,
    )


def open_reader(chosen: Sequence[Source]) -> Reader:
    """What reads these sources' documents; where many are to come, its processes start at once."""
    settings = current().settings
    never_asked = sum(source.asked_at is None for source in chosen)
    return Reader(
        sizes(settings),
        max_bytes=settings.fetch_max_mb * 1_000_000,
        expected_bytes=never_asked * _USUAL_FEED_BYTES,
    )


def fetch(
    connection: sqlite3.Connection,
    net: Net,
    chosen: Sequence[Source],
    *,
    now: int,
    is_forced: bool,
    is_full: bool = False,
    watcher: Watcher | None = None,
    reader: Reader | None = None,
) -> list[Report]:
    """Fetches the sources; a report each. The watcher is told as it happens, the reader closed.

    `is_full` also fetches the pages of their new articles, whatever their feeds have.
    """
    watcher = watcher or Nobody()
    run = current()
    run.logger()
    before = bodies.highest_id(connection)
    reader = reader or open_reader(chosen)
    bounds = limits(run.settings)
    pipeline = Pipeline(
        net,
        reader,
        FetchStore(connection),
        limits=bounds,
        started=watcher.started,
    )
    reports: list[Report] = []
    gc.disable()  # what a fetch makes is freed by counting references; looking for cycles takes 1%
    try:
        for report in pipeline.fetch(chosen, now=now, is_forced=is_forced):
            reports.append(report)
            watcher.done(report)
    finally:
        gc.enable()
        reader.close()
    _settling.newest(connection, after_id=before, now=now)
    _pages.make_newest(connection, after_id=before)
    _full_text.fetch(
        connection,
        net,
        chosen,
        reports,
        limits=bounds,
        after_id=before,
        now=now,
        is_full=is_full,
        watcher=watcher,
    )
    if is_offline(reports):
        sources_.lift_back_off(
            connection, [report.source_id for report in reports if report.is_failure]
        )
        reports = [report._replace(next_at=None, why=None) for report in reports]
    return reports
