"""Settings and facts, a line each."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from newscli.core.edits import duration
from newscli.render.blocks import fold
from newscli.render.cells import clip, drawable, isolate
from newscli.render.fetch_text import size
from newscli.render.headlines import hints

_MEANING = 26


def settings(rows: Sequence[Mapping[str, object]], *, file: str, width: int) -> Iterator[Text]:
    """Each setting with its value and what it means, by section; who says so, where it is not
    the default."""
    yield Text(clip(drawable(file), width), "faint")
    keys = max((cell_len(str(row["key"])) for row in rows), default=0)
    values = max((cell_len(str(row["value"])) for row in rows), default=0)
    section = None
    for row in rows:
        key = str(row["key"])
        if key.rpartition(".")[0] != section:
            section = key.rpartition(".")[0]
            yield Text()
        yield from _setting(row, keys, values, width)
    yield Text()
    yield hints(["newscli config set KEY VALUE", "newscli config edit"], width)


def _setting(row: Mapping[str, object], keys: int, values: int, width: int) -> Iterator[Text]:
    is_default = row["from"] == "default"
    first = Text()
    first.append(f"{row['key']!s:<{keys}}  ", "id")
    first.append(f"{drawable(str(row['value'])):<{values}}  ", "" if is_default else "bold")
    meaning = Text(str(row["meaning"]), "faint")
    if not is_default:
        meaning.append(f" ({row['from']})")
    if width - first.cell_len >= _MEANING:
        yield from fold(meaning, width, first=first, rest=" " * first.cell_len)
    else:
        first.rstrip()
        first.truncate(width)
        yield first
        yield from fold(meaning, width, first="    ", rest="    ")


def keys(rows: Sequence[tuple[str, str]], *, width: int) -> Iterator[Text]:
    """Keys with what each does, a line each."""
    longest = max(cell_len(key) for key, _ in rows)
    for key, does in rows:
        line = Text(" ")
        line.append(f"{key:<{longest}}  ", "id")
        line.append(clip(does, max(width - line.cell_len, 0)))
        line.truncate(width)
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


def tags(rows: Sequence[tuple[str, int, int]], *, width: int) -> Iterator[Text]:
    """Tags with how many articles and sources have each."""
    for tag, articles, sources in rows:
        counts = f"{_counted(articles, 'article'):>14}  {_counted(sources, 'source'):>12}  "
        name = isolate(clip(drawable(tag), max(width - len(counts), 8)))
        yield Text.assemble((counts, "faint"), (name, "id"))


def _hung(first: Text, text: Text, width: int) -> Iterator[Text]:
    """A text beside what it belongs to, or below it where there is no room."""
    if width - first.cell_len >= _MEANING:
        yield from fold(text, width, first=first, rest=" " * first.cell_len)
    else:
        yield first
        yield from fold(text, width, first="    ", rest="    ")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def facts(record: Mapping[str, object], *, width: int) -> Iterator[Text]:
    """A record's fields, a line each: numbers in groups of three, bytes in the unit that fits."""
    for name, value in record.items():
        label = name.removesuffix("_bytes").replace("_", " ")
        line = Text()
        line.append(f"{label:<12}", "faint")
        line.append(clip(drawable(_shown(name, value)), max(width - 12, 8)))
        yield line


def _shown(name: str, value: object) -> str:
    if not isinstance(value, int):
        return str(value)
    return size(value) if name.endswith("_bytes") else f"{value:,}"
