"""The command line: finds the verbs, takes the global options, and is the one error boundary."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import main as typer_main

from newscli import __version__, invocation
from newscli.commands._help_texts import Group, name_values
from newscli.core import errors

_COMMANDS = Path(__file__).with_name("commands")
_GLOBAL = ("db", "config", "profile", "json", "jsonl", "fields", "quiet", "verbose")


class LazyGroup(Group):
    """A group whose verbs are the files of commands/; a file is imported when its verb is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs in order of the alphabet."""
        return verbs()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The verb's command, with the global options added to it and its subcommands."""
        if cmd_name not in self.commands and cmd_name in self.list_commands(ctx):
            self.commands[cmd_name] = _load(cmd_name)
            _share(self.commands[cmd_name], [p for p in self.params if p.name in _GLOBAL])
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb that is meant. Raises UsageError with the nearest where there is none."""
        known = verbs()
        if args[0] not in known:
            from difflib import get_close_matches

            if near := get_close_matches(args[0], known, n=1):
                raise errors.UsageError(f"no such command '{args[0]}'", hint=f"newscli {near[0]}")
        return super().resolve_command(ctx, args)


def verbs() -> list[str]:
    """The verbs in order of the alphabet; a trailing _ keeps a file off Python's keywords."""
    files = (file.stem for file in _COMMANDS.glob("*.py"))
    return sorted(stem.rstrip("_") for stem in files if not stem.startswith("_"))


def _load(verb: str) -> Any:
    file = f"{verb}_" if (_COMMANDS / f"{verb}_.py").exists() else verb
    module = import_module(f"newscli.commands.{file}")
    if hasattr(module, "app"):
        module.app.info.cls = Group
        return typer_main.get_group(module.app)
    one = typer.Typer(rich_markup_mode=None, add_completion=False)
    one.command(verb, **getattr(module, "SETTINGS", {}))(module.command)
    return typer_main.get_command(one)


def _share(command: Any, options: list[Any]) -> None:
    name_values(command)
    taken = {option.name for option in command.params}
    command.params += [option for option in options if option.name not in taken]
    for inner in getattr(command, "commands", {}).values():
        _share(inner, options)


def _set(param: typer.CallbackParam, value: object) -> None:
    """Notes a global option, wherever on the line it stands."""
    if not value:
        return
    run = invocation.current()
    match param.name:
        case "json" | "jsonl":
            run.form = param.name
        case "fields":
            run.fields = tuple(name.strip() for name in str(value).split(",") if name.strip())
        case "db":
            run.database = Path(str(value)).expanduser()
        case "config":
            run.config = Path(str(value)).expanduser()
        case name:
            setattr(run, str(name), value)


def _show_version(value: bool) -> None:
    if value:
        print(f"newscli {__version__}")
        raise typer.Exit


def _complete_fields(ctx: typer.Context, incomplete: str) -> list[str]:
    from newscli.commands.help import fields_of

    before, comma, part = incomplete.rpartition(",")
    taken = before.split(",")
    fields = fields_of(ctx.command_path)
    return [before + comma + name for name in fields if name.startswith(part) and name not in taken]


def _complete_profiles(incomplete: str) -> list[str]:
    run = invocation.current()
    run.profile = run.database = None
    folder = run.paths.database.parent / "profiles"
    return sorted(file.name for file in folder.glob("*") if file.name.startswith(incomplete))


_COMPLETERS: dict[str, Any] = {"--fields": _complete_fields, "--profile": _complete_profiles}


def _global(*names: str, help: str, metavar: str | None = None) -> Any:
    return typer.Option(
        *names,
        help=help,
        metavar=metavar,
        callback=_set,
        expose_value=False,
        show_default=False,
        autocompletion=_COMPLETERS.get(names[0]),
    )


