"""A query's text in pieces, each with where it stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newscli.core.errors import QueryError
from newscli.core.query_fields import FIELDS, nearest

_HINT = "newscli help query"
_DASHES = frozenset("-‐‑‒–—")
_SPACE = re.compile(r"\s+")
_NEAR = re.compile(r"NEAR\s*\(([^()]*)\)")
_REGEX = re.compile(r"/((?:[^/\\]|\\.)+)/(?=[\s)]|\Z)")
_FIELD = re.compile(r"([A-Za-z]{2,12}):")
_VALUE = re.compile(r'"([^"]*)"|([^\s()"]+)')
_PHRASE = re.compile(r'"([^"]*)"(\*?)')
_VIEW = re.compile(r":([^\s():\"]+)")
# Parentheses that are a word's own stay in it: f(x), a(b)c.
_WORD = re.compile(r'[^\s"()]+(?:\([^\s"()]*\)[^\s"()]*)*')


class Token(NamedTuple):
    """A piece: `kind` is (, ), OR, AND, NOT, near, regex, view, field, phrase or word.

    `text` is as it was typed, `value` what it holds; `name` is a field's; `at` counts characters.
    """

    kind: str
    at: int
    text: str
    value: str = ""
    name: str = ""


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a query in order. Raises QueryError for what is none."""
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token, at = _token(text, at)
        if token:
            yield token


def _token(text: str, at: int) -> tuple[Token | None, int]:
    character = text[at]
    if character in "()":
        return Token(character, at, character), at + 1
    if character in "-+":
        return _sign(text, at)
    if character == '"':
        return _phrase(text, at)
    if near := _NEAR.match(text, at):
        return Token("near", at, near[0], near[1]), near.end()
    if regex := _REGEX.match(text, at):
        return Token("regex", at, regex[0], regex[1]), regex.end()
    if view := _VIEW.match(text, at):
        return Token("view", at, view[0], view[1]), view.end()
    if (field := _FIELD.match(text, at)) and (found := _field(text, at, field)):
        return found
    word = _WORD.match(text, at)
    shown = word[0] if word else character
    kind = shown if shown in ("OR", "AND", "NOT") else "word"
    return (None if set(shown) <= _DASHES else Token(kind, at, shown, shown)), at + len(shown)


def _sign(text: str, at: int) -> tuple[Token | None, int]:
    """A minus before something means NOT; between words it means nothing, as a plus does."""
    follows = text[at + 1 : at + 2]
    if text[at] == "-" and follows and not follows.isspace() and follows not in _DASHES:
        if follows == ")":
            raise QueryError("nothing stands after the minus", query=text, position=at, hint=_HINT)
        return Token("NOT", at, "-"), at + 1
    end = at + 1
    while text[at] == "-" and text[end : end + 1] in _DASHES and end < len(text):
        end += 1
    return None, end


def _phrase(text: str, at: int) -> tuple[Token, int]:
    phrase = _PHRASE.match(text, at)
    if phrase is None:
        raise QueryError("the quotation mark is never closed", query=text, position=at, hint=_HINT)
    is_prefix = bool(phrase[2]) or phrase[1].endswith("*")
    value = phrase[1].removesuffix("*") + ("*" if is_prefix else "")
    return Token("phrase", at, phrase[0], value), phrase.end()


def _field(text: str, at: int, field: re.Match[str]) -> tuple[Token, int] | None:
    """A field and its value; None for a word with a colon, such as 10:30 or https://."""
    name = field[1].lower()
    value = _VALUE.match(text, field.end())
    if name not in FIELDS:
        near = nearest(name, FIELDS)
        if near is None or text.startswith("//", field.end()):
            return None
        raise QueryError(
            f'no field is called "{field[1]}:"; did you mean {near}:, or the words in quotes?',
            query=text,
            position=at,
            hint=_HINT,
        )
    if value is None:
        raise QueryError(
            f"{name}: has no value; {FIELDS[name]}", query=text, position=at, hint=_HINT
        )
    end = value.end()
    meant = value[1] if value[1] is not None else value[2]
    if value[1] is not None and text[end : end + 1] == "*":
        meant, end = meant + "*", end + 1
    kind = "quoted" if value[1] is not None else "field"
    return Token("field", at, text[at:end], meant, f"{name}:{kind}"), end
