"""The title of a page without the name of its site."""

import re
from collections.abc import Sequence

_MARK = re.compile(r"\s+[|\-–—·•:»«›~/]+\s+|\s?[|｜]\s?|\s::\s|：(?=[^：]*\Z)")
_MAX_PARTS = 4


def without_site(title: str, site_names: Sequence[str]) -> str:
    """The title less the site's names at either end, such as in "Title | Section | Site"."""
    keys = {_key(name) for name in site_names} - {""}
    for _ in range(_MAX_PARTS):
        marks = list(_MARK.finditer(title))
        if not marks:
            break
        if _is_site(title[marks[-1].end() :], keys):
            title = title[: marks[-1].start()]
        elif _is_site(title[: marks[0].start()], keys):
            title = title[marks[0].end() :]
        else:
            break
    return title.strip()


def first_part(title: str) -> str | None:
    """What stands before the first bar or dash ("A title | News"); None if it is one word."""
    match = _MARK.search(title)
    return title[: match.start()] if match and " " in title[: match.start()] else None


def _is_site(part: str, keys: set[str]) -> bool:
    key = _key(part)
    return not key or key in keys or any(key.removesuffix(end) in keys for end in ("com", "news"))


def _key(text: str) -> str:
    key = "".join(filter(str.isalnum, text.casefold()))
    return key.removeprefix("the")
