"""The rooms of the house: what may import what, and what reading must not wait for."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "newscli"
FILES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT = {
    "core": {"core"},
    "feeds": {"feeds", "core"},
    "pages": {"pages", "core"},
    "net": {"net", "core", "__init__"},
    "storage": {"storage", "core"},
    "render": {"render", "core"},
    "demo": {"demo", "core"},
    "config": {"config", "core"},
    "invocation": {"config", "storage", "core"},
    "commands": {
        "commands", "render", "storage", "net", "feeds", "pages", "demo", "config", "invocation",
        "core", "cli", "tui",
    },
    "tui": {
        "tui", "commands", "render", "storage", "net", "feeds", "pages", "demo", "config",
        "invocation", "core",
    },
    "cli": {"commands", "render", "storage", "invocation", "core", "__init__"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip
ONLY_IN = {
    "httpx": {"net"},
    "httpcore": {"net"},
    "rich": {"render"},
    "PIL": {"render"},
    "typer": {"cli", "commands"},
    "textual": {"tui"},
    "feedparser": {"feeds"},
    "sqlite_utils": {"storage"},
    "lxml": {"feeds", "pages"},
    "nh3": {"pages"},
}
CORE_MAY_NOT = {"socket", "urllib.request", "sqlite3", "subprocess", "os", "pathlib"}


def room(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(file: Path) -> set[str]:
    """Every module that a file imports, at any depth; of ours with the dotted path."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room_of(module: str) -> str:
    parts = module.split(".")
    if len(parts) == 1 or not (PACKAGE / parts[1]).exists():
        is_file = len(parts) > 1 and (PACKAGE / f"{parts[1]}.py").exists()
        return parts[1] if is_file else "__init__"
    return parts[1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_file_imports_only_the_rooms_that_its_own_may(file):
    ours = {room_of(module) for module in imports(file) if module.split(".")[0] == "newscli"}

    assert ours <= MAY_IMPORT[room(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_library_is_imported_only_in_its_room(file):
    strays = {
        module
        for module in imports(file)
        if room(file) not in ONLY_IN.get(module.split(".")[0], {room(file)})
    }

    assert strays == set()


CORE = [file for file in FILES if room(file) == "core"]


@pytest.mark.parametrize("file", CORE, ids=lambda file: file.name)
def test_core_needs_the_standard_library_only_and_does_no_io(file):
    outside = {module for module in imports(file) if module.split(".")[0] != "newscli"}
    foreign = {m for m in outside if m.split(".")[0] not in sys.stdlib_module_names}
    touching = {m for m in outside if m in CORE_MAY_NOT or m.rpartition(".")[0] in CORE_MAY_NOT}

    assert foreign | touching == set()


SQL_WORDS = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA ")
NOT_STORAGE = [file for file in FILES if room(file) != "storage"]


@pytest.mark.parametrize("file", NOT_STORAGE, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_sql_stands_only_in_storage(file):
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]

    assert [text for text in texts if text.lstrip().startswith(SQL_WORDS)] == []


def test_below_the_commands_nobody_looks_at_the_clock():
    below = [f for f in FILES if room(f) in ("core", "feeds", "pages", "storage", "render")]
    asking = [file for file in below if "time.time()" in file.read_text("utf-8")]

    assert asking == []


HEAVY = (
    "httpx", "feedparser", "sqlite_utils", "trafilatura", "lxml", "pydantic", "asyncio", "nh3",
    "tomlkit", "rich", "textual",
)  # fmt: skip
PROBE = """
import json, sys
from newscli.cli import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(set(sys.modules) & set(%r))]), file=sys.stderr)
""" % (HEAVY,)  # noqa: UP031


@pytest.mark.parametrize(
    "words",
    [["headlines"], ["headlines", "--json"], ["search", "cable"], ["read", "1"], ["--version"]],
    ids=" ".join,
)
def test_reading_starts_without_the_heavy_libraries(words, small_home):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True
    )

    assert json.loads(done.stderr.splitlines()[-1]) == [0, []]
