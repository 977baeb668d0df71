"""Runs rules on articles: marks, tags, and commands that get each article as JSON on stdin."""

import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress

from newscli.commands import _query
from newscli.core.errors import NewscliError
from newscli.core.rules import Actions, Rule, parse
from newscli.invocation import complain, current
from newscli.storage import db, reads, rules

TIMEOUT_S = 30.0
"""So long may a command take for one article."""

_MOST_COMMANDS = 50
_STDERR = 2


class _CannotRunError(Exception):
    """Why a command is not started for the other articles either."""


def run_on_new(
    connection: sqlite3.Connection,
    after_id: int,
    *,
    say: Callable[[str], None] | None = None,
    output: int = _STDERR,
) -> None:
    """Runs all rules, in their order, on the articles with higher ids.

    A rule that cannot be run is said in a line, and the others go on. What commands print goes to
    `output`, a file descriptor.
    """
    found = rules.rules(connection)
    new = rules.since_id(connection, after_id) if found else []
    runner = Runner(connection, say=say, output=output)
    for one in found if new else ():
        try:
            runner.run(one, new)
        except NewscliError as error:
            runner.say(one, str(error))


class Runner:
    """Runs rules over one connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        say: Callable[[str], None] | None = None,
        output: int = _STDERR,
    ) -> None:
        self._connection = connection
        self._say = say or _complain
        self._output = output

    def say(self, one: Rule, what: str) -> None:
        """Says what a rule could not do."""
        self._say(f"rule {one.id}: {what}")

    def run(self, one: Rule, ids: Collection[int] | None) -> int:
        """Runs a rule on articles (None: all); how many it found. Raises QueryError, UsageError."""
        actions = parse(one.actions)
        query = _query.asked(self._connection, one.query)
        with db.explained(current().settings.paths.database):
            found = rules.found(self._connection, query, among=ids)
        if not found:
            return 0
        now = current().now
        with db.transaction(self._connection):
            rules.act(
                self._connection,
                found,
                read=actions.read or actions.hide,
                star=actions.star,
                tags=(*actions.tags, *([rules.HIDDEN] if actions.hide else [])),
                now=now,
            )
            rules.hit(self._connection, one.id, len(found), now=now)
        for command in self._commands(one, actions):
            self._start_for_each(one, command, found)
        return len(found)

    def _commands(self, one: Rule, actions: Actions) -> list[list[str]]:
        own = [list(actions.command)] if actions.command else []
        return own + (self._notifiers(one) if actions.notify else [])

    def _notifiers(self, one: Rule) -> list[list[str]]:
        """$NEWSCLI_NOTIFY, else the desktop's own."""
        try:
            named = shlex.split(os.environ.get("NEWSCLI_NOTIFY", ""))
        except ValueError as error:
            self.say(one, f"NEWSCLI_NOTIFY is no command: {str(error).lower()}")
            return []
        if named:
            return [named]
        if found := shutil.which("notify-send"):
            return [[found, "--app-name=newscli", "--", "{title}", "{publisher}"]]
        self.say(one, "no notify-send here; NEWSCLI_NOTIFY names another command")
        return []

    def _start_for_each(self, one: Rule, command: Sequence[str], found: Sequence[int]) -> None:
        """Starts a command for the newest articles; what did not go well in a line or two."""
        name, newest = command[0], found[-_MOST_COMMANDS:]
        if len(found) > len(newest):
            self.say(one, f"{len(found)} articles; {name} is started for the newest {len(newest)}")
        codes: dict[int, int] = {}
        for at, number in enumerate(newest, 1):
            try:
                code = self._start(command, number)
            except _CannotRunError as error:
                left = len(newest) - at
                rest = f"; not started for the other {left}" if left else ""
                self.say(one, f"{name}: {error} (article {number}){rest}")
                break
            if code:
                codes[number] = code
        if codes:
            number, code = next(iter(codes.items()))
            others = f", and for {len(codes) - 1} others not well" if len(codes) > 1 else ""
            self.say(one, f"{name} ended with {code} for article {number}{others}")

    def _start(self, command: Sequence[str], number: int) -> int:
        """The exit code of a command. Raises _CannotRunError."""
        from newscli.render import records

        record = records.article(reads.article(self._connection, number))
        facts = _facts(record)
        words = [
            facts[word[1:-1]] if word in ("{title}", "{publisher}") else word for word in command
        ]
        own = {f"NEWSCLI_{name.upper()}": value for name, value in facts.items()}
        try:
            # The user's own command, in words and without a shell: an article's text can add none.
            process = subprocess.Popen(  # noqa: S603
                words,
                stdin=subprocess.PIPE,
                stdout=self._output,
                stderr=self._output,
                env={**os.environ, **own},
                start_new_session=True,
            )
        except OSError as error:
            raise _CannotRunError((error.strerror or str(error)).lower()) from None
        with process:
            try:
                process.communicate(json.dumps(record, ensure_ascii=False).encode(), TIMEOUT_S)
            except subprocess.TimeoutExpired:
                raise _CannotRunError(f"was ended after {TIMEOUT_S:.0f} s") from None
            finally:
                _end(process)
        return process.returncode


def _facts(record: Mapping[str, object]) -> dict[str, str]:
    """What of an article stands in NEWSCLI_ID and the like."""
    facts = {name: str(record[name] or "") for name in ("id", "title", "url", "source")}
    facts["publisher"] = str(record["publisher"] or record["source"] or "")
    return {name: value.replace("\0", "") for name, value in facts.items()}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a command that still runs, with all that it has started."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _complain(text: str) -> None:
    complain(f"newscli: {text}")
