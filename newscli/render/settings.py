"""Settings and facts, a line each."""

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from newscli.core.edits import duration
from newscli.render.cells import clip, drawable, isolate


def settings(rows: Sequence[Mapping[str, object]], *, file: str, width: int) -> Iterator[Text]:
    """Each setting with its value, who says so, and what it means."""
    yield Text(clip(drawable(file), width), "faint")
    yield Text()
    for row in rows:
        is_default = row["from"] == "default"
        line = Text(f"{row['key']!s:<18}", "id")
        line.append(f"{row['value']!s:>8}  ", "" if is_default else "bold")
        line.append(clip(f"{row['meaning']} ({row['from']})", max(width - 28, 8)), "faint")
        yield line


def options(rows: Sequence[Mapping[str, object]], *, width: int) -> Iterator[Text]:
    """A source's own settings, a line each, the values below each other."""
    for row in rows:
        name, value = _in_words(str(row["name"]), str(row["value"]))
        line = Text.assemble((f"{name:<13}", "faint"))
        line.append(clip(drawable(value), max(width - 13, 8)))
        yield line


def _in_words(name: str, value: str) -> tuple[str, str]:
    match name.partition(":"):
        case ("header", _, header):
            return "header", f"{header}: {value}"
        case ("interval_s", _, _):
            return "interval", duration(int(value))
        case ("timeout_s", _, _):
            return "timeout", f"{value} s"
        case ("insecure", _, _):
            return "insecure", "its server's certificate is not checked"
        case ("allow_private", _, _):
            return "private", "it may lead into private networks"
        case ("full_text", _, _):
            is_on = value == "on"
            negation = "" if is_on else "not "
            return "full text", f"the pages of its new articles are {negation}fetched"
    return name.replace("_", " "), value


def tags(rows: Sequence[tuple[str, int, int]]) -> Iterator[Text]:
    """Tags with how many articles and sources have each."""
    for tag, articles, sources in rows:
        counts = f"{articles:>6} articles  {sources:>4} sources  "
        yield Text.assemble((counts, "faint"), (isolate(drawable(tag)), "id"))


def facts(record: Mapping[str, object], *, width: int) -> Iterator[Text]:
    """A record's fields, a line each."""
    for name, value in record.items():
        shown = f"{value:,}" if isinstance(value, int) else str(value)
        line = Text(f"{name.replace('_', ' '):<12}", "faint")
        line.append(clip(drawable(shown), max(width - 12, 8)))
        yield line
