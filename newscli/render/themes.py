"""The themes, and what a screen looks like in each."""

from collections.abc import Iterator, Mapping, Sequence

from rich.style import Style
from rich.text import Text

from newscli.core import themes
from newscli.render.cells import clip
from newscli.render.headlines import hints

_SAMPLE: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("●", "id"), ("★ ", "special"), ("412  ", "id"), ("Undersea cable cut  ", "unread"),
        ("Harbour Herald", "publisher"), ("  18m", "faint"),
    ),
    (("   409  ", "id"), ("Fish market to stay put  ", ""), ("Strait Radio", "publisher"),
     ("    3h", "faint")),
    (("▌ ", "link"), ("A heading", "heading"), ("   a ", ""), ("link", "link"), ("[1]", "faint"),
     ("   a ", ""), ("hit", "hit"), ("   a photo\u2019s caption", "caption")),
    (("✓ ", "fine"), ("37 new", "fine"), ("   ! slow", "special"), ("   ✗ HTTP 410", "problem"),
     ("   was ", ""), ("twelve", "removed"), (" ", ""), ("thirteen", "added")),
)  # fmt: skip


def names(chosen: str, *, own: Sequence[tuple[str, str]], width: int) -> Iterator[Text]:
    """The themes with what each is, the chosen one marked, and the user's own styles."""
    for name, meaning in themes.MEANINGS.items():
        line = Text.assemble(("● " if name == chosen else "  ", "id"))
        line.append(f"{name:<7}", "bold" if name == chosen else "")
        line.append(clip(meaning, width - line.cell_len), "faint")
        yield line
    for role, style in own:
        yield Text(clip(f"  styles.{role} = {style}", width), "faint")
    yield Text()
    yield hints(["newscli config theme --preview", "newscli config theme dark"], width)


def preview(chosen: Sequence[str], *, own: Sequence[tuple[str, str]], width: int) -> Iterator[Text]:
    """A few lines of screen in each theme; of a single one each role and its style too."""
    for number, name in enumerate(chosen):
        styles = {role: Style.parse(words) for role, words in themes.styles(name, own).items()}
        if number:
            yield Text()
        meaning = clip(themes.MEANINGS[name], width - len(name) - 2)
        yield Text.assemble((name, "bold"), "  ", (meaning, styles["faint"]))
        for parts in _SAMPLE:
            line = Text("  ")
            for words, role in parts:
                line.append(words, styles.get(role, ""))
            line.truncate(width)
            yield line
        if len(chosen) == 1:
            yield Text()
            yield from _roles(styles, themes.styles(name, own), width)


def _roles(styles: Mapping[str, Style], words: Mapping[str, str], width: int) -> Iterator[Text]:
    for role, style in styles.items():
        line = Text("  ")
        line.append(f"{role:<11}", style)
        line.append(f"{words[role]:<18} ")
        line.append(clip(themes.ROLES[role], max(width - line.cell_len, 0)), styles["faint"])
        line.truncate(width)
        yield line
