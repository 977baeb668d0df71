"""A query's tree in words, for those who want to know how they were understood."""

from collections.abc import Iterator
from datetime import datetime

from newscli.core.query_nodes import And, Between, Field, Flag, Near, Node, Not, Or, Pattern, Words


def told(node: Node, depth: int = 0) -> Iterator[str]:
    """A line for each part, indented by two spaces a level."""
    lead = "  " * depth
    match node:
        case And(parts):
            yield f"{lead}all of"
            for part in parts:
                yield from told(part, depth + 1)
        case Or(parts):
            yield f"{lead}one of"
            for part in parts:
                yield from told(part, depth + 1)
        case Not(part):
            yield f"{lead}not"
            yield from told(part, depth + 1)
        case _:
            yield lead + _leaf(node)


def _leaf(node: Node) -> str:
    match node:
        case Words():
            where = f" in the {node.column}" if node.column else ""
            start = "words that begin with " if node.is_prefix else ""
            exactly = ", as it stands" if node.literal else ""
            return f'{start}"{node.indexed or node.literal}"{where}{exactly}'
        case Near(words, distance):
            return f"{' and '.join(words)} with at most {distance} words between"
        case Field(name, value):
            return f'{name} "{value}"'
        case Flag(name):
            return f"is or has {name}"
        case Between(since, until):
            return f"from {_moment(since)} until {_moment(until)}"
        case Pattern(pattern):
            return f"matches /{pattern}/"
        case _:
            raise TypeError(node)


def _moment(at: int | None) -> str:
    return "any time" if at is None else f"{datetime.fromtimestamp(at):%Y-%m-%d %H:%M}"
