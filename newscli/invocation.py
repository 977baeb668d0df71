"""What the user asked of this run besides its verb: the global options, and what follows."""

import os
import sys
import time
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newscli import config
from newscli.core import themes, typed

if TYPE_CHECKING:
    import logging
    import sqlite3
    from collections.abc import Iterator
    from io import TextIOWrapper


_NARROW = 20  # columns; for less no line is parted
_USUAL = 80  # columns of one that does not know


class Invocation:
    """The global options, and the settings and the database that they lead to.

    NEWSCLI_DB, NEWSCLI_CONFIG and NEWSCLI_PROFILE stand for options that are not given.
    """

    def __init__(self) -> None:
        self.database = _path_of("NEWSCLI_DB")
        self.config = _path_of("NEWSCLI_CONFIG")
        self.profile = os.environ.get("NEWSCLI_PROFILE") or None
        self.form: str | None = None
        self.fields: tuple[str, ...] | None = None
        self.quiet = False
        self.verbose = False
        self._connections: list[sqlite3.Connection] = []
        self._handlers: list[logging.Handler] = []

    @cached_property
    def settings(self) -> config.Settings:
        """Settings and paths; their theme is what screens are drawn with from now on.

        Raises ConfigError or UsageError.
        """
        settings = config.load(self.paths, profile=self.profile)
        themes.choose(settings.theme, settings.styles)
        typed.choose(self._given())
        return settings

    def _given(self) -> dict[str, str]:
        """The options that say which store and configuration are meant, where they do."""
        options = {
            "--profile": (self.profile, os.environ.get("NEWSCLI_PROFILE") or None),
            "--db": (self.database, _path_of("NEWSCLI_DB")),
            "--config": (self.config, _path_of("NEWSCLI_CONFIG")),
        }
        return {name: str(value) for name, (value, usual) in options.items() if value != usual}

    @property
    def paths(self) -> config.Paths:
        """Every path, without reading the configuration."""
        return config.paths(profile=self.profile, config=self.config, database=self.database)

    def reader(self) -> "sqlite3.Connection":
        """A connection for a verb that shows articles; settings are checked first.

        Where the database cannot be written to, a ReadOnly one, and that is said.
        Raises NoSourcesError where nothing was ever stored, DatabaseError where it is unusable or
        a database that was named is not there.
        """
        from newscli.storage import db

        self._require_named()
        return self._kept(db.connect_to_read(self.settings.paths.database, say=self.say))

    def editor(self) -> "sqlite3.Connection":
        """A connection for a verb that changes what is there. Raises as `reader` does."""
        from newscli.storage import db

        self._require_named()
        return self._kept(db.connect_to_edit(self.settings.paths.database, say=self.say))

    def onlooker(self) -> "sqlite3.Connection":
        """A connection that leaves even an older schema alone: pressing Tab changes nothing.

        Raises DatabaseError where the database is older, unusable or not there.
        """
        from newscli.storage import read_only

        return self._kept(read_only.connect(self.settings.paths.database))

    def writer(self) -> "sqlite3.Connection":
        """A connection that creates and migrates the database as needed."""
        from newscli.storage import db

        return self._kept(db.connect(self.settings.paths.database, say=self.say))

    def _require_named(self) -> None:
        from newscli.core.errors import DatabaseError
        from newscli.storage import db

        if self.database and not db.is_there(self.database):
            raise DatabaseError(f"{self.database}: there is no such database")

    def _kept(self, connection: "sqlite3.Connection") -> "sqlite3.Connection":
        self._connections.append(connection)
        return connection

    def close(self) -> None:
        """Closes the connections and the log that this run has opened."""
        for connection in self._connections:
            connection.close()
        for handler in self._handlers:
            handler.close()

    @property
    def is_demo(self) -> bool:
        """True under --profile demo, whose sources only newscli itself can serve."""
        return self.profile == "demo" and self.database is None

    @property
    def is_machine(self) -> bool:
        """True when the result is for a program: --json, --jsonl, --fields or a pipe."""
        return self.output != "screen"

    @property
    def output(self) -> str:
        """json, jsonl, tsv (a pipe) or screen (a terminal, or FORCE_COLOR)."""
        if self.form:
            return self.form
        if self.fields:
            return "tsv"
        is_forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
        return "screen" if sys.stdout.isatty() or is_forced else "tsv"

    @cached_property
    def now(self) -> int:
        """The time at which this run began, Unix seconds; the only clock of the program."""
        return int(time.time())

    def look_at_clock(self) -> int:
        """The time as it is now, and `now` from here on: for a run that lasts, as `browse`."""
        self.__dict__.pop("now", None)
        return self.now

    def logger(self) -> "logging.Logger":
        """The log file, opened when something is written; stderr too under -v. Never the console
        otherwise: a trace shown to a user is a bug."""
        import logging

        log = logging.getLogger("newscli")
        log.propagate = False
        if not self._handlers:
            self._handlers = list(self._log_handlers())
            for handler in self._handlers:
                handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.handlers = self._handlers
        return log

    def _log_handlers(self) -> "Iterator[logging.Handler]":
        import logging
        from logging.handlers import RotatingFileHandler

        from newscli.storage import files

        say_once = cache(self.say)

        class PrivateFile(RotatingFileHandler):
            """A log file that only its user may read, made once there is something to write."""

            def _open(self) -> "TextIOWrapper":
                files.make_private(file)
                return super()._open()

            def handleError(self, record: logging.LogRecord) -> None:
                """Says what keeps it from being written; logging's own would print a trace."""
                reason = getattr(sys.exc_info()[1], "strerror", None) or "it cannot be written"
                say_once(f"newscli: {file}: no log can be kept: {reason}")

        file = self.paths.log
        try:
            files.make_folder(file.parent)
            yield PrivateFile(file, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True)
        except OSError as error:
            self.say(f"newscli: {file}: no log can be kept: {error.strerror}")
            yield logging.NullHandler()
        if self.verbose:
            yield logging.StreamHandler()

    def say(self, line: str) -> None:
        """One line of talk on stderr; nothing under -q."""
        if not self.quiet:
            complain(line)


def complain(line: str) -> None:
    """One line on stderr, also under -q; on a terminal parted between words where it is too long.

    It may quote a feed or a user: controls are shown as �, and passwords in addresses as ***.
    """
    from newscli.core.urls import shown_url

    safe = "".join(c if c.isprintable() or c in "\n " else "\ufffd" for c in shown_url(line))
    print("\n".join(_fitting(safe)), file=sys.stderr)


def _fitting(line: str) -> "list[str]":
    first, *more = line.split("\n")
    is_laid_out = any(other and other[0] != " " for other in more)  # such as a file, to be copied
    if is_laid_out or not sys.stderr.isatty():
        return [line]
    from newscli.core.lines import folded

    try:
        told = os.environ.get("COLUMNS") or os.get_terminal_size(sys.stderr.fileno()).columns
        columns = int(told) or _USUAL
    except (ValueError, OSError):
        return [line]
    return [*folded(first, max(columns, _NARROW)), *more]


def _path_of(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value).expanduser() if value else None


_current = Invocation()


def begin() -> Invocation:
    """A fresh invocation, from now on the current one."""
    global _current
    _current = Invocation()
    themes.choose("auto")
    typed.choose({})
    return _current


def current() -> Invocation:
    """The invocation that this process serves."""
    return _current