app = typer.Typer(
    cls=LazyGroup,
    name="newscli",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def front(
    ctx: typer.Context,
    db: Annotated[str, _global("--db", metavar="FILE", help="Use this database.")] = "",
    config: Annotated[str, _global("--config", metavar="FILE", help="Use this config.toml.")] = "",
    profile: Annotated[
        str, _global("--profile", metavar="NAME", help="Use a database and config of its own.")
    ] = "",
    json: Annotated[bool, _global("--json", help="Print one JSON document.")] = False,
    jsonl: Annotated[bool, _global("--jsonl", help="Print one JSON object a line.")] = False,
    fields: Annotated[
        str, _global("--fields", metavar="A,B,C", help="Print only these fields.")
    ] = "",
    quiet: Annotated[bool, _global("-q", "--quiet", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, _global("-v", "--verbose", help="Say more on stderr.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Follow news feeds; read, search and relate their articles in the terminal.

    Without a command: unread counts and the newest headlines.

    Example: newscli sources add https://example.org/feed && newscli fetch && newscli headlines
    """
    if ctx.invoked_subcommand is None:
        from newscli.commands import _front

        _front.show()


def run(args: list[str]) -> int:
    """Does what the arguments ask; the exit code. Errors are said on stderr, a line each."""
    run = invocation.begin()
    _make_output_safe()
    try:
        command: Any = typer_main.get_command(app)
        with command.make_context("newscli", args) as ctx:
            command.invoke(ctx)
        sys.stdout.flush()
        return errors.EXIT_OK
    except typer.Exit as leaving:
        return leaving.exit_code
    except errors.NewscliError as error:
        return _fail(error)
    except typer.TyperException as error:
        return _fail(_usage(error))
    except (KeyboardInterrupt, typer.Abort):
        return errors.EXIT_INTERRUPTED
    except BrokenPipeError:
        # `| head -1` closed the pipe: whoever reads has what it wanted. Python would complain
        # once more when it flushes at the end, so what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.EXIT_OK
    except OSError as error:
        return _fail(errors.OutputError(f"cannot read or write: {error.strerror or error}"))
    except Exception as error:  # noqa: BLE001
        return _fail(_unforeseen(error))
    finally:
        run.close()


def complete(words: list[str], *, shell: str) -> int:
    """Prints what can stand where the cursor of a shell is; nothing where nothing can.

    A line that does not parse, or a database that cannot be used, is not for Tab to complain of.
    """
    import sqlite3

    from newscli.commands import _completion

    run = invocation.begin()
    _make_output_safe()
    try:
        command: Any = typer_main.get_command(app)
        lines = list(_completion.candidates(command, words, shell=shell))
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()
    except (errors.NewscliError, typer.TyperException, typer.Exit, sqlite3.Error, OSError):
        return errors.EXIT_NOT_FOUND
    finally:
        run.close()
    return errors.EXIT_OK


def _make_output_safe() -> None:
    """Streams that are there and take any letter: cron's environment may say ASCII, or less."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us: `>&-`
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            is_unicode = (stream.encoding or "").lower().replace("-", "") == "utf8"
            stream.reconfigure(encoding=None if is_unicode else "utf-8", errors="replace")


def _usage(error: typer.TyperException) -> errors.UsageError:
    message = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "newscli"
    return errors.UsageError(message[:1].lower() + message[1:], hint=f"{path} --help")


def _unforeseen(error: Exception) -> errors.NewscliError:
    """What SQLite says of the database, or a bug of ours, its trace kept in a file."""
    import sqlite3

    where = invocation.current().paths
    if isinstance(error, sqlite3.DatabaseError):
        from newscli.storage import db

        try:
            with db.explained(where.database):
                raise error
        except errors.NewscliError as explained:
            return explained
        except sqlite3.DatabaseError:
            pass  # not of the database, but of how we use it
    invocation.current().logger().error("internal error", exc_info=error)
    from newscli.storage import check

    # A value that a failing disk has changed can make any of our code stumble.
    if damage := check.damage(where.database):
        return damage
    what = f"{type(error).__name__}: {error}"
    return errors.BugError(f"internal error: {what} (its trace is in {where.log})")


def _fail(error: errors.NewscliError) -> int:
    if isinstance(error, errors.NoSourcesError) and sys.stderr.isatty():
        from newscli.render import welcome

        welcome.show()
        return error.exit_code
    lines = [f"newscli: {error}"]
    if isinstance(error, errors.QueryError):
        from newscli.core.lines import cells

        lines += [f"  {error.query}", f"  {' ' * cells(error.query[: error.position])}^"]
    if error.hint:
        lines.append(f"  try: {_same_place(error.hint)}")
    try:
        sys.stdout.flush()
        for line in lines:
            invocation.complain(line)
    except BrokenPipeError:
        return error.exit_code
    return error.exit_code


def _same_place(hint: str) -> str:
    """A hint's command with the options that say which profile, database and config are meant."""
    run = invocation.current()
    given = {"--profile": run.profile, "--db": run.database, "--config": run.config}
    where = "".join(f" {option} {value}" for option, value in given.items() if value)
    return f"newscli{where}{hint[7:]}" if hint.startswith("newscli ") else hint
