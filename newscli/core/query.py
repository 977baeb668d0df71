"""What a query means: a tree of what an article must be, from what a person types.

    query  = side ("OR" side)*            side = not (["AND"] not)*
    not    = ("-" | "NOT") not | atom     atom = "(" query ")" | field ":" value | "phrase" ["*"]
                                                 | "/" regex "/" | NEAR "(" words ["," n] ")"
                                                 | ":" view | word ["*"]

What cannot be meant is refused with its position; nothing is dropped in silence. docs/query.md.
"""

import unicodedata
from collections.abc import Iterator, Mapping

from newscli.core import query_fields, query_words
from newscli.core.errors import QueryError
from newscli.core.query_nodes import And, Field, Flag, Near, Node, Not, Or, Pattern, Words
from newscli.core.query_tokens import Token, tokens

MAX_LENGTH = 1000
_MAX_DEPTH = 50
_MAX_VIEWS = 5
_MAX_CONDITIONS = 500  # SQLite takes expressions up to a depth of 1,000
_HINT = "newscli help query"


def parse(text: str, *, now: int = 0, views: Mapping[str, str] | None = None) -> Node:
    """The tree that a text means. Raises QueryError with the position of what is wrong.

    `now` (Unix seconds) is what ages and "7d" count back from; `views` are the texts of the user's
    views by name, which `:name` stands for.
    """
    text = unicodedata.normalize("NFC", text)
    if not text.strip():
        raise QueryError("nothing to look for", query=text, position=0, hint=_HINT)
    if len(text) > MAX_LENGTH:
        raise QueryError(f"longer than {MAX_LENGTH} characters", query=text[:40] + "…", position=40)
    return _Parser(text, now=now, views=views or {}, inside=(), seen=[]).query()


class _Parser:
    """Reads one text from left to right: `inside` these views, with `seen` conditions before."""

    def __init__(
        self,
        text: str,
        *,
        now: int,
        views: Mapping[str, str],
        inside: tuple[str, ...],
        seen: list[Token],
    ) -> None:
        self._text = text
        self._now = now
        self._views = views
        self._inside = inside
        self._seen = seen
        self._open = 0
        self._left = list(tokens(text))[::-1]

    def query(self) -> Node:
        found = self._or()
        if self._left:
            raise self._error("a parenthesis is closed that was never opened", self._left[-1])
        return found

    def _or(self) -> Node:
        sides = [self._and()]
        while self._next("OR"):
            self._left.pop()
            sides.append(self._and())
        return sides[0] if len(sides) == 1 else Or(tuple(sides))

    def _and(self) -> Node:
        parts = [self._not()]
        while self._left and self._left[-1].kind not in ("OR", ")"):
            if self._next("AND"):
                self._left.pop()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Node:
        # Without recursion: what stands before one atom can be as long as a query.
        is_negated = False
        last = None
        while self._next("NOT"):
            last = self._left.pop()
            is_negated = not is_negated
        if last and (not self._left or self._left[-1].kind in ("OR", "AND", ")")):
            raise self._dangling(last)
        found = self._atom()
        return Not(found) if is_negated else found

    def _atom(self) -> Node:
        if not self._left:
            raise QueryError(
                "a word is missing at the end" if self._text.strip() else "no word to look for",
                query=self._text,
                position=max(len(self._text.rstrip()) - 1, 0),
                hint=_HINT,
            )
        token = self._left.pop()
        self._seen.append(token)
        if len(self._seen) > _MAX_CONDITIONS:
            raise self._error(f"more than {_MAX_CONDITIONS} words and conditions", token)
        match token.kind:
            case "(":
                return self._group(token)
            case "OR" | "AND" | ")":
                raise self._dangling(token)
            case "near":
                return _near(token, self._text)
            case "regex":
                return Pattern(query_words.checked_pattern(token, self._text))
            case "view":
                return self._view(token)
            case "field":
                return query_fields.node(token, self._text, now=self._now)
            case _:
                return query_words.words(token, self._text)

    def _group(self, opening: Token) -> Node:
        self._open += 1
        if self._open > _MAX_DEPTH:
            raise self._error(f"more than {_MAX_DEPTH} parentheses within each other", opening)
        if self._next(")"):
            raise self._error("nothing stands between the parentheses", opening)
        found = self._or()
        if not self._left:
            raise self._error("the parenthesis is never closed", opening)
        self._left.pop()
        self._open -= 1
        return found

    def _view(self, token: Token) -> Node:
        text = self._views.get(token.value)
        if text is None:
            near = query_fields.nearest(token.value, self._views)
            meant = f"; did you mean :{near}?" if near else ""
            message = f'no view is called "{token.value}"{meant}'
            raise self._error(message, token, hint="newscli views list")
        if token.value in self._inside:
            raise self._error(f"view :{token.value} stands for itself", token)
        if len(self._inside) >= _MAX_VIEWS:
            raise self._error(f"more than {_MAX_VIEWS} views within each other", token)
        inside = (*self._inside, token.value)
        text = unicodedata.normalize("NFC", text)
        try:
            return _Parser(
                text, now=self._now, views=self._views, inside=inside, seen=self._seen
            ).query()
        except QueryError as error:
            raise self._error(f"view :{token.value}: {error}", token) from None

    def _next(self, kind: str) -> bool:
        return bool(self._left) and self._left[-1].kind == kind

    def _dangling(self, token: Token) -> QueryError:
        if token.kind == ")":
            return self._error("a parenthesis is closed that was never opened", token)
        if token.text == "-":
            return self._error("nothing stands after the minus", token)
        sides = "after it" if token.kind == "NOT" else "on both sides"
        plain = token.text.lower()
        return self._error(
            f'{token.text} needs a word {sides}; the word itself is "{plain}"', token
        )

    def _error(self, message: str, token: Token, *, hint: str = _HINT) -> QueryError:
        return QueryError(message, query=self._text, position=token.at, hint=hint)


