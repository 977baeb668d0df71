"""Runs rules on articles: marks, tags, and commands that get each article as JSON on stdin."""

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Sequence

from newscli.commands import _query
from newscli.core.errors import NewscliError
from newscli.core.rules import Actions, parse
from newscli.invocation import current
from newscli.storage import db, reads, rules

_TIMEOUT_S = 30
_MOST_COMMANDS = 50


def run(connection: sqlite3.Connection, ids: Collection[int] | None) -> list[tuple[int, int]]:
    """Runs all rules, in their order, on the articles (None: all); what each found, by its id.

    A rule that cannot be run is said in a line, and the others go on.
    """
    done = []
    for one in rules.rules(connection):
        try:
            done.append((one.id, run_one(connection, one, ids)))
        except NewscliError as error:
            _complain(f"rule {one.id}: {error}")
    return done


def run_one(connection: sqlite3.Connection, one: rules.Rule, ids: Collection[int] | None) -> int:
    """Runs one rule; how many articles it found. Raises QueryError, UsageError."""
    actions = parse(one.actions)
    found = rules.found(connection, _query.parsed(connection, one.query), among=ids)
    if not found:
        return 0
    now = current().now
    with db.transaction(connection):
        rules.act(
            connection,
            found,
            read=actions.read or actions.hide,
            star=actions.star,
            tags=(*actions.tags, *([rules.HIDDEN] if actions.hide else [])),
            now=now,
        )
        rules.hit(connection, one.id, len(found), now=now)
    _tell(connection, one, actions, found)
    return len(found)


def _tell(
    connection: sqlite3.Connection, one: rules.Rule, actions: Actions, found: Sequence[int]
) -> None:
    commands = [list(actions.command)] if actions.command else []
    if actions.notify:
        commands += _notifiers(one)
    for command in commands:
        for number in found[-_MOST_COMMANDS:]:
            _start(connection, one, command, number)
        if len(found) > _MOST_COMMANDS:
            _complain(
                f"rule {one.id}: {len(found)} articles; {command[0]} was started for the newest "
                f"{_MOST_COMMANDS}"
            )


def _notifiers(one: rules.Rule) -> list[list[str]]:
    """$NEWSCLI_NOTIFY, else the desktop's own."""
    try:
        own = shlex.split(os.environ.get("NEWSCLI_NOTIFY", ""))
    except ValueError:
        own = []
    if own:
        return [own]
    if found := shutil.which("notify-send"):
        return [[found, "--app-name=newscli", "--", "{title}", "{publisher}"]]
    _complain(f"rule {one.id}: no notify-send here; NEWSCLI_NOTIFY names another command")
    return []


def _start(
    connection: sqlite3.Connection, one: rules.Rule, command: Sequence[str], number: int
) -> None:
    from newscli.render import records

    record = records.article(reads.article(connection, number))
    facts = {name: str(record[name] or "") for name in ("id", "title", "url", "source")}
    facts["publisher"] = str(record["publisher"] or record["source"] or "")
    own = {f"NEWSCLI_{name.upper()}": value.replace("\0", "") for name, value in facts.items()}
    words = [facts[word[1:-1]] if word in ("{title}", "{publisher}") else word for word in command]
    try:
        done = subprocess.run(  # noqa: S603
            words,
            input=json.dumps(record, ensure_ascii=False).encode(),
            env={**os.environ, **own},
            stdout=sys.stderr,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _complain(f"rule {one.id}: {words[0]} was ended after {_TIMEOUT_S} s (article {number})")
    except OSError as error:
        _complain(f"rule {one.id}: {words[0]}: {(error.strerror or str(error)).lower()}")
    else:
        if done.returncode:
            _complain(f"rule {one.id}: {words[0]} ended with {done.returncode} (article {number})")


def _complain(text: str) -> None:
    from newscli.invocation import complain

    complain(f"newscli: {text}")
