"""Manual pages: man(7), as groff and mandoc read it."""

from collections.abc import Iterator, Sequence

from newscli.core.usage import Parameter, Usage

_FILES = (
    Parameter("config.toml", "The settings; newscli config path says where it is."),
    Parameter("news.db", "All articles and what you have read; newscli db path says where it is."),
)
_ENVIRONMENT = (
    Parameter("NEWSCLI_HOME", "Puts everything into this one folder."),
    Parameter("NEWSCLI_PROFILE, NEWSCLI_DB, NEWSCLI_CONFIG", "Stand for these options."),
    Parameter(
        "NEWSCLI_SECTION_KEY", "Sets a key of config.toml: NEWSCLI_FETCH_JOBS is fetch.jobs."
    ),
    Parameter("NO_COLOR, FORCE_COLOR, COLUMNS, PAGER, BROWSER", "As everywhere."),
)


def manual(usage: Usage, *, exits: Sequence[Parameter], others: Sequence[str]) -> str:
    """The page newscli(1): the program, its global options and verbs.

    `exits` are the exit codes with their meaning, `others` the names of the verbs' own pages.
    """
    lines = [
        *_head(usage),
        *_section("OPTIONS", usage.parameters),
        *_section("COMMANDS", [Parameter(one.path, one.text[0]) for one in usage.commands]),
        *_section("EXIT STATUS", exits),
        *_section("ENVIRONMENT", _ENVIRONMENT),
        *_section("FILES", _FILES),
        *_see_also(others),
    ]
    return "\n".join(lines) + "\n"


def verb_manual(usage: Usage) -> str:
    """The page of one verb, with a section for each command below it."""
    lines = [*_head(usage), *_section("OPTIONS", usage.parameters)]
    for one in usage.commands:
        lines += [f".SH {_quoted(one.path.upper())}", *_line(one), ".PP", *_text(one)]
        lines += [line for parameter in one.parameters for line in _parameter(parameter)]
        lines += [".PP", *_example(one)]
    lines += [".SH GLOBAL OPTIONS", "Those of", ".BR newscli (1)", "may stand here, too."]
    return "\n".join([*lines, *_see_also(["newscli"])]) + "\n"


def _head(usage: Usage) -> Iterator[str]:
    name = usage.path.replace(" ", "-")
    summary = usage.text[0].rstrip(".") if usage.text else usage.path
    yield f'.TH {_quoted(name.upper())} 1 "" "newscli" "User Commands"'
    yield ".SH NAME"
    yield f"{_escaped(name)} \\- {_escaped(summary[:1].lower() + summary[1:])}"
    yield ".SH SYNOPSIS"
    yield from _line(usage)
    yield ".SH DESCRIPTION"
    yield from _text(usage)
    if usage.example:
        yield ".SH EXAMPLES"
        yield from _example(usage)


def _line(usage: Usage) -> Iterator[str]:
    rest = usage.line.removeprefix(usage.path).strip()
    yield f".B {_escaped(usage.path)}"
    if rest:
        yield _escaped(rest)


def _text(usage: Usage) -> Iterator[str]:
    for number, paragraph in enumerate(usage.text):
        if number:
            yield ".PP"
        yield _escaped(paragraph)


def _example(usage: Usage) -> Iterator[str]:
    if usage.example:
        yield from (".RS 4", ".nf", _escaped(usage.example), ".fi", ".RE")


def _section(name: str, parameters: Sequence[Parameter]) -> Iterator[str]:
    if parameters:
        yield f".SH {name}"
    for parameter in parameters:
        yield from _parameter(parameter)


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield ".TP"
    yield f".B {_escaped(parameter.names)}"
    yield _escaped(parameter.meaning) if parameter.meaning else "\\&"


def _see_also(names: Sequence[str]) -> Iterator[str]:
    yield ".SH SEE ALSO"
    for number, name in enumerate(names, 1):
        comma = "," if number < len(names) else ""
        yield f".BR {_escaped(name)} (1){comma}"


def _escaped(text: str) -> str:
    """A line that roff shows as it is: no request at its start, hyphens that can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    escaped = escaped.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha")
    escaped = escaped.replace("~", "\\(ti")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'
