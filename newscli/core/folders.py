"""Folders of sources as one text: levels parted by "/", a "/" of a name written as "\\/"."""

import re
from collections.abc import Iterable

_PART = re.compile(r"((?:[^/\\]|\\.|\\$)*)(?:/|$)", re.DOTALL)


def join_folder(names: Iterable[str]) -> str:
    """The path of nested folders, outermost first; names without letters are left out."""
    kept = (name.strip() for name in names)
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in kept if name)


def split_folder(path: str) -> list[str]:
    """The names of nested folders, outermost first; [] for the top."""
    parts = (match[1] for match in _PART.finditer(path))
    names = (re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL).strip() for part in parts)
    return [name for name in names if name]
