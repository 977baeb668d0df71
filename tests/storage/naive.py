"""A query's meaning by looking at each article in Python, slowly: what the SQL must agree with."""

import re
import unicodedata
from typing import NamedTuple

from newscli.core.query_nodes import And, Between, Field, Flag, Near, Node, Not, Or, Pattern, Words

_WORD = re.compile(r"[^\W_]+")


class Fact(NamedTuple):
    """An article with all that a query may ask of it."""

    id: int
    title: str
    summary: str
    text: str
    author: str | None
    publisher: str | None
    url: str
    language: str | None
    sort_at: int
    source_id: int
    source: str
    source_url: str
    folder: str
    tags: frozenset[str]
    flags: frozenset[str]
    story: int


def folded(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text as the index parts it."""
    parts = unicodedata.normalize("NFKD", text.lower())  # not folded: the index keeps "ß"
    return _WORD.findall("".join(c for c in parts if not unicodedata.combining(c)))


def texts(fact: Fact, column: str | None) -> list[str]:
    """The columns in which words are looked for."""
    return {
        None: [fact.title, fact.summary, fact.text],
        "title": [fact.title],
        "text": [fact.summary, fact.text],
    }[column]


def _stands(wanted: list[str], found: list[str], *, is_prefix: bool) -> bool:
    for begin in range(len(found) - len(wanted) + 1):
        part = found[begin : begin + len(wanted)]
        if is_prefix and part[:-1] == wanted[:-1] and part[-1].startswith(wanted[-1]):
            return True
        if part == wanted:
            return True
    return False


def _near(node: Near, found: list[str]) -> bool:
    places = [[at for at, word in enumerate(found) if [word] == words(one)] for one in node.words]

    def reaches(chosen: list[int], rest: list[list[int]]) -> bool:
        if not rest:
            return max(chosen) - min(chosen) - len(chosen) + 1 <= node.distance
        return any(reaches([*chosen, at], rest[1:]) for at in rest[0])

    return all(places) and reaches([], places)


class Reader:
    """Reads queries over some articles."""

    def __init__(self, facts: list[Fact]) -> None:
        self._stories = {fact.id: fact.story for fact in facts}

    def matches(self, node: Node, fact: Fact) -> bool:
        """Whether an article is what a query means."""
        match node:
            case And(parts):
                return all(self.matches(part, fact) for part in parts)
            case Or(parts):
                return any(self.matches(part, fact) for part in parts)
            case Not(part):
                return not self.matches(part, fact)
            case Field("story", value):
                return self._stories.get(int(value), 0) == fact.story
            case Words() | Near():
                return _words(node, fact)
            case _:
                return _leaf(node, fact)


def _words(node: Words | Near, fact: Fact) -> bool:
    if isinstance(node, Near):
        return any(_near(node, words(text)) for text in texts(fact, None))
    columns = texts(fact, node.column)
    if node.indexed:
        wanted = words(node.indexed)
        if not any(_stands(wanted, words(text), is_prefix=node.is_prefix) for text in columns):
            return False
    return not node.literal or node.literal.lower() in "\n".join(columns).lower()


def _leaf(node: Node, fact: Fact) -> bool:
    match node:
        case Between(since, until):
            is_late = since is None or fact.sort_at >= since
            return is_late and (until is None or fact.sort_at < until)
        case Pattern(pattern):
            whole = "\n".join(texts(fact, None))
            return re.search(pattern, whole, re.IGNORECASE) is not None
        case Flag(name):
            return name in fact.flags
        case Field(name, value):
            return _field(name, value, fact)
        case _:
            raise TypeError(node)


def _field(name: str, value: str, fact: Fact) -> bool:
    match name:
        case "source":
            number = value.isdecimal() and int(value) == fact.source_id
            names = (fact.source, fact.source_url)
            return number or any(folded(value) in folded(one) for one in names)
        case "author":
            return fact.author is not None and folded(value) in folded(fact.author)
        case "publisher":
            return folded(value) in folded(fact.publisher or fact.source)
        case "url":
            return folded(value) in folded(fact.url)
        case "tag":
            return value.lower() in {tag.lower() for tag in fact.tags}
        case "folder":
            return f"/{folded(value.strip('/'))}/" in f"/{folded(fact.folder)}/"
        case "lang":
            code = (fact.language or "").lower()
            return code == value.lower() or code.startswith(f"{value.lower()}-")
        case _:
            raise ValueError(name)
