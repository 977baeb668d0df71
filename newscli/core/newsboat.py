"""newsboat's filters (newsboat.org, "Filter Language"), said in newscli's own language."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""\s*(?:(?P<paren>[()])|(?P<text>"(?:[^"\\]|\\.)*")|(?P<op>=~|!~|==|!=|<=|>=|!\#|[=<>\#])"""
    r"""|(?P<word>[\w:.-]+))""",
    re.VERBOSE,
)
_TEXT_FIELDS = {
    "title": "title", "content": "text", "author": "author", "feedtitle": "source", "link": "url",
    "guid": "url", "feedlink": "source", "rssurl": "source",
}  # fmt: skip
_NEGATIONS = {"!=": "=", "!~": "=~", "!#": "#"}
_PLAIN = re.compile(r"[^\\.*+?^$|(){}\[\]\"]+")


class _UnknownError(ValueError):
    """What has no equal in newscli."""


def query_of(text: str) -> str | None:
    """The newscli query that a filter means; None where it has no equal, or does not parse."""
    try:
        tokens = list(_tokens(text))
        query = _either(tokens)
    except _UnknownError:
        return None
    return None if tokens else query


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _UnknownError
        at = token.end()
        yield token[0].strip()


def _either(tokens: list[str]) -> str:
    sides = [_both(tokens)]
    while tokens and tokens[0].lower() in ("or", "||"):
        tokens.pop(0)
        sides.append(_both(tokens))
    return " OR ".join(sides)


def _both(tokens: list[str]) -> str:
    parts = [_one(tokens)]
    while tokens and tokens[0].lower() in ("and", "&&"):
        tokens.pop(0)
        parts.append(_one(tokens))
    return " ".join(parts)


def _one(tokens: list[str]) -> str:
    if _next(tokens) == "(":
        tokens.pop(0)
        inside = _either(tokens)
        if _next(tokens) != ")":
            raise _UnknownError
        tokens.pop(0)
        return f"({inside})" if " " in inside else inside
    if len(tokens) < 3:
        raise _UnknownError
    field, operator, value = tokens.pop(0), tokens.pop(0), tokens.pop(0)
    if field == "!" or _TOKEN.match(operator) is None:
        raise _UnknownError
    operator = operator.replace("==", "=")
    if operator in _NEGATIONS:
        positive = _comparison(field.lower(), _NEGATIONS[operator], _unquoted(value))
        return _negated(positive)
    return _comparison(field.lower(), operator.lower(), _unquoted(value))


def _next(tokens: list[str]) -> str:
    return tokens[0] if tokens else ""


def _comparison(field: str, operator: str, value: str) -> str:
    match field, operator:
        case "unread", "=":
            return "is:unread" if value == "yes" else "-is:unread"
        case "tags", "#":
            return f"tag:{_quoted(value)}"
        case "flags", "#" | "=":
            return "is:starred" if value else "-is:starred"
        case "age", _:
            return _age(operator, value)
        case _, "=" | "=~" if field in _TEXT_FIELDS and _PLAIN.fullmatch(value):
            return f"{_TEXT_FIELDS[field]}:{_quoted(value)}"
        case _:
            raise _UnknownError


def _age(operator: str, value: str) -> str:
    """Ages are whole days there: "age < 2" is up to two days, "age <= 2" up to three."""
    first, colon, last = value.partition(":")
    numbers = [first, last] if colon else [first]
    if not all(number.isdecimal() for number in numbers) or bool(colon) != (operator == "between"):
        raise _UnknownError
    low, high = int(numbers[0]), int(numbers[-1])
    younger, older = f"age:<{high}d", f"-age:<{low}d"
    through, after = f"age:<{high + 1}d", f"-age:<{low + 1}d"
    queries = {
        "<": younger, "<=": through, ">": after, ">=": older, "=": f"{through} {older}",
        "between": f"{through} {older}" if low else through,
    }  # fmt: skip
    if operator not in queries:
        raise _UnknownError
    return queries[operator]


def _negated(query: str) -> str:
    if " " in query and not query.endswith('"'):
        return f"-({query})"
    return query[1:] if query.startswith("-") else f"-{query}"


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _quoted(value: str) -> str:
    if '"' in value or not value.strip():
        raise _UnknownError
    return value if re.fullmatch(r"[\w.-]+", value) else f'"{value}"'
