"""`newscli config`: the settings, and where they come from."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

import typer

from newscli import config
from newscli.commands import _files, _output
from newscli.core import themes
from newscli.core.errors import ConfigError, UsageError
from newscli.invocation import current
from newscli.storage import files

T = TypeVar("T")
app = typer.Typer(
    rich_markup_mode=None,
    help="Show and change the settings. Without a command: show them.\n\n"
    "Example: newscli config set fetch.jobs 32",
)


def _complete_keys(incomplete: str) -> list[tuple[str, str]]:
    known = {key: spec.meaning for key, spec in config.KEYS.items()}
    known |= {f"{config.STYLES}{role}": meaning for role, meaning in themes.ROLES.items()}
    return [(key, meaning) for key, meaning in known.items() if key.startswith(incomplete)]


def _complete_values(ctx: typer.Context, incomplete: str) -> list[str]:
    spec = config.KEYS.get(ctx.params.get("key") or "")
    return [choice for choice in spec.choices if choice.startswith(incomplete)] if spec else []


_Key = Annotated[
    str,
    typer.Argument(metavar="KEY", help="As config show lists it.", autocompletion=_complete_keys),
]


@app.callback(invoke_without_command=True)
def front(ctx: typer.Context) -> None:
    """Show the settings when no command is given."""
    if ctx.invoked_subcommand is None:
        show()


@app.command()
def path() -> None:
    """Print where config.toml is, whether or not it exists.

    Example: newscli config path
    """
    file = str(current().paths.config)
    if current().form:
        _output.write_one({"path": file}, columns=("path",))
    else:
        print(file)


@app.command()
def show() -> None:
    """List every setting with its value, its meaning, and who says so.

    Example: newscli config show
    """
    settings = current().settings
    own = [f"{config.STYLES}{role}" for role, _ in settings.styles]
    rows = [_row(key, settings) for key in (*config.KEYS, *own)]
    if current().is_machine:
        _output.write(rows, columns=("key", "value", "from", "meaning"))
        return
    from newscli.render import settings as screen
    from newscli.render.screen import console

    terminal = console()
    for line in screen.settings(rows, file=str(settings.paths.config), width=terminal.width):
        terminal.print(line)


def _row(key: str, settings: config.Settings) -> Mapping[str, object]:
    spec = config.known_key(key, where="config show")
    return {
        "key": key,
        "value": config.value_of(settings, key),
        "default": spec.default,
        "from": _origin(key, settings),
        "meaning": spec.meaning,
    }


def _origin(key: str, settings: config.Settings) -> str:
    if key in config.KEYS and os.environ.get(config.environment_name(key)):
        return config.environment_name(key)
    file = settings.paths.config
    is_there = file.exists() and key in config.parse_config(
        file.read_text("utf-8"), where=file.name
    )
    return file.name if is_there else "default"


@app.command()
def get(key: _Key) -> None:
    """Print one setting's value.

    Example: newscli config get fetch.jobs
    """
    _usage(config.known_key, key, where="config get")
    value = config.value_of(current().settings, key)
    if current().form:
        _output.write_one({"key": key, "value": value}, columns=("value",))
    else:
        print(value)


@app.command("set")
def set_(
    key: _Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", autocompletion=_complete_values)],
) -> None:
    """Change one setting in config.toml; its other lines and comments stay.

    Example: newscli config set headlines.limit 100
    """
    number = _usage(config.check_value, key, value, where="config set")
    _write({key: number})
    if current().form:
        _output.write_one({"key": key, "value": number}, columns=("key", "value"))
    current().say(f"{key} is {number}")


def _write(values: Mapping[str, object]) -> None:
    """Puts settings into config.toml. Raises ConfigError where it cannot be read."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    file = current().paths.config
    try:
        document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
    except (TOMLKitError, OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}", hint="newscli config edit") from None
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        if section and section not in document:
            document[section] = tomlkit.table()
        place = document[section] if section else document
        place[name] = value
    files.make_folder(file.parent)
    _files.write_all(str(file), [tomlkit.dumps(document)])


@app.command()
def theme(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[THEME]", help=f"One of {', '.join(themes.THEMES)}.", show_default=False
        ),
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what it looks like; change nothing.")
    ] = False,
) -> None:
    """Choose the colours: auto, dark, light or mono. Without one: say which are used.

    Single styles are settings of their own, such as styles.publisher.

    Example: newscli config theme dark --preview
    """
    if name:
        _usage(config.check_value, "theme", name, where="config theme")
    if preview or not name:
        from newscli.commands import _themes

        _themes.show([name] if name else list(themes.THEMES), is_preview=preview)
        return
    set_("theme", name)


@app.command()
def edit() -> None:
    """Open config.toml in $VISUAL or $EDITOR, and check it afterwards.

    Example: newscli config edit
    """
    file = current().paths.config
    if not file.exists():
        files.make_folder(file.parent)
        _files.write_all(str(file), [_template()])
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor and not sys.stdin.isatty():
        raise UsageError(
            "no terminal to edit on, and no EDITOR", hint="newscli config set KEY VALUE"
        )
    try:
        code = subprocess.run([*shlex.split(editor or "vi"), str(file)], check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        raise UsageError(f"{editor or 'vi'} cannot be started: {error}") from None
    if code:
        raise UsageError(f"{editor or 'vi'} ended with {code}; config.toml is as it left it")
    check()


def _usage(check: Callable[..., T], *words: str, where: str) -> T:
    """What a check of the configuration gives; what it finds was typed, so it is a usage error."""
    try:
        return check(*words, where=where)
    except ConfigError as error:
        raise UsageError(str(error), hint=error.hint) from None


def _template() -> str:
    """A config.toml that says what can be set, every line a comment."""
    lines = ["# Settings of newscli; take the # off a line to change it.", ""]
    section = ""
    for key, spec in config.KEYS.items():
        name, _, setting = key.partition(".")
        if setting and name != section:
            lines += [f"[{name}]"]
            section = name
        shown = f"{setting or name} = {_quoted(spec.default)}"
        lines += [f"# {shown}    # {spec.meaning}; {spec.range}"]
    lines += ["[styles]"]
    for role, style in themes.THEMES["auto"].items():
        lines += [f'# {role} = "{style}"    # {themes.ROLES[role]}']
    return "\n".join([*lines, ""])


def _quoted(value: object) -> object:
    return f'"{value}"' if isinstance(value, str) else value


@app.command()
def check() -> None:
    """Say whether config.toml and the NEWSCLI_ variables can be used. Exits 6 when not.

    Example: newscli config check
    """
    settings = current().settings
    record = {"ok": True, "path": str(settings.paths.config)}
    if current().form:
        _output.write_one(record, columns=("path",))
    there = "good" if settings.paths.config.exists() else "not there; the defaults hold"
    current().say(f"{settings.paths.config}: {there}")
