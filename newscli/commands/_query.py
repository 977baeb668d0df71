"""Queries as arguments: words that may begin with a dash, views by name, and their explanation."""

import sqlite3
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from newscli.core.query_nodes import Node
from newscli.invocation import current

_KEPT = "\x00"


class QueryCommand(TyperCommand):
    """A command whose words may begin with one dash: `search nato -russia` excludes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Hides such words from the parser of options; `words_of` uncovers them."""
        own = {option for param in self.params for option in param.opts}
        hidden = [_KEPT + word if _is_exclusion(word, own) else word for word in args]
        return super().parse_args(ctx, hidden)


def _is_exclusion(word: str, options: set[str]) -> bool:
    """True for -word, false for our options (-n, -n5, -un) and for --words."""
    is_dashed = len(word) > 1 and word[0] == "-" and word[1] != "-"
    letters = {option[1] for option in options if len(option) == 2}
    is_ours = word[:2] in options and (word[2:].isdigit() or set(word[2:]) <= letters)
    return is_dashed and not is_ours and word not in options


SETTINGS = {"cls": QueryCommand}


def complete(incomplete: str) -> list[tuple[str, str]]:
    """Views, fields and flags, for the shell's completion."""
    from newscli.core.query_fields import FIELDS, HAS, IS
    from newscli.storage import views

    if incomplete.startswith(":"):
        rows = views.views(current().onlooker())
        return [(f":{row.name}", "a view") for row in rows if f":{row.name}".startswith(incomplete)]
    known = [f"is:{name}" for name in IS] + [f"has:{name}" for name in HAS]
    known += [f"{name}:" for name in FIELDS if name not in ("is", "has")]
    return [(name, "") for name in known if name.startswith(incomplete)]


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help='Words, "phrases", source:, tag:, is:unread, age:<2d, OR, -, (), :VIEW.',
        autocompletion=complete,
        show_default=False,
    ),
]
Option = Annotated[
    str | None,
    typer.Option(
        "--query",
        "-Q",
        metavar="QUERY",
        help="Those that a query finds, as in search.",
        autocompletion=complete,
        show_default=False,
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show how the query is understood, its SQL and plan.")
]


def words_of(query: list[str] | None) -> str:
    """The query that the arguments of a QueryCommand are."""
    return " ".join(word.removeprefix(_KEPT) for word in query or ())


def parsed(
    connection: sqlite3.Connection,
    text: str,
    *,
    now: int | None = None,
    views: Mapping[str, str] | None = None,
) -> Node:
    """What a query means, views included, those given besides the user's. Raises QueryError.

    `now` is what ages count back from, this run's beginning where it is None.
    """
    from newscli.core import query
    from newscli.storage import views as stored

    known = {row.name: row.query for row in stored.views(connection)} if ":" in text else {}
    return query.parse(
        text, now=current().now if now is None else now, views={**known, **(views or {})}
    )


def asked(connection: sqlite3.Connection, text: str, *, now: int | None = None) -> Node:
    """What a query means that is answered now. Raises QueryError.

    Where it is about stories or copies, articles that wait for theirs get them.
    """
    from newscli.core.query import is_about_stories

    node = parsed(connection, text, now=now)
    if is_about_stories(node):
        from newscli.commands import _settling

        _settling.between(connection, None)
    return node


def optional(connection: sqlite3.Connection, text: str | None) -> Node | None:
    """The same where there is one. Raises QueryError, also for an empty one."""
    return None if text is None else asked(connection, text)


def asks_for_hidden(node: Node | None, tags: list[str] | None = None) -> bool:
    """True where what rules hid is meant."""
    from newscli.core.query import is_about_hidden

    is_meant = any(tag.lower() == "hidden" for tag in tags or ())
    return is_meant or (node is not None and is_about_hidden(node))


def explain(connection: sqlite3.Connection, node: Node) -> None:
    """Prints the tree of a query, its SQL and SQLite's plan."""
    from newscli.commands import _output
    from newscli.core.query_text import told
    from newscli.storage.fulltext import matched
    from newscli.storage.search import plan

    match = matched(node)
    sql, values, steps = plan(connection, node)
    if current().form:
        record = {
            "parse": list(told(node)),
            "match": match.expression if match else None,
            "sql": sql,
            "values": values,
            "plan": steps,
        }
        _output.write_one(record, columns=tuple(record))
        return
    lines = ["parse", *(f"  {line}" for line in told(node))]
    lines += ["full text", f"  {match.expression if match else 'not asked'}"]
    lines += ["sql", f"  {sql}", f"  {values}", "plan", *(f"  {step}" for step in steps)]
    sys.stdout.writelines(f"{line}\n" for line in lines)
