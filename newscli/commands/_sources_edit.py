"""`newscli sources edit`: how one source is asked, and how often."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from newscli.commands import _articles, _output
from newscli.core import edits, options
from newscli.core.errors import HttpError, UsageError
from newscli.core.models import Source
from newscli.core.options import Options
from newscli.core.references import has_literal_user, is_literal_secret
from newscli.core.text import one_line
from newscli.invocation import current
from newscli.storage import sources


class Switch(StrEnum):
    """A setting that is on or off, or as all sources have it."""

    on = "on"
    off = "off"
    auto = "auto"


def command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="Its id, its title or a part of it, or its URL.",
            autocompletion=_articles.complete_sources,
            show_default=False,
        ),
    ],
    header: Annotated[
        list[str] | None,
        typer.Option(
            "--header",
            metavar="'NAME: VALUE'",
            help="Send this header; 'NAME:' ends it. May be repeated.",
            show_default=False,
        ),
    ] = None,
    user_agent: Annotated[
        str | None,
        typer.Option("--user-agent", metavar="TEXT", help="What newscli says that it is."),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option("--proxy", metavar="URL", help="Ask through it: http://proxy.example:3128."),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            "--interval", metavar="DURATION", help="Ask so often: 30m, 2h, 1d; 5m to 31d."
        ),
    ] = None,
    timeout: Annotated[
        str | None,
        typer.Option("--timeout", metavar="SECONDS", help="Wait so long for an answer: 1 to 600."),
    ] = None,
    cookie_file: Annotated[
        str | None,
        typer.Option("--cookie-file", metavar="FILE", help="Send its cookies (Netscape's format)."),
    ] = None,
    insecure: Annotated[
        bool | None,
        typer.Option(
            "--insecure/--secure",
            help="Do not check its server's certificate, or do.",
            show_default=False,
        ),
    ] = None,
    allow_private: Annotated[
        bool | None,
        typer.Option(
            "--allow-private/--public-only",
            help="Let it and its pages lead into private networks, or not.",
            show_default=False,
        ),
    ] = None,
    full_text: Annotated[
        Switch | None,
        typer.Option(
            "--full-text",
            help="Also fetch the page of each new article; auto: where the feed is truncated.",
            show_default=False,
        ),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="First take all its settings off.")
    ] = False,
) -> None:
    """Change how a source is asked; without an option, show its settings.

    What is not named stays, and an empty value takes a setting off. Headers and the proxy may
    name secrets, which are looked up when the source is asked and kept nowhere: ${VARIABLE} is
    from the environment, ${keyring:SERVICE/USER} from the system's keyring.

    Example: newscli sources edit 3 --header 'Authorization: Bearer ${TOKEN}' --interval 2h
    """
    typed = {
        "user_agent": user_agent,
        "proxy": proxy,
        "interval_s": interval,
        "timeout_s": timeout,
        "cookie_file": cookie_file,
    }
    changes: dict[str, Any] = {
        name: _CHECKS[name](text) for name, text in typed.items() if text is not None
    }
    for name, is_on in (("insecure", insecure), ("allow_private", allow_private)):
        if is_on is not None:
            changes[name] = is_on
    if full_text is not None:
        changes["full_text"] = None if full_text is Switch.auto else full_text.value
    is_edit = bool(changes or header or reset)
    connection = current().editor() if is_edit else current().reader()
    row = sources.source(connection, sources.find(connection, source))
    if not is_edit:
        _show(row.options)
        return
    before = options.NONE if reset else row.options
    headers = before.headers
    for text in header or ():
        headers = edits.with_header(headers, text)
    chosen = before._replace(headers=headers, **changes)
    sources.set_options(connection, row.id, chosen)
    sources.make_due(connection, row.id)
    _report(row, chosen)


def _proxy(text: str) -> str | None:
    from newscli.net.personal import proxy_schemes

    return edits.proxy(text, schemes=proxy_schemes())


def _cookie_file(text: str) -> str | None:
    """The file's whole path; None for an empty text. Raises UsageError for a file of no use."""
    from newscli.net import cookies

    if not text.strip():
        return None
    file = Path(text).expanduser().absolute()
    try:
        is_empty = not cookies.read(file)
    except HttpError as error:
        raise UsageError(str(error)) from None
    if is_empty:
        raise UsageError(f"the cookie file {file}: it holds no cookies")
    return str(file)


_CHECKS: dict[str, Callable[[str], object]] = {
    "user_agent": edits.user_agent,
    "proxy": _proxy,
    "interval_s": edits.interval_s,
    "timeout_s": edits.timeout_s,
    "cookie_file": _cookie_file,
}


def _show(chosen: Options) -> None:
    """A source's settings, without its secrets."""
    from newscli.render import records

    run = current()
    rows = records.option_rows(chosen)
    if run.form or run.fields:
        _output.write_one(records.options(chosen), columns=())
    elif run.is_machine:
        _output.write(rows, columns=records.OPTION_COLUMNS)
    else:
        from newscli.render import settings as screen
        from newscli.render.screen import console

        terminal = console()
        for line in screen.options(rows, width=terminal.width):
            terminal.print(line)
    if not rows:
        run.say("it has no settings of its own")


def _report(row: Source, chosen: Options) -> None:
    """Says what was done, and what to think of; the settings as records where asked for."""
    run = current()
    if run.form or run.fields:
        _show(chosen)
    run.say(f"edited {one_line(row.title)}")
    if row.url.startswith("file:"):
        run.say("it is a file on this machine: read at every fetch, and asked of no server")
    for name, value in chosen.headers:
        if (name, value) not in row.options.headers and is_literal_secret(name, value):
            _advise(f"{name} stands", f"--header '{name}: {_example(name)}'")
    if chosen.proxy and chosen.proxy != row.options.proxy and has_literal_user(chosen.proxy):
        _advise("the proxy's password stands", "--proxy 'http://${USER}:${PASSWORD}@HOST:PORT'")


def _example(name: str) -> str:
    return "Bearer ${VARIABLE}" if name.lower() == "authorization" else "${VARIABLE}"


def _advise(what: str, better: str) -> None:
    current().say(
        f"{what} in the database in clear; better: {better} (from the environment, also under "
        "cron) or ${keyring:SERVICE/USER}"
    )