def _near(token: Token, text: str) -> Near:
    words, comma, number = token.value.rpartition(",")
    if not comma:
        words, number = number, "10"
    found = tuple(word for word in words.replace('"', " ").split() if query_words.is_word(word))
    if len(found) < 2 or not number.strip().isdigit() or int(number) > 1000:
        raise QueryError(
            "NEAR has two words or more, and how many may stand between: NEAR(nato cable, 5)",
            query=text,
            position=token.at,
            hint=_HINT,
        )
    return Near(found, int(number))


def highlighted(node: Node) -> Iterator[str]:
    """The texts that a match shows by: the words that articles must have."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from highlighted(part)
        case Words():
            yield node.literal or node.indexed or ""
        case Near(words):
            yield from words
        case _:
            return


def has_words(node: Node) -> bool:
    """True where a query looks for words, so that some articles match better than others."""
    return any(highlighted(node))


def is_about_hidden(node: Node) -> bool:
    """True where a query names what rules hid: is:hidden or tag:hidden."""
    match node:
        case And(parts) | Or(parts):
            return any(map(is_about_hidden, parts))
        case Not(part):
            return is_about_hidden(part)
        case Flag(name):
            return name == "hidden"
        case Field("tag", value):
            return value.lower() == "hidden"
        case _:
            return False


def is_about_stories(node: Node) -> bool:
    """True where a query asks which articles belong together: is:copy or story:ID."""
    match node:
        case And(parts) | Or(parts):
            return any(map(is_about_stories, parts))
        case Not(part):
            return is_about_stories(part)
        case Flag(name) | Field(name, _):
            return name in ("copy", "story")
        case _:
            return False


def has_pattern(node: Node) -> bool:
    """True where a query has a regular expression, which may take its time."""
    match node:
        case And(parts) | Or(parts):
            return any(map(has_pattern, parts))
        case Not(part):
            return has_pattern(part)
        case _:
            return isinstance(node, Pattern)
